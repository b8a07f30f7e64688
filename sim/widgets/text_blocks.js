// @ts-check
// Headings, sentences, lists and tables from plain data, always set as text and never as HTML.
import { OWN_KEYS, follow, statusLine, tag, write } from "./dom.js";

/** @typedef {{ caption: string, head: string[], rows: string[][], wordy?: boolean }} Table */
/**
 * @typedef {{ head?: string, say?: string, short?: string, hint?: string, list?: string[], steps?: string[], table?: Table, text?: string, lang?: string,
 *   fold?: string, blocks?: Block[] }} Block
 */

// A text may quote what somebody wrote, in any script: it goes the way of its first letter.
const AUTO = { dir: "auto" };

// On a narrow page the cells of a wordy table are stacked, each with its column's name (widgets.css). The roles keep
// it a table for screen readers all the same.
/** @type {Record<string, string>} */
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
/** @param {HTMLTableElement} table */
function keepRoles(table) {
  for (const node of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    node.setAttribute("role", ROLES[node.tagName] || `${node.getAttribute("scope") === "row" ? "row" : "column"}header`);
  }
}

/** @param {Table} data @param {ResizeObserver} watcher */
function tableOf({ caption, head, rows, wordy = false }, watcher) {
  const cell = (/** @type {string} */ words, /** @type {number} */ i) => tag("td", { ...AUTO, ...(wordy ? { "data-head": head[i + 1] } : {}) }, words);
  const top = tag("tr", {}, ...head.map((words) => tag("th", { scope: "col", ...AUTO }, words)));
  const body = rows.map(([first, ...others]) => tag("tr", {}, tag("th", { scope: "row", ...AUTO }, first), ...others.map(cell)));
  const table = tag("table", wordy ? { class: "mb-wordy" } : {},
    tag("caption", {}, caption), tag("thead", {}, top), tag("tbody", {}, ...body));
  if (wordy) keepRoles(table);
  const wide = tag("div", { class: "mb-wide" }, table);
  watcher.observe(wide);
  return wide;
}

/** Let a table that is wider than the page be scrolled by keys too: a named tab stop. @param {Element} wide */
function letScroll(wide) {
  if (wide.scrollWidth > wide.clientWidth) {
    Object.assign(wide, { tabIndex: 0, role: "region", ariaLabel: wide.querySelector("caption")?.textContent });
  } else for (const name of ["tabindex", "role", "aria-label"]) wide.removeAttribute(name);
}

/** Keep "44 of 100" on one line. @param {string} words */
const together = (words) => words.split(/(\d+ of \d+)/).map((one, i) => (i % 2 ? tag("span", { class: "mb-one-line" }, one) : one));

/** @param {string[]} items */
const rowsOf = (items) => items.map((words) => tag("li", AUTO, words));

/** A weighty sentence; who listens hears all of it, whichever is seen. @param {string} say @param {string} [short] */
const weighty = (say, short) => tag("p", { class: "mb-say", ...AUTO }, ...(short
  ? [tag("span", { class: "mb-long" }, ...together(say)), tag("span", { class: "mb-short", "aria-hidden": "true" }, short)] : together(say)));

/** @param {Block} block @param {ResizeObserver} watcher @returns {HTMLElement} */
function made(block, watcher) {
  if (block.fold) {
    const inside = (block.blocks ?? []).map((one) => made(one, watcher));
    return tag("details", OWN_KEYS, tag("summary", {}, block.fold), ...inside);
  }
  if (block.head) return tag("h3", {}, block.head);
  if (block.say) return weighty(block.say, block.short);
  if (block.hint) return tag("p", { class: "mb-hint" }, block.hint);
  if (block.list) return tag("ul", {}, ...rowsOf(block.list));
  if (block.steps) return tag("ol", {}, ...rowsOf(block.steps));
  if (block.table) return tableOf(block.table, watcher);
  return tag("p", { ...AUTO, ...(block.lang ? { lang: block.lang } : {}) }, block.text ?? "");
}

/** @param {import("@anywidget/types").RenderProps<{ blocks: Block[], status: string, live: boolean }>} props */
function render({ model, el }) {
  const body = tag("div", model.get("live") ? { role: "status" } : {});
  const status = statusLine("mb-status");
  status.setAttribute("dir", "auto");
  const watcher = new ResizeObserver((seen) => seen.forEach(({ target }) => letScroll(target)));
  const show = () => {
    watcher.disconnect();
    const open = new Set([...body.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    body.replaceChildren(...model.get("blocks").map((block) => made(block, watcher)));
    for (const fold of body.querySelectorAll("details")) fold.open = open.has(fold.querySelector("summary")?.textContent ?? "");
  };
  const tell = () => write(status, model.get("status"));
  const ends = [follow(model, ["blocks"], show), follow(model, ["status"], tell), () => watcher.disconnect()];
  show();
  tell();
  el.append(tag("div", { class: "mb mb-text-blocks" }, body, status));
  return () => ends.forEach((end) => end());
}

export default { render };
