/* What a lesson's page does beside showing the lesson: it says when it is ready and when the connection is lost. */

const LOST = "The connection was lost. What you saved is safe. Reload the page.";
const GONE = "If it does not come back, download your answers, open the course anew and bring them back there.";
const BROKEN = "The lesson could not be made ready. Reload the page.";
const READY = "The lesson is ready.";
const ASK_EVERY = 3000;
const QUIET_FOR = 150;
const PATIENCE = 60000;

/** A hub takes a page's own request for a stranger's unless it repeats the mark of the page's cookie. */
const mark = () => ({ "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "" });
const config = () => JSON.parse(document.getElementById("jupyter-config-data").textContent);
const panels = () => [...document.querySelectorAll(".panel")];
// A panel says "Loading widget..." until its parts are there.
const drawn = (panel) => !panel.querySelector("script") && panel.offsetHeight > 0 && !panel.textContent.includes("Loading widget");

/** Call `then` once every panel is drawn and the page has stopped changing, or after a long wait. */
function whenReady(then) {
  let last = performance.now();
  const began = last;
  const watcher = new MutationObserver(() => { last = performance.now(); });
  watcher.observe(document.getElementById("content"), { childList: true, subtree: true });
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

function line(words, button) {
  const made = document.createElement("span");
  made.append(words, " ", button);
  return made;
}

/** Show the sentence about a lost connection with a button, or take it away. */
function tellLost(sentence) {
  const place = document.getElementById("lost");
  if (place.dataset.sentence === (sentence ?? "")) return;
  place.dataset.sentence = sentence ?? "";
  place.replaceChildren();
  if (!sentence) return;
  const button = document.createElement("button");
  button.textContent = "Reload the page";
  button.addEventListener("click", () => location.reload());
  place.append(line(sentence, button));
  // A part of the lesson holds all answers in the page itself, so they are there when the server is not.
  const held = window.mendingBridges;
  if (!held) return;
  const save = document.createElement("button");
  save.textContent = held.words;
  save.addEventListener("click", held.save);
  place.append(line(GONE, save));
}

/** Ask now and then whether what runs the lesson still does; it never comes back once it has ended. */
function keepAsking(base, id) {
  let ended = false;
  const ask = async () => {
    if (ended) return;
    try {
      const answer = await fetch(`${base}alive/${id}`, { cache: "no-store", headers: mark() });
      ended = answer.status === 404;
      tellLost(answer.ok ? null : LOST);
    } catch {
      tellLost(LOST);
    }
  };
  ask();
  setInterval(ask, ASK_EVERY);
  document.addEventListener("visibilitychange", ask);
}

/** Tell the server that the page was left. A download must not count as that, so Voila's own way is switched off. */
function sayGoodbye(base, id) {
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  window.addEventListener("pagehide", () => navigator.sendBeacon(`${base}voila/api/shutdown/${id}?_xsrf=${mark()["X-XSRFToken"]}`));
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

function tellBroken() {
  document.getElementById("waiting").textContent = BROKEN;
  document.documentElement.dataset.state = "broken";
}

function start() {
  const program = document.getElementById("complete");
  if (!program) {
    tellBroken();
    return;
  }
  program.addEventListener("error", tellBroken);
  const { baseUrl, kernelId } = config();
  sayGoodbye(baseUrl, kernelId);
  keepAsking(baseUrl, kernelId);
  whenReady((all) => {
    if (!all) {
      tellBroken();
      return;
    }
    const waiting = document.getElementById("waiting");
    waiting.textContent = READY;
    waiting.classList.add("done");
    document.documentElement.dataset.state = "ready";
  });
}

start();
