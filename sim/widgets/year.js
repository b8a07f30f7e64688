// @ts-check
// A year that is played week by week, drawn from plain data: the kernel sends it, or any page.
//
//   drawYear(element, screen, send, prices)   draws the screen; `send` gets each move of the player, `prices` a card as its form
//                                     is set now. Returns a function to call with newer screens, of which only what has
//                                     changed is drawn again; its `priced` shows what such a card would take.
//
// All words come with the data (year_screen.js lists them), and nothing is computed here but positions.
import { OWN_KEYS, button, dress, fill, follow, newId, softened, statusLine, tag, write } from "./dom.js";
import { messages } from "./immediate_message.js";
import { drawCards } from "./year_cards.js";
import { END, drawPartners, drawResult } from "./year_end.js";
import { drawGuess } from "./year_guess.js";
import { called, drawEarlier, keepOpen, narrow, opening, portrait, printWhole, region, rest, saying, toolbar } from "./year_screen.js";

/** @import { Block, Due, Form, Move, OpenCard, Person, Price, Scene, Screen, WordKey } from "./year_screen.js" */
/** @typedef {(string | Node)[]} Content */
/** @typedef {{ name: string, data: unknown, draw: (scene: Scene) => Content }} Slot a part of the page that is drawn again when its data has changed */

const [LETTERS, ON_PHONE] = [3, 2]; // so many are shown before the rest is opened
const PATIENCE = 5000; // ms until a button that ends a turn may be pressed again without an answer
const PLAIN = "mending-bridges plain figures";

/** Whether figures are shown as plain shapes; it is remembered where the browser allows it. @param {boolean} [now] */
function plainFigures(now) {
  try {
    if (now !== undefined) localStorage.setItem(PLAIN, String(now));
    return localStorage.getItem(PLAIN) === "true";
  } catch {
    return now ?? false;
  }
}

/** Where in the year a screen is; a new place takes the focus. @param {Screen} screen */
const placeOf = ({ phase, turn }) => [phase, turn.number];

/** @param {Person} person */
const facts = ({ role, mood_said: felt, says, facts: known }) => [
  tag("p", { class: "mb-role" }, role), tag("p", {}, felt), ...(says ? [saying(says)] : []), tag("ul", {}, ...known.map((fact) => tag("li", {}, fact)))];

/** People in a row or grid; who is pressed is told of in detail below. @param {Scene} scene */
function drawPeople(scene) {
  const { screen, words } = scene;
  const id = newId();
  const detail = tag("div", { id, class: "mb-detail", hidden: true });
  /** @type {HTMLElement | null} */
  let open = null;
  const item = (/** @type {Person} */ person) => {
    const press = () => {
      open?.setAttribute("aria-expanded", "false");
      open = open === opener ? null : opener;
      open?.setAttribute("aria-expanded", "true");
      detail.hidden = !open;
      detail.replaceChildren(tag("h4", {}, person.called ?? person.name), ...facts(person));
      if (open) detail.scrollIntoView({ block: "nearest" });
    };
    const opener = button("", press, { class: "mb-who", "aria-expanded": "false", "aria-controls": id, "data-key": `person ${person.name}`, ...OWN_KEYS });
    const mood = tag("span", { class: `mb-mood mb-is-${person.mood}` }, words[`mood_${person.mood}`]);
    opener.append(...portrait(scene, person.name), tag("span", { class: "mb-named" }, tag("strong", {}, softened(person.called ?? person.name)), " ", mood));
    return tag("li", {}, opener, saying(person.role, "mb-role"), ...(person.says ? [saying(person.says)] : []));
  };
  return [region("people", words.people, toolbar(words.people, tag("ul", { class: "mb-circle" }, ...screen.people.map(item))), detail)];
}

