// A line that is drawn: what a stroke and a point's slider do to it, and what is shown of it when.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { movedPoint, straight, stroked } from "../../sim/widgets/guess_line.js";
import { FakeModel, openPage } from "./fake_page.js";

const WORDS = new Proxy({}, { get: (_, name) => `${String(name)} {week}{value}{model}` });
const STATE = { label: "Draw it", hint: "H", weeks: 8, start: 70, at: [2, 4, 6, 8], drawn: [], first: [], again: [], model_line: [], gap: 0, told: [], words: WORDS };
const FIRST = { first: [70, 60, 60, 60, 60, 60, 60, 60, 60], model_line: [70, 41, 41, 41, 41, 41, 41, 41, 41], gap: 1, told: ["Widest gap in week 1"] };
let page;

beforeEach(() => { page = openPage(); });

async function shown(state) {
  const { default: widget } = await import("../../sim/widgets/guess_line.js");
  const model = new FakeModel({ ...STATE, ...state });
  const el = document.createElement("div");
  widget.render({ model, el });
  const [svg] = el.querySelectorAll("svg");
  const fire = (name, more) => svg.dispatchEvent(Object.assign(new Event(name), { button: 0, pointerId: 1, ...more }));
  return { model, el, svg, fire };
}

const lines = (svg) => svg.querySelectorAll("path").map((one) => one.getAttribute("class")).filter(Boolean);
const buttons = (el, words) => el.querySelectorAll("button").find((one) => one.textContent.startsWith(words));

test("between two points a line runs straight, and after the last it stays", () => {
  assert.deepEqual(straight([[0, 70], [4, 50]], 6), [70, 65, 60, 55, 50, 50, 50]);
});

test("a point moves what lies between its neighbours, and nothing else", () => {
  const line = [70, 70, 70, 70, 70, 10, 70, 70, 70];
  assert.deepEqual(movedPoint(line, [2, 4, 6, 8], 0, 50), [70, 60, 50, 60, 70, 10, 70, 70, 70]);
  assert.deepEqual(movedPoint(line, [2, 4, 6, 8], 3, 50), [70, 70, 70, 70, 70, 10, 70, 60, 50]);
});

test("a first stroke begins at the dot, and what was not reached goes on as it ended", () => {
  assert.deepEqual(stroked(null, [2, 50], [4, 30], 6, 70), [70, 60, 50, 40, 30, 30, 30]);
});

test("a later stroke changes only the weeks that it passes, in either direction, and never week 0", () => {
  const line = [70, 60, 60, 60, 60];
  assert.deepEqual(stroked(line, [3, 20], [1, 40], 4, 70), [70, 40, 30, 20, 60]);
  assert.deepEqual(stroked(line, [0, 5], [1, 10], 4, 70), [70, 10, 60, 60, 60]);
});

test("a stroke to the right that stops just short of the year's end reaches it; one to the left, or earlier, does not", () => {
  const line = Array.from({ length: 53 }, () => 40);
  assert.deepEqual(stroked(line, [47, 60], [49, 70], 52, 40).slice(46), [40, 60, 65, 70, 70, 70, 70]);
  assert.deepEqual(stroked(line, [51, 70], [49, 60], 52, 40).slice(48), [40, 60, 65, 70, 40]);
  assert.deepEqual(stroked(line, [38, 60], [40, 60], 52, 40).slice(38, 43), [60, 60, 60, 40, 40]);
});

test("the whole line is sent once a stroke has ended", async () => {
  const { model, fire } = await shown({});
  fire("pointerdown", { clientX: 200, clientY: 132 });
  fire("pointermove", { clientX: 400, clientY: 132 });
  assert.equal(model.sent.length, 0);
  fire("pointerup", {});
  assert.equal(model.sent.length, 1);
  assert.equal(model.sent[0].content.drawn.length, 9);
  assert.equal(model.sent[0].content.drawn[0], 70);
});

test("a slider draws, says its value in words, and sends when it rests", async () => {
  const { model, el } = await shown({});
  const [slider] = el.querySelectorAll("input");
  slider.value = "40";
  slider.dispatchEvent(new Event("input"));
  assert.match(slider.getAttribute("aria-valuetext"), /^below .*40/);
  slider.dispatchEvent(new Event("change"));
  assert.deepEqual(model.sent[0].content.drawn.slice(0, 3), [70, 55, 40]);
});

test("before the guess there is no line of the model, and afterwards the guess cannot be drawn over", async () => {
  const before = await shown({ drawn: FIRST.first });
  assert.deepEqual(lines(before.svg), ["mb-drawn-yours"]);
  const after = await shown(FIRST);
  assert.deepEqual(lines(after.svg), ["mb-drawn-yours", "mb-drawn-model"]);
  after.fire("pointerdown", { clientX: 300, clientY: 50 });
  after.fire("pointerup", {});
  assert.deepEqual(after.model.sent, []);
});

test("with a wish for no motion the model's line is whole at once; else it grows, and the sentence does not wait", async () => {
  const { model, el, svg } = await shown({});
  const reveal = () => { Object.assign(model.state, FIRST); model.tell("change:model_line"); };
  const length = () => svg.querySelectorAll("path").find((one) => one.getAttribute("class") === "mb-drawn-model").getAttribute("d").split("L").length;
  reveal();
  assert.equal(length(), 2);
  assert.match(el.textContent, /Widest gap in week 1/);
  window.matchMedia = () => ({ matches: true });
  reveal();
  assert.equal(length(), 9);
});

test("a second try hides the model's line, and can be given up", async () => {
  const { el, svg } = await shown(FIRST);
  buttons(el, "again").click();
  assert.deepEqual(lines(svg), ["mb-drawn-yours"]);
  buttons(el, "back").click();
  assert.deepEqual(lines(svg), ["mb-drawn-yours", "mb-drawn-model"]);
});
