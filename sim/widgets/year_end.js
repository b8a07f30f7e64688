// @ts-check
// The end of a year: what was hidden, who stayed, what turned it, and what else could have happened.
import { OWN_KEYS, button, copied, fill, part, statusLine, tag } from "./dom.js";
import { called, canvas, fold, narrow, opening, portrait, region, rest, saying } from "./year_screen.js";

/** @import { End, Result, Scene, Screen, Sums, TrustLine } from "./year_screen.js" */

const [WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM] = [240, 128, 28, 234, 8, 104]; // a small picture, in pixels
const BIN = 5; // points of trust in a column of the picture of other years

/** @param {Result} result @param {Scene} scene @param {string} [title] */
const resultOf = ({ stayed, headline, hours }, { words }, title) => tag("div", { class: "mb-result" }, ...(title ? [tag("h3", {}, title)] : []),
  tag("ul", {}, ...[stayed, fill(words.headline, { value: headline }), hours].map((said) => tag("li", {}, said))));

/** Draw how the year ended, beside the first try if it is another one. @param {Scene} scene */
export function drawResult(scene) {
  const { end } = scene.screen;
  return end ? [tag("div", { class: "mb-results" }, resultOf(end, scene), ...(end.first ? [resultOf(end.first, scene, scene.words.first_try)] : [])),
    ...(end.totals ? [tag("p", { class: "mb-totals" }, end.totals.join(" "))] : []),
    ...(end.explained ? [fold("counted", end.explained.title, ...end.explained.said.map((said) => tag("p", { class: "mb-hint" }, said)))] : [])] : [];
}

/** @param {TrustLine} line @param {Scene} scene */
function linePicture(line, { screen, words }) {
  const svg = canvas(WIDE, HIGH); // its words open under the name, and are not read twice
  const weeks = Math.max(1, screen.turn.weeks, line.true.length - 1);
  const x = (/** @type {number} */ week) => LEFT + (week / weeks) * (RIGHT - LEFT);
  const y = (/** @type {number} */ trust) => BOTTOM - (trust / 100) * (BOTTOM - TOP);
  const path = (/** @type {number[]} */ values) => `M${values.map((trust, week) => `${x(week).toFixed(1)} ${y(trust).toFixed(1)}`).join("L")}`;
  for (const trust of [0, 50, 100]) {
    part(svg, "path", { d: `M${LEFT} ${y(trust)}H${RIGHT}`, stroke: "var(--mb-faint)", fill: "none" });
    part(svg, "text", { x: LEFT - 5, y: y(trust) + 4, "text-anchor": "end" }, trust);
  }
  for (const week of [0, Math.round(weeks / 2), weeks]) part(svg, "text", { x: x(week), y: BOTTOM + 18, "text-anchor": week ? week === weeks ? "end" : "middle" : "start" }, week ? fill(words.line_week, { week: week - 1 }) : words.line_start);
  if (line.branch) part(svg, "path", { d: path(line.branch), class: "mb-branch", fill: "none" });
  const last = line.gone_week === null ? weeks : line.gone_week + 1; // trust stands after each week, also after the one in which somebody went
  part(svg, "path", { d: path(line.true.slice(0, last + 1)), class: "mb-true", fill: "none" });
  for (const [week, trust] of line.guesses) part(svg, "circle", { cx: x(week), cy: y(trust), r: 5, class: "mb-guessed" });
  if (line.gone_week !== null) {
    const [cx, cy] = [x(last), y(line.true[last] ?? 0)];
    part(svg, "path", { d: `M${cx - 6} ${cy - 6}l12 12m0 -12l-12 12`, class: "mb-left-at", fill: "none" });
  }
  return svg;
}

/** What each sign in the pictures means. @param {End} end @param {Scene} scene */
function legend(end, { words }) {
  /** @type {[string, string, string, import("./dom.js").Attributes, boolean][]} */
  const signs = [["mb-true", words.line_true, "path", { d: "M2 10H26", fill: "none" }, true],
    ["mb-branch", words.line_branch, "path", { d: "M2 10H26", fill: "none" }, end.lines.some(({ branch }) => branch)],
    ["mb-guessed", words.line_guess, "circle", { cx: 14, cy: 10, r: 5 }, end.lines.some(({ guesses }) => guesses.length)],
    ["mb-left-at", words.line_left, "path", { d: "M8 4l12 12m0 -12l-12 12", fill: "none" }, end.lines.some((line) => line.gone_week !== null)]];
  return tag("p", { class: "mb-key" }, ...signs.filter(([, , , , shown]) => shown).map(([look, said, name, attributes]) => {
    const svg = canvas(28, 20);
    part(svg, name, { ...attributes, class: look });
    return tag("span", {}, svg, said);
  }));
}

