// Draws trust over time, what moved trust, or a ranking, from plain JSON data: the kernel sends it, or any page.
//
//   drawInto(element, data)   makes the whole picture and keeps it in step with the element's width;
//                             call what it returns with newer data.
//
// All words come with the data. Lengths are real pixels, so that letters stay readable at 390 px.
const NS = "http://www.w3.org/2000/svg";
// All colours stand in widgets.css, which has others for who asks for contrast, for dark, or for colours of their own.
const INK = "var(--mb-ink)";
const PAPER = "var(--mb-paper)";
const AXIS = "var(--mb-axis)";
const FAINT = "var(--mb-faint)";
// Dashes tell the lines without colour.
const DASHES = ["", "8 4", "2 3", "9 3 2 3", "5 2", "12 3 2 3 2 3", "3 2", "14 4"];
const LOOKS = DASHES.map((dashes, at) => [`var(--mb-line-${at})`, dashes]);
const GAP = 15; // from one label's line of text to the next
const ANNOUNCE_AFTER = 600; // ms of rest before a change is read aloud

function part(name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const lookOf = (line) => LOOKS[line.look % LOOKS.length];
const last = (values) => values[values.length - 1];

// Lines of at most so many letters; what does not fit into two ends in "…".
function wrapped(words, letters) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const now = lines[lines.length - 1];
    if (now && now.length + word.length >= letters) lines.push(word);
    else lines[lines.length - 1] = now ? `${now} ${word}` : word;
  }
  if (lines.length > 2) lines.splice(1, lines.length, `${lines[1].slice(0, letters - 1)}…`);
  return lines.map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
}

// Moves labels apart until none covers another; each is {y, size} with its wished middle and its height.
function spread(labels, top, bottom) {
  const order = [...labels].sort((a, b) => a.y - b.y);
  let edge = top;
  for (const label of order) {
    label.at = Math.max(label.y, edge + label.size / 2);
    edge = label.at + label.size / 2;
  }
  edge = bottom;
  for (const label of order.reverse()) {
    label.at = Math.min(label.at, edge - label.size / 2);
    edge = label.at - label.size / 2;
  }
}

// The trust that the axis shows. It only grows while a control is dragged, so that the picture does not jump.
function rangeOf(lines, shown) {
  const values = lines.flatMap((line) => [...line.mean, ...(line.low || []), ...(line.high || [])]);
  const low = Math.max(0, Math.floor(Math.min(...values) * 10 + 0.01) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...values) * 10 - 0.01) / 10);
  return shown ? [Math.min(low, shown[0]), Math.max(high, shown[1])] : [low, Math.max(high, low + 0.2)];
}

function frame(data, width, shown) {
  const narrow = width < 560;
  const strip = data.lines.some((line) => line.hours) ? 78 : 0;
  const box = { left: 34, right: width - (narrow ? 108 : 158), top: 28, plot: narrow ? 190 : 250, strip, narrow, width };
  box.bottom = box.top + box.plot;
  box.acts = box.bottom + 8;
  box.weeks = box.bottom + (data.acts.length ? 32 : 20);
  box.stripTop = box.weeks + 34;
  box.height = box.weeks + 24 + (strip ? strip + 20 : 0);
  const [low, high] = rangeOf(data.lines, shown);
  box.range = [low, high];
  box.x = (week) => box.left + (week / data.weeks) * (box.right - box.left);
  box.y = (trust) => box.bottom - ((trust - low) / (high - low)) * box.plot;
  return box;
}

