// @ts-check
// One choice among several: a radio group, a list, or (several) checkboxes.
import { OWN_KEYS, explain, follow, newId, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/**
 * @typedef {{ label: string, hint: string, kind: "radio" | "list" | "several", flow: boolean, options: [string, string][],
 *   chosen: string[], disabled: boolean }} State
 */
/** @typedef {import("@anywidget/types").AnyModel<State>} Choices */
/** @typedef {(chosen: string[]) => void} Send */

/** @param {Choices} model @param {string} id @param {Send} send */
function pickList(model, id, send) {
  // Plain text: an element with its own language would be missing from the option's name.
  const options = model.get("options").map(([value, words]) => Object.assign(tag("option", { value }), { textContent: words }));
  const select = tag("select", { id, disabled: model.get("disabled"), ...OWN_KEYS, change: () => send([select.value]) }, ...options);
  [select.value] = model.get("chosen");
  return { made: tag("div", {}, tag("label", { for: id }, model.get("label")), select), named: select };
}

/** @param {Choices} model @param {string} id @param {Send} send */
function group(model, id, send) {
  const type = model.get("kind") === "several" ? "checkbox" : "radio";
  const inputs = model.get("options").map(([value]) => tag("input", {
    type, name: id, value, checked: model.get("chosen").includes(value), ...OWN_KEYS,
    change: () => send(inputs.filter((one) => one.checked).map((one) => one.value)),
  }));
  const labels = model.get("options").map(([, words], at) =>
    tag("label", { class: "mb-option" }, inputs[at], tag("span", { dir: "auto" }, words)));
  const flow = tag("div", model.get("flow") ? { class: "mb-flow" } : {}, ...labels);
  const made = tag("fieldset", { disabled: model.get("disabled") }, tag("legend", {}, model.get("label")), flow);
  return { made, named: made };
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const box = tag("div", { class: "mb mb-control" });
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint`, "aria-live": "polite" }); // the hint may come after the choice
  /** @type {Element} */
  let control;
  let mine = "";
  /** @type {Send} */
  const send = (chosen) => {
    mine = JSON.stringify(chosen);
    told.keep(chosen, model.get("kind") === "several" ? chosen : chosen[0]);
    model.set("chosen", chosen);
    told.tell({ chosen });
  };
  // A new hint does not redraw the control, which would lose the focus.
  const describe = () => explain(control, hint, model.get("hint"));
  const draw = () => {
    const focused = document.activeElement;
    const again = focused && box.contains(focused) ? /** @type {HTMLInputElement} */ (focused).value : null;
    const { made, named } = model.get("kind") === "list" ? pickList(model, id, send) : group(model, id, send);
    control = named;
    box.replaceChildren(made, hint);
    describe();
    if (again === null) return;
    const all = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll("input, select")]);
    (all.find((one) => one.value === again) || all[0])?.focus();
  };
  // A choice made here is shown already; drawing it again would move the focus.
  const choose = () => { if (JSON.stringify(model.get("chosen")) !== mine) draw(); mine = ""; };
  const told = messages(model, el, "chosen", (chosen) => { send(chosen); draw(); });
  const ends = [follow(model, ["label", "options", "kind", "disabled", "flow"], draw), follow(model, ["chosen"], choose),
    follow(model, ["hint"], describe), told.leave];
  draw();
  el.append(box);
  told.bring();
  return () => ends.forEach((end) => end());
}

export default { render };
