// @ts-check
// A guess that is drawn: how trust will run over the year. A finger or a mouse draws on the picture, five sliders do the
// same with keys. Once the guess is recorded, the model's line grows beside it.
import { isNarrow, points, scale } from "./chart_geometry.js";
import { OWN_KEYS, button, dress, fill, follow, newId, part, tag } from "./dom.js";
import { messages } from "./immediate_message.js";

/** @typedef {Record<string, string>} Words */
/** @typedef {{ label: string, hint: string, weeks: number, start: number, at: number[], drawn: number[], first: number[], again: number[],
 *   model_line: number[], gap: number, told: string[], words: Words }} State */
/** @typedef {{ width: number, height: number, left: number, right: number, top: number, bottom: number, x: (week: number) => number, y: (trust: number) => number }} Plot */

const GROWS = 1600; // ms from the model's first week to its last
const TENTH = 10;
const FINGER = 1 / 13; // of the year: a stroke to the right that stops so near its end was meant to reach it

/** Return the line that runs straight between these weeks' values. @param {[number, number][]} known weeks in order, each with its value @param {number} weeks */
export function straight(known, weeks) {
  const line = [];
  for (let week = 0, at = 0; week <= weeks; week += 1) {
    while (at < known.length - 2 && week > known[at + 1][0]) at += 1;
    const [[from, low], [to, high]] = [known[at], known[Math.min(at + 1, known.length - 1)]];
    const share = to > from ? Math.min(1, Math.max(0, (week - from) / (to - from))) : 0;
    line.push(Math.round(low + share * (high - low)));
  }
  return line;
}

/** Return a line with one of its points moved; what lies between it and its neighbours becomes straight.
 * @param {number[]} line @param {number[]} at the weeks of all points @param {number} place @param {number} value */
export function movedPoint(line, at, place, value) {
  const [left, week, right] = [at[place - 1] ?? 0, at[place], at[place + 1] ?? at[place]];
  const between = straight([[0, line[left]], [week - left, value], ...(right > week ? [/** @type {[number, number]} */ ([right - left, line[right]])] : [])], right - left);
  return [...line.slice(0, left), ...between, ...line.slice(right + 1)];
}

/** Return a line after a stroke of the pointer from one place to another; weeks that were never drawn go on as the last one.
 * @param {number[] | null} line @param {[number, number]} from week and value @param {[number, number]} to @param {number} weeks @param {number} start */
export function stroked(line, from, to, weeks, start) {
  const [low, high] = from[0] <= to[0] ? [from, to] : [to, from];
  const now = line ? [...line] : straight([[0, start], [Math.max(low[0], 1), low[1]]], weeks);
  if (!line) now.fill(low[1], Math.max(low[0], 1));
  for (let week = Math.max(1, low[0]); week <= high[0]; week += 1) {
    const share = high[0] > low[0] ? (week - low[0]) / (high[0] - low[0]) : 1;
    now[week] = Math.round(low[1] + share * (high[1] - low[1]));
  }
  // What was not drawn yet follows the hand, so that a stroke need not reach the last week.
  if (!line || (to[0] >= from[0] && weeks - to[0] <= weeks * FINGER)) now.fill(to[1], to[0] + 1);
  return now;
}

/** @param {number} width @param {number} weeks @returns {Plot} */
function plotOf(width, weeks) {
  const [left, right, top, plot] = [34, width - 10, 22, isNarrow(width) ? 180 : 220];
  const bottom = top + plot;
  return { width, height: bottom + 38, left, right, top, bottom, x: (week) => left + (week / weeks) * (right - left), y: scale(0, 100, bottom, top) };
}

/** @param {Element} svg @param {Plot} box @param {number} weeks @param {Words} words */
function axes(svg, { left, right, top, bottom, x, y, width }, weeks, words) {
  for (let trust = 0; trust <= 100; trust += 2 * TENTH) {
    part(svg, "path", { d: `M${left} ${y(trust)}H${right}`, stroke: "var(--mb-faint)", fill: "none" });
    part(svg, "text", { x: left - 6, y: y(trust) + 4, "text-anchor": "end" }, trust);
  }
  part(svg, "path", { d: `M${left} ${top}V${bottom}H${right}`, stroke: "var(--mb-axis)", fill: "none" });
  part(svg, "text", { x: 0, y: 12 }, words.y);
  const step = isNarrow(width) ? 13 : 4;
  for (let week = 0; week <= weeks; week += step) part(svg, "text", { x: x(week), y: bottom + 16, "text-anchor": "middle" }, week);
  part(svg, "text", { x: (left + right) / 2, y: bottom + 33, "text-anchor": "middle" }, words.x);
}

// Lines differ by dashes and width too, so that colour is not needed.
const LOOKS = /** @type {const} */ ({
  yours: { stroke: "var(--mb-line-0)", "stroke-width": 3.5, "stroke-dasharray": "none" },
  model: { stroke: "var(--mb-line-1)", "stroke-width": 3, "stroke-dasharray": "8 4" },
  again: { stroke: "var(--mb-line-0)", "stroke-width": 2, "stroke-dasharray": "2 4" },
});

