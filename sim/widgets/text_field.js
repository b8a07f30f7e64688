// A labelled field of text: one line, several, or a text to copy from.
function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const WAIT = 500; // ms without a key before what was written is sent
const END = 30; // letters of what fits that are quoted when more was written
const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = tag("div", "mb mb-control");
  const label = tag("label");
  const hint = tag("p", "mb-hint");
  const field = tag("textarea");
  const over = tag("p");
  const said = tag("p", "mb-hint");
  const copy = tag("button");
  const link = tag("button");
  let timer = 0;
  label.htmlFor = id;
  field.id = id;
  field.dataset.lmSuppressShortcuts = "true";
  hint.id = `${id}-hint`;
  over.setAttribute("role", "status");
  said.setAttribute("role", "status");
  copy.type = "button";
  link.type = "button";

  const fits = () => [...field.value].slice(0, model.get("most")).join("");
  // What was written here and is not sent yet.
  let written = false;
  const measure = () => {
    const [count, most] = [[...field.value].length, model.get("most")];
    const long = count > most && !model.get("readonly");
    over.textContent = long ? fill(model.get("words").over, {
      most: most.toLocaleString("en"), over: (count - most).toLocaleString("en"), end: fits().slice(-END).trim(),
    }) : "";
    if (long) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const show = () => {
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    if (hint.textContent) field.setAttribute("aria-describedby", hint.id);
    field.rows = model.get("rows");
    field.readOnly = model.get("readonly");
    // What comes from elsewhere waits while somebody writes here, and what does not fit stays to be shortened.
    if (!written && fits() !== model.get("value")) {
      field.value = model.get("value");
      said.textContent = ""; // what was copied is not this text any more
    }
    measure();
    copy.textContent = model.get("copy");
    copy.hidden = !copy.textContent;
    link.textContent = model.get("link");
    // A page of JupyterLab has no address of its own that a link could open with a strategy.
    link.hidden = !link.textContent || Boolean(document.querySelector(".jp-NotebookPanel"));
  };
  const unsent = window.mendingBridgesUnsent?.(model, "value", (text) => { field.value = text; write(); send(); });
  const send = () => {
    clearTimeout(timer);
    if (!written) return;
    written = false;
    model.set("value", fits());
    // What did not fit is not there: the page goes on keeping it.
    tellKernel(model, { value: fits(), ...(field.value === fits() ? unsent?.mark() : {}) });
  };
  const write = () => {
    clearTimeout(timer);
    written = true;
    unsent?.keep(field.value);
    measure();
    timer = setTimeout(send, WAIT);
  };
  const take = async (text, copied) => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = copied;
    } catch {
      field.value = text;
      field.focus();
      field.select();
      said.textContent = model.get("by_hand");
    }
  };
  field.addEventListener("input", write);
  field.addEventListener("blur", send);
  field.addEventListener("mb-send", send);
  copy.addEventListener("click", () => take(field.value, model.get("copied")));
  link.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("strategy", field.value);
    take(address.href, model.get("link_copied") || model.get("copied"));
  });
  const names = ["label", "hint", "value", "rows", "readonly", "most", "copy", "link"];
  for (const name of names) model.on(`change:${name}`, show);
  show();
  box.append(label, hint, field, over, copy, link, said);
  el.append(box);
  unsent?.bring();
  return () => {
    send();
    unsent?.leave();
    for (const name of names) model.off(`change:${name}`, show);
  };
}

export default { render };
