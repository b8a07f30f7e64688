// @ts-check
// Draws trust over time, what moved trust, or a ranking, from plain JSON data: the kernel sends it, or any page.
//
//   drawInto(element, data)   draws the picture, and again when the element's width changes;
//                             returns a function to call with newer data.
//
// All words come with the data. Lengths are real pixels, so that letters stay readable at 390 px.
import { frame, isNarrow, last, points, scale, spoken, spread, steps, tenths, tenthsAround, weekTicks, wrapped } from "./chart_geometry.js";
import { OWN_KEYS, button, dress, follow, newId, part, tag } from "./dom.js";

/** @import { Frame, Line, Ranking, Trust, Waterfall } from "./chart_geometry.js" */
/** @import { RenderProps } from "@anywidget/types" */

// All colours are in sim/look/tokens.css, with variants for dark pages, more contrast and forced colours.
const INK = "var(--mb-ink)";
const PAPER = "var(--mb-paper)";
const AXIS = "var(--mb-axis)";
const FAINT = "var(--mb-faint)";
// Dashes distinguish the lines without colour.
const DASHES = ["", "8 4", "2 3", "9 3 2 3", "5 2", "12 3 2 3 2 3", "3 2", "14 4"];
const GAP = 15; // from one label's line of text to the next
const ANNOUNCE_AFTER = 600; // ms of rest before a change is read aloud
const GHOST_STAYS = 1200; // ms

/** Return a line's colour and its dashes. @param {Line} line */
const lookOf = ({ look }) => [`var(--mb-line-${look % DASHES.length})`, DASHES[look % DASHES.length]];

/** @param {Element} svg @param {number} width @param {number} height */
const resize = (svg, width, height) => dress(svg, { viewBox: `0 0 ${width} ${height}`, height });

/** @param {Element} text @param {string[]} rows @param {number} x @param {number} gap */
const rowsInto = (text, rows, x, gap) => rows.forEach((row, i) => part(text, "tspan", { x, dy: i ? gap : 0 }, row));

/** @param {Element} svg @param {Trust} data @param {Frame} box */
function axes(svg, data, { left, right, top, bottom, weeks, narrow, range, x, y }) {
  for (const trust of tenths(...range)) {
    part(svg, "path", { d: `M${left} ${y(trust)}H${right}`, stroke: FAINT, fill: "none" });
    part(svg, "text", { x: left - 6, y: y(trust) + 4, "text-anchor": "end" }, `${Math.round(100 * trust)}`);
  }
  part(svg, "path", { d: `M${left} ${top}V${bottom}H${right}`, stroke: AXIS, fill: "none" });
  part(svg, "text", { x: 0, y: 12 }, data.words.y);
  for (const week of weekTicks(data.weeks, narrow)) part(svg, "text", { x: x(week), y: weeks, "text-anchor": "middle" }, week);
  part(svg, "text", { x: (left + right) / 2, y: weeks + 16, "text-anchor": "middle" }, data.words.x);
}

/** @param {Element} svg @param {Line} line @param {Frame} box */
function band(svg, line, { x, y }) {
  const there = points(line.high || [], x, y).join("L");
  const back = points(line.low || [], x, y).reverse().join("L");
  part(svg, "path", { d: `M${there}L${back}Z`, fill: lookOf(line)[0], "fill-opacity": 0.13, stroke: "var(--mb-band-edge)", "stroke-dasharray": "1 3" });
}

/** @param {Element} svg @param {string} colour @param {string} dashes @param {number} width @param {string[]} through */
const stroke = (svg, colour, dashes, width, through) =>
  part(svg, "path", { d: `M${through.join("L")}`, stroke: colour, "stroke-dasharray": dashes, "stroke-width": width, fill: "none" });

