// @ts-check
// A form in steps that open one after the other, drawn from plain data: what is asked, what was answered, and what is said of it.
import { OWN_KEYS, button, fill, follow, newId, softened, statusLine, tag, write } from "./dom.js";
import { messages } from "./immediate_message.js";
import { drawField } from "./sheet_fields.js";

/** @import { Field, Kind, Shown, Tools } from "./sheet_fields.js" */
/** @typedef {"more" | "numbers" | "asked" | "chosen" | "model" | "remove" | "remove_one" | "otherwise" | "file" | "text" | "open" | "begin" | "begin_do" | "back" | "kept"} WordKey */
/** @typedef {{ key: string, title: string, said: string, fields: Field[], more: Field[], remove?: boolean, numbers: string[][] }} Part */
/**
 * @typedef {{ key: string, title: string, said: string, intro: string, parts: Part[], several: string, add: string, next: string,
 *   follower: string }} Step `several` is what adds one of several parts, `add` the kind of it while there is room
 */
/**
 * @typedef {{ steps: Step[], opened: string, kinds: Record<string, Kind>, people: [string, string][], beginnings: [string, string][], before: boolean,
 *   words: Record<WordKey, string>, status: string }} Screen
 */
/** @typedef {{ do: string, [more: string]: unknown }} Move */
/** @typedef {{ move: Move, id: string }} Sent */
/** @typedef {{ node: HTMLElement, update: (part: Part) => void, reveal: () => void }} DrawnPart */

const WAIT = 500; // ms without a key press before a text is sent
const MOST_BYTES = 1_000_000; // of a file, as the kernel takes it

/** Let a box hold these nodes; those that stay are not moved, since they would lose the focus. @param {HTMLElement} box @param {HTMLElement[]} nodes */
function place(box, nodes) {
  for (const one of [...box.children]) if (!nodes.includes(/** @type {HTMLElement} */ (one))) one.remove();
  nodes.forEach((node, at) => { if (box.children[at] !== node) box.insertBefore(node, box.children[at] ?? null); });
}

/** Fields below or beside each other; one that is asked for no longer goes, and the others stay as they are. @param {Tools} tools */
function fieldGroup(tools) {
  const node = tag("div", { class: "mb-sheet-fields" });
  /** @type {Map<string, Shown>} */
  let drawn = new Map();
  const update = (/** @type {Field[]} */ fields) => {
    drawn = new Map(fields.map((field) => [field.id, drawn.get(field.id) ?? drawField(field, tools)]));
    place(node, [...drawn.values()].map((one) => one.node));
    for (const field of fields) drawn.get(field.id)?.update(field);
  };
  return { node, update };
}

/** The numbers behind a part's words, one click away. @param {Record<WordKey, string>} words */
function numbersFold(words) {
  const body = tag("tbody");
  const head = [words.asked, words.chosen, words.model].map((one) => tag("th", { scope: "col" }, one));
  const table = tag("table", {}, tag("thead", {}, tag("tr", {}, ...head)), body);
  const node = tag("details", { class: "mb-numbers" }, tag("summary", OWN_KEYS, words.numbers), tag("div", { class: "mb-wide", tabindex: 0, role: "group", "aria-label": words.numbers }, table));
  const update = (/** @type {string[][]} */ rows) => body.replaceChildren(...rows.map(([asked, chosen, model]) =>
    tag("tr", {}, tag("th", { scope: "row" }, asked), tag("td", {}, chosen), tag("td", {}, tag("code", {}, model)))));
  return { node, update };
}

/**
 * A part of a step. One with a name opens under it, and is drawn once it is opened.
 * @param {Part} first @param {Tools} tools @param {boolean} open @returns {DrawnPart}
 */
