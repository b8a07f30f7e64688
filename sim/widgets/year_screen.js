// @ts-check
// What the page of a year is drawn from: plain data, with all words in it.
import { OWN_KEYS, button, fill, listen, newId, part, tag } from "./dom.js";
import { figure } from "./people.js";

/**
 * @typedef {"people" | "plain" | "told" | "mood_calm" | "mood_pleased" | "mood_asking" | "mood_unhappy" | "mood_complaining" | "mood_quiet" | "mood_gone"
 *   | "begin" | "case" | "code_open" | "code_field" | "code_load"
 *   | "inbox" | "inbox_empty" | "inbox_rest" | "inbox_fewer" | "kind_question" | "kind_complaint" | "kind_thanks" | "kind_reply" | "kind_word" | "kind_quiet"
 *   | "kind_event" | "kind_promise" | "kind_left" | "kind_answer"
 *   | "due" | "state_open" | "state_kept" | "state_late" | "state_missed" | "state_dropped" | "hours" | "block" | "block_one"
 *   | "cards" | "cards_more" | "to" | "to_hint" | "when" | "put" | "unticked" | "ticked" | "usual" | "other" | "instead" | "propose" | "proposed" | "guess_before" | "close" | "hand" | "hand_empty" | "take_back" | "take_back_one"
 *   | "standing" | "stop" | "stop_one" | "unstop" | "unstop_one" | "next" | "keys" | "unchosen" | "unchosen_send" | "unchosen_leave" | "status_more"
 *   | "guess" | "guess_low" | "guess_high" | "guess_value" | "guess_open" | "guess_none" | "guess_send"
 *   | "headline" | "first_try" | "lines" | "line_true" | "line_guess" | "line_branch" | "line_left" | "line_week" | "line_start"
 *   | "partners" | "last_words" | "done" | "came" | "turning_points" | "back_to" | "back_to_one" | "change" | "change_wait" | "change_what" | "change_share" | "change_hours" | "years" | "years_yours" | "rivals"
 *   | "rival_who" | "rival_stayed" | "rival_headline" | "rival_hours" | "debrief" | "code" | "copy" | "copy_one" | "copied" | "copy_by_hand" | "link" | "link_copied" | "link_field" | "board" | "board_lost" | "strategy" | "lab" | "plan" | "plan_copied" | "again" | "earlier" | "earlier_open" | "earlier_open_one"} WordKey
 * @typedef {Record<WordKey, string>} Words
 * @typedef {[string | number, string][]} Options a value and what it is called
 * @typedef {{ name: string, called?: string, role: string, figures: number, mood: import("./people.js").Mood, mood_said: string, says: string, facts: string[], guess: number | null }} Person
 * @typedef {{ name: string, kind: "many" | "one" | "number" | "text", label: string, options?: Options, value: any, low?: number, high?: number, step?: number | "any" }} Field
 * @typedef {{ options: Options, value?: string | number, day?: Field, every?: Field, until?: Field }} When `day` belongs to "once", `every` and `until` to "every"
 * @typedef {{ key: string, title: string, about: string, note?: string, more: boolean, cost?: string, cost_more?: string, fields: Field[], to: { options: Options, value: (string | number)[] } | null, when: When }} Card
 * @typedef {{ id: string, from: string, kind: string, when: string, text: string }} Letter
 * @typedef {{ kind: "questions" | "work" | "cards" | "free", hours: number, label: string }} Block
 * @typedef {{ name: string, to: string, when: string, state: "open" | "kept" | "late" | "missed" | "dropped", said: string }} Due
 * @typedef {{ name: string, true: number[], guesses: [number, number][], gone_week: number | null, branch?: number[] | null, said: string }} TrustLine
 * @typedef {{ stayed: string, headline: number, hours: string }} Result
 * @typedef {{ title: string, said?: string, head: string[], rows: string[][], strong?: number[] }} Sums a table of figures; `strong`: the places of rows that sum up others
 * @typedef {Result & { totals?: string[], heard?: string[], kinds?: Sums, explained?: { title: string, said: string[] }, done?: { when: string, acts: string[] }[], idle?: string, lines: TrustLine[], partners: { name: string, came: string, most?: string, said: string[], causes?: Sums, account?: Sums, last_words: string }[], turning_points: { title: string, text: string, turn: number }[],
 *   years: { said: string, spread: number[] } | null, rivals: { title: string, stayed: string, headline: number, hours: string, yours: boolean }[], rivals_said?: string,
 *   change: { asks: { id: string, name: string, label: string, seen: boolean }[], answers: { id: string, name: string, what: string, best: string, said: string, found: { text: string, share: string, hours: string }[] }[] } | null,
 *   debrief: string[], first?: Result | null, strategy?: string, plan?: string, links?: { year: string, lab?: string } }} End
 * @typedef {{ phase: "begin" | "turn" | "guess" | "end", case: { key: string, title: string, about: string, organisation: string }, cases?: Options,
 *   title: string, turn: { number: number, week: number, weeks: number, ahead: number, said: string, early?: string }, people: Person[], inbox: Letter[],
 *   hours: { there: number, work: number, cards: number, said: string, sum?: string, taken?: string, spent?: string, budget?: string, billed?: string, blocks: Block[] } | null, due: Due[], cards: Card[],
 *   hand: { id: number, text: string, done: string, form?: Form, beside?: { id: number, said: string } | null }[], standing: { id: number, text: string, note?: string, ends?: boolean }[], under_way?: string[], guess: { due: boolean, said: string } | null,
 *   end: End | null, code: string, earlier: { id: number, text: string }[], told: string[], words: Words, status: string,
 *   due_so_far?: string, due_how?: string, finished?: { text: string, move: Move } | null, note?: string, proposed?: string[] }} Screen
 * @typedef {{ card: string, values: Record<string, any>, to: (string | number)[], when: { kind: string, day: number, every: number | null } }} Form how the form of a card was set
 * @typedef {{ do: string, [more: string]: unknown }} Move
 * @typedef {{ number?: number, card?: string, cost?: string, cost_more?: string, said?: string }} Price what a card would take as its form is set now
 * @typedef {{ title: string, read: () => Move | null, leave: () => void, priced: (price: Price) => void }} OpenCard a card that is open: what would be chosen (null where a field is wrong, which the page then shows), how it is closed, and how it shows its price
 * @typedef {{ screen: Screen, words: Words, send: (move: Move) => void, opens?: (card: OpenCard | null) => void, prices?: (card: Move) => void, taken?: Map<string, Form> }} Scene what each part of the page is drawn from; `opens` is told which card is open, `prices` how its form is set; `taken` holds the forms of what was taken back in this turn, by card
 */

