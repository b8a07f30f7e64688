// @ts-check
// What all scripts of the course share. A script imports it as any module does; scripts.py joins both for the page.

/** @typedef {Record<string, string | number | boolean | ((event: any) => void)>} Attributes */
/** @typedef {import("@anywidget/types").AnyModel<any>} Model */

// JupyterLab leaves the keys alone that are pressed here; else it takes the arrow keys and folds the text away.
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
const RELEASE_AFTER = 10_000; // ms until a file that was given to the browser is let go
// One answer keeps its Portuguese name, which screen readers should say in its own language.
const PORTUGUESE = /(Ouvir primeiro)/;

/** Take words apart where another language begins. @param {string} text @returns {(string | Node)[]} */
const parts = (text) => text.split(PORTUGUESE).map((part) => (
  PORTUGUESE.test(part) ? Object.assign(document.createElement("span"), { lang: "pt", textContent: part }) : part));

/** Replace what an element says. @param {Element} node @param {string} text */
export const write = (node, text) => node.replaceChildren(...parts(text));

/**
 * Set attributes by their names in HTML: true has no value, false is left out, and a function listens.
 * @param {Element} node @param {Attributes} attributes
 */
export function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * Make an element with its attributes and its content.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {Attributes} [attributes] @param {...(string | Node)} content
 */
export function tag(name, attributes = {}, ...content) {
  const node = document.createElement(name);
  dress(node, attributes);
  node.append(...content.flatMap((one) => (typeof one === "string" ? parts(one) : [one])));
  return node;
}

/** Make a button. @param {string} words @param {(event: Event) => void} click @param {Attributes} [attributes] */
export const button = (words, click, attributes = {}) => tag("button", { type: "button", click, ...attributes }, words);

/** Make a line that is read aloud when it changes. @param {string} [className] */
export const statusLine = (className = "mb-hint") => tag("p", { class: className || false, role: "status" });

/** Return a name that nothing else on the page has. */
export const newId = () => `mb-${Math.random().toString(36).slice(2)}`;

/** Put facts into the {places} of a sentence. @param {string} words @param {Record<string, unknown>} facts */
export const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));

/** Say beside a control what it is for, to screen readers too. @param {Element} control @param {HTMLElement} hint @param {string} text */
export function explain(control, hint, text) {
  write(hint, text);
  hint.hidden = !text;
  if (text) control.setAttribute("aria-describedby", hint.id);
  else control.removeAttribute("aria-describedby");
}

/**
 * Listen to these events; return what ends that.
 * @param {EventTarget} target @param {string[]} names @param {(event: any) => void} act @param {AddEventListenerOptions} [options]
 */
export function listen(target, names, act, options) {
  for (const name of names) target.addEventListener(name, act, options);
  return () => { for (const name of names) target.removeEventListener(name, act, options); };
}

/** Act on each change of these traits; return what ends that. @param {Model} model @param {string[]} names @param {() => void} act */
export function follow(model, names, act) {
  for (const name of names) model.on(`change:${name}`, act);
  return () => { for (const name of names) model.off(`change:${name}`, act); };
}

/** Give the browser a file. @param {string} name @param {string} type @param {BlobPart[]} content */
export function download(name, type, content) {
  const href = URL.createObjectURL(new Blob(content, { type }));
  tag("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), RELEASE_AFTER);
}

/**
 * Copy a text, or where that is forbidden mark it in a field, to be copied by keys; return whether it was copied.
 * @param {string} text @param {HTMLTextAreaElement} field
 */
export async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.value = text;
    field.focus();
    field.select();
    return false;
  }
}

/**
 * Ask whatever part of the page can answer, by an event on the document; nothing where no part can. Each widget's script is
 * loaded as a module of its own, so that parts of a page share no variables. docs/decisions/0012 lists the questions.
 * @param {string} name @param {object} [question]
 */
export function ask(name, question = {}) {
  const asked = new CustomEvent(name, { detail: { ...question, answer: undefined } });
  document.dispatchEvent(asked);
  return /** @type {any} */ (asked.detail.answer);
}

/** Answer a question of other parts; return what ends that. @param {string} name @param {(question: any) => unknown} reply */
export const answer = (name, reply) => listen(document, [name], (event) => { event.detail.answer = reply(event.detail); });