function drawPart(first, tools, open) {
  const { words, send } = tools;
  let part = first;
  /** @type {((part: Part) => void) | null} */
  let drawn = null;
  const body = tag("div", { class: "mb-sheet-body" });
  const title = tag("span", { class: "mb-part-name", dir: "auto" });
  const said = tag("span", { class: "mb-hint" });
  const node = part.key ? tag("details", { class: "mb-part", open, "data-part": part.key, toggle: () => fillIn() },
    tag("summary", OWN_KEYS, title, " ", said), body) : tag("div", { class: "mb-general" }, body);
  const remove = () => {
    send({ do: "remove", key: part.key });
    /** @type {HTMLElement | null | undefined} */ (node.closest(".mb-step")?.querySelector(".mb-add button"))?.focus();
  };
  const fillIn = () => {
    if (drawn || !(part.key === "" || /** @type {HTMLDetailsElement} */ (node).open)) return;
    const [asked, further, numbers] = [fieldGroup(tools), fieldGroup(tools), numbersFold(words)];
    const more = tag("details", { class: "mb-more" }, tag("summary", OWN_KEYS, words.more), further.node);
    const out = button(words.remove, remove);
    const outs = tag("p", { class: "mb-actions" }, out);
    body.append(asked.node, more, numbers.node, outs);
    drawn = (newer) => {
      asked.update(newer.fields);
      further.update(newer.more);
      numbers.update(newer.numbers);
      [more.hidden, numbers.node.hidden, outs.hidden] = [!newer.more.length, !newer.numbers.length, !newer.remove];
      out.setAttribute("aria-label", fill(words.remove_one, { title: newer.title }));
    };
    drawn(part);
  };
  const update = (/** @type {Part} */ newer) => {
    part = newer;
    write(title, softened(part.title));
    write(said, part.said);
    drawn?.(part);
  };
  const reveal = () => {
    if (node instanceof HTMLDetailsElement) node.open = true;
    fillIn();
    /** @type {HTMLElement | null} */ (body.querySelector("input, select, textarea"))?.focus();
  };
  fillIn();
  update(part);
  return { node, update, reveal };
}

/** One step: its parts, what adds one, and what opens the next step. @param {Step} first @param {Tools} tools @param {boolean} open @param {(key: string) => void} goTo */
function drawStep(first, tools, open, goTo) {
  let step = first;
  /** @type {Map<string, DrawnPart>} */
  let parts = new Map();
  let known = open; // a page that is drawn with an open step tells of it as if it were opened by hand
  const toggled = () => {
    if (node.open && !known) tools.send({ do: "step", step: step.key });
    known = node.open;
  };
  let wanted = ""; // the key of a part that was added here, and has not come yet
  const said = tag("span", { class: "mb-hint" });
  const list = tag("div", { class: "mb-parts" });
  const add = () => {
    if (!step.add) return;
    wanted = step.add + newId().replace("mb-", "");
    tools.send({ do: "add", key: wanted });
  };
  const more = tag("p", { class: "mb-actions mb-add" }, ...(step.several ? [button(step.several, add)] : []));
  const further = tag("p", { class: "mb-actions" }, button(step.next, () => goTo(step.follower), { class: "mb-next" }));
  const summary = tag("summary", OWN_KEYS, tag("h3", {}, step.title), said);
  const node = tag("details", { class: "mb-step", open, "data-step": step.key, toggle: () => toggled() },
    summary, tag("p", { class: "mb-intro" }, step.intro), list, more, ...(step.next ? [further] : []));
  const update = (/** @type {Step} */ newer) => {
    const fresh = !parts.size; // of what is there at first, the first part is open
    step = newer;
    write(said, step.said);
    more.hidden = !step.add;
    parts = new Map(step.parts.map((part, at) => [part.key, parts.get(part.key) ?? drawPart(part, tools, fresh && at <= Number(step.parts[0].key === ""))]));
    place(list, [...parts.values()].map((one) => one.node));
    for (const part of step.parts) parts.get(part.key)?.update(part);
    const come = wanted && parts.get(wanted);
    if (come) { wanted = ""; come.reveal(); }
  };
  update(step);
  const reveal = () => { node.open = true; summary.focus(); summary.scrollIntoView({ block: "start" }); };
  return { node, update, reveal, shut: () => { node.open = false; } };
}

/** Where a saved case is opened, or another beginning is taken. @param {Screen} screen @param {(move: Move) => void} send */
function otherwise({ words, beginnings }, send) {
  const [file, text, begin] = [newId(), newId(), newId()];
  const area = tag("textarea", { id: text, rows: 2, autocomplete: "off", spellcheck: "false", ...OWN_KEYS });
  const open = (/** @type {string} */ content, /** @type {string} */ name) => send({ do: "open", text: content, name });
  const read = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const given = input.files?.[0];
    if (given) open(await given.slice(0, MOST_BYTES + 1).text(), given.name);
    input.value = ""; // so that the same file can be chosen again
  };
  const from = tag("select", { id: begin, ...OWN_KEYS }, ...beginnings.map(([value, name]) => tag("option", { value }, name)));
  return tag("details", { class: "mb-otherwise" }, tag("summary", OWN_KEYS, words.otherwise),
    tag("div", { class: "mb-control" }, tag("label", { for: file }, words.file), tag("input", { type: "file", id: file, accept: ".toml,.txt", change: read, ...OWN_KEYS })),
    tag("div", { class: "mb-control" }, tag("label", { for: text }, words.text), area, tag("p", { class: "mb-actions" }, button(words.open, () => open(area.value, "")))),
    tag("div", { class: "mb-control" }, tag("label", { for: begin }, words.begin), from, tag("p", { class: "mb-actions" }, button(words.begin_do, () => send({ do: "begin", from: from.value })))));
}

