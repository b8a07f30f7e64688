// What was done and has not arrived: kept over a reload, put back, and put into a file of answers.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { together, unsentOf, withUnsent } from "../../sim/server/template/unsent.js";
import { FakeModel, openPage } from "./fake_page.js";

const KEY = "mending-bridges /";
const stored = () => JSON.parse(sessionStorage.getItem(KEY) ?? "{}");

beforeEach(() => {
  openPage();
  const kept = new Map();
  globalThis.sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
});

test("what was written here replaces nothing that came from elsewhere", () => {
  assert.equal(together({ value: "Mine", base: "" }, ""), "Mine");
  assert.equal(together({ value: "Mine", base: "" }, "Theirs"), "Theirs\n\nMine");
  assert.equal(together({ value: "Theirs and mine", base: "" }, "Theirs"), "Theirs and mine");
  assert.equal(together({ value: 3, base: 1 }, 2), 3);
});

test("what has not arrived stands in the file, at its place; what is nobody's answer does not", () => {
  const file = JSON.stringify({ lessons: { ex02: { answers: { q1: 1 } } } });
  const unsent = { "ex02/answers/q2": { answer: "b" }, "01_first/notes/felt": { answer: "Hm" }, name: { answer: "Kestrel" } };
  assert.deepEqual(JSON.parse(withUnsent(file, unsent)).lessons, { ex02: { answers: { q1: 1, q2: "b" } }, "01_first": { notes: { felt: "Hm" } } });
});

test("it is kept until the kernel says that just this has arrived", () => {
  const model = new FakeModel({ place: "ex02/q1", value: "" });
  const unsent = unsentOf({ model, name: "value", putBack() {} }, () => {});
  unsent.keep("first");
  const { mark } = unsent.mark();
  unsent.keep("second");
  model.tell("msg:custom", { arrived: mark });
  assert.equal(stored()["ex02/q1"].value, "second");
  model.tell("msg:custom", { arrived: unsent.mark().mark });
  assert.deepEqual(stored(), {});
});

test("after a reload it is put back once, and the page is told", () => {
  const model = new FakeModel({ place: "ex02/q1", value: "" });
  sessionStorage.setItem(KEY, JSON.stringify({ "ex02/q1": { value: "Mine", base: "", page: "another time", mark: "m" } }));
  const done = [];
  const unsent = unsentOf({ model, name: "value", putBack: (text) => { done.push(text); unsent.keep(text); } }, () => done.push("told"));
  unsent.bring();
  unsent.bring();
  assert.deepEqual(done, ["Mine", "told"]);
});

test("what has no place is not kept", () => {
  assert.equal(unsentOf({ model: new FakeModel({ place: "" }), name: "value", putBack() {} }, () => {}), undefined);
});
