// Headings, sentences, lists and tables from plain data; all of it set as text, never as HTML.
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

// On a narrow page a wordy table's cells stand below each other, each with its column's name (widgets.css). The roles keep
// it a table for screen readers whatever the browser makes of that.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
function stackable(table, head) {
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, i) => { if (i) cell.dataset.head = head[i]; });
  }
  for (const node of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    node.setAttribute("role", ROLES[node.tagName] || `${node.scope === "row" ? "row" : "column"}header`);
  }
}

function tableOf({ caption, head, rows, wordy }) {
  const table = tag("table", wordy ? "mb-wordy" : "");
  table.append(tag("caption", "", caption));
  const top = tag("tr");
  head.forEach((words) => { const cell = tag("th", "", words); cell.scope = "col"; top.append(cell); });
  const body = tag("tbody");
  for (const [first, ...others] of rows) {
    const row = tag("tr");
    const name = tag("th", "", first);
    name.scope = "row";
    row.append(name, ...others.map((words) => tag("td", "", words)));
    body.append(row);
  }
  const headed = tag("thead");
  headed.append(top);
  table.append(headed, body);
  if (wordy) stackable(table, head);
  const wide = tag("div", "mb-wide");
  wide.append(table);
  // A table that is wider than the page can be moved by keys too; then it is a stop with a name.
  new ResizeObserver(() => {
    if (wide.scrollWidth > wide.clientWidth) {
      Object.assign(wide, { tabIndex: 0, role: "region", ariaLabel: caption });
    } else for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
  }).observe(wide);
  return wide;
}

function listOf(items, name) {
  const list = tag(name);
  list.append(...items.map((words) => tag("li", "", words)));
  return list;
}

function made(block) {
  if (block.head) return tag("h3", "", block.head);
  if (block.say) return tag("p", "mb-say", block.say);
  if (block.hint) return tag("p", "mb-hint", block.hint);
  if (block.list) return listOf(block.list, "ul");
  if (block.steps) return listOf(block.steps, "ol");
  if (block.table) return tableOf(block.table);
  const text = tag("p", "", block.text);
  if (block.lang) text.lang = block.lang;
  return text;
}

function render({ model, el }) {
  const box = tag("div", "mb mb-sheet");
  const body = tag("div");
  const status = tag("p", "mb-status");
  status.setAttribute("role", "status");
  const show = () => body.replaceChildren(...model.get("blocks").map(made));
  const tell = () => { put(status, model.get("status")); };
  model.on("change:blocks", show);
  model.on("change:status", tell);
  show();
  tell();
  box.append(body, status);
  el.append(box);
  return () => { model.off("change:blocks", show); model.off("change:status", tell); };
}

export default { render };
