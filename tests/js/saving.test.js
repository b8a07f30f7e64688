// Ctrl+S in JupyterLab: the notebook is saved once each form's last doings stand in it.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { messages } from "../../sim/widgets/immediate_message.js";
import { FakeModel, openPage } from "./fake_page.js";

class Keys {
  constructor(type, { key, ctrlKey }) { Object.assign(this, { type, key, ctrlKey, stopped: false }); }
  preventDefault() {}
  stopImmediatePropagation() { this.stopped = true; }
}
let notebook;
let saved;

beforeEach(() => {
  mock.timers.reset();
  mock.restoreAll();
  mock.timers.enable({ apis: ["setTimeout"] });
  openPage();
  globalThis.KeyboardEvent = Keys;
  saved = 0;
  notebook = document.createElement("div");
  notebook.setAttribute("class", "jp-NotebookPanel");
  notebook.dispatchEvent = (event) => { if (event.type === "keydown") press(event, notebook); };
});

function press(event, target) {
  window.dispatchEvent(Object.assign(event, { target }));
  if (!event.stopped) saved += 1;
}

/** Put a form into the notebook; return its field, what tells the kernel, and what the kernel answers. */
function form() {
  const [el, field] = ["div", "input"].map((name) => document.createElement(name));
  const model = new FakeModel({});
  el.setAttribute("class", "mb");
  el.append(field);
  notebook.append(el);
  const told = messages(model, el, "value", () => {});
  const heard = () => model.sent.forEach(({ callbacks }) => callbacks.iopub.status({ content: { execution_state: "idle" } }));
  return { field, told, heard };
}

const save = (target) => press(new Keys("keydown", { key: "s", ctrlKey: true }), target);

test("two forms that wait for the kernel are both waited for", () => {
  const [one, other] = [form(), form()];
  one.told.tell({ value: 1 });
  other.told.tell({ value: 2 });
  save(one.field);
  one.heard();
  mock.timers.tick(30);
  assert.equal(saved, 0);
  other.heard();
  mock.timers.tick(30);
  assert.equal(saved, 1);
});

test("what stands in a field is sent first", () => {
  const { field, told, heard } = form();
  field.addEventListener("mb-send", () => told.tell({ value: 1 }));
  form();
  save(field);
  assert.equal(saved, 0);
  heard();
  mock.timers.tick(30);
  assert.equal(saved, 1);
});

test("where nothing waits it is saved at once", () => {
  save(form().field);
  assert.equal(saved, 1);
});

test("of a kernel that never answers it waits five seconds in all", () => {
  let now = 0;
  mock.method(performance, "now", () => now);
  for (const { told } of [form(), form()]) told.tell({ value: 1 });
  save(notebook);
  now = 4999;
  mock.timers.tick(30);
  assert.equal(saved, 0);
  now = 5000;
  mock.timers.tick(30);
  assert.equal(saved, 1);
});

test("a form that has gone holds nothing up", () => {
  const { told } = form();
  told.tell({ value: 1 });
  told.leave();
  save(notebook);
  assert.equal(saved, 1);
});
