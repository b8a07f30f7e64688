// Views: what one of them does is its own, and nothing of it is left once it has gone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { setTimeout as moment } from "node:timers/promises";

import { FakeModel, openPage } from "./fake_page.js";

const YEAR = JSON.parse(readFileSync(new URL("../data/year_screens.json", import.meta.url), "utf-8"));
const CASE = JSON.parse(readFileSync(new URL("../data/case_screen.json", import.meta.url), "utf-8"));
const WORDS = new Proxy({}, { get: () => "words" });
const OPTIONS = [["a", "One"], ["b", "Other"]];
const TABLE = { table: { caption: "T", head: ["A", "B"], rows: [["a", "1"]], wordy: true } };
const BARS = { kind: "waterfall", title: "T", first: 0.5, last: 0.4, bars: [{ words: "Silence", moved: -0.1, by: "−10" }], said: ["50", "40"],
  words: { first: "First", last: "Last", note: "", twin: "In words" }, twin: { state: "Down.", change: "Trust fell." } };
const FORM = { label: "L", hint: "H", words: WORDS };
const FUNDER = { name: "Funder", figures: 1, stance: "faces", trust: 0.5, was: 0.4, kept: 0.1, broken: 0.1, stays: 1, words: WORDS, said: "Funder.", why: "Why.", mixed: "Both." };
const STATES = {
  "widgets/bridge": { data: { kind: "bridges", group: "g", partners: [FUNDER], chosen: null, news: "", planks: { wide: 20, narrow: 10 }, words: WORDS, twin: { state: "S", change: "Up." } }, curve: false },
  "widgets/case_sheet": { screen: CASE, form: {}, place: "" },
  "widgets/chart": { data: BARS },
  "widgets/choice": { ...FORM, kind: "radio", flow: false, disabled: false, options: OPTIONS, chosen: ["a"] },
  "widgets/file_buttons": { label: "Download" },
  "widgets/guess_line": { ...FORM, weeks: 4, start: 70, at: [1, 2, 3, 4], drawn: [], first: [70, 60, 60, 60, 60], again: [], model_line: [70, 41, 40, 40, 40], gap: 3,
    told: ["Widest gap in week 3."] },
  "widgets/go_on": { words: "Next: {part}", plain: "Go on", wait: "Guess first.", ready: true, opened: false, moved: 0, back: 0 },
  "widgets/hours": { ...FORM, options: OPTIONS, total: 40, step: 1, given: {} },
  "widgets/ranking": { ...FORM, options: OPTIONS, order: [] },
  "widgets/slider": { ...FORM, low: 0, high: 3, step: 1, value: 1, words: [], disabled: false },
  "widgets/text_blocks": { blocks: [TABLE, { fold: "More", blocks: [{ text: "Inside" }] }], status: "Saved." },
  "widgets/text_field": { ...FORM, value: "", rows: 2, most: 80, copy: "", link: "", link_name: "strategy" },
  "widgets/year": { screen: { ...YEAR.base, ...YEAR.screens.turn_5 } },
  "lab/panels/message_faces": { people: [{ name: "Clinic team", mood: "asking", mood_said: "asks", says: "Who was it?" }], stays: true, asked: 0 },
  "lab/panels/answer_backup": { words: WORDS, file: "{}", text: "MBA1", said: "", limit: "", remind_after: 60 },
};
let page;

beforeEach(() => { page = openPage(); });

async function shown(name, model) {
  const { default: widget } = await import(`../../sim/${name}.js`);
  const el = document.createElement("div");
  document.body.append(el);
  return { el, leave: await widget.render({ model, el }) };
}

for (const [name, state] of Object.entries(STATES)) {
  test(`${name}: a view that has gone leaves nothing behind`, async () => {
    const model = new FakeModel(state);
    const { el, leave } = await shown(name, model);
    for (const field of el.querySelectorAll("input, textarea")) field.dispatchEvent(new Event("input"));
    model.tell("change:blocks");
    await leave();
    assert.deepEqual(model.heard, []);
    assert.deepEqual(page.left(), []);
  });
}

test("a figure out of all stays on one line of the headline", async () => {
  const { el, leave } = await shown("widgets/text_blocks", new FakeModel({ blocks: [{ say: "6 of 8 stay · 44 of 100." }], status: "" }));
  assert.deepEqual(el.querySelectorAll("span").filter((one) => one.getAttribute("class") === "mb-one-line").map((one) => one.textContent), ["6 of 8", "44 of 100"]);
  assert.equal(el.querySelector("p").textContent, "6 of 8 stay · 44 of 100.");
  await leave();
});

