// @ts-check
// On the list of lessons: answers to take along as text, and to bring back from a file or a text.
import { copied } from "../../widgets/dom.js";
import { request } from "./request.js";

const TRY_AGAIN = "The server does not answer. Reload the page and try again; your file or text stays good.";
const COPIED = "Your answers are copied. Paste them into a message to yourself.";
const BY_HAND = "The text is marked. Copy it with your keyboard.";
const NOTHING = "Paste the text first, or choose a file.";

const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const text = /** @type {HTMLTextAreaElement} */ (at("text"));
const file = /** @type {HTMLInputElement} */ (at("file"));
const address = /** @type {HTMLElement} */ (document.querySelector("[data-answers]")).dataset.answers;
const tell = (/** @type {string} */ words) => { at("said").textContent = words; };

async function copy() {
  try {
    text.value = await (await request(`${address}.txt`)).text();
    tell(await copied(text.value, text) ? COPIED : BY_HAND);
  } catch {
    tell(TRY_AGAIN);
  }
}

/** @param {string} brought */
async function bring(brought) {
  if (!brought.trim()) {
    tell(NOTHING);
    return;
  }
  try {
    tell((await (await request(`${address}.txt`, { method: "POST", body: brought })).json()).said);
  } catch {
    tell(TRY_AGAIN);
  }
}

at("copy").addEventListener("click", copy);
at("bring").addEventListener("click", () => bring(text.value));
file.addEventListener("change", async () => {
  if (file.files?.[0]) await bring(await file.files[0].text());
  file.value = "";
});
