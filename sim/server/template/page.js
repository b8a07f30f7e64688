// @ts-check
// Tells the reader of a lesson when the page is ready and when the connection is lost.
import { answer, ask, button, listen, tag } from "../../widgets/dom.js";
import { mark, request } from "./request.js";
import { unsentOf, withUnsent } from "./unsent.js";
import { words } from "./words.js";

const ASK_EVERY = 3000;
const QUIET_FOR = 150;
const PATIENCE = 60000;

const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const panels = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".panel"))];
// A panel shows "Loading widget..." until its parts are drawn.
const drawn = (/** @type {HTMLElement} */ panel) =>
  !panel.querySelector("script") && panel.offsetHeight > 0 && !panel.textContent?.includes("Loading widget");

/** Call `then` once every panel is drawn and the page has stopped changing, or after a long wait. @param {(all: boolean) => void} then */
function whenReady(then) {
  let last = performance.now();
  const began = last;
  const watcher = new MutationObserver(() => { last = performance.now(); });
  watcher.observe(at("content"), { childList: true, subtree: true });
  const look = setInterval(() => {
    const now = performance.now();
    const all = panels().every(drawn);
    if ((all && now - last > QUIET_FOR) || now - began > PATIENCE) {
      clearInterval(look);
      watcher.disconnect();
      then(all);
    }
  }, 30);
}

/** Show the sentence about a lost connection, or remove it (null); a reload helps only if the server answers. @param {string | null} sentence */
function tellLost(sentence) {
  const place = at("lost");
  if (place.dataset.sentence === (sentence ?? "")) return;
  place.dataset.sentence = sentence ?? "";
  place.replaceChildren();
  if (!sentence) return;
  const reload = sentence === words.lost ? [" ", button(words.reload, () => location.reload())] : [];
  place.append(tag("span", {}, sentence, ...reload));
  // The page itself holds all answers, so that they can be downloaded without the server.
  const held = ask("mb-answers");
  if (held) place.append(tag("span", {}, words.gone, " ", button(held.words, held.save)));
}

/** Check now and then whether the kernel is alive; a kernel that has ended never comes back. @param {string} base @param {string} id */
function keepAsking(base, id) {
  let ended = false;
  const look = async () => {
    if (ended) return;
    try {
      const { ok, status } = await request(`${base}alive/${id}`);
      ended = status === 404;
      tellLost(ok ? null : words.lost);
    } catch {
      tellLost(words.away);
    }
  };
  look();
  setInterval(look, ASK_EVERY);
  listen(window, ["online", "offline"], look);
  document.addEventListener("visibilitychange", look);
}

/** Tell the server that the page was closed. Voila's own message is switched off, since it is also sent on downloads. @param {string} base @param {string} id */
function sayGoodbye(base, id) {
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  window.addEventListener("pagehide", () => navigator.sendBeacon(`${base}voila/api/shutdown/${id}?_xsrf=${mark()}`));
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

const FAILED = ".panel .jupyter-widgets-error-widget, .panel .lm-Widget[class='lm-Widget']:empty";
const LOOKS = 3; // a part that is still empty then has failed; a slow one may be empty for a moment

/** Put a sentence in the place of each part whose own script has failed; all others go on. */
function tellFailed() {
  /** @type {WeakMap<Element, number>} */
  const seen = new WeakMap();
  setInterval(() => {
    for (const place of document.querySelectorAll(FAILED)) {
      const looks = (seen.get(place) ?? 0) + 1;
      seen.set(place, looks);
      if (place.firstChild || looks >= LOOKS) place.replaceChildren(tag("p", { class: "trouble part", role: "alert" }, words.part));
      if (place.matches(".jupyter-widgets-error-widget")) place.className = "";
    }
    // A part that came after all needs no such sentence.
    for (const one of document.querySelectorAll(".part:not(:only-child)")) one.remove();
  }, ASK_EVERY);
}

let state = "waiting";
let broughtBack = false;

/** Show the lesson's state; tests and the style sheet read it too. @param {string} now @param {string} sentence */
function tellState(now, sentence) {
  state = now;
  at("waiting").textContent = sentence;
  at("waiting").classList.toggle("done", now === "ready" && !broughtBack);
  document.documentElement.dataset.state = now;
}

const tellBroken = () => tellState("broken", words.broken);
function tellReady() {
  tellState("ready", broughtBack ? words.back : words.ready);
  // A part that the address names has moved while the parts above it were drawn.
  document.querySelector(":target")?.scrollIntoView();
}

function start() {
  answer("mb-with-unsent", ({ file }) => withUnsent(file));
  answer("mb-unsent", (place) => unsentOf(place, () => {
    broughtBack = true;
    if (state === "ready") tellReady();
  }));
  const program = document.getElementById("complete");
  if (!program) {
    tellBroken();
    return;
  }
  program.addEventListener("error", tellBroken);
  const { baseUrl, kernelId } = JSON.parse(at("jupyter-config-data").textContent ?? "");
  sayGoodbye(baseUrl, kernelId);
  keepAsking(baseUrl, kernelId);
  whenReady((all) => {
    if (all) tellReady();
    else tellBroken();
    tellFailed();
  });
}

start();
