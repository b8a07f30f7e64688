// @ts-check
// A field of hours for each item, and a sentence on how many are left.
import { OWN_KEYS, explain, fill, follow, newId, statusLine, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/** @typedef {{ left: string, all: string, over: string, field: string, wrong: string }} Words */
/** @typedef {{ label: string, hint: string, options: [string, string][], total: number, step: number, given: Record<string, number>, words: Words }} State */

const WAIT = 400; // ms without a key press before the sum is announced and sent

/** Return the sentence on how many hours are left, or that they are too many. @param {number[]} given @param {number} total @param {Words} words */
export function sumInWords(given, total, words) {
  const sum = given.reduce((one, other) => one + other, 0);
  const tidy = (/** @type {number} */ number) => Math.round(number * 100) / 100;
  const facts = { given: tidy(sum), total: tidy(total), left: tidy(Math.abs(total - sum)) };
  return fill(sum > total ? words.over : sum === total ? words.all : words.left, facts);
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const legend = tag("legend");
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint` });
  const sum = statusLine("mb-sum");
  const words = model.get("words");
  let timer = 0;
  let written = false; // input that is not sent yet

  const send = () => {
    clearTimeout(timer);
    say();
    if (!written) return;
    written = false;
    model.set("given", read());
    told.tell({ given: read() });
  };
  const note = () => {
    clearTimeout(timer);
    written = true;
    told.keep(read());
    timer = setTimeout(send, WAIT);
  };
  const fields = model.get("options").map(([key, item], at) => ({ key, item, field: tag("input", {
    type: "number", id: `${id}-${at}`, min: 0, max: model.get("total"), step: model.get("step"), inputmode: "decimal", ...OWN_KEYS,
    input: note, blur: send, "mb-send": send,
  }) }));
  const rows = fields.map(({ item, field }) =>
    tag("div", { class: "mb-part" }, tag("label", { for: field.id }, fill(words.field, { item })), field));
  const read = () => Object.fromEntries(fields.filter(({ field }) => field.value !== "" && field.valueAsNumber >= 0)
    .map(({ key, field }) => [key, field.valueAsNumber]));
  const put = (/** @type {Record<string, number>} */ given) => {
    for (const { key, field } of fields) field.value = String(given[key] ?? "");
  };
  const say = () => {
    const wrong = fields.some(({ field }) => field.validity.badInput || field.valueAsNumber < 0);
    sum.textContent = wrong ? words.wrong : sumInWords(Object.values(read()), model.get("total"), words);
  };
  const told = messages(model, el, "given", (given) => { put(given); note(); send(); });
  const group = tag("fieldset", { class: "mb-share" }, legend, hint, tag("div", {}, ...rows), sum);
  const show = () => {
    legend.textContent = model.get("label");
    explain(group, hint, model.get("hint"));
    // Text stays as it was typed; changes from elsewhere wait while somebody types.
    if (!written && JSON.stringify(read()) !== JSON.stringify(model.get("given"))) put(model.get("given"));
    say();
  };
  const unfollow = follow(model, ["label", "hint", "given"], show);
  show();
  el.append(tag("div", { class: "mb mb-control" }, group));
  told.bring();
  return () => { send(); told.leave(); unfollow(); };
}

export default { render };
