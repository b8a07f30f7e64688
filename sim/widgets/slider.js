// @ts-check
// A native range input with its label and its value in words. It reports when a drag has ended.
import { OWN_KEYS, explain, follow, newId, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/** @typedef {{ low: number, step: number, words: string[] }} Steps */
/** @typedef {Steps & { high: number, value: number, label: string, hint: string, disabled: boolean }} State */

const REST = 220; // ms without a move
const SHOWN = ["value", "low", "high", "step", "words", "label", "hint", "disabled"];

/** Return a value in words. @param {number} number @param {Steps} steps */
export function inWords(number, { low, step, words }) {
  const place = Math.round((number - low) / step);
  return words.length ? words[Math.min(place, words.length - 1)] : String(number);
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const label = tag("label", { for: id });
  const value = tag("span", { class: "mb-value", "aria-hidden": "true" }); // screen readers read the slider's own value
  const slider = tag("input", { type: "range", id, ...OWN_KEYS });
  const hint = tag("p", { class: "mb-hint", id: `${id}-hint` });
  let timer = 0;

  const say = () => {
    value.textContent = inWords(Number(slider.value), { low: model.get("low"), step: model.get("step"), words: model.get("words") });
    slider.setAttribute("aria-valuetext", value.textContent);
  };
  const show = () => {
    Object.assign(slider, { min: model.get("low"), max: model.get("high"), step: model.get("step") });
    slider.value = String(model.get("value"));
    slider.disabled = model.get("disabled");
    label.textContent = model.get("label");
    explain(slider, hint, model.get("hint"));
    say();
  };
  const take = () => {
    say();
    told.keep(Number(slider.value));
    model.set("value", Number(slider.value));
  };
  // Sent at once, before the message of a button that is pressed next.
  const rest = () => {
    clearTimeout(timer);
    timer = 0;
    told.tell({ value: Number(slider.value), rested: Date.now() });
  };
  const told = messages(model, el, "value", (number) => {
    slider.value = number;
    take();
    rest();
  });
  slider.addEventListener("input", () => {
    take();
    // The widget manager keeps one message in flight and merges later ones, so the newest value wins.
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(rest, REST);
  });
  slider.addEventListener("mb-send", () => { if (timer) rest(); });
  const unfollow = follow(model, SHOWN, show);
  show();
  el.append(tag("div", { class: "mb mb-control" }, label, value, slider, hint));
  told.bring();
  return () => { clearTimeout(timer); told.leave(); unfollow(); };
}

export default { render };