/** @param {Scene} scene */
function drawInbox(scene) {
  const { screen: { inbox }, words } = scene;
  const items = inbox.map(({ from, kind, when, text }) => tag("li", { class: `mb-of-${kind}` }, ...portrait(scene, from),
    tag("div", {}, tag("p", { class: "mb-from" }, ...(from ? [tag("strong", {}, called(scene, from)), " "] : []),
      tag("span", {}, `${words[/** @type {WordKey} */ (`kind_${kind}`)]} \u00b7 ${when}`)), saying(text, from ? "mb-bubble" : "mb-news"))));
  const list = (/** @type {Node[]} */ some) => tag("ul", { class: "mb-letters" }, ...some);
  const shown = narrow() ? ON_PHONE : LETTERS;
  const left = items.slice(shown);
  return [region("inbox", words.inbox, ...(items.length ? [list(items.slice(0, shown))] : [tag("p", { class: "mb-hint" }, words.inbox_empty)]),
    ...(left.length ? [rest(fill(words.inbox_rest, { count: left.length }), words.inbox_fewer, list(left))] : []))];
}

const STATES = /** @type {const} */ (["open", "missed", "late", "kept", "dropped"]);

/** What was promised: how many of each state, and each of them when it is opened. @param {Scene} scene */
function drawDue({ screen: { due, due_so_far: soFar, due_how: how }, words }) {
  if (!due.length) return [];
  const badge = (/** @type {Due["state"]} */ state, /** @type {string} */ before = "") =>
    tag("span", { class: `mb-state mb-due-${state}` }, before + words[`state_${state}`]);
  const counts = STATES.map((state) => /** @type {const} */ ([state, due.filter((one) => one.state === state).length])).filter(([, count]) => count);
  const items = due.map(({ name, to, when, state, said }) => tag("li", {}, badge(state),
    tag("span", {}, tag("strong", {}, name), ` \u00b7 ${to} \u00b7 ${when}${said ? "." : ""}`, ...(said ? [tag("span", { class: "mb-hint" }, ` ${said}`)] : []))));
  return [tag("section", { class: "mb-due" }, tag("details", {}, tag("summary", {}, tag("h3", {}, words.due), ...counts.flatMap(([state, count]) => [" ", badge(state, `${count} `)]),
    ...(soFar ? [" ", tag("span", { class: "mb-hint" }, soFar)] : [])), ...(how ? [tag("p", { class: "mb-hint" }, how)] : []), tag("ul", {}, ...items)))];
}

/** Hours as blocks beside each other; what each block is, and what was spent, opens below them, as it is at a desk. @param {Scene} scene */
function drawHours({ screen: { hours }, words }) {
  if (!hours) return [];
  const block = (/** @type {Block} */ { kind, hours: length }) => tag("span", { class: `mb-block mb-for-${kind}`, style: `flex-grow:${length}` });
  const named = (/** @type {Block} */ one) => tag("li", {}, tag("span", { class: `mb-block mb-for-${one.kind}` }), fill(one.hours === 1 ? words.block_one : words.block, { ...one }));
  const blocks = tag("span", { class: "mb-blocks", "aria-hidden": "true" }, ...hours.blocks.filter((one) => one.hours > 0).map(block));
  const opened = tag("details", { class: "mb-fold", open: !narrow() }, tag("summary", { "data-key": "hours" }, tag("h3", {}, words.hours), blocks),
    tag("ul", { class: "mb-block-names" }, ...hours.blocks.map(named)), ...[hours.sum, hours.spent, hours.budget].flatMap((said) => (said ? [saying(said, "mb-taken")] : [])));
  return [tag("section", { class: "mb-hours" }, opened, ...[hours.taken, hours.billed].flatMap((said) => (said ? [saying(said, "mb-taken")] : [])))];
}