/** @param {Element} svg @param {{ line: Line, words: string, y: number }[]} ends @param {Frame} box @param {number} top @param {number} bottom */
function endLabels(svg, ends, box, top, bottom) {
  const letters = Math.floor((box.width - box.right - 10) / 7.6);
  const labels = ends.map(({ line, words, y }) => ({ line, y, rows: wrapped(words, letters) }));
  const x = box.right + 8;
  for (const { line, rows, at, y, size } of spread(labels.map((one) => ({ ...one, size: GAP * one.rows.length })), top, bottom)) {
    const [colour] = lookOf(line);
    if (Math.abs(at - y) > 4) part(svg, "path", { d: `M${box.right} ${y}L${x - 1} ${at}`, stroke: colour, fill: "none" });
    rowsInto(part(svg, "text", { y: at - size / 2 + 11.5, style: `fill:${colour};font-weight:600` }), rows, x, GAP);
  }
}

/** @param {Element} svg @param {Trust} data @param {Frame} box */
function marks(svg, data, box) {
  const [own] = data.lines;
  for (const { week, down } of data.turns) {
    const [x, y] = [box.x(week), box.y(own.mean[week]) + (down ? 7 : -7)];
    part(svg, "path", { d: `M${x - 6} ${y}h12l-6 ${down ? 9 : -9}z`, fill: INK, stroke: PAPER, "stroke-width": 1 });
  }
  for (const week of data.events) part(svg, "path", { d: `M${box.x(week)} ${box.top - 14}l6 6l-6 6l-6 -6z`, fill: INK });
  for (const week of data.acts) {
    part(svg, "path", { d: `M${box.x(week)} ${box.acts - 5}v10`, stroke: lookOf(own)[0], "stroke-width": 2 });
  }
}

/** @param {Element} svg @param {Trust} data @param {Frame} box */
function hoursStrip(svg, data, box) {
  const lines = data.lines.flatMap((line) => (line.hours ? [{ line, hours: line.hours }] : []));
  if (!lines.length) return;
  const most = Math.max(50, ...lines.map(({ hours }) => last(hours)));
  const bottom = box.stripTop + box.strip - 18;
  const height = (/** @type {number} */ hours) => bottom - (hours / most) * (box.strip - 26);
  part(svg, "text", { x: 0, y: box.stripTop }, data.words.hours);
  part(svg, "path", { d: `M${box.left} ${box.stripTop + 6}V${bottom}H${box.right}`, stroke: AXIS, fill: "none" });
  for (const { line, hours } of [...lines].reverse()) {
    const [colour, dashes] = lookOf(line);
    stroke(svg, colour, dashes, 2, points(hours, box.x, height));
  }
  const ends = lines.map(({ line, hours }) => ({ line, words: line.hours_end || "", y: height(last(hours)) }));
  endLabels(svg, ends, box, box.stripTop - 14, bottom + 22);
}

/** @param {Element} svg @param {Trust} data @param {Frame} box @param {number[] | null} ghost trust before the last change */
function drawTrust(svg, data, box, ghost) {
  resize(svg, box.width, box.height);
  axes(svg, data, box);
  for (const line of data.lines) if (line.low) band(svg, line, box);
  if (ghost) stroke(svg, AXIS, "1 4", 2, points(ghost, box.x, box.y));
  for (const line of [...data.lines].reverse()) {
    const [colour, dashes] = lookOf(line);
    stroke(svg, colour, dashes, line.look === 0 ? 3.5 : 2.5, points(line.mean, box.x, box.y));
  }
  marks(svg, data, box);
  const ends = data.lines.map((line) => ({ line, words: line.label, y: box.y(last(line.mean)) }));
  endLabels(svg, ends, box, box.top - 8, box.bottom + 24);
  hoursStrip(svg, data, box);
  return part(svg, "path", { stroke: INK, "stroke-dasharray": "3 3", fill: "none" });
}

