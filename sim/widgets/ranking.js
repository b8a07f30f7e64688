// A list to put in order. Each item has a button up and a button down; a move is said in a polite live region.
function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = tag("div", "mb mb-control");
  const group = tag("div", "mb-order");
  const label = tag("p", "mb-legend");
  const hint = tag("p", "mb-hint");
  const list = tag("ol");
  const keep = tag("button");
  const said = tag("p", "mb-hint");
  label.id = id;
  hint.id = `${id}-hint`;
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", id);
  keep.type = "button";
  said.setAttribute("role", "status");
  const words = model.get("words");

  const shown = () => {
    const order = model.get("order");
    return order.length ? order : model.get("options").map(([key]) => key);
  };
  const unsent = window.mendingBridgesUnsent?.(model, "order", (order) => { send(order); draw(); });
  const send = (order) => {
    unsent?.keep(order);
    model.set("order", order);
    tellKernel(model, { order, ...unsent?.mark() });
    keep.hidden = true;
  };
  const move = (key, by) => {
    const order = [...shown()];
    const from = order.indexOf(key);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order.splice(to, 0, ...order.splice(from, 1));
    send(order);
    draw();
    const buttons = list.querySelectorAll(`[data-key="${CSS.escape(key)}"] button`);
    const again = buttons[by < 0 ? 0 : 1];
    (again.disabled ? buttons[by < 0 ? 1 : 0] : again).focus();
    const name = Object.fromEntries(model.get("options"))[key];
    said.textContent = fill(words.moved, { item: name, place: to + 1, count: order.length });
  };
  const draw = () => {
    const names = Object.fromEntries(model.get("options"));
    const order = shown();
    list.replaceChildren(...order.map((key, at) => {
      const item = tag("li");
      item.dataset.key = key;
      const row = tag("span", "mb-move");
      for (const [by, name, sign] of [[-1, "up", "\u2191"], [1, "down", "\u2193"]]) {
        const button = tag("button", "", sign);
        button.type = "button";
        button.disabled = at + by < 0 || at + by >= order.length;
        button.setAttribute("aria-label", fill(words[name], { item: names[key] }));
        button.addEventListener("click", () => move(key, by));
        row.append(button);
      }
      item.append(tag("span", "mb-item", fill(words.place, { place: at + 1, item: names[key] })), row);
      return item;
    }));
    keep.hidden = model.get("order").length > 0;
  };
  const show = () => {
    label.textContent = model.get("label");
    hint.textContent = model.get("hint");
    hint.hidden = !hint.textContent;
    if (hint.textContent) group.setAttribute("aria-describedby", hint.id);
    keep.textContent = words.keep;
    // A move from here has drawn the list already; drawing it anew would only move the focus.
    const now = [...list.children].map((item) => item.dataset.key).join();
    if (now !== shown().join() || keep.hidden !== model.get("order").length > 0) draw();
  };
  keep.addEventListener("click", () => {
    send(shown());
    said.textContent = words.kept;
    list.querySelector("button:not(:disabled)").focus();
  });
  for (const name of ["label", "hint", "options", "order"]) model.on(`change:${name}`, show);
  draw();
  show();
  group.append(label, hint, list, keep, said);
  box.append(group);
  el.append(box);
  unsent?.bring();
  return () => { unsent?.leave(); for (const name of ["label", "hint", "options", "order"]) model.off(`change:${name}`, show); };
}

export default { render };
