// The page of a played year: what it asks the kernel, and what it then shows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { FakeModel, openPage } from "./fake_page.js";

const YEAR = JSON.parse(readFileSync(new URL("../data/year_screens.json", import.meta.url), "utf-8"));
beforeEach(() => {
  openPage();
  globalThis.fetch = () => Promise.reject(new Error("no server"));
});

/** Draw one of the screens; return its model and element. */
async function shown(name, changes = {}) {
  const { default: widget } = await import("../../sim/widgets/year.js");
  const model = new FakeModel({ screen: { ...YEAR.base, ...YEAR.screens[name], ...changes } });
  const el = document.createElement("div");
  document.body.append(el);
  widget.render({ model, el });
  return { model, el };
}

const find = (el, className) => el.all().filter((one) => (one.attributes.class ?? "").split(" ").includes(className));

test("a form tells at once how it is set, and asks what it takes when it is opened and whenever it is changed", async (context) => {
  context.after(() => { delete globalThis.matchMedia; });
  globalThis.matchMedia = () => ({ matches: true });
  const { model, el } = await shown("turn_5");
  const card = find(el, "mb-card").find(({ dataset }) => dataset.key === "card listen");
  card.click();
  const asked = () => model.sent.flatMap(({ content }) => (content.asked ? [content.asked] : []));
  assert.equal(asked().length, 1);
  const [usual] = find(el, "mb-usual");
  const before = usual.textContent;
  const funder = find(el, "mb-option").find(({ textContent }) => textContent.endsWith("Funder")).querySelector("input");
  funder.checked = true;
  funder.dispatchEvent(new Event("change"));
  find(el, "mb-form")[0].dispatchEvent(new Event("change"));
  assert.notEqual(usual.textContent, before);
  assert.match(usual.textContent, /for Funder, once\./);
  assert.deepEqual(asked().at(-1).to, ["Funder"]);
});

test("a form that is changed asks for its price, and shows it until the card is closed", async () => {
  const { model, el } = await shown("turn_5");
  const card = find(el, "mb-card")[0];
  const before = card.textContent;
  card.click();
  const form = find(el, "mb-form")[0];
  form.dispatchEvent(new Event("change"));
  const { asked } = model.sent.at(-1).content;
  assert.equal(`card ${asked.card}`, card.dataset.key);
  assert.ok(asked.to.length && asked.when.kind);
  const price = { cost: "7 hours each time", cost_more: "", said: "As it is set now: 7 hours each time." };
  model.state.price = { ...price, card: "another" };
  model.tell("change:price");
  assert.equal(card.textContent, before);
  model.state.price = { ...price, card: asked.card };
  model.tell("change:price");
  assert.match(card.textContent, /7 hours each time/);
  assert.equal(find(form, "mb-price")[0].textContent, price.said);
  card.click();
  assert.equal(card.textContent, before);
});

test("a card that was taken back opens as it was set", async () => {
  const { key, to, fields, when } = YEAR.screens.turn_5.cards.find(({ to: whom }) => whom);
  const last = to.options.at(-1)[0];
  const form = { card: key, values: Object.fromEntries(fields.map(({ name, value }) => [name, value])), to: [last], when: { kind: when.options.at(-1)[0], day: 1, every: 1 } };
  const { model, el } = await shown("turn_5", { hand: [{ id: 0, text: "Something", done: "", form }] });
  const back = el.all().find((one) => one.dataset.key === "hand 0");
  back.click();
  assert.deepEqual(model.sent.at(-1).content.sent.move, { do: "take_back", id: 0 });
  el.all().find((one) => one.dataset.key === `card ${key}`).click();
  find(el, "mb-form")[0].dispatchEvent(new Event("change"));
  const { asked } = model.sent.at(-1).content;
  assert.deepEqual(asked.to, [last]);
  assert.equal(asked.when.kind, form.when.kind);
});

test("what another choice unticks is said", async () => {
  const { el } = await shown("turn_5");
  const { key, to } = YEAR.screens.turn_5.cards.find(({ to: whom }) => whom);
  el.all().find((one) => one.dataset.key === `card ${key}`).click();
  const boxes = find(el, "mb-form")[0].all().filter(({ attributes }) => attributes.type === "checkbox").slice(-to.options.length);
  const said = find(el, "mb-unticked")[0];
  boxes.at(-1).checked = true;
  boxes.at(-1).dispatchEvent(new Event("change"));
  const label = to.options.find(([value]) => to.value.includes(value))[1];
  assert.equal(said.textContent, YEAR.base.words.unticked.replace("{names}", label));
  boxes.at(-1).checked = false;
  boxes.at(-1).dispatchEvent(new Event("change"));
  assert.equal(said.textContent, YEAR.base.words.ticked.replace("{names}", label));
});

