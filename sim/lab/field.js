// A labelled field of text: one line, several, or a text to copy from.
function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const WAIT = 500; // ms without a key before what was written is sent

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = tag("div", "mb mb-control");
  const label = tag("label");
  const hint = tag("p", "mb-hint");
  const field = tag("textarea");
  const said = tag("p", "mb-hint");
  const copy = tag("button");
  const link = tag("button");
  let timer = 0;
  label.htmlFor = id;
  field.id = id;
  field.dataset.lmSuppressShortcuts = "true";
  hint.id = `${id}-hint`;
  said.setAttribute("role", "status");
  copy.type = "button";
  link.type = "button";

  const show = () => {
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    if (hint.textContent) field.setAttribute("aria-describedby", hint.id);
    field.rows = model.get("rows");
    field.readOnly = model.get("readonly");
    field.maxLength = model.get("most");
    if (field.value !== model.get("value")) {
      field.value = model.get("value");
      said.textContent = ""; // what was copied is not this text any more
    }
    copy.textContent = model.get("copy");
    copy.hidden = !copy.textContent;
    link.textContent = model.get("link");
    // A page of JupyterLab has no address of its own that a link could open with a strategy.
    link.hidden = !link.textContent || Boolean(document.querySelector(".jp-NotebookPanel"));
  };
  const send = () => {
    clearTimeout(timer);
    if (model.get("readonly") || field.value === model.get("value")) return;
    model.set("value", field.value);
    model.send({ value: field.value });
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
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(send, WAIT); });
  field.addEventListener("blur", send);
  copy.addEventListener("click", () => take(field.value, model.get("copied")));
  link.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("strategy", field.value);
    take(address.href, model.get("link_copied") || model.get("copied"));
  });
  const names = ["label", "hint", "value", "rows", "readonly", "most", "copy", "link"];
  for (const name of names) model.on(`change:${name}`, show);
  show();
  box.append(label, hint, field, copy, link, said);
  el.append(box);
  return () => {
    send();
    for (const name of names) model.off(`change:${name}`, show);
  };
}

export default { render };
