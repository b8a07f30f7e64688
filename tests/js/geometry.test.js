// Where things stand in a picture.
import assert from "node:assert/strict";
import { test } from "node:test";

import { frame, points, scale, spoken, spread, steps, tenths, tenthsAround, weekTicks, wrapped } from "../../sim/widgets/chart_geometry.js";

const line = (mean, more = {}) => ({ label: "Yours", look: 0, mean, ...more });
const trust = (more = {}) => ({ weeks: 52, lines: [line([0.4, 0.6])], acts: [], ...more });
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

test("a scale leads from the lowest value at the left to the highest at the right", () => {
  const x = scale(0.2, 0.7, 100, 300);
  [[0.2, 100], [0.45, 200], [0.7, 300]].forEach(([value, at]) => near(x(value), at));
});

test("a scale of one value alone stands at the left", () => {
  assert.equal(scale(0.5, 0.5, 10, 110)(0.5), 10);
});

test("the axis runs from the tenth below all values to the tenth above", () => {
  assert.deepEqual(tenthsAround([0.43, 0.5]), [0.4, 0.5]);
  assert.deepEqual(tenthsAround([0, 1]), [0, 1]);
});

test("the axis of trust is always the whole of it, whatever the lines", () => {
  for (const lines of [[line([0.41, 0.42])], [line([0.5], { low: [0.31], high: [0.78] })]]) {
    const box = frame(trust({ lines }), 700);
    assert.deepEqual(box.range, [0, 1]);
    assert.deepEqual([box.y(0), box.y(1)], [box.bottom, box.top]);
  }
});

test("each tenth is named once, without the dust of binary fractions", () => {
  assert.deepEqual(tenths(0.2, 0.6000000000000001), [0.2, 0.3, 0.4, 0.5, 0.6]);
});

test("weeks are named every four, every thirteen on a phone, every half year over two years", () => {
  assert.deepEqual(weekTicks(12, false), [0, 4, 8, 12]);
  assert.deepEqual(weekTicks(52, true), [0, 13, 26, 39, 52]);
  assert.deepEqual(weekTicks(104, false), [0, 26, 52, 78, 104]);
});

for (const width of [300, 700]) {
  test(`a picture ${width} pixels wide keeps its lines and labels within`, () => {
    const box = frame(trust(), width);
    assert.deepEqual([box.x(0), box.x(52)], [box.left, box.right]);
    const [low, high] = box.range;
    near(box.y(high), box.top);
    near(box.y(low), box.bottom);
    assert.ok(box.left < box.right && box.right < width && box.weeks < box.height);
  });
}

test("hours get a strip of their own below, and marks of acts a row", () => {
  const plain = frame(trust(), 700);
  assert.ok(frame(trust({ lines: [line([0.5], { hours: [1] })] }), 700).height > plain.height);
  assert.ok(frame(trust({ acts: [3] }), 700).weeks > plain.weeks);
});

test("points follow week and value", () => {
  assert.deepEqual(points([1, 2], (week) => week * 10, (value) => 100 - value), ["0.0 99.0", "10.0 98.0"]);
});

test("labels that would cover each other move apart, and stay within", () => {
  const at = spread([{ y: 50, size: 20 }, { y: 52, size: 20 }, { y: 99, size: 20 }], 0, 100).map((label) => label.at).sort((a, b) => a - b);
  assert.deepEqual(at, [50, 70, 90]);
});

test("labels with room stay where they wish, and are drawn in the order given", () => {
  assert.deepEqual(spread([{ y: 20, size: 10 }, { y: 80, size: 10 }, { y: 50, size: 10 }], 0, 100).map(({ at }) => at), [20, 80, 50]);
});

test("words are broken into two lines at most", () => {
  assert.deepEqual(wrapped("Say nothing", 20), ["Say nothing"]);
  assert.deepEqual(wrapped("Repair and then explain", 12), ["Repair and", "then explain"]);
  assert.deepEqual(wrapped("Write every single working day for ever", 12), ["Write every", "single…"]);
  assert.deepEqual(wrapped("Unbelievably", 6), ["Unbel…"]);
});

test("each bar begins where the one before it ended", () => {
  const bars = steps({ first: 0.5, bars: [{ moved: -0.2 }, { moved: 0.1 }] });
  bars.forEach(({ from, to }, i) => { near(from, [0.5, 0.3][i]); near(to, [0.3, 0.4][i]); });
});

test("a picture is read by its title and its state in words", () => {
  assert.equal(spoken({ title: "Trust over 52 weeks", twin: { state: "It fell to 40." } }), "Trust over 52 weeks. It fell to 40.");
});