const NARROW = "(max-width: 600px)";
/** Whether this is a phone, where less is open at once. */
export const narrow = () => typeof matchMedia === "function" && matchMedia(NARROW).matches;

/** Draw a partner as it stands now; somebody who is no partner has no figure. @param {Scene} scene @param {string} name @param {import("./people.js").Mood} [mood] */
export function portrait({ screen }, name, mood) {
  const one = screen.people.find((person) => person.name === name);
  return one ? [tag("span", { class: "mb-portrait" }, figure(name, { mood: mood ?? one.mood, figures: one.figures }))] : [];
}

/** What a partner is called on the page; data and messages know it by its name. @param {Scene} scene @param {string} name */
export const called = ({ screen }, name) => screen.people.find((person) => person.name === name)?.called ?? name;

/** A part of the page with its heading, which can take the focus. @param {string} name @param {string} words @param {(string | Node)[]} content */
export const region = (name, words, ...content) =>
  tag("section", { class: `mb-${name}` }, tag("h3", { tabindex: -1, "data-key": name }, words), ...content);

/** A part of the page that opens under its heading. @param {string} name @param {string} words @param {(string | Node)[]} content */
export const fold = (name, words, ...content) => tag("section", { class: `mb-${name}` },
  tag("details", { class: "mb-fold" }, tag("summary", { "data-key": name }, tag("h3", {}, words)), ...content));

