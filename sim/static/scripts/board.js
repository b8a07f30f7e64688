// @ts-check
// A class's years side by side, from the codes that are pasted or come in files: nothing leaves this device.
import { tag } from "../../widgets/dom.js";
import { words } from "../../server/template/words.js";
import { startPython, whyFailed } from "./python.js";

const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const codes = /** @type {HTMLTextAreaElement} */ (at("codes"));
const file = /** @type {HTMLInputElement} */ (at("file"));
const tell = (/** @type {(string | Node)[]} */ ...said) => at("said").replaceChildren(...said);

/** @type {import("./python.js").Python | undefined} */
let python;
let address = "";

/** Offer the board in a tab of its own, and as a file to take along. @param {string} page */
function offer(page) {
  URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  tell(tag("a", { href: address, target: "_blank", class: "button" }, words.open), " ", tag("a", { href: address, download: "board.html" }, words.save));
}

async function draw() {
  tell(words.waiting);
  python ??= startPython((message) => { if (message.type === "failed") tell(whyFailed(message.why)); });
  try {
    const page = await python.ask("board", codes.value);
    if (page) offer(page);
    else tell(words.none);
  } catch (error) {
    tell(whyFailed(String(error)));
  }
}

at("draw").addEventListener("click", draw);
file.addEventListener("change", async () => {
  const texts = await Promise.all([...file.files ?? []].map((one) => one.text()));
  codes.value = [codes.value, ...texts].filter(Boolean).join("\n");
  file.value = "";
});