/** Each partner's picture; its words open under the name. @param {End} end @param {Scene} scene */
const lines = (end, scene) => fold("lines", scene.words.lines, ...(end.heard?.length ? [tag("p", {}, end.heard.join(" "))] : []), legend(end, scene), tag("ul", { class: "mb-small" }, ...end.lines.map((line) =>
  tag("li", {}, tag("details", {}, tag("summary", {}, tag("span", {}, ...portrait(scene, line.name), tag("strong", {}, called(scene, line.name)))), tag("p", { class: "mb-hint" }, line.said)),
    linePicture(line, scene)))));

/** @typedef {End["partners"][number]} Partner @typedef {NonNullable<End["change"]>} Change */

/** A question about a partner as a button, and its answer once it was asked: what would have helped most, and under it all that was tried. @param {Change["asks"][number]} ask @param {Change["answers"]} answers @param {Scene} scene */
function asking({ id, name, label }, answers, scene) {
  const { words, send } = scene, who = called(scene, name);
  const found = answers.find((one) => one.id === id);
  if (!found) {
    // The search takes a second or two.
    const ask = () => { made.setAttribute("aria-busy", "true"); made.textContent = words.change_wait; send({ do: "change", id }); };
    const made = button(label, ask, { "aria-label": label.includes(who) ? false : `${who}: ${label}`, "data-key": `change ${id}` });
    return [tag("p", {}, made)];
  }
  const { what, best, said, found: rows } = found;
  return [tag("div", { class: "mb-answer" }, tag("p", { class: "mb-say", tabindex: -1, "data-key": `change ${id}` }, best || said),
    ...(rows.length ? [tag("details", { class: "mb-fold" }, tag("summary", { "data-key": `tried ${id}` }, words.change), ...(best ? [tag("p", {}, said)] : []),
      table(what, [words.change_what, words.change_share, words.change_hours], rows.map(({ text, share, hours }) => ({ cells: [text, share, hours] }))))] : []))];
}

/** One partner: what became of it and why in short; what opens is all of it. What would have helped, and last words, stay in sight. @param {Partner} partner @param {Scene} scene */
function drawPartner({ name, came, most, said, causes, account, last_words: last }, scene) {
  const { asks = [], answers = [] } = scene.screen.end?.change ?? {};
  const own = asks.filter((one) => one.name === name);
  const asked = (/** @type {Change["asks"]} */ some) => some.flatMap((one) => asking(one, answers, scene));
  return tag("li", {}, ...portrait(scene, name), tag("div", {},
    tag("details", { class: "mb-fold" }, tag("summary", { "data-key": `partner ${name}` }, tag("strong", {}, called(scene, name)), " ", tag("span", { class: "mb-came" }, came), ...(most ? [" ", tag("span", { class: "mb-most" }, most)] : [])),
      ...said.map((one) => tag("p", {}, one)), ...(causes ? [sums(causes)] : []),
      ...(account ? [tag("details", { class: "mb-account" }, tag("summary", { "data-key": `account ${name}` }, account.title), sums(account))] : []), ...asked(own.filter(({ seen }) => !seen))),
    ...asked(own.filter(({ seen }) => seen)),
    ...(last ? [tag("p", { class: "mb-hidden" }, scene.words.last_words), saying(last)] : [])));
}

/** What became of each partner, and why. @param {Scene} scene */
export const drawPartners = (scene) => (scene.screen.end?.partners.length ? [region("partners", scene.words.partners,
  tag("ul", { class: "mb-letters" }, ...scene.screen.end.partners.map((one) => drawPartner(one, scene))))] : []);

/** What was sent in each turn, with its hours and what came of it, and what partners wrote in the last one. @param {End} end @param {Scene} scene */
const done = ({ done: turns = [], idle }, scene) => fold("done", scene.words.done, ...(idle ? [tag("p", { class: "mb-hint" }, idle)] : []),
  tag("dl", {}, ...turns.flatMap(({ when, acts }) => [tag("dt", {}, when), ...acts.map((act) => tag("dd", {}, act))]),
    ...(scene.screen.inbox.length ? [tag("dt", {}, scene.words.came), ...scene.screen.inbox.map(({ from, text, when }) => tag("dd", {}, `${from ? `${called(scene, from)}: ` : ""}${text} (${when})`))] : [])));