/** A part that holds what is left of a list; its button says what it does now. @param {string} more @param {string} fewer @param {HTMLElement} list @param {string} [className] */
export function rest(more, fewer, list, className = "") {
  const name = tag("summary", { "data-key": "rest" }, more);
  const made = tag("details", { class: className || false, toggle: () => { name.textContent = made.open ? fewer : more; } }, name, list);
  return made;
}

/** Remember which parts of a box are open; return a function that opens those that took their place: by key or, without one, by their words. @param {HTMLElement} box */
export function keepOpen(box) {
  const folds = () => /** @type {HTMLDetailsElement[]} */ ([...box.querySelectorAll("details")]);
  const named = (/** @type {HTMLDetailsElement} */ one) => {
    const summary = one.querySelector("summary");
    return summary?.dataset.key ?? summary?.textContent ?? "";
  };
  const were = new Map(folds().map((one) => [named(one), one.open]));
  return () => folds().forEach((one) => { one.open = were.get(named(one)) ?? one.open; });
}

/** Open all that is closed while a page is printed. @param {HTMLElement} el @returns {() => void} stops doing so */
export function printWhole(el) {
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  const set = (/** @type {boolean} */ open) => closed.forEach((one) => { one.open = open; });
  const before = () => { closed = [...el.querySelectorAll("details")].filter(({ open }) => !open); set(true); };
  const after = () => set(false);
  const stops = [listen(window, ["beforeprint"], before), listen(window, ["afterprint"], after)];
  return () => stops.forEach((stop) => stop());
}

/** The keys that do what the button before it does. @param {Words} words */
export const keysHint = (words) => tag("span", { class: "mb-keys" }, words.keys);

/** Where a year that somebody has sent is opened, before one begins and when one is over. @param {Words} words @param {(move: Move) => void} send */
export function opening(words, send) {
  const field = newId();
  const code = tag("textarea", { id: field, rows: 2, ...OWN_KEYS });
  const load = (/** @type {Event} */ event) => { event.preventDefault(); send({ do: "load", code: code.value.trim() }); };
  return tag("details", {}, tag("summary", {}, words.code_open), tag("form", { submit: load }, tag("label", { for: field }, words.code_field), code,
    tag("p", { class: "mb-actions" }, tag("button", { type: "submit" }, words.code_load))));
}

/** Years that others took the place of, to be opened again. @param {Scene} scene */
export const drawEarlier = ({ screen: { earlier }, words, send }) => (earlier.length ? [tag("details", { class: "mb-earlier" },
  tag("summary", {}, words.earlier), tag("ul", {}, ...earlier.map(({ id, text }) => tag("li", {}, tag("span", {}, text),
    button(words.earlier_open, () => send({ do: "reopen", id }), { "aria-label": fill(words.earlier_open_one, { text }) })))))] : []);

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity });

/** Let arrow keys move between the buttons of a list, so that Tab passes it in one step. @param {string} words @param {HTMLElement} list */
export function toolbar(words, list) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...list.querySelectorAll(":scope > li > button")]);
  const reach = (/** @type {number} */ at) => buttons.forEach((one, place) => { one.tabIndex = place === at ? 0 : -1; });
  const keydown = (/** @type {KeyboardEvent} */ event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (at < 0 || !STEPS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    buttons[Math.min(buttons.length - 1, Math.max(0, at + STEPS[event.key]))].focus();
  };
  const focusin = (/** @type {FocusEvent} */ { target }) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (target));
    if (at >= 0) reach(at);
  };
  reach(0);
  return tag("div", { role: "toolbar", "aria-label": words, keydown, focusin }, list);
}

/** @param {string} words @param {string} [className] */
export const saying = (words, className = "mb-bubble") => tag("p", { class: className }, tag("span", {}, words));

/** An empty drawing of this size, in pixels; screen readers read `said`, or nothing. @param {number} width @param {number} height @param {string} [said] */
export const canvas = (width, height, said) => /** @type {SVGElement} */ (part(document.createDocumentFragment(), "svg",
  { viewBox: `0 0 ${width} ${height}`, ...(said ? { role: "img", "aria-label": said } : { "aria-hidden": "true" }) }));
