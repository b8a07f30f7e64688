// @ts-check
// What a lesson's page says of itself: that it is getting ready, is ready, or has lost what runs it.
import { answer, ask, button, tag } from "../../widgets/dom.js";
import { unsentOf, withUnsent } from "./unsent.js";
import { words } from "./words.js";

const QUIET_FOR = 150;
const PATIENCE = 60000;

export const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
export const panels = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".panel"))];
// A panel shows "Loading widget..." until its parts are drawn.
const drawn = (/** @type {HTMLElement} */ panel) =>
  !panel.querySelector("script") && panel.offsetHeight > 0 && !panel.textContent?.includes("Loading widget");

/** Tell whether a part is still to be drawn. */
export const isWaiting = () => !panels().every(drawn);

/** Call `then` once every panel is drawn and the page has stopped changing, or after a long wait. @param {(all: boolean) => void} then */
export function whenReady(then) {
  let last = performance.now();
  const began = last;
  const watcher = new MutationObserver(() => { last = performance.now(); });
  watcher.observe(at("content"), { childList: true, subtree: true });
  const look = setInterval(() => {
    const now = performance.now();
    const all = !isWaiting();
    if ((all && now - last > QUIET_FOR) || now - began > PATIENCE) {
      clearInterval(look);
      watcher.disconnect();
      then(all);
    }
  }, 30);
}

/** Show the sentence about a lost connection, or remove it (null); a reload helps only if the server answers. @param {string | null} sentence */
export function tellLost(sentence) {
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

const FAILED = ".panel .jupyter-widgets-error-widget, .panel .lm-Widget[class='lm-Widget']:empty";
const LOOK_EVERY_MS = 3000;
const LOOKS = 3; // a part that is still empty then has failed; a slow one may be empty for a moment

/** Put a sentence in the place of each part whose own script has failed; all others go on. */
export function tellFailed() {
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
  }, LOOK_EVERY_MS);
}

let state = "waiting";
let broughtBack = false;

/** Show the lesson's state; tests and the style sheet read it too. @param {string} now @param {string} sentence */
export function tellState(now, sentence) {
  state = now;
  at("waiting").textContent = sentence;
  at("waiting").classList.toggle("done", now === "ready" && !broughtBack);
  document.documentElement.dataset.state = now;
}

export const tellBroken = () => tellState("broken", words.broken);
export function tellReady() {
  tellState("ready", broughtBack ? words.back : words.ready);
  // A part that the address names has moved while the parts above it were drawn.
  document.querySelector(":target")?.scrollIntoView();
}

/** Store input in this tab until it has arrived, and say so where it is put back. */
export function keepUnsent() {
  answer("mb-with-unsent", ({ file }) => withUnsent(file));
  answer("mb-unsent", (place) => unsentOf(place, () => {
    broughtBack = true;
    if (state === "ready") tellReady();
  }));
}

/** Call the page ready once all is drawn. */
export function readyWhenDrawn() {
  whenReady((all) => {
    if (all) tellReady();
    else tellBroken();
    tellFailed();
  });
}
