// @ts-check
// A labelled text field: one line, several, or a text to copy.
import { OWN_KEYS, button, copied, explain, fill, follow, language, newId, statusLine, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/**
 * @typedef {{ label: string, hint: string, value: string, rows: number, most: number, readonly: boolean, words: { over: string },
 *   copy: string, copied: string, by_hand: string, link: string, link_name: string, link_copied: string }} State
 */

const WAIT = 500; // ms without a key press before the text is sent
const END = 30; // characters quoted from the end of the part that fits, if a text is too long
const SHOWN = ["label", "hint", "value", "rows", "readonly", "most", "copy", "link"];

/** Return the part of a text that fits, counted in characters as people see them. @param {string} text @param {number} most */
export const fitting = (text, most) => [...text].slice(0, most).join("");

/** Return the sentence on a text that is too long, else nothing. @param {string} text @param {number} most @param {string} words */
export function overLength(text, most, words) {
  const over = [...text].length - most;
  const facts = { most: most.toLocaleString(language()), over: over.toLocaleString(language()), end: fitting(text, most).slice(-END).trim() };
  return over > 0 ? fill(words, facts) : "";
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const label = tag("label", { for: id });
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint` });
  const field = tag("textarea", { id, dir: "auto", ...OWN_KEYS }); // each line of writing goes its own way
  const over = statusLine("");
  const said = statusLine();
  let timer = 0;
  let written = false; // input that is not sent yet

  const fits = () => fitting(field.value, model.get("most"));
  const measure = () => {
    over.textContent = model.get("readonly") ? "" : overLength(field.value, model.get("most"), model.get("words").over);
    if (over.textContent) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const take = async (/** @type {string} */ text, /** @type {string} */ words) => {
    said.textContent = await copied(text, field) ? words : model.get("by_hand");
  };
  const copy = button("", () => take(field.value, model.get("copied")));
  const link = button("", () => {
    const address = new URL(location.href);
    address.searchParams.set(model.get("link_name"), field.value);
    take(address.href, model.get("link_copied") || model.get("copied"));
  });
  const show = () => {
    label.textContent = model.get("label");
    explain(field, hint, model.get("hint"));
    field.rows = model.get("rows");
    field.readOnly = model.get("readonly");
    // Changes from elsewhere wait while somebody types, and a text that is too long stays to be shortened.
    if (!written && fits() !== model.get("value")) {
      field.value = model.get("value");
      said.textContent = ""; // the copied text is out of date
    }
    measure();
    copy.textContent = model.get("copy");
    copy.hidden = !copy.textContent;
    link.textContent = model.get("link");
    // In JupyterLab there is no address that opens a page with a strategy.
    link.hidden = !link.textContent || Boolean(document.querySelector(".jp-NotebookPanel"));
  };
  const send = () => {
    clearTimeout(timer);
    if (!written) return;
    written = false;
    model.set("value", fits());
    // The part that did not fit was not sent, so the page keeps storing it.
    told.tell({ value: fits() }, field.value === fits());
  };
  const note = () => {
    clearTimeout(timer);
    written = true;
    told.keep(field.value);
    measure();
    timer = setTimeout(send, WAIT);
  };
  const told = messages(model, el, "value", (text) => { field.value = text; note(); send(); });
  field.addEventListener("input", note);
  field.addEventListener("blur", send);
  field.addEventListener("mb-send", send);
  const unfollow = follow(model, SHOWN, show);
  show();
  el.append(tag("div", { class: "mb mb-control" }, label, hint, field, over, copy, " ", link, said));
  told.bring();
  return () => { send(); told.leave(); unfollow(); };
}

export default { render };
