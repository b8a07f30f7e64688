// @ts-check
// The fields of a form in steps: one line, several, a number, a list, or ticks.
import { OWN_KEYS, newId, tag, write } from "./dom.js";

/**
 * @typedef {{ kind: "text" | "long" | "number" | "pick" | "list" | "ticks", label: string, hint: string, most?: number, usual?: string,
 *   options?: [string, string][] | "people" }} Kind how a field is asked for
 * @typedef {{ id: string, of: string, value: string | string[], own?: [string, string], wrong?: string, note?: string }} Field
 * @typedef {{ node: HTMLElement, update: (field: Field) => void }} Shown
 * @typedef {{ words: Record<string, string>, kinds: () => Record<string, Kind>, people: () => [string, string][], send: (move: { do: string, [more: string]: unknown }) => void,
 *   set: (id: string, value: unknown) => void, type: (id: string, value: string) => void, rest: (id: string) => void, waits: (id: string) => boolean }} Tools
 *   `set` sends an answer, `type` a text once nobody types any more, `rest` at once; `waits` tells whether an answer is still on its way
 */

const NOBODY = "-"; // no partner's key
const LONG_CHOICE = 34; // letters of a choice from which on a list needs more than half of the row

/** What stands around a control: its hint, what is wrong, and what is remarked. @param {string} id @param {Kind} kind */
function around(id, kind) {
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint` }, kind.hint);
  const wrong = tag("p", { class: "mb-wrong", id: `${id}-wrong`, "aria-live": "polite" });
  const note = tag("p", { class: "mb-note", id: `${id}-note`, "aria-live": "polite" });
  hint.hidden = !kind.hint;
  const update = (/** @type {Element} */ control, /** @type {Field} */ field) => {
    if (wrong.textContent !== (field.wrong ?? "")) write(wrong, field.wrong ?? "");
    if (note.textContent !== (field.note ?? "")) write(note, field.note ?? "");
    const told = [kind.hint && hint.id, field.wrong && wrong.id, field.note && note.id].filter(Boolean).join(" ");
    if (told) control.setAttribute("aria-describedby", told);
    else control.removeAttribute("aria-describedby");
    if (field.wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  return { hint, said: [wrong, note], update };
}

/** @param {Field} first @param {Kind} kind @param {Tools} tools @returns {Shown} */
function writing(first, kind, tools) {
  const id = newId();
  const { hint, said, update: tell } = around(id, kind);
  const own = { id, dir: "auto", autocomplete: "off", maxlength: kind.most ?? 40, ...OWN_KEYS,
    input: () => tools.type(first.id, control.value), blur: () => tools.rest(first.id) };
  const control = kind.kind === "long" ? tag("textarea", { rows: 2, ...own })
    : tag("input", { type: "text", ...(kind.kind === "number" ? { inputmode: "decimal", class: "mb-short-field" } : {}), ...own });
  const node = tag("div", { class: "mb-control", "data-field": first.id }, tag("label", { for: id }, kind.label), hint, control, ...said);
  const update = (/** @type {Field} */ field) => {
    if (!tools.waits(field.id) && control.value !== field.value) control.value = String(field.value);
    tell(control, field);
  };
  return { node, update };
}

/** What can be chosen in a list. @param {Field} field @param {Kind} kind @param {Tools} tools @returns {[string, string][]} */
function offered(field, kind, tools) {
  if (kind.options === "people") return [["", "…"], ...tools.people()];
  return [...(kind.options ?? []), ...(field.own ? [field.own] : [])];
}

/** @param {Field} first @param {Kind} kind @param {Tools} tools @returns {Shown} */
function list(first, kind, tools) {
  const id = newId();
  const { hint, said, update: tell } = around(id, kind);
  const control = tag("select", { id, ...OWN_KEYS, change: () => tools.set(first.id, control.value) });
  const node = tag("div", { class: "mb-control", "data-field": first.id }, tag("label", { for: id }, kind.label), hint, control, ...said);
  let drawn = "";
  const update = (/** @type {Field} */ field) => {
    const options = offered(field, kind, tools);
    if (drawn !== JSON.stringify(options)) {
      drawn = JSON.stringify(options);
      // Plain text: an element with its own language would be missing from the option's name.
      control.replaceChildren(...options.map(([value, words]) => Object.assign(tag("option", { value }), { textContent: words })));
      control.value = String(field.value);
      node.classList.toggle("mb-whole-row", options.some(([, words]) => words.length >= LONG_CHOICE));
    }
    if (!tools.waits(field.id) && control.value !== field.value) control.value = String(field.value);
    tell(control, field);
  };
  return { node, update };
}

/** @param {Field} first @param {Kind} kind @param {Tools} tools @returns {Shown} */
function ticks(first, kind, tools) {
  const { hint, said, update: tell } = around(newId(), kind);
  const flow = tag("div", { class: "mb-flow" });
  const control = tag("fieldset", {}, tag("legend", {}, kind.label), hint, flow);
  const node = tag("div", { class: "mb-control", "data-field": first.id }, control, ...said);
  /** @type {HTMLInputElement[]} */
  let boxes = [];
  let drawn = "";
  // All together stand for whoever there is, whom one adds later too.
  const change = () => {
    const chosen = boxes.filter((one) => one.checked).map((one) => one.value);
    tools.set(first.id, chosen.length === boxes.length ? [] : chosen.length ? chosen : [NOBODY]);
  };
  const draw = () => {
    const focused = boxes.find((one) => one === document.activeElement)?.value;
    boxes = tools.people().map(([value]) => tag("input", { type: "checkbox", value, change, ...OWN_KEYS }));
    flow.replaceChildren(...tools.people().map(([, name], at) => tag("label", { class: "mb-option" }, boxes[at], tag("span", { dir: "auto" }, name))));
    boxes.find((one) => one.value === focused)?.focus();
  };
  const update = (/** @type {Field} */ field) => {
    if (drawn !== JSON.stringify(tools.people())) { drawn = JSON.stringify(tools.people()); draw(); }
    if (!tools.waits(field.id)) for (const one of boxes) one.checked = !field.value.length || field.value.includes(one.value);
    tell(control, field);
  };
  return { node, update };
}

/** @type {Record<Kind["kind"], (first: Field, kind: Kind, tools: Tools) => Shown>} */
const DRAWN = { text: writing, long: writing, number: writing, pick: list, list, ticks };

/** Draw a field; it changes as its data do. @param {Field} field @param {Tools} tools */
export function drawField(field, tools) {
  const kind = tools.kinds()[field.of];
  const drawn = DRAWN[kind.kind](field, kind, tools);
  drawn.update(field);
  return drawn;
}