/** What will be sent, and what goes on until it is stopped. @param {Scene} scene */
function drawHand({ screen: { hand, standing, under_way: begun = [], proposed = [] }, words, send, taken }) {
  const sent = hand.map(({ id, text, done, beside, form }, at) => tag("li", {}, tag("span", {}, `${text}.`, tag("span", { class: "mb-hint" }, ` ${done}`),
    ...(beside ? [saying(beside.said, "mb-taken"), button(words.instead, () => send({ do: "stop", id: beside.id }), { "data-key": `beside ${at}`, "data-else": "hand" })] : [])),
    button(words.take_back, () => { if (form) taken?.set(form.card, form); send({ do: "take_back", id }); }, { "aria-label": fill(words.take_back_one, { text }), "data-key": `hand ${at}`, "data-else": "hand" })));
  const going = standing.map(({ id, text, note, ends }, at) => tag("li", {}, tag("span", {}, ...(note ? [`${text}.`, tag("span", { class: "mb-hint" }, ` ${note}`)] : [text])),
    button(ends ? words.unstop : words.stop, () => send({ do: "stop", id }), { "aria-label": fill(ends ? words.unstop_one : words.stop_one, { text }), "data-key": `standing ${at}`, "data-else": "hand" })));
  return [region("hand", words.hand, ...(sent.length ? [tag("ul", {}, ...sent)] : [tag("p", { class: "mb-hint" }, words.hand_empty)]),
    ...(proposed.length ? [tag("div", { class: "mb-proposed" }, tag("p", {}, words.proposed), tag("ul", {}, ...proposed.map((said) => tag("li", {}, said))),
      button(words.propose, () => send({ do: "propose" }), { "data-key": "propose", "data-else": "hand" }))] : []),
    ...begun.map((said) => saying(said, "mb-under-way"))),
    ...(going.length ? [region("standing", words.standing, tag("ul", {}, ...going))] : [])];
}

/** @param {Scene} scene */
const drawTold = ({ screen: { told }, words }) => (told.length ? [tag("details", { class: "mb-told" }, tag("summary", {}, words.told), tag("ul", {}, ...told.map((one) => tag("li", {}, one))))] : []);

/** What the case is about, and how to begin, or to go on with a code. @param {Scene} scene */
function drawBegin({ screen, words, send }) {
  const pick = newId();
  const cases = screen.cases && tag("select", { id: pick, "data-key": "case", ...OWN_KEYS,
    change: (event) => send({ do: "pick", case: /** @type {HTMLSelectElement} */ (event.target).value }) }, ...screen.cases.map(([value, label]) =>
    Object.assign(tag("option", { value, selected: value === screen.case.key }), { textContent: label })));
  return [tag("section", { class: "mb-begin" }, tag("p", { class: "mb-lead" }, screen.case.about), ...(cases ? [tag("p", {}, tag("label", { for: pick }, words.case), cases)] : []),
    tag("p", { class: "mb-actions" }, button(words.begin, () => send({ do: "begin", case: cases?.value ?? screen.case.key }), { class: "mb-main" })),
    tag("p", { class: "mb-hint" }, screen.turn.said), opening(words, send))];
}

/** The parts of a screen, those of the side first. @param {Screen} screen @returns {{ side: Slot[], main: Slot[] }} */
function slotsOf(screen) {
  const people = { name: "people", data: screen.people, draw: drawPeople };
  const told = { name: "told", data: screen.told, draw: drawTold };
  const earlier = { name: "earlier", data: screen.earlier, draw: drawEarlier };
  const { phase } = screen;
  if (phase === "begin") return { main: [{ name: "begin", data: [screen.case, screen.cases], draw: drawBegin }, earlier], side: [people] };
  if (phase === "guess") return { main: [told, { name: "guess", data: screen.guess, draw: (scene) => [drawGuess(scene)] }], side: [people] };
  if (phase === "end") return { side: [{ name: "result", data: screen.end, draw: drawResult }, { name: "partners", data: [screen.end?.partners, screen.end?.change, screen.people], draw: drawPartners }],
    main: [...END.map(([name, dataOf, draw]) => ({ name, data: dataOf(screen), draw })), told, earlier] };
  return { side: [people], main: [told,
    { name: "inbox", data: screen.inbox, draw: drawInbox }, { name: "due", data: [screen.due, screen.due_so_far], draw: drawDue }, { name: "hours", data: screen.hours, draw: drawHours },
    { name: "cards", data: screen.cards, draw: (scene) => [drawCards(scene)] }, { name: "hand", data: [screen.hand, screen.standing, screen.under_way, screen.proposed], draw: drawHand }, earlier] };
}

