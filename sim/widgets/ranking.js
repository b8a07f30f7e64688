// @ts-check
// A list to put in order. Each item has a button up and a button down; a live region reads out each move.
import { button, explain, fill, follow, newId, statusLine, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/** @typedef {{ up: string, down: string, keep: string, kept: string, moved: string, place: string }} Words */
/** @typedef {{ label: string, hint: string, options: [string, string][], order: string[], words: Words }} State */

/** Return the order with one item moved, or null if it cannot move. @param {string[]} order @param {string} key @param {number} by */
export function reordered(order, key, by) {
  const to = order.indexOf(key) + by;
  if (to < 0 || to >= order.length) return null;
  const others = order.filter((one) => one !== key);
  return [...others.slice(0, to), key, ...others.slice(to)];
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const label = tag("p", { class: "mb-legend", id });
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint` });
  const list = tag("ol");
  const said = statusLine();
  const words = model.get("words");
  const keep = button(words.keep, () => {
    send(shown());
    said.textContent = words.kept;
    /** @type {HTMLElement | null} */ (list.querySelector("button:not(:disabled)"))?.focus();
  });

  const shown = () => (model.get("order").length ? model.get("order") : model.get("options").map(([key]) => key));
  const nameOf = (/** @type {string} */ key) => Object.fromEntries(model.get("options"))[key];
  const send = (/** @type {string[]} */ order) => {
    told.keep(order);
    model.set("order", order);
    told.tell({ order });
    keep.hidden = true;
  };
  const move = (/** @type {string} */ key, /** @type {number} */ by) => {
    const order = reordered(shown(), key, by);
    if (!order) return;
    send(order);
    const place = order.indexOf(key);
    const [up, down] = draw()[place];
    const [pressed, other] = by < 0 ? [up, down] : [down, up];
    (pressed.disabled ? other : pressed).focus();
    said.textContent = fill(words.moved, { item: nameOf(key), place: place + 1, count: order.length });
  };
  /** Draw the list; return the two buttons of each item. */
  const draw = () => {
    const order = shown();
    const pairs = order.map((key, at) => /** @type {const} */ ([[-1, words.up, "\u2191"], [1, words.down, "\u2193"]]).map(([by, name, sign]) =>
      button(sign, () => move(key, by), {
        disabled: at + by < 0 || at + by >= order.length, "aria-label": fill(name, { item: nameOf(key) }),
      })));
    list.replaceChildren(...order.map((key, at) => tag("li", { "data-key": key },
      tag("span", { class: "mb-item" }, fill(words.place, { place: at + 1, item: nameOf(key) })),
      tag("span", { class: "mb-move" }, ...pairs[at]))));
    keep.hidden = model.get("order").length > 0;
    return pairs;
  };
  const told = messages(model, el, "order", (order) => { send(order); draw(); });
  const group = tag("div", { class: "mb-order", role: "group", "aria-labelledby": id }, label, hint, list, keep, said);
  const show = () => {
    label.textContent = model.get("label");
    explain(group, hint, model.get("hint"));
    // A move made here has drawn the list already; drawing it again would move the focus.
    const now = [...list.children].map((item) => item.getAttribute("data-key")).join();
    if (now !== shown().join() || keep.hidden !== model.get("order").length > 0) draw();
  };
  const unfollow = follow(model, ["label", "hint", "options", "order"], show);
  draw();
  show();
  el.append(tag("div", { class: "mb mb-control" }, group));
  told.bring();
  return () => { told.leave(); unfollow(); };
}

export default { render };