test("answers that were asked for come into view and take the focus", async () => {
  const model = new FakeModel({ ...STATES["lab/panels/message_faces"] });
  const { el, leave } = await shown("lab/panels/message_faces", model);
  const box = el.children[0];
  let brought = 0;
  box.focus = () => { brought += 1; };
  box.scrollIntoView = () => { brought += 1; };
  model.tell("change:people");
  assert.equal(brought, 0);
  model.tell("change:asked");
  assert.equal(brought, 2);
  await leave();
});

test("the next part takes the focus once it can, and is looked at no more when the view has gone", async () => {
  const { default: widget } = await import("../../sim/widgets/go_on.js");
  const heading = { textContent: "Play", tries: 0, drawnAt: 3, matches: () => true, scrollIntoView() {},
    focus() { this.tries += 1; if (this.tries >= this.drawnAt) document.activeElement = this; } };
  const going = async () => {
    const el = document.createElement("div");
    el.closest = () => ({ nextElementSibling: heading });
    document.activeElement = document.body;
    const leave = await widget.render({ model: new FakeModel({ ...STATES["widgets/go_on"] }), el });
    el.querySelector("button").click();
    return leave;
  };
  await going();
  await moment(200);
  assert.equal(document.activeElement, heading);
  assert.equal(heading.tries, 3);
  heading.drawnAt = Infinity;
  (await going())();
  const tries = heading.tries;
  await moment(200);
  assert.equal(heading.tries, tries);
});

test("a part that a busy machine draws after 20 seconds still takes the focus", async (t) => {
  const { default: widget } = await import("../../sim/widgets/go_on.js");
  const heading = { textContent: "Play", tries: 0, matches: () => true, scrolled: 0, scrollIntoView() { this.scrolled += 1; },
    focus() { this.tries += 1; if (this.tries > 400) document.activeElement = this; } };
  const el = document.createElement("div");
  el.closest = () => ({ nextElementSibling: heading });
  document.activeElement = document.body;
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const leave = await widget.render({ model: new FakeModel({ ...STATES["widgets/go_on"] }), el });
  el.querySelector("button").click();
  for (let second = 0; second < 400; second += 1) t.mock.timers.tick(50);
  assert.equal(document.activeElement, heading);
  assert.equal(heading.scrolled, 2); // at once, and when it is there: between them the reader may scroll
  leave();
});

test("the axis of a ranking counts trust from 0 to 100", async () => {
  const row = { label: "Ours", kind: "own", marked: true, mean: 0.5, low: 0.4, high: 0.6, said: { mean: "50" } };
  const data = { kind: "ranking", title: "T", rows: [row], words: { x: "Partnership", hours: "", note: "", twin: "In words" }, twin: BARS.twin };
  const { el } = await shown("widgets/chart", new FakeModel({ data }));
  const texts = [...el.querySelectorAll("text")].map((one) => one.textContent);
  assert.deepEqual(texts.filter((text) => /^[\d.]+$/.test(text)), ["40", "50", "60", "50"]);
});

test("a button with two views gives its file once, to the view that was pressed", async () => {
  const model = new FakeModel(STATES["widgets/file_buttons"]);
  const [first] = [await shown("widgets/file_buttons", model), await shown("widgets/file_buttons", model)];
  first.el.querySelector("button").click();
  assert.equal(model.sent.length, 1);
  model.tell("msg:custom", { name: "plan.html", type: "text/html", said: "Given." }, []);
  assert.deepEqual(page.downloads, ["plan.html"]);
});

test("a page is printed in a frame of its own, and not downloaded", async () => {
  const model = new FakeModel({ ...STATES["widgets/file_buttons"], print_label: "Print" });
  const { el } = await shown("widgets/file_buttons", model);
  el.querySelector("button").click();
  model.tell("msg:custom", { name: "plan.html", type: "text/html", said: "Given." }, ["<p>Our plan</p>"]);
  for (let turn = 0; turn < 5; turn += 1) await new Blob(["."]).text(); // as long as the page takes to be read, and longer
  assert.deepEqual(page.downloads, []);
  assert.equal(document.body.querySelector("iframe").srcdoc, "<p>Our plan</p>");
});

test("a file that another page asked for is not given here", async () => {
  const model = new FakeModel(STATES["widgets/file_buttons"]);
  await shown("widgets/file_buttons", model);
  model.tell("msg:custom", { name: "plan.html", type: "text/html", said: "Given." }, []);
  assert.deepEqual(page.downloads, []);
});

test("what became of all promises so far stands beside what was promised, and how they are worked on within", async () => {
  const screen = { ...YEAR.base, ...YEAR.screens.turn_5, due_so_far: "Since the start: 2 late.", due_how: "First what is due first." };
  const { el } = await shown("widgets/year", new FakeModel({ screen }));
  const [summary] = el.querySelectorAll("summary").filter((one) => one.textContent.includes(screen.words.due));
  assert.ok(summary.textContent.endsWith("Since the start: 2 late."));
  assert.ok(el.textContent.includes("First what is due first."));
});
