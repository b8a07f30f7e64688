// @ts-check
// The positions in a picture, as plain numbers and without the page. Lengths are pixels.

/** @typedef {{ label: string, look: number, mean: number[], low?: number[] | null, high?: number[] | null, hours?: number[], hours_end?: string }} Line */
/** @typedef {{ intro?: string, state: string, rows?: string[], change?: string }} TextAlternative for readers who do not see the picture */
/**
 * @typedef {{ kind: "trust", group?: string, headline?: string, title?: string, words: Record<string, string>, twin: TextAlternative, weeks: number,
 *   lines: Line[], turns: { week: number, down: boolean }[], events: number[], acts: number[], moments?: string[], before?: number[] | null }} Trust
 * @typedef {{ kind: "waterfall", group?: string, headline?: string, title?: string, words: Record<string, string>, twin: TextAlternative, first: number,
 *   last: number, said: string[], bars: { words: string, moved: number, by: string }[] }} Waterfall
 * @typedef {{ kind: "ranking", group?: string, headline?: string, title?: string, words: Record<string, string>, twin: TextAlternative,
 *   rows: { label: string, kind: string, marked: boolean, mean: number, low: number, high: number, hours?: number, said: { mean: string } }[] }} Ranking
 */
/** @typedef {ReturnType<typeof frame>} Frame */
/** @typedef {(value: number) => number} Scale */

const NARROW = 560; // a phone

/** @param {number} width */
export const isNarrow = (width) => width < NARROW;

/** @template T @param {T[]} values */
export const last = (values) => values[values.length - 1];

/** Break words into at most two lines of `letters` characters; longer texts end in "…". @param {string} words @param {number} letters */
export function wrapped(words, letters) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const now = last(lines);
    if (now && now.length + word.length >= letters) lines.push(word);
    else lines[lines.length - 1] = now ? `${now} ${word}` : word;
  }
  if (lines.length > 2) lines.splice(1, lines.length, `${lines[1].slice(0, letters - 1)}…`);
  return lines.map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
}

/**
 * Move labels apart until none overlap; each has a size and a preferred middle `y`, and gets its actual middle, `at`.
 * @template {{ y: number, size: number }} Label
 * @param {Label[]} labels @param {number} top @param {number} bottom
 */
export function spread(labels, top, bottom) {
  const placed = labels.map((label) => ({ ...label, at: label.y }));
  const order = [...placed].sort((a, b) => a.y - b.y);
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
  return placed;
}

/** Return the range from the tenth below to the tenth above all values, within 0 and 1. @param {number[]} values @returns {[number, number]} */
export const tenthsAround = (values) => [
  Math.max(0, Math.floor(Math.min(...values) * 10 + 0.01) / 10), Math.min(1, Math.ceil(Math.max(...values) * 10 - 0.01) / 10)];

/** Return each tenth from low to high. @param {number} low @param {number} high */
export function tenths(low, high) {
  const first = Math.round(low * 10);
  return Array.from({ length: Math.round(high * 10) - first + 1 }, (_, i) => (first + i) / 10);
}

/** Return the weeks that are labelled on the axis. @param {number} weeks @param {boolean} narrow */
export function weekTicks(weeks, narrow) {
  const step = weeks > 60 ? 26 : narrow ? 13 : 4;
  return Array.from({ length: Math.floor(weeks / step) + 1 }, (_, i) => i * step);
}

/** Return the scale from values to positions between left and right. @param {number} low @param {number} high @param {number} left @param {number} right @returns {Scale} */
export const scale = (low, high, left, right) => (value) => left + ((value - low) / Math.max(high - low, 0.1)) * (right - left);

/** Trust on the axis: always the whole of it, so that two pictures can be compared and none jumps. @type {[number, number]} */
const WHOLE = [0, 1];

/** Lay out a picture of trust over time. @param {Trust} data @param {number} width */
export function frame(data, width) {
  const narrow = isNarrow(width);
  const strip = data.lines.some((line) => line.hours) ? 78 : 0;
  const [left, right, top, plot] = [34, width - (narrow ? 108 : 158), 28, narrow ? 190 : 250];
  const bottom = top + plot;
  const weeks = bottom + (data.acts.length ? 32 : 20);
  return {
    left, right, top, bottom, weeks, strip, narrow, width, range: WHOLE, acts: bottom + 8, stripTop: weeks + 34,
    height: weeks + 24 + (strip ? strip + 20 : 0),
    x: (/** @type {number} */ week) => left + (week / data.weeks) * (right - left),
    y: scale(...WHOLE, bottom, top),
  };
}

/** Return the points of a line that has a value for each week. @param {number[]} values @param {Scale} x @param {Scale} y */
export const points = (values, x, y) => values.map((value, week) => `${x(week).toFixed(1)} ${y(value).toFixed(1)}`);

/** Return each bar with its start and end. @param {Waterfall} data */
export function steps({ first, bars }) {
  let at = first;
  return bars.map((bar) => ({ ...bar, from: at, to: (at += bar.moved) }));
}

/** Return the picture's accessible name. @param {Trust | Waterfall | Ranking} data */
export const spoken = (data) => `${data.title || ""}. ${data.twin.state}`;
