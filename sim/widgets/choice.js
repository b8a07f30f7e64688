// One choice among several: a radio group, a list to pick from, or (several) boxes to tick.
// One answer keeps its Portuguese name, which screen readers should say in its own language.
const PORTUGUESE = /(Ouvir primeiro)/;
function put(node, text) {
  node.replaceChildren(...text.split(PORTUGUESE).map((part) => (
    PORTUGUESE.test(part) ? Object.assign(document.createElement("span"), { lang: "pt", textContent: part }) : part)));
}

function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) put(node, text);
  return node;
}

function pickList(model, id, send) {
  const box = tag("div");
  const label = tag("label", "", model.get("label"));
  const select = tag("select");
  Object.assign(label, { htmlFor: id });
  Object.assign(select, { id, disabled: model.get("disabled") });
  select.dataset.lmSuppressShortcuts = "true";
  for (const [key, words] of model.get("options")) {
    // Text alone: a part with a language of its own would be missing from the option's name.
    select.append(Object.assign(tag("option"), { value: key, textContent: words }));
  }
  [select.value] = model.get("chosen");
  select.addEventListener("change", () => send([select.value]));
  box.append(label, select);
  return box;
}

function group(model, id, send) {
  const box = tag("fieldset");
  const flow = tag("div", model.get("flow") ? "mb-flow" : "");
  const type = model.get("kind") === "several" ? "checkbox" : "radio";
  box.disabled = model.get("disabled");
  box.append(tag("legend", "", model.get("label")), flow);
  for (const [key, words] of model.get("options")) {
    const label = tag("label", "mb-option");
    const input = tag("input");
    Object.assign(input, { type, name: id, value: key, checked: model.get("chosen").includes(key) });
    input.dataset.lmSuppressShortcuts = "true";
    input.addEventListener("change", () => send([...flow.querySelectorAll("input:checked")].map((one) => one.value)));
    label.append(input, tag("span", "", words));
    flow.append(label);
  }
  return box;
}

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = tag("div", "mb mb-control");
  const hint = Object.assign(tag("p", "mb-hint"), { id: `${id}-hint` });
  hint.setAttribute("aria-live", "polite"); // what a choice means may be said only once it is made
  let mine = "";
  const send = (chosen) => {
    mine = JSON.stringify(chosen);
    unsent?.keep(chosen, model.get("kind") === "several" ? chosen : chosen[0]);
    model.set("chosen", chosen);
    tellKernel(model, { chosen, ...unsent?.mark() });
  };
  const unsent = window.mendingBridgesUnsent?.(model, "chosen", (chosen) => { send(chosen); draw(); });
  const draw = () => {
    const again = box.contains(document.activeElement) ? document.activeElement.value : null;
    const made = model.get("kind") === "list" ? pickList(model, id, send) : group(model, id, send);
    made.querySelector("select")?.setAttribute("aria-describedby", hint.id);
    if (made.tagName === "FIELDSET") made.setAttribute("aria-describedby", hint.id);
    box.replaceChildren(made, hint);
    if (again !== null) {
      const all = [...box.querySelectorAll("input, select")];
      (all.find((one) => one.value === again) || all[0])?.focus();
    }
  };
  // A new hint leaves the control, and with it the focus, as it is.
  const explain = () => { put(hint, model.get("hint")); hint.hidden = !model.get("hint"); };
  // What was chosen here is on the page already; drawing it anew would only move the focus.
  const follow = () => { if (JSON.stringify(model.get("chosen")) !== mine) draw(); mine = ""; };
  const names = ["label", "options", "kind", "disabled", "flow"];
  for (const name of names) model.on(`change:${name}`, draw);
  model.on("change:chosen", follow);
  model.on("change:hint", explain);
  draw();
  explain();
  el.append(box);
  unsent?.bring();
  return () => {
    unsent?.leave();
    for (const name of names) model.off(`change:${name}`, draw);
    model.off("change:chosen", follow);
    model.off("change:hint", explain);
  };
}

export default { render };
