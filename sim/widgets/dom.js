// @ts-check
// Helpers that all scripts of the course share. A script imports it as a module; scripts.py joins both for the page.

/** @typedef {Record<string, string | number | boolean | ((event: any) => void)>} Attributes */
/** @typedef {import("@anywidget/types").AnyModel<any>} Model */

// Keeps JupyterLab from handling keys that are pressed here; it would take the arrow keys and collapse the text.
export const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };
const RELEASE_AFTER = 10_000; // ms until a downloaded file's URL is revoked
// One strategy keeps its Portuguese name, which screen readers should pronounce as Portuguese.
const PORTUGUESE = /(Ouvir primeiro)/;

/** The page's language, for numbers that a script writes. */
export const language = () => globalThis.document?.documentElement.lang || "en";

/** Split words where the language changes. @param {string} text @returns {(string | Node)[]} */
const parts = (text) => text.split(PORTUGUESE).map((part) => (
  PORTUGUESE.test(part) ? Object.assign(document.createElement("span"), { lang: "pt", textContent: part }) : part));

/** Replace an element's text. @param {Element} node @param {string} text */
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

/** Add a part to a drawing. @param {ParentNode} to @param {string} name @param {Attributes} attributes @param {string | number} [text] */
export function part(to, name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  dress(node, attributes);
  if (text !== undefined) node.textContent = String(text);
  to.append(node);
  return node;
}

const LONG = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}]{10,}/gu; // words of these scripts are parted by a hyphen
const VOWELS = "aeiouyæøœıαεηιουωаеёиоуыэюяєі";
const TOGETHER = ["ch", "ck", "gh", "ph", "qu", "sch", "sh", "th"]; // letters of one sound
const LEAST = 3; // letters on each side of a hyphen

/**
 * Return words with soft hyphens in the long ones, before the consonant with which a syllable begins, since few browsers
 * bring rules for hyphens along. Words of other scripts stay as they are: a browser parts those between letters.
 * @param {string} words
 */
export const softened = (words) => words.replace(LONG, (word) => {
  const letters = word.normalize("NFC");
  const vowel = (/** @type {number} */ at) => VOWELS.includes(letters[at]?.normalize("NFD")[0].toLowerCase() ?? "-");
  let made = letters.slice(0, LEAST);
  for (let at = LEAST; at < letters.length; at += 1) {
    const begins = !vowel(at) && vowel(at + 1) && letters.length - at >= LEAST;
    if (begins && !TOGETHER.includes(letters.slice(at - 1, at + 1).toLowerCase())) made += "\u00ad";
    made += letters[at];
  }
  return made;
});

/** Make a button. @param {string} words @param {(event: Event) => void} click @param {Attributes} [attributes] */
export const button = (words, click, attributes = {}) => tag("button", { type: "button", click, ...attributes }, words);

/** Make a line that screen readers read out when it changes. @param {string} [className] */
export const statusLine = (className = "mb-hint") => tag("p", { class: className || false, role: "status" });

/** Return an id that is unique on the page. */
export const newId = () => `mb-${Math.random().toString(36).slice(2)}`;

/** Fill the {slots} of a sentence with facts. @param {string} words @param {Record<string, unknown>} facts */
export const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));

/** Show a hint for a control, to screen readers too. @param {Element} control @param {HTMLElement} hint @param {string} text */
export function explain(control, hint, text) {
  write(hint, text);
  hint.hidden = !text;
  if (text) control.setAttribute("aria-describedby", hint.id);
  else control.removeAttribute("aria-describedby");
}

/**
 * Listen to these events; return a function that stops listening.
 * @param {EventTarget} target @param {string[]} names @param {(event: any) => void} act @param {AddEventListenerOptions} [options]
 */
export function listen(target, names, act, options) {
  for (const name of names) target.addEventListener(name, act, options);
  return () => { for (const name of names) target.removeEventListener(name, act, options); };
}

/** Act on each change of these traits; return a function that stops that. @param {Model} model @param {string[]} names @param {() => void} act */
export function follow(model, names, act) {
  for (const name of names) model.on(`change:${name}`, act);
  return () => { for (const name of names) model.off(`change:${name}`, act); };
}

/** Let the browser download a file. @param {string} name @param {string} type @param {BlobPart[]} content */
export function download(name, type, content) {
  const href = URL.createObjectURL(new Blob(content, { type }));
  tag("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), RELEASE_AFTER);
}

/**
 * Copy a text or, where that is forbidden, select it in a field to be copied by keys; return whether it was copied.
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
 * Ask other parts of the page by an event on the document; returns undefined if no part answers. Each widget's script is
 * loaded as a module of its own, so that parts of a page share no variables. docs/decisions/0012 lists the questions.
 * @param {string} name @param {object} [question]
 */
export function ask(name, question = {}) {
  const asked = new CustomEvent(name, { detail: { ...question, answer: undefined } });
  document.dispatchEvent(asked);
  return /** @type {any} */ (asked.detail.answer);
}

/** Answer a question of other parts; return a function that stops that. @param {string} name @param {(question: any) => unknown} reply */
export const answer = (name, reply) => listen(document, [name], (event) => { event.detail.answer = reply(event.detail); });
