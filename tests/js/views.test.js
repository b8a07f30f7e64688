// Views: what one of them does is its own, and nothing of it is left once it has gone.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FakeModel, openPage } from "./fake_page.js";

const WORDS = new Proxy({}, { get: () => "words" });
const OPTIONS = [["a", "One"], ["b", "Other"]];
const TABLE = { table: { caption: "T", head: ["A", "B"], rows: [["a", "1"]], wordy: true } };
const BARS = { kind: "waterfall", title: "T", first: 0.5, last: 0.4, bars: [{ words: "Silence", moved: -0.1, by: "-0.10" }], said: ["0.50", "0.40"],
  words: { first: "First", last: "Last", note: "", twin: "In words" }, twin: { state: "Down.", change: "Trust fell." } };
const FORM = { label: "L", hint: "H", words: WORDS };
const STATES = {
  "widgets/chart": { data: BARS },
  "widgets/choice": { ...FORM, kind: "radio", flow: false, disabled: false, options: OPTIONS, chosen: ["a"] },
  "widgets/file_buttons": { label: "Download" },
  "widgets/hours": { ...FORM, options: OPTIONS, total: 40, step: 1, given: {} },
  "widgets/ranking": { ...FORM, options: OPTIONS, order: [] },
  "widgets/slider": { ...FORM, low: 0, high: 3, step: 1, value: 1, words: [], disabled: false },
  "widgets/text_blocks": { blocks: [TABLE], status: "Saved." },
  "widgets/text_field": { ...FORM, value: "", rows: 2, most: 80, copy: "", link: "" },
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

test("a button with two views gives its file once, to the view that was pressed", async () => {
  const model = new FakeModel(STATES["widgets/file_buttons"]);
  const [first] = [await shown("widgets/file_buttons", model), await shown("widgets/file_buttons", model)];
  first.el.querySelector("button").click();
  assert.equal(model.sent.length, 1);
  model.tell("msg:custom", { name: "plan.html", type: "text/html", said: "Given." }, []);
  assert.deepEqual(page.downloads, ["plan.html"]);
});

test("a file that another page asked for is not given here", async () => {
  const model = new FakeModel(STATES["widgets/file_buttons"]);
  await shown("widgets/file_buttons", model);
  model.tell("msg:custom", { name: "plan.html", type: "text/html", said: "Given." }, []);
  assert.deepEqual(page.downloads, []);
});