/** @param {HTMLElement} box @param {Screen} first @param {Tools} tools */
function drawSheet(box, first, tools) {
  const steps = first.steps.map((step) => drawStep(step, tools, step.key === first.opened, goTo));
  const status = statusLine("mb-status");
  const back = button(first.words.back, () => tools.send({ do: "back" }));
  /** @param {string} key */
  function goTo(key) {
    const to = first.steps.findIndex((step) => step.key === key);
    steps.forEach((step, at) => { if (at !== to) step.shut(); });
    steps[to]?.reveal();
  }
  box.append(tag("p", { class: "mb-hint" }, first.words.kept), otherwise(first, tools.send), ...steps.map((step) => step.node), status, tag("p", { class: "mb-actions" }, back));
  const show = (/** @type {Screen} */ screen) => {
    screen.steps.forEach((step, at) => steps[at].update(step));
    if (status.textContent !== screen.status) write(status, screen.status);
    back.hidden = !screen.before;
  };
  return { show, fold: () => steps.forEach((step) => step.shut()) };
}

/** @param {import("@anywidget/types").RenderProps<{ screen: Screen, form: Record<string, unknown>, place: string }>} props */
function render({ model, el }) {
  const box = tag("div", { class: "mb mb-sheet" });
  /** @type {Sent[]} */
  let unheard = [];
  /** @type {Map<string, number>} */
  const typing = new Map(); // texts that are being written, by their fields
  /** @type {Map<string, unknown>} */
  const typed = new Map();
  const setting = (/** @type {string} */ id, /** @type {unknown} */ value) => ({ move: { do: "set", id, value }, id: newId() });
  const store = () => {
    const all = [...unheard, ...[...typed].map(([id, value]) => setting(id, value))];
    const set = all.flatMap(({ move }) => (move.do === "set" ? [[String(move.id), move.value]] : []));
    told.keep(all, { ...model.get("form"), ...Object.fromEntries(set) });
  };
  const post = (/** @type {Sent} */ sent) => {
    unheard.push(sent);
    store();
    told.tell({ sent });
  };
  const sendTyped = (/** @type {string} */ id) => {
    clearTimeout(typing.get(id));
    if (!typed.has(id)) return;
    const value = typed.get(id);
    typed.delete(id);
    post(setting(id, value));
  };
  const flush = () => [...typed.keys()].forEach(sendTyped);
  /** @type {Tools} */
  const tools = {
    words: (model.get("screen")).words,
    kinds: () => model.get("screen").kinds,
    people: () => model.get("screen").people,
    send: (move) => { flush(); post({ move, id: newId() }); },
    set: (id, value) => { flush(); post(setting(id, value)); },
    type(id, value) {
      clearTimeout(typing.get(id));
      typed.set(id, value);
      store();
      typing.set(id, setTimeout(() => sendTyped(id), WAIT));
    },
    rest: sendTyped,
    waits: (id) => typed.has(id) || unheard.some(({ move }) => move.do === "set" && move.id === id),
  };
  const told = messages(model, el, "sent", (/** @type {Sent[]} */ old) => old.forEach(post));
  const sheet = drawSheet(box, model.get("screen"), tools);
  const update = () => sheet.show(model.get("screen"));
  const heard = (/** @type {{ heard?: string }} */ { heard: id }) => {
    if (!id) return;
    unheard = unheard.filter((sent) => sent.id !== id);
    if (!unheard.length) update();
  };
  model.on("msg:custom", heard);
  box.addEventListener("mb-send", flush);
  // Who goes on has done with the form: its steps fold up, so that what follows is near.
  const fold = (/** @type {Event} */ { target }) => {
    if (target instanceof Node && el.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING) sheet.fold();
  };
  document.addEventListener("mb-went-on", fold);
  const unfollow = follow(model, ["screen"], update);
  update();
  el.append(box);
  told.bring();
  return () => { flush(); unfollow(); told.leave(); model.off("msg:custom", heard); document.removeEventListener("mb-went-on", fold); };
}

export default { render };