/** Remember which control has the focus; return a function that gives it back to the one that took its place. @param {HTMLElement} box */
function keepFocus(box) {
  const here = /** @type {HTMLElement | null} */ (document.activeElement);
  const { key, else: instead } = here && box.contains(here) ? here.dataset : {};
  const find = (/** @type {string} */ name) => [...box.querySelectorAll("[data-key]")].find((one) => one.getAttribute("data-key") === name);
  // What has no key of its own is known by its words.
  const alike = here && box.contains(here) && !key && here.matches("button, summary") ? here.textContent : null;
  const named = () => [...box.querySelectorAll("button, summary")].find((one) => one.textContent === alike);
  return () => {
    if (here?.isConnected || (!key && alike === null)) return;
    const next = !key ? named() : find(key) ?? find(key.replace(/\d+$/, (at) => String(Number(at) - 1))) ?? find(instead ?? "");
    /** @type {HTMLElement | undefined} */ (next)?.focus();
  };
}

/** Tell how high an element is, now and whenever that changes; return what stops it. @param {HTMLElement} node @param {(high: number) => void} tell */
function sized(node, tell) {
  if (typeof ResizeObserver !== "function") return () => {};
  const watch = new ResizeObserver(() => tell(node.offsetHeight));
  watch.observe(node);
  return () => watch.disconnect();
}

/** The parts of the page that stay from screen to screen. @param {HTMLElement} el */
function frameOf(el) {
  const parts = { title: tag("h2", { tabindex: -1 }), said: tag("p", { class: "mb-hint" }), early: tag("p", { class: "mb-early" }), note: tag("p", { class: "mb-note", hidden: true }), back: tag("p", { class: "mb-back", hidden: true }), passed: tag("span"), plain: button("", () => {}, { "aria-pressed": "false", class: "mb-toggle", ...OWN_KEYS }),
    side: tag("div", { class: "mb-side" }), main: tag("div", { class: "mb-main-part" }), status: statusLine("mb-status"), more: button("", () => {}, { class: "mb-more", "aria-expanded": "false", hidden: true, ...OWN_KEYS }), room: tag("p", { class: "mb-room" }),
    next: button("", () => {}, { class: "mb-main mb-next", "aria-keyshortcuts": "Control+Enter", "data-key": "next", ...OWN_KEYS }), ask: tag("div", { role: "group", class: "mb-unchosen", hidden: true }), keys: tag("span", { class: "mb-keys" }), grid: tag("div", { class: "mb-grid" }), bar: tag("div", { class: "mb-bar" }) };
  parts.bar.append(tag("div", { class: "mb-talk" }, parts.status, parts.more), parts.ask, parts.room, parts.next, parts.keys);
  el.append(tag("header", {}, tag("div", {}, parts.title, parts.said), parts.plain, parts.early, parts.note, parts.back, tag("div", { class: "mb-passed", "aria-hidden": "true" }, parts.passed)), parts.grid, parts.bar);
  return parts;
}

/**
 * Draw a year. @param {HTMLElement} el @param {Screen} first @param {(move: Move) => void} send @param {(card: Move) => void} [prices]
 * @returns {((screen: Screen) => void) & { stop: () => void, priced: (price: Price) => void }}
 */
