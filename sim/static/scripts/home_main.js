// @ts-check
// The home page shows how far its reader has come: as the page's Python stored it when answers were kept last.
import { download } from "../../widgets/dom.js";
import { hearPython, python } from "./home_python.js";
import { followVersions } from "./offline.js";
import { facts, site } from "./python.js";
import { storeOf } from "./store.js";

const store = storeOf(site);
const main = () => /** @type {HTMLElement} */ (document.getElementById("content"));
const stored = (/** @type {string} */ name) => store.get(name).catch(() => undefined);

/** Show what is stored; what an older version of the site stored is drawn anew. */
async function showStanding() {
  const [answers, home] = await Promise.all([stored("answers"), stored("home")]);
  if (home?.course === facts.course) main().innerHTML = home.main;
  else if (answers) main().innerHTML = await python().ask("home") || main().innerHTML;
}

/** The file of answers, without a server. */
async function saveFile() {
  download("mending-bridges-answers.json", "application/json", [await stored("answers") ?? await python().ask("file")]);
}

if (document.documentElement.dataset.state !== "unable") {
  hearPython((message) => { if (message.type === "failed") console.error(message.why); });
  await showStanding();
  document.getElementById("download")?.addEventListener("click", (event) => {
    event.preventDefault();
    saveFile();
  });
  followVersions(site);
}
export const shown = true;