/** @param {Element} svg @param {Waterfall} data @param {number} width */
function drawWaterfall(svg, data, width) {
  const names = isNarrow(width) ? 142 : 250;
  const row = 30;
  const bars = steps(data);
  const all = [data.first, data.last, ...bars.map((bar) => bar.to)];
  const x = scale(Math.min(...all), Math.max(...all), names + 52, width - 60);
  resize(svg, width, row * (bars.length + 2) + 8);
  const name = (/** @type {string} */ words, /** @type {number} */ y) => {
    const rows = wrapped(words, Math.floor(names / 6.4));
    rowsInto(part(svg, "text", { y: y - (rows.length - 1) * 7 + 5 }), rows, 0, 14);
  };
  const total = (/** @type {string} */ words, /** @type {number} */ trust, /** @type {string} */ said, /** @type {number} */ y) => {
    name(words, y);
    part(svg, "path", { d: `M${x(trust)} ${y - 9}v18`, stroke: INK, "stroke-width": 4 });
    part(svg, "text", { x: x(trust) + 7, y: y + 5, style: "font-weight:700" }, said);
  };
  total(data.words.first, data.first, data.said[0], row / 2 + 4);
  bars.forEach((bar, i) => {
    const y = row * (i + 1.5) + 4;
    const [left, right] = [x(Math.min(bar.from, bar.to)), x(Math.max(bar.from, bar.to))];
    const lost = bar.moved < 0;
    name(bar.words, y);
    part(svg, "rect", { x: left, y: y - 9, width: Math.max(right - left, 2), height: 18,
      fill: lost ? "var(--mb-lost)" : "var(--mb-gained)", stroke: lost ? "var(--mb-lost)" : "var(--mb-gained-edge)" });
    part(svg, "text", { x: lost ? left - 5 : right + 5, "text-anchor": lost && "end", y: y + 5 }, bar.by);
    part(svg, "path", { d: `M${x(bar.to)} ${y + 9}v12`, stroke: AXIS, fill: "none" });
  });
  total(data.words.last, data.last, data.said[1], row * (bars.length + 1.5) + 4);
}

// Strategies as rows, highest first: a dot for the mean, a bar for the middle 80 of 100 worlds.
/** @type {Record<string, string[]>} */
const KINDS = { documented: ["var(--mb-line-0)", "var(--mb-pale-0)"], foil: ["var(--mb-line-1)", "var(--mb-pale-1)"], own: [INK, "var(--mb-pale-2)"] };

/** @param {Element} svg @param {Ranking} data @param {number} width */
function drawRanking(svg, data, width) {
  const narrow = isNarrow(width);
  const [row, names, top] = [narrow ? 40 : 24, narrow ? 0 : 258, 36];
  const bottom = top + row * data.rows.length;
  const [low, high] = tenthsAround(data.rows.flatMap((one) => [one.low, one.high]));
  const hours = data.rows.some((one) => one.hours !== undefined) ? 62 : 0;
  const x = scale(low, high, names + 10, width - 52 - hours);
  resize(svg, width, bottom + 8);
  part(svg, "text", { x: 0, y: 12 }, data.words.x);
  if (hours) part(svg, "text", { x: width, y: 12, "text-anchor": "end" }, data.words.hours);
  for (const trust of tenths(low, high)) {
    part(svg, "path", { d: `M${x(trust)} ${top}V${bottom}`, stroke: FAINT, fill: "none" });
    part(svg, "text", { x: x(trust), y: top - 5, "text-anchor": "middle" }, `${Math.round(100 * trust)}`);
  }
  data.rows.forEach((one, i) => {
    const [ink, pale] = KINDS[one.kind];
    const y = top + row * i + (narrow ? 30 : row / 2);
    const weight = one.marked ? 700 : 400;
    part(svg, "text", { x: 0, y: narrow ? y - 12 : y + 4, style: `fill:${ink};font-weight:${weight}` }, `${i + 1}. ${one.label}`);
    part(svg, "rect", { x: x(one.low), y: y - 5, width: Math.max(x(one.high) - x(one.low), 1), height: 10, fill: pale, stroke: "var(--mb-pale-edge)" });
    // A foil's dot is hollow and the trainee's own strategy is a square, so that colour is not needed.
    if (one.kind === "own") part(svg, "rect", { x: x(one.mean) - 5, y: y - 5, width: 10, height: 10, fill: ink });
    else part(svg, "circle", { cx: x(one.mean), cy: y, r: 4.5, stroke: ink, "stroke-width": 2, fill: one.kind === "foil" ? PAPER : ink });
    const end = { y: y + 4, "text-anchor": "end", style: `font-weight:${weight}` };
    part(svg, "text", { x: width - hours, ...end }, one.said.mean);
    if (hours) part(svg, "text", { x: width, ...end }, one.hours ?? "");
  });
}