function axes(svg, data, box) {
  const [low, high] = box.range;
  for (let tenth = Math.round(low * 10); tenth <= Math.round(high * 10); tenth += 1) {
    const y = box.y(tenth / 10);
    svg.append(part("path", { d: `M${box.left} ${y}H${box.right}`, stroke: FAINT, fill: "none" }));
    svg.append(part("text", { x: box.left - 6, y: y + 4, "text-anchor": "end" }, (tenth / 10).toFixed(1)));
  }
  svg.append(part("path", { d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`, stroke: AXIS, fill: "none" }));
  svg.append(part("text", { x: 0, y: 12 }, data.words.y));
  const step = data.weeks > 60 ? 26 : box.narrow ? 13 : 4;
  for (let week = 0; week <= data.weeks; week += step) {
    svg.append(part("text", { x: box.x(week), y: box.weeks, "text-anchor": "middle" }, week));
  }
  svg.append(part("text", { x: (box.left + box.right) / 2, y: box.weeks + 16, "text-anchor": "middle" }, data.words.x));
}

const path = (values, box, height) =>
  `M${values.map((value, week) => `${box.x(week).toFixed(1)} ${height(value).toFixed(1)}`).join("L")}`;

function band(svg, line, box) {
  const back = line.low.map((value, week) => `${box.x(week).toFixed(1)} ${box.y(value).toFixed(1)}`).reverse();
  svg.append(part("path", { d: `${path(line.high, box, box.y)}L${back.join("L")}Z`, fill: lookOf(line)[0], "fill-opacity": 0.13,
    stroke: "var(--mb-band-edge)", "stroke-dasharray": "1 3" }));
}

function stroke(svg, line, values, box, height, width) {
  const [colour, dashes] = lookOf(line);
  const d = path(values, box, height);
  svg.append(part("path", { d, stroke: colour, "stroke-dasharray": dashes, "stroke-width": width, fill: "none" }));
}

function endLabels(svg, lines, box, ends) {
  const letters = Math.floor((box.width - box.right - 10) / 7.6);
  const labels = lines.map((line, i) => ({ line, words: wrapped(ends[i].words, letters), y: ends[i].y }));
  for (const label of labels) label.size = GAP * label.words.length;
  spread(labels, ends.top, ends.bottom);
  for (const { line, words, at, y, size } of labels) {
    const x = box.right + 8;
    if (Math.abs(at - y) > 4) {
      svg.append(part("path", { d: `M${box.right} ${y}L${x - 1} ${at}`, stroke: lookOf(line)[0], fill: "none" }));
    }
    const text = part("text", { y: at - size / 2 + 11.5, style: `fill:${lookOf(line)[0]};font-weight:600` });
    words.forEach((row, i) => text.append(part("tspan", { x, dy: i ? GAP : 0 }, row)));
    svg.append(text);
  }
}

function marks(svg, data, box) {
  const on = data.lines[0].mean;
  for (const { week, down } of data.turns) {
    const [x, y] = [box.x(week), box.y(on[week]) + (down ? 7 : -7)];
    const d = down ? `M${x - 6} ${y}h12l-6 9z` : `M${x - 6} ${y}h12l-6 -9z`;
    svg.append(part("path", { d, fill: INK, stroke: PAPER, "stroke-width": 1 }));
  }
  for (const week of data.events) {
    const x = box.x(week);
    svg.append(part("path", { d: `M${x} ${box.top - 14}l6 6l-6 6l-6 -6z`, fill: INK }));
  }
  for (const week of data.acts) {
    svg.append(part("path", { d: `M${box.x(week)} ${box.acts - 5}v10`, stroke: lookOf(data.lines[0])[0], "stroke-width": 2 }));
  }
}

function hoursStrip(svg, data, box) {
  const lines = data.lines.filter((line) => line.hours);
  if (!lines.length) return;
  const most = Math.max(50, ...lines.map((line) => last(line.hours)));
  const bottom = box.stripTop + box.strip - 18;
  const height = (hours) => bottom - (hours / most) * (box.strip - 26);
  svg.append(part("text", { x: 0, y: box.stripTop }, data.words.hours));
  svg.append(part("path", { d: `M${box.left} ${box.stripTop + 6}V${bottom}H${box.right}`, stroke: AXIS, fill: "none" }));
  for (const line of [...lines].reverse()) stroke(svg, line, line.hours, box, height, 2);
  const ends = lines.map((line) => ({ words: line.hours_end, y: height(last(line.hours)) }));
  endLabels(svg, lines, box, Object.assign(ends, { top: box.stripTop - 14, bottom: bottom + 22 }));
}

function drawTrust(svg, data, width, state) {
  const box = frame(data, width, state.range);
  state.range = box.range;
  state.box = box;
  svg.setAttribute("viewBox", `0 0 ${width} ${box.height}`);
  svg.setAttribute("height", box.height);
  axes(svg, data, box);
  for (const line of data.lines) if (line.low) band(svg, line, box);
  if (state.ghost) svg.append(part("path", { d: path(state.ghost, box, box.y), stroke: AXIS, "stroke-width": 2, "stroke-dasharray": "1 4", fill: "none" }));
  [...data.lines].reverse().forEach((line) => stroke(svg, line, line.mean, box, box.y, line.look === 0 ? 3.5 : 2.5));
  marks(svg, data, box);
  const ends = data.lines.map((line) => ({ words: line.label, y: box.y(last(line.mean)) }));
  endLabels(svg, data.lines, box, Object.assign(ends, { top: box.top - 8, bottom: box.bottom + 24 }));
  hoursStrip(svg, data, box);
  state.cursor = part("path", { stroke: INK, "stroke-dasharray": "3 3", fill: "none" });
  svg.append(state.cursor);
}

function drawWaterfall(svg, data, width) {
  const names = width < 560 ? 142 : 250;
  const row = 30;
  const steps = data.bars.map((bar) => ({ ...bar }));
  let at = data.first;
  for (const step of steps) { step.from = at; at += step.moved; step.to = at; }
  const all = [data.first, data.last, ...steps.map((step) => step.to)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (trust) => names + 52 + ((trust - low) / Math.max(high - low, 0.1)) * (width - names - 112);
  const height = row * (steps.length + 2) + 8;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", height);
  const name = (words, y) => {
    const rows = wrapped(words, Math.floor(names / 6.4));
    const text = part("text", { y: y - (rows.length - 1) * 7 + 5 });
    rows.forEach((line, i) => text.append(part("tspan", { x: 0, dy: i ? 14 : 0 }, line)));
    svg.append(text);
  };
  const total = (words, trust, said, y) => {
    name(words, y);
    svg.append(part("path", { d: `M${x(trust)} ${y - 9}v18`, stroke: INK, "stroke-width": 4 }));
    svg.append(part("text", { x: x(trust) + 7, y: y + 5, style: "font-weight:700" }, said));
  };
  total(data.words.first, data.first, data.said[0], row / 2 + 4);
  steps.forEach((step, i) => {
    const y = row * (i + 1.5) + 4;
    const [left, right] = [x(Math.min(step.from, step.to)), x(Math.max(step.from, step.to))];
    name(step.words, y);
    svg.append(part("rect", { x: left, y: y - 9, width: Math.max(right - left, 2), height: 18,
      fill: step.moved < 0 ? "var(--mb-lost)" : "var(--mb-gained)", stroke: step.moved < 0 ? "var(--mb-lost)" : "var(--mb-gained-edge)" }));
    const aside = step.moved < 0 ? { x: left - 5, "text-anchor": "end" } : { x: right + 5 };
    svg.append(part("text", { ...aside, y: y + 5 }, step.by));
    svg.append(part("path", { d: `M${x(step.to)} ${y + 9}v12`, stroke: AXIS, fill: "none" }));
  });
  total(data.words.last, data.last, data.said[1], row * (steps.length + 1.5) + 4);
}

// Strategies as rows, highest first: a dot for the mean, a bar for the middle 80 of 100 worlds.
const KINDS = { documented: ["var(--mb-line-0)", "var(--mb-pale-0)"], foil: ["var(--mb-line-1)", "var(--mb-pale-1)"], own: [INK, "var(--mb-pale-2)"] };

function drawRanking(svg, data, width) {
  const narrow = width < 560;
  const row = narrow ? 40 : 24;
  const names = narrow ? 0 : 258;
  const top = 36;
  const bottom = top + row * data.rows.length;
  const low = Math.max(0, Math.floor(Math.min(...data.rows.map((one) => one.low)) * 10 + 0.01) / 10);
  const high = Math.min(1, Math.ceil(Math.max(...data.rows.map((one) => one.high)) * 10 - 0.01) / 10);
  const hours = data.rows.some((one) => one.hours !== undefined) ? 62 : 0;
  const x = (trust) => names + 10 + ((trust - low) / Math.max(high - low, 0.1)) * (width - names - 62 - hours);
  svg.setAttribute("viewBox", `0 0 ${width} ${bottom + 8}`);
  svg.setAttribute("height", bottom + 8);
  svg.append(part("text", { x: 0, y: 12 }, data.words.x));
  if (hours) svg.append(part("text", { x: width, y: 12, "text-anchor": "end" }, data.words.hours));
  for (let tenth = Math.round(low * 10); tenth <= Math.round(high * 10); tenth += 1) {
    svg.append(part("path", { d: `M${x(tenth / 10)} ${top}V${bottom}`, stroke: FAINT, fill: "none" }));
    svg.append(part("text", { x: x(tenth / 10), y: top - 5, "text-anchor": "middle" }, (tenth / 10).toFixed(1)));
  }
  data.rows.forEach((one, i) => {
    const [ink, pale] = KINDS[one.kind];
    const y = top + row * i + (narrow ? 30 : row / 2);
    const weight = one.marked ? 700 : 400;
    const label = narrow ? { x: 0, y: y - 12 } : { x: 0, y: y + 4 };
    svg.append(part("text", { ...label, style: `fill:${ink};font-weight:${weight}` }, `${i + 1}. ${one.label}`));
    svg.append(part("rect", { x: x(one.low), y: y - 5, width: Math.max(x(one.high) - x(one.low), 1), height: 10, fill: pale, stroke: "var(--mb-pale-edge)" }));
    // A foil's dot is hollow and a strategy of one's own is a square, so that colour is not needed.
    if (one.kind === "own") svg.append(part("rect", { x: x(one.mean) - 5, y: y - 5, width: 10, height: 10, fill: ink }));
    else svg.append(part("circle", { cx: x(one.mean), cy: y, r: 4.5, stroke: ink, "stroke-width": 2, fill: one.kind === "foil" ? PAPER : ink }));
    const end = { y: y + 4, "text-anchor": "end", style: `font-weight:${weight}` };
    svg.append(part("text", { x: width - hours, ...end }, one.said.mean));
    if (hours) svg.append(part("text", { x: width, ...end }, one.hours));
  });
}

// The parts of a page that stand around the drawing.
function page(el) {
  const parts = {
    headline: tag("p", "mb-headline"), title: tag("h3"), svg: part("svg", { role: "img" }),
    note: tag("p", "mb-hint"), moment: tag("div"), label: tag("label"), week: tag("input"), told: tag("p", "mb-told"),
    replay: tag("button"), twin: tag("details"), summary: tag("summary"), state: tag("p"), rows: tag("ul", "mb-rows"), more: tag("p", "mb-hint"), live: tag("div", "mb-hidden"),
  };
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  Object.assign(parts.week, { type: "range", id, min: 0, step: 1, value: 0 });
  parts.week.dataset.lmSuppressShortcuts = "true"; // or JupyterLab takes the arrow keys
  parts.label.htmlFor = id;
  parts.replay.type = "button";
  parts.live.setAttribute("aria-live", "polite");
  parts.moment.append(parts.label, parts.week, parts.told);
  parts.twin.append(parts.summary, parts.state, parts.rows, parts.more);
  const order = ["headline", "title", "svg", "note", "moment", "replay", "twin", "live"];
  el.append(...order.map((name) => parts[name]));
  return parts;
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function drawInto(el, first) {
  el.classList.add("mb", "mb-picture");
  const parts = page(el);
  const state = { range: null, group: null, ghost: null, timer: 0, run: 0 };
  let data = first;

  const look = (week, kept = true) => {
    if (!data.moments || !state.box) return;
    if (kept) parts.week.value = week;
    parts.week.setAttribute("aria-valuetext", data.moments[week]);
    parts.told.textContent = data.moments[week];
    state.cursor.setAttribute("d", `M${state.box.x(week)} ${state.box.top}V${state.box.bottom}`);
  };
  const draw = (now = data) => {
    const width = Math.floor(el.clientWidth - 16);
    if (width < 120) return;
    parts.svg.replaceChildren();
    if (now.kind === "trust") {
      drawTrust(parts.svg, now, width, state);
      look(Math.min(Number(parts.week.value), now.weeks));
    } else if (now.kind === "ranking") drawRanking(parts.svg, now, width);
    else drawWaterfall(parts.svg, now, width);
    // The picture is read as one thing, by its name; its loose numbers would only be noise.
    for (const node of parts.svg.children) node.setAttribute("aria-hidden", "true");
  };
  const replay = () => {
    const run = ++state.run;
    const [line, ...others] = data.lines;
    const start = performance.now();
    state.ghost = data.before;
    const frameAt = (time) => {
      if (run !== state.run) return;
      const share = calm() ? Number(time - start > 1200) : Math.min(1, Math.max(0, (time - start - 300) / 900));
      const mean = line.mean.map((value, week) => data.before[week] + share * (value - data.before[week]));
      draw({ ...data, turns: [], lines: [{ ...line, mean, low: null, high: null }, ...others] });
      if (share < 1) requestAnimationFrame(frameAt);
      else setTimeout(() => { if (run === state.run) { state.ghost = null; draw(); } }, 1200);
    };
    requestAnimationFrame(frameAt);
  };
  const announce = (words) => {
    clearTimeout(state.timer);
    // Emptied first, so that the same words twice are read twice.
    parts.live.textContent = "";
    if (words) state.timer = setTimeout(() => { parts.live.textContent = words; }, ANNOUNCE_AFTER);
  };
  const show = (next) => {
    data = next;
    state.run += 1;
    state.ghost = null;
    parts.week.max = next.weeks || 0;
    if (!state.group && next.turns) parts.week.value = next.turns.length ? next.turns[0].week : 0;
    if (state.group !== next.group) Object.assign(state, { range: null, group: next.group });
    for (const name of ["headline", "title"]) {
      parts[name].textContent = next[name] || "";
      parts[name].hidden = !next[name];
    }
    parts.note.textContent = next.words.note;
    parts.label.textContent = next.words.look || "";
    parts.moment.hidden = !next.moments;
    parts.replay.textContent = next.words.replay || "";
    parts.replay.hidden = !next.words.replay;
    parts.replay.style.visibility = next.before ? "visible" : "hidden"; // keeps its room, so that nothing jumps
    parts.summary.textContent = next.words.twin;
    // Many rows are a list, in which one can go from row to row.
    const { state: told, intro = told, rows = [] } = next.twin;
    parts.state.textContent = intro;
    parts.rows.replaceChildren(...rows.map((row) => tag("li", "", row)));
    parts.rows.hidden = !rows.length;
    parts.more.textContent = next.words.more || "";
    parts.svg.setAttribute("aria-label", `${next.title || ""}. ${told}`);
    draw();
    announce(next.twin.change);
  };

  parts.week.addEventListener("input", () => look(Number(parts.week.value)));
  parts.replay.addEventListener("click", replay);
  const under = (event, kept) => {
    if (!state.box || data.kind !== "trust") return;
    const { left, right } = state.box;
    const across = (event.clientX - parts.svg.getBoundingClientRect().left - left) / (right - left);
    look(Math.round(Math.min(1, Math.max(0, across)) * data.weeks), kept);
  };
  // Hovering shows a moment for as long as the pointer is there; a press keeps it. A page that scrolls below a pointer
  // at rest is no hovering.
  parts.svg.addEventListener("pointermove", (event) => { if (event.movementX || event.movementY) under(event, false); });
  parts.svg.addEventListener("pointerleave", () => look(Number(parts.week.value)));
  parts.svg.addEventListener("click", (event) => under(event, true));
  let seen = 0;
  const watcher = new ResizeObserver(() => {
    if (el.clientWidth !== seen) { seen = el.clientWidth; draw(); }
  });
  watcher.observe(el);
  show(first);
  return Object.assign(show, { stop: () => { watcher.disconnect(); clearTimeout(state.timer); state.run += 1; } });
}

function render({ model, el }) {
  const box = tag("div");
  el.append(box);
  let show = null;
  // What cannot be drawn leaves the last good picture where it is.
  const update = () => {
    const data = model.get("data");
    if (!data || !data.kind) return;
    try {
      if (show) show(data);
      else show = drawInto(box, data);
    } catch (problem) {
      console.warn(problem);
    }
  };
  model.on("change:data", update);
  update();
  return () => { model.off("change:data", update); if (show) show.stop(); };
}

export { drawInto };
export default { render };
