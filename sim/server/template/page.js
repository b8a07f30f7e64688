// @ts-check
// Tells the reader of a lesson when the page is ready and when the connection is lost.
import { listen } from "../../widgets/dom.js";
import { drawLateWidgets } from "./late_widgets.js";
import { at, isWaiting, keepUnsent, readyWhenDrawn, tellBroken, tellLost } from "./page_state.js";
import { mark, request } from "./request.js";
import { words } from "./words.js";

const ASK_EVERY = 3000;

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

function start() {
  keepUnsent();
  const program = document.getElementById("complete");
  if (!program) {
    tellBroken();
    return;
  }
  program.addEventListener("error", tellBroken);
  const { baseUrl, kernelId } = JSON.parse(at("jupyter-config-data").textContent ?? "");
  sayGoodbye(baseUrl, kernelId);
  keepAsking(baseUrl, kernelId);
  drawLateWidgets(isWaiting);
  readyWhenDrawn();
}

start();