/** Make the parts of the page around the drawing. @param {HTMLElement} el */
function page(el) {
  const id = newId();
  const parts = {
    headline: tag("p", { class: "mb-headline" }), title: tag("h3"), note: tag("p", { class: "mb-hint" }), label: tag("label", { for: id }),
    week: tag("input", { type: "range", id, min: 0, step: 1, value: 0, ...OWN_KEYS }), told: tag("p", { class: "mb-told" }),
    replay: button("", () => {}), summary: tag("summary"), state: tag("p"), rows: tag("ul", { class: "mb-rows" }),
    more: tag("p", { class: "mb-hint" }), live: tag("div", { class: "mb-hidden", "aria-live": "polite" }),
  };
  const moment = tag("div", {}, parts.label, parts.week, parts.told);
  const inWords = tag("details", {}, parts.summary, parts.state, parts.rows, parts.more);
  el.append(parts.headline, parts.title);
  const svg = part(el, "svg", { role: "img" });
  el.append(parts.note, moment, parts.replay, inWords, parts.live);
  return { ...parts, moment, svg };
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {HTMLElement} el @param {Trust | Waterfall | Ranking} first */
export function drawInto(el, first) {
  el.classList.add("mb", "mb-picture");
  const parts = page(el);
  /** @typedef {{ box: Frame, cursor: Element }} Drawn */
  const state = {
    group: /** @type {string | null | undefined} */ (null),
    ghost: /** @type {number[] | null} */ (null), drawn: /** @type {Drawn | null} */ (null), timer: 0, rest: 0, run: 0,
  };
  let data = first;

  const look = (/** @type {number} */ week, kept = true) => {
    if (data.kind !== "trust" || !data.moments || !state.drawn) return;
    const { box, cursor } = state.drawn;
    if (kept) parts.week.value = String(week);
    parts.week.setAttribute("aria-valuetext", data.moments[week]);
    parts.told.textContent = data.moments[week];
    cursor.setAttribute("d", `M${box.x(week)} ${box.top}V${box.bottom}`);
  };
  const draw = (now = data) => {
    const width = Math.floor(el.clientWidth - 16);
    if (width < 120) return;
    parts.svg.replaceChildren();
    if (now.kind === "trust") {
      const box = frame(now, width);
      state.drawn = { box, cursor: drawTrust(parts.svg, now, box, state.ghost) };
      look(Math.min(Number(parts.week.value), now.weeks));
    } else if (now.kind === "ranking") drawRanking(parts.svg, now, width);
    else drawWaterfall(parts.svg, now, width);
    // Screen readers read the picture as one image with a name; its many numbers would only disturb.
    for (const node of parts.svg.children) node.setAttribute("aria-hidden", "true");
  };
  // An animation stops at the next data, at the next replay, or when the view is removed.
  const still = () => {
    state.run += 1;
    state.ghost = null;
    clearTimeout(state.rest);
  };
  const replay = () => {
    if (data.kind !== "trust" || !data.before) return;
    still();
    const [run, now, before] = [state.run, data, data.before];
    const [line, ...others] = now.lines;
    const start = performance.now();
    state.ghost = before;
    const frameAt = (/** @type {number} */ time) => {
      if (run !== state.run) return;
      const share = calm() ? Number(time - start > 1200) : Math.min(1, Math.max(0, (time - start - 300) / 900));
      const mean = line.mean.map((value, week) => before[week] + share * (value - before[week]));
      draw({ ...now, turns: [], lines: [{ ...line, mean, low: null, high: null }, ...others] });
      if (share < 1) requestAnimationFrame(frameAt);
      else state.rest = setTimeout(() => { still(); draw(); }, GHOST_STAYS);
    };
    requestAnimationFrame(frameAt);
  };
  const announce = (/** @type {string | undefined} */ words) => {
    clearTimeout(state.timer);
    // Cleared first, so that the same words are read again.
    parts.live.textContent = "";
    if (words) state.timer = setTimeout(() => { parts.live.textContent = words; }, ANNOUNCE_AFTER);
  };
  const show = (/** @type {Trust | Waterfall | Ranking} */ next) => {
    data = next;
    still();
    const trust = next.kind === "trust" ? next : null;
    parts.week.max = String(trust?.weeks ?? 0);
    if (!state.group && trust) parts.week.value = String(trust.turns[0]?.week ?? 0);
    state.group = next.group;
    for (const name of /** @type {const} */ (["headline", "title"])) {
      parts[name].textContent = next[name] || "";
      parts[name].hidden = !next[name];
    }
    parts.note.textContent = next.words.note;
    parts.label.textContent = next.words.look || "";
    parts.moment.hidden = !trust?.moments;
    parts.replay.textContent = next.words.replay || "";
    parts.replay.hidden = !next.words.replay;
    parts.replay.style.visibility = trust?.before ? "visible" : "hidden"; // keeps its space, so that nothing moves
    parts.summary.textContent = next.words.twin;
    // Many rows are a list, so that a screen reader can go from row to row.
    const { state: told, intro = told, rows = [], change } = next.twin;
    parts.state.textContent = intro;
    parts.rows.replaceChildren(...rows.map((row) => tag("li", {}, row)));
    parts.rows.hidden = !rows.length;
    parts.more.textContent = next.words.more || "";
    parts.svg.setAttribute("aria-label", spoken(next));
    draw();
    announce(change);
  };

  parts.week.addEventListener("input", () => look(Number(parts.week.value)));
  parts.replay.addEventListener("click", replay);
  const under = (/** @type {MouseEvent} */ event, /** @type {boolean} */ kept) => {
    if (!state.drawn || data.kind !== "trust") return;
    const { left, right } = state.drawn.box;
    const across = (event.clientX - parts.svg.getBoundingClientRect().left - left) / (right - left);
    look(Math.round(Math.min(1, Math.max(0, across)) * data.weeks), kept);
  };
  // Hovering shows a moment as long as the pointer is there; a press keeps it. Scrolling below a resting pointer does
  // not count as hovering.
  dress(parts.svg, {
    pointermove: (event) => { if (event.movementX || event.movementY) under(event, false); },
    pointerleave: () => look(Number(parts.week.value)),
    click: (event) => under(event, true),
  });
  let seen = 0;
  const watcher = new ResizeObserver(() => {
    if (el.clientWidth !== seen) { seen = el.clientWidth; draw(); }
  });
  watcher.observe(el);
  show(first);
  return Object.assign(show, { stop: () => { watcher.disconnect(); announce(""); still(); } });
}

/** @param {RenderProps<{ data: Trust | Waterfall | Ranking | {} }>} props */
function render({ model, el }) {
  const box = tag("div");
  el.append(box);
  /** @type {ReturnType<typeof drawInto> | null} */
  let show = null;
  // If data cannot be drawn, the last good picture stays.
  const update = () => {
    const data = model.get("data");
    if (!data || !("kind" in data)) return;
    try {
      if (show) show(data);
      else show = drawInto(box, data);
    } catch (problem) {
      console.warn(problem);
    }
  };
  const unfollow = follow(model, ["data"], update);
  update();
  return () => { unfollow(); show?.stop(); };
}

export default { render };
