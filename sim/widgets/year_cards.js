// @ts-check
// Cards to choose from. A pressed card opens its options in place: what, to whom, when.
import { OWN_KEYS, button, fill, newId, softened, statusLine, tag, write } from "./dom.js";
import { keysHint, narrow, portrait, region, toolbar } from "./year_screen.js";

/** @import { Card, Field, Form, Options, Scene, When } from "./year_screen.js" */
/** @typedef {{ made: HTMLElement, read: () => unknown }} Control a part of a form, and how to read it */

/**
 * Check boxes or radio buttons. Values keep their type. @param {string} words @param {Options} options @param {unknown[]} chosen
 * @param {{ many?: boolean, hint?: string, before?: (value: string | number) => Node[], changed?: (value: string | number, inputs: HTMLInputElement[]) => void }} [how]
 */
function choices(words, options, chosen, { many = false, hint, before = () => [], changed = () => {} } = {}) {
  const name = newId();
  const inputs = options.map(([value], at) => tag("input", {
    type: many ? "checkbox" : "radio", name, value: at, checked: chosen.includes(value), ...OWN_KEYS, change: () => changed(value, inputs),
  }));
  const labels = options.map(([value, label], at) => tag("label", { class: "mb-option" }, inputs[at], ...before(value), tag("span", {}, softened(label))));
  const read = () => options.filter((_, at) => inputs[at].checked).map(([value]) => value);
  return { made: tag("fieldset", {}, tag("legend", {}, words), ...(hint ? [tag("p", { class: "mb-hint" }, hint)] : []), tag("div", { class: "mb-flow" }, ...labels)), read };
}

/** A list to choose one from. @param {string} words @param {Options} options @param {unknown} chosen @returns {Control} */
function pickOne(words, options, chosen) {
  const id = newId();
  const made = tag("select", { id, ...OWN_KEYS }, ...options.map(([value, label], at) =>
    Object.assign(tag("option", { value: at, selected: value === chosen }), { textContent: label })));
  return { made: tag("div", {}, tag("label", { for: id }, words), made), read: () => options[Number(made.value)]?.[0] };
}

const FEW = 4; // so many options are seen at once

/** @param {Field} field @returns {Control} */
function control({ kind, label, options = [], value, low = 0, high = 100, step = 1 }) {
  if (kind === "many") return choices(label, options, value ?? [], { many: true });
  if (kind === "one" && options.length > FEW) return pickOne(label, options, value);
  if (kind === "one") {
    const { made, read } = choices(label, options, [value]);
    return { made, read: () => read()[0] };
  }
  const id = newId();
  const input = tag("input", { id, ...(kind === "number" ? { type: "number", min: low, max: high, step, inputmode: "decimal" } : { type: "text" }), value, ...OWN_KEYS });
  return { made: tag("div", {}, tag("label", { for: id }, label), input), read: () => (kind === "text" ? input.value : Number.isNaN(input.valueAsNumber) ? value : input.valueAsNumber) };
}

/** Whether an option is a partner. @param {Scene} scene */
const nameIn = (scene) => (/** @type {unknown} */ value) => scene.screen.people.some(({ name }) => name === value);

/** Whom it goes to: one group, or partners that are chosen by name. @param {Card} card @param {Scene} scene @returns {Control} */
function recipients({ to }, scene) {
  if (!to) return { made: tag("div"), read: () => [] };
  const isName = nameIn(scene);
  const changed = (/** @type {string | number} */ value, /** @type {HTMLInputElement[]} */ inputs) => {
    const names = (/** @type {(value: string | number, at: number) => boolean} */ those) => to.options.filter(([other], at) => those(other, at)).map(([, label]) => label).join(", ");
    const excluded = (/** @type {string | number} */ other, /** @type {number} */ at) => other !== value && inputs[at].checked && !(isName(other) && isName(value));
    const without = names(excluded);
    to.options.forEach(([other], at) => { if (excluded(other, at)) inputs[at].checked = false; });
    write(said, without && fill(scene.words.unticked, { names: without }));
    if (inputs.some((one) => one.checked)) return;
    to.options.forEach(([other], at) => { inputs[at].checked = to.value.includes(other); });
    write(said, fill(scene.words.ticked, { names: names((other) => to.value.includes(other)) }));
  };
  const { made, read } = choices(scene.words.to, to.options, to.value, { many: true, hint: scene.words.to_hint, before: (value) => portrait(scene, String(value)), changed });
  const said = statusLine("mb-hint mb-unticked"); // what was ticked or unticked by another choice
  made.append(said);
  return { made, read };
}

/** When it is done; what belongs to another choice is hidden. @param {When} when @param {Scene} scene @returns {Control & { kind: () => unknown }} */
function timing(when, { words }) {
  const first = when.value ?? when.options[0][0];
  /** @type {[string, string, Control][]} */
  const parts = [["once", "day", when.day], ["every", "every", when.every], ["every", "until", when.until]].flatMap(([kind, name, field]) =>
    (field ? [/** @type {[string, string, Control]} */ ([kind, name, control(/** @type {Field} */ (field))])] : []));
  const show = (/** @type {string | number} */ kind) => parts.forEach(([of, , { made }]) => { made.hidden = of !== kind; });
  const kind = choices(words.when, when.options, [first], { changed: show });
  show(first);
  return { made: tag("div", { class: "mb-timing" }, kind.made, ...parts.map(([, , { made }]) => made)), kind: () => kind.read()[0], read: () => {
    const [chosen] = kind.read();
    return { kind: chosen, ...Object.fromEntries(parts.filter(([of]) => of === chosen).map(([, name, { read }]) => [name, read()])) };
  } };
}

