// @ts-check
// On the list of lessons: copy all answers as text, and load them from a file or a text.
import { copied } from "../../widgets/dom.js";
import { request } from "./request.js";
import { words } from "./words.js";

const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const text = /** @type {HTMLTextAreaElement} */ (at("text"));
const file = /** @type {HTMLInputElement} */ (at("file"));
const address = /** @type {HTMLElement} */ (document.querySelector("[data-answers]")).dataset.answers;
const tell = (/** @type {string} */ sentence) => { at("said").textContent = sentence; };

async function copy() {
  try {
    text.value = await (await request(`${address}.txt`)).text();
    tell(await copied(text.value, text) ? words.copied : words.by_hand);
  } catch {
    tell(words.try_again);
  }
}

/** @param {string} brought */
async function bring(brought) {
  if (!brought.trim()) {
    tell(words.nothing);
    return;
  }
  try {
    tell((await (await request(`${address}.txt`, { method: "POST", body: brought })).json()).said);
  } catch {
    tell(words.try_again);
  }
}

at("download").addEventListener("click", () => tell(words.given));
at("copy").addEventListener("click", copy);
at("bring").addEventListener("click", () => bring(text.value));
file.addEventListener("change", async () => {
  if (file.files?.[0]) await bring(await file.files[0].text());
  file.value = "";
});