const [POINTS, FEWER_POINTS] = [3, 2]; // turning points that are seen at once, and on a phone

/** Where the year turned, in order of time; more than fit open below them. @param {End} end @param {Scene} scene */
function turningPoints(end, { words, send }) {
  const items = end.turning_points.map(({ title, text, turn }) => tag("li", {}, tag("h4", {}, title), tag("p", {}, text),
    button(words.back_to, () => send({ do: "back_to", turn }), { "aria-label": fill(words.back_to_one, { title }), "data-key": `back ${turn}` })));
  const list = (/** @type {Node[]} */ some) => tag("ol", { class: "mb-points" }, ...some);
  const shown = narrow() ? FEWER_POINTS : POINTS;
  const left = items.slice(shown);
  return region("turning", words.turning_points, list(items.slice(0, shown)),
    ...(left.length ? [rest(fill(words.inbox_rest, { count: left.length }), words.inbox_fewer, list(left), "mb-fold")] : []));
}

/** @param {string} caption @param {string[]} head @param {{ cells: string[], marked?: boolean }[]} rows */
const table = (caption, head, rows) => tag("div", { class: "mb-wide" }, tag("table", {}, tag("caption", { class: "mb-hidden" }, caption),
  tag("thead", {}, tag("tr", {}, ...head.map((words) => tag("th", { scope: "col" }, words)))),
  tag("tbody", {}, ...rows.map(({ cells: [first, ...others], marked = false }) => tag("tr", marked ? { class: "mb-yours" } : {},
    tag("th", { scope: "row" }, first), ...others.map((words) => tag("td", {}, words)))))));

/** @param {Sums} of */
const sums = ({ title, head, rows, strong = [] }) => table(title, head, rows.map((cells, at) => ({ cells, marked: strong.includes(at) })));

/** How the same decisions ended in other years, as columns. @param {NonNullable<End["years"]>} years @param {number} own @param {Scene} scene */
function otherYears({ said, spread }, own, { words }) {
  const svg = canvas(420, 120);
  const bins = Array.from({ length: 100 / BIN }, (_, at) => spread.filter((value) => Math.min(100 / BIN - 1, Math.floor(value / BIN)) === at).length);
  const most = Math.max(1, ...bins);
  const x = (/** @type {number} */ value) => 10 + value * 4;
  bins.forEach((count, at) => {
    if (count) part(svg, "rect", { x: x(at * BIN) + 1, y: 92 - (count / most) * 62, width: 4 * BIN - 2, height: (count / most) * 62, class: "mb-column" });
  });
  part(svg, "path", { d: `M${x(0)} 92H${x(100)}`, stroke: "var(--mb-axis)", fill: "none" });
  for (const value of [0, 50, 100]) part(svg, "text", { x: x(value), y: 110, "text-anchor": value ? value === 100 ? "end" : "middle" : "start" }, value);
  part(svg, "path", { d: `M${x(own)} 92V22`, class: "mb-own" });
  part(svg, "path", { d: `M${x(own) - 6} 16h12l-6 9z`, class: "mb-own-head" });
  part(svg, "text", { x: Math.min(350, Math.max(60, x(own))), y: 11, "text-anchor": "middle", style: "font-weight:600" }, words.years_yours);
  return fold("years", words.years, tag("p", {}, said), tag("div", { class: "mb-histogram" }, svg));
}

/** @param {End} end @param {Scene} scene */
const rivals = (end, { words }) => fold("rivals", words.rivals, ...(end.rivals_said ? [tag("p", {}, end.rivals_said)] : []), table(words.rivals,
  [words.rival_who, words.rival_stayed, words.rival_headline, words.rival_hours],
  end.rivals.map(({ title, stayed, headline, hours, yours }) => ({ cells: [title, stayed, String(headline), hours], marked: yours }))));

/** A text to copy; its label is read out, and shown by a heading. @param {string} label @param {string} text @param {Scene} scene @param {string} [done] what is said once it is copied */
function copyable(label, text, { words }, done = words.copied) {
  const field = tag("textarea", { rows: Math.max(2, text.split("\n").length), readonly: true, "aria-label": label, ...OWN_KEYS });
  field.value = text;
  const said = statusLine();
  const take = async (/** @type {string} */ what, /** @type {string} */ done) => { said.textContent = (await copied(what, field)) ? done : words.copy_by_hand; };
  return { take, said, field, copy: button(words.copy, () => take(text, done), { "aria-label": fill(words.copy_one, { what: label }) }) };
}

