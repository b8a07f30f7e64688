// Fields of hours, one an item, and a sentence on how many are left.
function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
const WAIT = 400; // ms without a key before the sum is said and sent

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = tag("div", "mb mb-control");
  const group = tag("fieldset", "mb-share");
  const legend = tag("legend");
  const hint = tag("p", "mb-hint");
  const rows = tag("div");
  const sum = tag("p", "mb-sum");
  const words = model.get("words");
  let fields = [];
  let timer = 0;
  hint.id = `${id}-hint`;
  sum.setAttribute("role", "status");

  const read = () => Object.fromEntries(fields.filter(([, field]) => field.value !== "" && field.valueAsNumber >= 0)
    .map(([key, field]) => [key, field.valueAsNumber]));
  const tell = () => {
    const wrong = fields.some(([, field]) => field.validity.badInput || field.valueAsNumber < 0);
    const given = Object.values(read()).reduce((one, other) => one + other, 0);
    const total = model.get("total");
    const name = given > total ? "over" : given === total ? "all" : "left";
    const tidy = (number) => Math.round(number * 100) / 100;
    sum.textContent = wrong ? words.wrong
      : fill(words[name], { given: tidy(given), total: tidy(total), left: tidy(Math.abs(total - given)) });
  };
  const unsent = window.mendingBridgesUnsent?.(model, "given", (given) => {
    for (const [key, field] of fields) field.value = given[key] ?? "";
    write();
    send();
  });
  // What was typed here and is not sent yet.
  let written = false;
  const send = () => {
    clearTimeout(timer);
    tell();
    if (!written) return;
    written = false;
    model.set("given", read());
    tellKernel(model, { given: read(), ...unsent?.mark() });
  };
  const write = () => {
    clearTimeout(timer);
    written = true;
    unsent?.keep(read());
    timer = setTimeout(send, WAIT);
  };
  const make = () => {
    fields = model.get("options").map(([key, name], at) => {
      const field = tag("input");
      Object.assign(field, { type: "number", id: `${id}-${at}`, min: 0, max: model.get("total"), step: model.get("step"), inputMode: "decimal" });
      field.dataset.lmSuppressShortcuts = "true";
      field.addEventListener("input", write);
      field.addEventListener("blur", send);
      field.addEventListener("mb-send", send);
      const label = tag("label", "", fill(words.field, { item: name }));
      label.htmlFor = field.id;
      const row = tag("div", "mb-part");
      row.append(label, field);
      return [key, field, row];
    });
    rows.replaceChildren(...fields.map(([, , row]) => row));
  };
  const show = () => {
    legend.textContent = model.get("label");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    if (hint.textContent) group.setAttribute("aria-describedby", hint.id);
    const given = model.get("given");
    // What was typed here stays as it was typed, and what comes from elsewhere waits while somebody types.
    if (!written && JSON.stringify(read()) !== JSON.stringify(given)) {
      for (const [key, field] of fields) field.value = key in given ? given[key] : "";
    }
    tell();
  };
  make();
  for (const name of ["label", "hint", "given"]) model.on(`change:${name}`, show);
  show();
  group.append(legend, hint, rows, sum);
  box.append(group);
  el.append(box);
  unsent?.bring();
  return () => { send(); unsent?.leave(); for (const name of ["label", "hint", "given"]) model.off(`change:${name}`, show); };
}

export default { render };