/** @param {Element} svg @param {keyof typeof LOOKS} look @param {number[]} line @param {Plot} box */
const trace = (svg, look, line, { x, y }) =>
  part(svg, "path", { d: `M${points(line, x, y).join("L")}`, fill: "none", "stroke-linejoin": "round", class: `mb-drawn-${look}`, ...LOOKS[look] });

/** A line's name with a piece of it. @param {keyof typeof LOOKS} look @param {string} words */
function named(look, words) {
  const item = tag("li");
  part(part(item, "svg", { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true" }), "path", { d: "M1 6H33", fill: "none", ...LOOKS[look] });
  item.append(words);
  return item;
}

const stillness = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The five points as sliders, each with its week as name and its value in words.
 * @param {{ at: number[], start: number, words: Words }} state @param {(place: number, value: number) => void} move @param {() => void} rest */
function sliders({ at, start, words }, move, rest) {
  const said = (/** @type {number} */ value) => {
    const way = value === start ? "level" : value < start ? "below" : "above";
    return fill(words[way], { value, by: Math.abs(value - start) });
  };
  const rows = at.map((week, place) => {
    const id = newId();
    const value = tag("span", { class: "mb-value", "aria-hidden": "true" });
    const input = tag("input", { type: "range", id, min: 0, max: 100, step: 1, ...OWN_KEYS, input: () => move(place, Number(input.value)), change: rest });
    const show = (/** @type {number} */ trust) => {
      input.value = String(trust);
      value.textContent = fill(words.short, { value: trust });
      input.setAttribute("aria-valuetext", said(trust));
    };
    show(start);
    return { show, made: tag("div", { class: "mb-point" }, tag("label", { for: id }, fill(words.week, { week })), value, input) };
  });
  const made = tag("fieldset", { class: "mb-points" }, tag("legend", {}, words.points), ...rows.map((row) => row.made));
  return { made, show: (/** @type {number[] | null} */ line) => rows.forEach((row, place) => row.show(line ? line[at[place]] : start)) };
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  /** @template {keyof State} Name @param {Name} name @returns {State[Name]} */
  const get = (name) => model.get(name);
  const words = get("words");
  const [weeks, start] = [get("weeks"), get("start")];
  /** @type {number[] | null} */
  let line = get("drawn").length ? get("drawn") : null;
  let redrawing = false;
  let share = 1; // of the model's line that is shown
  let run = 0;
  /** @type {Plot} */
  let box = plotOf(320, weeks);
  /** @type {[number, number] | null} */
  let hand = null;

  const shown = () => get("model_line").length > 0 && !redrawing;
  const frameBox = tag("div", { class: "mb-drawing" });
  const svg = part(frameBox, "svg", { "aria-hidden": "true" });
  const hint = tag("p", { class: "mb-hint" });
  const told = tag("div", { class: "mb-gap", role: "status" });
  const legend = tag("ul", { class: "mb-key" });
  const inWords = tag("ul");
  const details = tag("details", {}, tag("summary", {}, words.in_words), inWords);

  const draw = () => {
    const width = Math.floor(frameBox.clientWidth);
    if (width < 120) return;
    box = plotOf(width, weeks);
    svg.replaceChildren();
    dress(svg, { viewBox: `0 0 ${box.width} ${box.height}`, height: box.height, class: shown() ? "" : "mb-to-draw" });
    axes(svg, box, weeks, words);
    if (shown()) drawBoth();
    else drawMine();
    part(svg, "circle", { cx: box.x(0), cy: box.y(start), r: 5, fill: "var(--mb-ink)" });
    // A line that rises would run through these words.
    if (!line && !shown()) part(svg, "text", { x: box.x(0) + 9, y: box.y(start) - 7, class: "mb-halo" }, fill(words.start, { value: start }));
  };
  const drawMine = () => {
    if (get("first").length && redrawing) trace(svg, "yours", get("first"), box).setAttribute("opacity", "0.35");
    if (!line) {
      part(svg, "text", { x: box.x(0) + 9, y: box.y(start) + 20, class: "mb-halo" }, words.here);
      return;
    }
    trace(svg, get("first").length ? "again" : "yours", line, box);
    for (const week of get("at")) part(svg, "circle", { cx: box.x(week), cy: box.y(line[week]), r: 6, fill: "var(--mb-paper)", stroke: "var(--mb-line-0)", "stroke-width": 2.5 });
  };
  const drawBoth = () => {
    const [first, again, all] = [get("first"), get("again"), get("model_line")];
    if (again.length) trace(svg, "again", again, box);
    if (first.length) trace(svg, "yours", first, box);
    trace(svg, "model", all.slice(0, Math.max(2, Math.ceil(share * all.length))), box);
    const [mine, week] = [first.length ? first : again, get("gap")];
    if (share < 1 || !week) return;
    const [x, from, to] = [box.x(week), box.y(mine[week]), box.y(all[week])];
    part(svg, "path", { d: `M${x - 5} ${from}h10M${x} ${from}V${to}M${x - 5} ${to}h10`, stroke: "var(--mb-ink)", "stroke-width": 2, fill: "none" });
  };
  const row = (/** @type {number} */ week) => {
    const [first, again] = [get("first"), get("again")];
    const how = first.length && again.length ? "row_both" : first.length ? "row" : "row_again";
    return fill(words[how], { week, first: first[week], again: again[week], model: get("model_line")[week] });
  };

  // Drawing
  const send = (/** @type {number[]} */ now) => {
    sent.keep(now);
    model.set("drawn", now);
    sent.tell({ drawn: now });
  };
  const rest = () => send(line ?? []);
  const put = (/** @type {number[] | null} */ now) => {
    line = now;
    handles.show(line);
    clear.disabled = !line;
    draw();
  };
  const handles = sliders({ at: get("at"), start, words }, (place, value) => put(movedPoint(line ?? straight([[0, start]], weeks), get("at"), place, value)), rest);
  const clear = button(words.clear, () => { put(null); rest(); handles.made.querySelector("input")?.focus(); });
  const under = (/** @type {PointerEvent} */ event) => {
    const at = svg.getBoundingClientRect();
    const week = Math.round(((event.clientX - at.left - box.left) / (box.right - box.left)) * weeks);
    const trust = Math.round((1 - (event.clientY - at.top - box.top) / (box.bottom - box.top)) * 100);
    return /** @type {[number, number]} */ ([Math.min(weeks, Math.max(0, week)), Math.min(100, Math.max(0, trust))]);
  };
  /** @type {number[] | null} the line before this stroke: null = all of it follows the hand */
  let before = null;
  dress(svg, {
    pointerdown: (/** @type {PointerEvent} */ event) => {
      if (shown() || event.button) return;
      event.preventDefault();
      svg.setPointerCapture?.(event.pointerId);
      [hand, before] = [under(event), line];
      put(stroked(before, hand, hand, weeks, start));
    },
    pointermove: (/** @type {PointerEvent} */ event) => {
      if (!hand) return;
      const now = under(event);
      const next = stroked(line, hand, now, weeks, start);
      if (!before) next.fill(now[1], now[0] + 1);
      put(next);
      hand = now;
    },
    pointerup: () => { if (hand) { hand = null; rest(); } },
    pointercancel: () => { if (hand) { hand = null; rest(); } },
  });

  // What the page shows
  const again = button(words.again, () => { redrawing = true; put(null); show(); handles.made.querySelector("input")?.focus(); });
  const back = button(words.back, () => { redrawing = false; put(null); rest(); show(); again.focus(); });
  const toDraw = tag("div", {}, handles.made, tag("p", { class: "mb-actions" }, clear, back));
  const toSee = tag("div", {}, legend, details, tag("p", { class: "mb-actions" }, again));
  const show = () => {
    const seen = shown();
    toDraw.hidden = seen;
    toSee.hidden = !seen;
    back.hidden = !redrawing;
    hint.textContent = get("hint");
    hint.hidden = seen;
    told.replaceChildren(...(seen ? get("told").map((one) => tag("p", {}, one)) : []));
    const names = /** @type {(keyof typeof LOOKS)[]} */ ([...(get("first").length ? ["yours"] : []), ...(get("again").length ? ["again"] : []), "model"]);
    legend.replaceChildren(...names.map((name) => named(name, words[`line_${name}`])));
    inWords.replaceChildren(...(seen ? get("at").map((week) => tag("li", {}, row(week))) : []));
    draw();
  };
  // The sentence does not wait for the line: who does not look at the picture need not either.
  const grow = () => {
    run += 1;
    const [mine, begun] = [run, performance.now()];
    const step = (/** @type {number} */ now) => {
      if (mine !== run) return;
      share = Math.min(1, Math.max(0, (now - begun) / GROWS));
      draw();
      if (share < 1) requestAnimationFrame(step);
    };
    share = 0;
    show();
    requestAnimationFrame(step);
    frameBox.scrollIntoView?.({ block: "nearest" });
  };
  const reveal = () => {
    redrawing = false;
    if (!get("model_line").length || stillness()) { share = 1; show(); } else grow();
  };
  const sent = messages(model, el, "drawn", (now) => { put(now.length ? now : null); rest(); });
  let width = 0;
  const watcher = new ResizeObserver(() => { if (frameBox.clientWidth !== width) { width = frameBox.clientWidth; draw(); } });
  watcher.observe(frameBox);
  const ends = [follow(model, ["model_line", "again", "first"], reveal), follow(model, ["told", "gap", "hint"], show),
    follow(model, ["drawn"], () => { if (!hand) put(get("drawn").length ? get("drawn") : null); }), sent.leave, () => { watcher.disconnect(); run += 1; }];
  el.append(tag("div", { class: "mb mb-guess-line" }, tag("p", { class: "mb-say" }, get("label")), hint, frameBox, told, toSee, toDraw));
  put(line);
  show();
  sent.bring();
  return () => ends.forEach((end) => end());
}

export default { render };