const BOARD = "../board"; // beside the lessons, on a server that is a class's

/** A button that sends the year to the class's board, shown only where one is open. @param {string} code @param {HTMLElement} said @param {Scene["words"]} words */
function toBoard(code, said, words) {
  const address = new URL(BOARD, location.href).href;
  const post = async () => {
    try {
      const answer = await fetch(address, { method: "POST", body: code });
      said.textContent = answer.ok ? (await answer.json()).said : words.board_lost;
    } catch { said.textContent = words.board_lost; }
  };
  const send = button(words.board, post, { hidden: true });
  fetch(address).then((answer) => answer.json()).then(({ open }) => { send.hidden = !open; }).catch(() => {}); // no server, no board
  return [send];
}

/** The year and what was done in it, as codes. Links lead to pages beside this one, which JupyterLab has not. @param {Scene} scene */
function share(scene) {
  const { screen: { code, end }, words, send } = scene;
  const year = copyable(words.code, code, scene);
  const pages = !document.querySelector(".jp-NotebookPanel");
  // The link stands in a field of its own, so that it can be copied by hand where the page may not.
  const address = copyable(words.link_field, new URL(end?.links?.year ?? "", location.href).href, scene, words.link_copied);
  address.field.hidden = true;
  const link = () => { address.field.hidden = false; address.take(address.field.value, words.link_copied); };
  const board = pages ? toBoard(code, year.said, words) : [];
  const acts = end?.strategy ? copyable(words.strategy, end.strategy, scene) : null;
  const plan = end?.plan ? copyable(words.plan, end.plan, scene, words.plan_copied) : null;
  return tag("div", { class: "mb-share-year" }, tag("section", {}, tag("h3", {}, words.code), year.field, tag("p", { class: "mb-actions" }, year.copy,
    ...(pages && end?.links ? [button(words.link, link)] : []), ...board, button(words.again, () => send({ do: "again" }), { class: "mb-main" })), year.said, ...(pages && end?.links ? [address.field, address.said] : [])),
  ...(acts ? [fold("acts", words.strategy, acts.field, tag("p", { class: "mb-actions" }, acts.copy, ...(pages && end?.links?.lab ? [tag("a", { href: end.links.lab }, words.lab)] : [])), acts.said)] : []),
  ...(plan ? [fold("plan", words.plan, plan.field, tag("p", { class: "mb-actions" }, plan.copy), plan.said)] : []), opening(words, send));
}

/** @param {(end: End, scene: Scene) => HTMLElement | null} draw @returns {(scene: Scene) => Node[]} */
const ofEnd = (draw) => (scene) => {
  const drawn = scene.screen.end && draw(scene.screen.end, scene);
  return drawn ? [drawn] : [];
};

/** The parts of the end: a name, the data that each is drawn from, and how. @type {[string, (screen: Screen) => unknown, (scene: Scene) => Node[]][]} */
export const END = [
  ["turning_points", ({ end }) => end?.turning_points, ofEnd((end, scene) => (end.turning_points.length ? turningPoints(end, scene) : null))],
  ["lines", ({ end }) => [end?.lines, end?.heard], ofEnd(lines)],
  ["kinds", ({ end }) => end?.kinds, ofEnd(({ kinds }) => (kinds ? fold("kinds", kinds.title, tag("p", { class: "mb-hint" }, kinds.said ?? ""), sums(kinds)) : null))],
  ["done", ({ end, inbox }) => [end?.done, end && inbox], ofEnd((end, scene) => (end.done ? done(end, scene) : null))],
  ["years", ({ end }) => end?.years, ofEnd((end, scene) => end.years && otherYears(end.years, end.headline, scene))],
  ["rivals", ({ end }) => end?.rivals, ofEnd((end, scene) => (end.rivals.length ? rivals(end, scene) : null))],
  ["debrief", ({ end }) => end?.debrief, ofEnd((end, { words }) => (end.debrief.length
    ? fold("debrief", words.debrief, tag("ol", {}, ...end.debrief.map((question) => tag("li", {}, question)))) : null))],
  ["code", ({ code, end }) => [code, end?.strategy, end?.plan, end?.links], (scene) => [share(scene)]],
];