export function drawYear(el, first, send, prices = () => {}) {
  el.classList.add("mb", "mb-year");
  dress(el, { ...OWN_KEYS, keydown: (/** @type {KeyboardEvent} */ event) => {
    // Ctrl+Enter sends the form that is open, also from the name of its card, or else ends the turn.
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const here = /** @type {HTMLElement} */ (event.target);
    const form = here.closest("form") ?? here.closest(".mb-opened")?.querySelector("form");
    if (parts.ask.contains(here)) here.click();
    else if (form) form.requestSubmit();
    else if (!parts.next.hidden) parts.next.click();
    else if (el.dataset.phase === "guess") el.querySelector("form")?.requestSubmit();
  } });
  const parts = frameOf(el);
  /** @type {Map<string, { data: string, box: HTMLElement }>} */
  let drawn = new Map();
  let [place, said, waiting] = ["", "", 0];

  const quiet = () => { clearTimeout(waiting); waiting = 0; parts.next.removeAttribute("aria-disabled"); };
  const sendOnce = (/** @type {Move} */ move) => {
    if (waiting) return; // pressed twice, a turn would be played that nobody has seen
    waiting = setTimeout(quiet, PATIENCE);
    parts.next.setAttribute("aria-disabled", "true");
    send(move);
  };
  const showPlain = (/** @type {boolean} */ plain) => { el.classList.toggle("mb-plain", plain); parts.plain.setAttribute("aria-pressed", String(plain)); };
  parts.plain.addEventListener("click", () => showPlain(plainFigures(parts.plain.getAttribute("aria-pressed") !== "true")));

  /** @type {OpenCard | null} */
  let openCard = null;
  /** @type {Map<string, Form>} */
  const taken = new Map();
  let asked = ""; // the card that was asked about last: never twice in a turn
  const unask = () => { parts.bar.classList.remove("mb-asks"); parts.ask.hidden = true; parts.ask.replaceChildren(); };
  /** Ask whether a card that is open, and was not chosen, goes with this turn. @param {OpenCard} card @param {Screen["words"]} words */
  const ask = ({ title, read, leave }, words) => {
    asked = title;
    const said = tag("p", { id: newId() }, fill(words.unchosen, { title }));
    const along = () => { const move = read(); unask(); if (move) sendOnce({ do: "next", along: move }); };
    const without = () => { unask(); leave(); sendOnce({ do: "next" }); };
    const back = (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") { event.stopPropagation(); unask(); parts.next.focus(); } };
    const yes = button(words.unchosen_send, along, { class: "mb-main", "aria-describedby": said.id, ...OWN_KEYS });
    parts.ask.setAttribute("aria-labelledby", said.id);
    parts.ask.replaceChildren(said, tag("p", { class: "mb-actions", keydown: back }, yes, button(words.unchosen_leave, without, OWN_KEYS)));
    parts.ask.hidden = false;
    parts.bar.classList.add("mb-asks");
    yes.focus();
  };
  let words = first.words;
  parts.next.addEventListener("click", () => {
    if (waiting) return;
    if (openCard && asked !== openCard.title) ask(openCard, words);
    else { unask(); sendOnce({ do: "next" }); }
  });

  const boxes = (/** @type {Slot[]} */ slots, /** @type {Scene} */ scene) => slots.map(({ name, data, draw }) => {
    const [old, json] = [drawn.get(name), JSON.stringify(data)];
    if (old?.data === json) return old;
    const box = old?.box ?? tag("div", { class: "mb-slot" });
    const openAgain = keepOpen(box);
    box.replaceChildren(...draw(scene));
    openAgain();
    const now = { data: json, box };
    drawn.set(name, now);
    return now;
  }).map(({ box }) => box);
  const fillPart = (/** @type {HTMLElement} */ part, /** @type {HTMLElement[]} */ content) => {
    if (part.childElementCount !== content.length || content.some((one, at) => part.children[at] !== one)) part.replaceChildren(...content);
  };
  const tell = (/** @type {string} */ words, /** @type {boolean} */ again) => {
    if (words === said && !again) return;
    said = words;
    // What a new turn brings stands in the inbox; here it is only read out.
    parts.status.classList.toggle("mb-hidden", again);
    write(parts.status, words);
    openStatus(false);
    parts.more.hidden = again || parts.status.scrollWidth <= parts.status.clientWidth;
  };
  /** On a phone what is said beside the buttons is one line, which opens. @param {boolean} open */
  const openStatus = (open) => { parts.bar.classList.toggle("mb-whole", open); parts.more.setAttribute("aria-expanded", String(open)); };
  parts.more.addEventListener("click", () => openStatus(parts.more.getAttribute("aria-expanded") !== "true"));

  const show = (/** @type {Screen} */ screen) => {
    words = screen.words;
    const scene = { screen, words, prices, taken, opens: (/** @type {typeof openCard} */ card) => { openCard = card; unask(); }, send: (/** @type {Move} */ move) => (["begin", "guess", "back_to", "again", "reopen"].includes(move.do) ? sendOnce(move) : send(move)) };
    const [here, { side, main }] = [placeOf(screen).join(), slotsOf(screen)];
    const moved = here !== place;
    if (moved) {
      drawn = new Map();
      openCard = null;
      asked = "";
      taken.clear();
    }
    unask();
    quiet();
    el.dataset.phase = screen.phase;
    write(parts.title, screen.title);
    write(parts.said, screen.phase === "turn" ? screen.turn.said : screen.case.title);
    write(parts.early, screen.phase === "turn" ? screen.turn.early ?? "" : "");
    parts.early.hidden = !parts.early.textContent;
    const giveBack = keepFocus(el);
    write(parts.note, screen.note ?? "");
    parts.note.hidden = !screen.note;
    const { finished } = screen;
    parts.back.hidden = !finished;
    parts.back.replaceChildren(...(finished ? [button(finished.text, () => sendOnce(finished.move), { "data-key": "finished", ...OWN_KEYS })] : []));
    write(parts.plain, screen.words.plain);
    write(parts.next, screen.words.next);
    write(parts.more, screen.words.status_more);
    write(parts.room, screen.phase === "turn" ? screen.hours?.said ?? "" : "");
    write(parts.keys, screen.words.keys);
    parts.next.hidden = parts.keys.hidden = screen.phase !== "turn";
    parts.passed.style.width = `${(100 * screen.turn.week) / Math.max(1, screen.turn.weeks)}%`;
    fillPart(parts.grid, screen.phase === "begin" || screen.phase === "guess" ? [parts.main, parts.side] : [parts.side, parts.main]);
    fillPart(parts.side, boxes(side, scene));
    fillPart(parts.main, boxes(main, scene));
    if (moved && place) {
      parts.title.focus({ preventScroll: true });
      el.scrollIntoView({ block: "start" });
    } else giveBack();
    tell(screen.status, moved);
    place = here;
  };
  showPlain(plainFigures());
  show(first);
  const printAsShown = printWhole(el);
  const unwatch = sized(parts.bar, (high) => el.style.setProperty("--mb-bar", `${high}px`)); // what is opened stays above the bar
  return Object.assign(show, { stop: () => { quiet(); printAsShown(); unwatch(); }, priced: (/** @type {Price} */ price) => openCard?.priced(price) });
}

/** @param {import("@anywidget/types").RenderProps<{ screen: Screen | {}, price: Price }>} props */
function render({ model, el }) {
  const box = tag("div");
  el.append(box);
  /** @typedef {{ move: Move, at: unknown, id: string }} Sent a move, with the place in the year that it is meant for */
  /** @type {Sent[]} */
  let unheard = [];
  let open = 0;
  const post = (/** @type {Sent} */ sent) => {
    unheard.push(sent);
    open += 1;
    told.keep(unheard);
    told.tell({ sent });
  };
  const told = messages(model, el, "sent", (/** @type {Sent[]} */ old) => old.forEach(post));
  const heard = (/** @type {{ arrived?: string }} */ { arrived }) => {
    if (!arrived) return;
    open -= 1;
    if (!open) unheard = [];
  };
  model.on("msg:custom", heard);
  const send = (/** @type {Move} */ move) => post({ move, at: placeOf(/** @type {Screen} */ (model.get("screen"))), id: newId() });
  /** @type {ReturnType<typeof drawYear> | null} */
  let show = null;
  const update = () => {
    const screen = model.get("screen");
    if (!("phase" in screen)) return;
    if (show) show(screen);
    else show = drawYear(box, screen, send, (asked) => told.tell({ asked }));
  };
  const unfollow = follow(model, ["screen"], update);
  const unprice = follow(model, ["price"], () => show?.priced(model.get("price")));
  update();
  told.bring();
  return () => { unfollow(); unprice(); show?.stop(); told.leave(); model.off("msg:custom", heard); };
}

export default { render };
