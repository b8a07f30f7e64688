// Widgets of a page without a server: what Python is told, and in which order.
import assert from "node:assert/strict";
import test from "node:test";
import { Early } from "../../sim/static/scripts/early.js";
import { Model, Models } from "../../sim/static/scripts/models.js";

const told = () => {
  const all = [];
  return { all, tell: (id, data) => all.push([id, data]) };
};

test("one change is on its way, and later ones are merged", () => {
  const { all, tell } = told();
  const model = new Model("m", { value: 0 }, tell);
  for (const value of [1, 2, 3]) {
    model.set("value", value);
    model.save_changes();
  }
  assert.deepEqual(all.map(([, data]) => data.state), [{ value: 1 }]);
  model.idle();
  assert.deepEqual(all.map(([, data]) => data.state), [{ value: 1 }, { value: 3 }]);
  model.idle();
  assert.equal(all.length, 2);
});

test("who listens is told what has changed, once, and no longer when it has left", () => {
  const model = new Model("m", { rows: [1], name: "a" }, () => {});
  const heard = [];
  const listen = () => heard.push(model.get("rows"));
  model.on("change:rows", listen);
  model.take({ rows: [1], name: "b" });
  model.take({ rows: [1, 2] });
  model.off("change:rows", listen);
  model.take({ rows: [] });
  assert.deepEqual(heard, [[1, 2]]);
});

test("a listener that fails keeps no other from being told", (context) => {
  context.mock.method(console, "error", () => {});
  const model = new Model("m", {}, () => {});
  let heard = 0;
  model.on("change:x", () => { throw new Error("mine"); });
  model.on("change:x", () => { heard += 1; });
  model.take({ x: 1 });
  assert.equal(heard, 1);
});

test("a message is said to be handled when Python has handled it", () => {
  const model = new Model("m", {}, () => {});
  const states = [];
  model.send({ value: 1 }, { iopub: { status: ({ content }) => states.push(content.execution_state) } });
  assert.deepEqual(states, []);
  model.idle();
  assert.deepEqual(states, ["idle"]);
});

/** Make a page's widgets: a box with a field and a button. */
function live(models, prefix) {
  models.hear("comm_open", `${prefix}1`, { state: { _model_name: "VBoxModel", children: [`IPY_MODEL_${prefix}2`, `IPY_MODEL_${prefix}3`] } }, []);
  models.hear("comm_open", `${prefix}2`, { state: { _model_name: "AnyModel", _anywidget_id: "Field", place: "a", value: "" } }, []);
  models.hear("comm_open", `${prefix}3`, { state: { _model_name: "ButtonModel" } }, []);
}

test("what was done before Python was there goes to the widgets that stand there then, in its order", () => {
  const { all, tell } = told();
  const early = new Early({ cells: { 0: "1" }, models: {} }, () => {});
  live(early.models, "");
  const models = new Models(tell);
  live(models, "live");
  globalThis.document = { activeElement: null };
  early.models.all.get("2").set("value", "typed");
  early.models.all.get("2").send({ value: "typed" });
  early.models.all.get("3").send({ event: "click" });
  const twins = early.twins(models, new Map([[0, "live1"]]));
  early.handOver(twins);
  early.tellAll(twins);
  assert.equal(models.all.get("live2").get("value"), "typed");
  assert.deepEqual(all.map(([id, { content }]) => [id, content]), [["live2", { value: "typed" }], ["live3", { event: "click" }]]);
});

test("where another widget stands by now, nothing is told to it", () => {
  const { all, tell } = told();
  const early = new Early({ cells: { 0: "1" }, models: {} }, () => {});
  live(early.models, "");
  const models = new Models(tell);
  live(models, "live");
  models.all.get("live2").state.place = "another";
  early.models.all.get("2").send({ value: "typed" });
  early.tellAll(early.twins(models, new Map([[0, "live1"]])));
  assert.deepEqual(all, []);
});