test("keys move a guess by five and by ten, and place it", async () => {
  const { el } = await shown("guess");
  const [slider] = el.querySelectorAll("input");
  slider.value = "93";
  const values = ["ArrowRight", "ArrowUp", "PageDown", "ArrowLeft", "a"].map((key) => {
    const press = Object.assign(new Event("keydown", { cancelable: true }), { key });
    slider.dispatchEvent(press);
    return [slider.value, press.defaultPrevented];
  });
  assert.deepEqual(values, [["98", true], ["100", true], ["90", true], ["85", true], ["85", false]]);
  assert.equal(slider.attributes["aria-valuetext"], YEAR.base.words.guess_value.replace("{value}", "85"));
  assert.equal(find(el, "mb-guess")[0].querySelector("h3").textContent, YEAR.base.words.guess);
});

test("what is open stays so, and lists and buttons say what they are", async () => {
  const many = Array.from({ length: 5 }, (_, at) => ({ id: String(at), from: "", kind: "event", when: "week 1", text: `News ${at}` }));
  const { model, el } = await shown("turn_5", { told: ["One thing."], inbox: many });
  const bars = el.all().filter(({ attributes }) => attributes.role === "toolbar").map(({ attributes }) => attributes["aria-label"]);
  assert.equal(new Set(bars).size, bars.length);
  find(el, "mb-told")[0].open = true;
  const rest = find(el, "mb-inbox")[0].querySelector("details");
  rest.open = true;
  rest.dispatchEvent(new Event("toggle"));
  assert.equal(rest.querySelector("summary").textContent, YEAR.base.words.inbox_fewer);
  model.state.screen = { ...model.state.screen, told: ["One thing.", "Another."] };
  model.tell("change:screen");
  assert.equal(find(el, "mb-told")[0].open, true);
  assert.match(find(el, "mb-told")[0].textContent, /Another/);
});

test("at the end each button to copy says what, and a line in words is read once", async () => {
  const { el } = await shown("end");
  const copies = el.querySelectorAll("button").filter(({ textContent }) => textContent === YEAR.base.words.copy).map(({ attributes }) => attributes["aria-label"]);
  assert.ok(copies.length > 1);
  assert.equal(new Set(copies).size, copies.length);
  const { said } = YEAR.screens.end.end.lines[0];
  assert.equal(el.all().filter(({ attributes, textContent, tagName }) => attributes["aria-label"] === said || (tagName === "P" && textContent === said)).length, 1);
});

test("a curve ends after the week in which a partner went, and its weeks are those that its words tell", async () => {
  const { el } = await shown("end");
  const { lines } = YEAR.screens.end.end;
  const at = lines.findIndex((line) => line.gone_week !== null);
  const [line, picture] = [lines[at], find(el, "mb-small")[0].all().filter(({ tagName }) => tagName.toLowerCase() === "svg" ).filter((svg) => find(svg, "mb-true").length)[at]];
  const curve = find(picture, "mb-true")[0].attributes.d.slice(1).split("L");
  assert.equal(curve.length, line.gone_week + 2);
  const [x, y] = curve.at(-1).split(" ").map(Number);
  const [, left, top] = find(picture, "mb-left-at")[0].attributes.d.match(/^M([\d.]+) ([\d.]+)l12/).map(Number);
  assert.ok(Math.abs(left + 6 - x) < 0.1 && Math.abs(top + 6 - y) < 0.1);
  const ticks = picture.all().map(({ textContent }) => textContent).filter((said) => /^(start|week)/.test(said));
  const weeks = line.true.length - 1;
  assert.deepEqual(ticks, [YEAR.base.words.line_start, ...[Math.round(weeks / 2), weeks].map((after) => YEAR.base.words.line_week.replace("{week}", after - 1))]);
});

test("a question stands by its partner until it is answered there, and what came in last stands with what was done", async () => {
  const { end } = YEAR.screens.end;
  const letter = { id: "1", from: "Funder", kind: "reply", when: "week 51", text: "Thank you." };
  const { el } = await shown("end", { inbox: [letter] });
  const [answer] = end.change.answers;
  const boxes = find(find(el, "mb-partners")[0], "mb-letters")[0].children;
  end.partners.forEach(({ name, most }, at) => {
    const own = end.change.asks.filter((one) => one.name === name);
    const labels = own.filter(({ id }) => id !== answer.id).map(({ label }) => label);
    assert.deepEqual(boxes[at].all().filter(({ tagName }) => tagName === "BUTTON").map(({ textContent }) => textContent), labels);
    assert.deepEqual(find(boxes[at], "mb-say").map(({ textContent }) => textContent), name === answer.name ? [answer.best] : []);
    assert.equal(find(boxes[at], "mb-most")[0].textContent, most);
  });
  assert.match(find(el, "mb-done")[0].textContent, /What came in last.*Funder: Thank you\. \(week 51\)/s);
  assert.match(find(el, "mb-rivals")[0].textContent, /with the same luck/);
});

test("a card whose habit holds says so, open or not", async () => {
  const cards = YEAR.screens.turn_5.cards.map((card, at) => (at === 1 ? { ...card, note: "Already a habit since week 3." } : card));
  const { el } = await shown("turn_5", { cards });
  const notes = find(el, "mb-card").map((card) => find(card, "mb-holds").map(({ textContent }) => textContent).join());
  assert.deepEqual(notes, cards.map(({ note }) => note ?? ""));
});
