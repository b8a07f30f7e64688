// @ts-check
// The end of a part of a page: what follows is folded away until the reader goes on.
import { OWN_KEYS, button, fill, follow, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/** @typedef {{ words: string, plain: string, wait: string, ready: boolean, opened: boolean, moved: number, back: number }} State */

const CELL = ".panel, .jp-Cell"; // what a widget stands in: on a page without code, and in JupyterLab
const HEADING = "h1, h2, h3";
const LOOK_ANEW = 50; // ms; the part stands on the page only after this, and in JupyterLab the words below it may come later
const MOST_LOOKS = 50;
const FOCUS_LOOKS = 600; // half a minute: a busy machine may take long to draw the next part

/**
 * Return the first heading below this part, or the last one above it. @param {Element} el
 * @param {"nextElementSibling" | "previousElementSibling"} [way] @returns {HTMLElement | null}
 */
function headingFrom(el, way = "nextElementSibling") {
  for (let cell = el.closest(CELL)?.[way]; cell; cell = cell[way]) {
    const found = cell.matches(HEADING) ? [cell] : [...cell.querySelectorAll(HEADING)];
    if (found.length) return /** @type {HTMLElement} */ (found.at(way === "nextElementSibling" ? 0 : -1));
  }
  return null;
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  let looks = 0;
  let timer = 0;
  let focusing = 0;
  /**
   * Bring a part into view and give it the focus, so that a screen reader reads on there; a part that is not drawn yet
   * cannot take it, so this looks again. @param {HTMLElement | null} heading
   */
  const show = (heading, left = FOCUS_LOOKS) => {
    clearTimeout(focusing);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (left === FOCUS_LOOKS || document.activeElement === heading) heading.scrollIntoView({ block: "start" });
    if (left && document.activeElement === document.body) focusing = setTimeout(() => show(heading, left - 1), LOOK_ANEW);
  };
  const send = () => { model.set("opened", true); told.tell({ opened: true }); };
  const goOn = () => {
    send();
    draw();
    box.dispatchEvent(new Event("mb-went-on", { bubbles: true })); // what stands above may fold up
    show(headingFrom(el));
  };
  const next = button("", goOn, { class: "mb-next", ...OWN_KEYS });
  const wait = tag("p", { class: "mb-hint" });
  const box = tag("div", { class: "mb mb-go-on" }, wait, next);
  const name = () => {
    clearTimeout(timer);
    const heading = headingFrom(el)?.textContent?.replace("¶", "").trim();
    next.textContent = heading ? fill(model.get("words"), { part: heading }) : model.get("plain");
    if (!heading && looks++ < MOST_LOOKS) timer = setTimeout(name, LOOK_ANEW);
  };
  const draw = () => {
    const [opened, ready] = [model.get("opened"), model.get("ready")];
    if (opened) box.removeAttribute("data-shut");
    else box.setAttribute("data-shut", "");
    next.hidden = opened || !ready;
    wait.hidden = opened || ready || !model.get("wait");
    wait.textContent = model.get("wait");
  };
  const told = messages(model, el, "opened", () => { send(); draw(); });
  const ends = [follow(model, ["opened", "ready", "wait"], draw), follow(model, ["words", "plain"], name),
    follow(model, ["moved"], () => show(headingFrom(el))),
    follow(model, ["back"], () => show(headingFrom(el, "previousElementSibling"))), told.leave, () => clearTimeout(timer), () => clearTimeout(focusing)];
  el.append(box);
  draw();
  name(); // and again once it stands on the page
  told.bring();
  return () => ends.forEach((end) => end());
}

export default { render };
