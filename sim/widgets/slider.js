// A native range input with its label and its value in words. It tells when the hand has come to rest.
const REST = 220; // ms without a move

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = document.createElement("div");
  box.className = "mb mb-control";
  const label = document.createElement("label");
  const value = document.createElement("span");
  const slider = document.createElement("input");
  const hint = document.createElement("p");
  label.htmlFor = id;
  value.className = "mb-value";
  value.setAttribute("aria-hidden", "true"); // the slider itself says its value
  hint.className = "mb-hint";
  hint.id = `${id}-hint`;
  Object.assign(slider, { type: "range", id });
  // Without this JupyterLab takes the arrow keys for itself and folds the text away.
  slider.dataset.lmSuppressShortcuts = "true";
  let timer = 0;

  const inWords = (number) => {
    const words = model.get("words");
    const place = Math.round((number - model.get("low")) / model.get("step"));
    return words.length ? words[Math.min(place, words.length - 1)] : String(number);
  };
  const tell = (number) => {
    value.textContent = inWords(number);
    slider.setAttribute("aria-valuetext", value.textContent);
  };
  const show = () => {
    Object.assign(slider, { min: model.get("low"), max: model.get("high"), step: model.get("step") });
    slider.value = model.get("value");
    slider.disabled = model.get("disabled");
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    if (hint.textContent) slider.setAttribute("aria-describedby", hint.id);
    else slider.removeAttribute("aria-describedby");
    tell(Number(slider.value));
  };
  // Not held back, so that a button that is pressed next comes after it.
  const rest = () => {
    clearTimeout(timer);
    timer = 0;
    tellKernel(model, { value: Number(slider.value), rested: Date.now(), ...unsent?.mark() });
  };
  const unsent = window.mendingBridgesUnsent?.(model, "value", (number) => {
    slider.value = number;
    tell(Number(slider.value));
    unsent.keep(Number(slider.value));
    model.set("value", Number(slider.value));
    rest();
  });
  slider.addEventListener("input", () => {
    const number = Number(slider.value);
    tell(number);
    unsent?.keep(number);
    // The widget manager keeps one message in flight and merges what follows, so the newest value wins.
    model.set("value", number);
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(rest, REST);
  });
  slider.addEventListener("mb-send", () => { if (timer) rest(); });
  const names = ["value", "low", "high", "step", "words", "label", "hint", "disabled"];
  for (const name of names) model.on(`change:${name}`, show);
  show();
  box.append(label, value, slider, hint);
  el.append(box);
  unsent?.bring();
  return () => {
    unsent?.leave();
    clearTimeout(timer);
    for (const name of names) model.off(`change:${name}`, show);
  };
}

export default { render };
