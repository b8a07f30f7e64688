// @ts-check
// Whose a file is: one field for each file that was chosen, with the people whom the class knows to choose from.

const part = /** @type {HTMLElement} */ (document.getElementById("chosen"));
const list = /** @type {HTMLElement} */ (document.getElementById("whose"));
const people = /** @type {HTMLDataListElement} */ (document.getElementById("people"));
const newClass = /** @type {HTMLInputElement | null} */ (document.getElementById("class"));
const isArchive = (/** @type {File} */ file) => file.name.toLowerCase().endsWith(".zip");

/** The name of the class that was written on the list of classes. */
export const chosenClass = () => newClass?.value ?? "";

/** Return whose a file is, or "" for the whole class's. @param {number} at its place among those that were chosen */
export const whose = (at) => list.querySelectorAll("input")[at]?.value ?? "";

/** Ask whose files are; a name in a file's name is offered. @param {string} name @param {File[]} chosen */
export async function askWhose(name, chosen) {
  if (newClass && !newClass.value) newClass.value = chosen.find(isArchive)?.name.replace(/\.[^.]*$/, "") ?? "";
  list.replaceChildren(...chosen.map(row));
  part.hidden = !chosen.length;
  const facts = new URLSearchParams([["class", name || chosenClass()], ...chosen.map((file) => ["file", file.name])]);
  const answer = await fetch(`/people?${facts}`).catch(() => null);
  const known = answer?.ok ? await answer.json() : { people: [], named: {} };
  people.replaceChildren(...known.people.map((/** @type {string} */ one) => new Option("", one)));
  for (const field of list.querySelectorAll("input")) if (field.required && !field.value) field.value = known.named[field.name] ?? "";
}

/** @param {File} file */
function row(file) {
  const [item, label, field] = [document.createElement("li"), document.createElement("label"), document.createElement("input")];
  Object.assign(field, { name: file.name, className: "field", required: !isArchive(file), autocomplete: "off" });
  field.placeholder = isArchive(file) ? list.dataset.whole ?? "" : "";
  field.setAttribute("list", "people");
  label.append(file.name, " ", field);
  item.append(label);
  return item;
}