/** A card as it was set when it was taken back. @param {Card} card @param {Form | undefined} was @returns {Card} */
function asTaken(card, was) {
  if (!was) return card;
  const { to, when } = card;
  const set = (/** @type {Field | undefined} */ field, /** @type {unknown} */ value) => field && { ...field, value: value ?? field.value };
  return { ...card, fields: card.fields.map((field) => ({ ...field, value: was.values[field.name] ?? field.value })), to: to && { ...to, value: was.to },
    when: { ...when, value: was.when.kind, day: set(when.day, was.when.day), every: set(when.every, was.when.every) } };
}

/** The form of an open card, and what it would choose. @param {Card} first @param {Scene} scene @param {() => void} close */
function cardForm(first, scene, close) {
  const card = asTaken(first, scene.taken?.get(first.key));
  const fields = card.fields.map((field) => /** @type {const} */ ([field.name, control(field)]));
  const [to, when] = [recipients(card, scene), timing(card.when, scene)];
  const chosen = () => ({ do: "draft", card: card.key, values: Object.fromEntries(fields.map(([name, { read }]) => [name, read()])), to: to.read(), when: when.read() });
  const put = (/** @type {Event} */ event) => {
    event.preventDefault();
    scene.taken?.delete(card.key);
    close();
    scene.send(chosen());
  };
  const isName = nameIn(scene);
  const named = (/** @type {Options} */ options, /** @type {unknown[]} */ values) => options.filter(([value]) => values.includes(value))
    .map(([value, label]) => (isName(value) ? label : `${label[0].toLowerCase()}${label.slice(1)}`)).join(", ");
  const usual = tag("p", { class: "mb-usual" });
  const actions = tag("p", { class: "mb-actions" }, tag("button", { type: "submit", class: "mb-main" }, scene.words.put), keysHint(scene.words), button(scene.words.close, close));
  const all = [...fields.map(([, { made }]) => made), to.made, when.made];
  const price = statusLine("mb-hint mb-price");
  const foot = tag("div", { class: "mb-foot" }, price, actions);
  /** Tell how the form is set now, and ask what that takes. */
  const tell = () => {
    if (card.to?.value.length) write(usual, fill(scene.words.usual, { to: named(card.to.options, /** @type {unknown[]} */ (to.read())), how: named(card.when.options, [when.kind()]) }));
    scene.prices?.(chosen());
  };
  const form = tag("form", { class: "mb-form", submit: put, change: tell, input: (event) => { if (/** @type {HTMLInputElement} */ (event.target).type === "number") tell(); } });
  // Most choose a card as it stands: on a phone what few change is folded, and the button comes after what is open.
  const other = tag("details", { class: "mb-other", toggle: () => (other.open ? other.after(foot) : other.before(foot)) }, tag("summary", {}, scene.words.other));
  if (narrow()) {
    other.append(...all);
    form.append(usual, foot, other);
  } else form.append(...all, foot);
  return { form, tell, price, read: () => (form.reportValidity() ? chosen() : null) };
}

/** Draw the cards; one at most is open. @param {Scene} scene */
export function drawCards(scene) {
  const { screen, words } = scene;
  /** @type {() => void} */
  let shut = () => {};
  const item = (/** @type {Card} */ card) => {
    const id = newId();
    const place = tag("div", { id, class: "mb-place", hidden: true });
    const close = () => {
      shut = () => {};
      scene.opens?.(null);
      place.replaceChildren();
      place.hidden = true;
      showCost(card);
      made.classList.remove("mb-opened");
      opener.setAttribute("aria-expanded", "false");
    };
    const leave = () => { close(); opener.focus(); };
    const toggle = () => {
      const wasOpen = !place.hidden;
      shut();
      if (wasOpen) return;
      shut = close;
      const { form, read, price, tell } = cardForm(card, scene, leave);
      place.replaceChildren(form);
      scene.opens?.({ title: card.title, read, leave: close, priced: (now) => {
        if (now.card && now.card !== card.key) return;
        showCost(now.card ? now : card);
        write(price, now.said ?? "");
      } });
      tell();
      place.hidden = false;
      made.classList.add("mb-opened");
      opener.setAttribute("aria-expanded", "true");
      made.scrollIntoView({ block: "nearest" });
    };
    const opener = button("", toggle, { class: "mb-card", "aria-expanded": "false", "aria-controls": id, "data-key": `card ${card.key}`, ...OWN_KEYS });
    const cost = tag("span", { class: "mb-cost" });
    const showCost = (/** @type {{ cost?: string, cost_more?: string }} */ { cost: hours, cost_more: more }) =>
      cost.replaceChildren(...(hours ? [hours, tag("span", { class: "mb-cost-more" }, ` ${more ?? ""}`)] : []));
    showCost(card);
    opener.append(tag("strong", {}, softened(card.title)), ...(card.cost ? [cost] : []), ...(card.note ? [tag("span", { class: "mb-holds" }, card.note)] : []), tag("span", { class: "mb-about" }, card.about));
    const made = tag("li", { keydown: (event) => { if (event.key === "Escape" && !place.hidden) leave(); } }, opener, place);
    return made;
  };
  const list = (/** @type {string} */ named, /** @type {Card[]} */ cards) => toolbar(named, tag("ul", { class: "mb-deck" }, ...cards.map(item)));
  const rest = screen.cards.filter(({ more }) => more);
  return region("cards", words.cards, list(words.cards, screen.cards.filter(({ more }) => !more)),
    ...(rest.length ? [tag("details", { class: "mb-rest" }, tag("summary", {}, words.cards_more), list(words.cards_more, rest))] : []));
}
