// @ts-check
// The facilitator's pages: send what a class handed in, have it graded, and say how far it is.
import { words } from "./words.js";

const AGAIN = 500; // ms between two questions how far the work is
const status = /** @type {HTMLElement} */ (document.querySelector(".work"));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("bar"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const due = /** @type {HTMLInputElement | null} */ (document.getElementById("due"));

/** @param {string} sentence */
const tell = (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; };
const place = (/** @type {string} */ name) => `/class/${encodeURIComponent(name)}`;
/** The class of this page; on the list, a new one is called after the first file. @param {File[]} chosen */
const className = (chosen) => status.dataset.class || chosen[0].name.replace(/\.[^.]*$/, "") || chosen[0].name;
const two = (/** @type {number} */ number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");

/** Return a time of this browser's zone with its distance from UTC then, "2026-11-20T23:59+01:00". @param {string} local */
function zoned(local) {
  if (!local) return "";
  const east = -new Date(local).getTimezoneOffset();
  return `${local}${east < 0 ? "-" : "+"}${two(east / 60)}:${two(east % 60)}`;
}

/** Return a time with a zone as this browser's fields have it. @param {string} time */
function local(time) {
  const moment = new Date(time);
  if (!time || Number.isNaN(moment.getTime())) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {number} done @param {number} of */
function show(done, of) {
  bar.hidden = !of;
  bar.max = of || 1;
  bar.value = done;
}

/** @param {string} address @param {File} file @param {(sent: number) => void} sent */
const send = (address, file, sent) => new Promise((good, bad) => {
  const request = new XMLHttpRequest(); // fetch does not tell how much of a file is sent
  request.open("PUT", address);
  request.upload.onprogress = (event) => sent(event.loaded);
  request.onload = () => {
    if (request.status < 300) good(undefined);
    else bad(new Error(sentence(request.responseText)));
  };
  request.onerror = () => bad(new Error(words.no_answer));
  request.send(file);
});

/** @param {string} answer */
function sentence(answer) {
  try { return JSON.parse(answer).said || words.no_answer; } catch { return words.signed_out; }
}

/** Send a form's files, and have done what it is for. @param {HTMLFormElement} form @param {File[]} chosen */
async function take(form, chosen) {
  const { what, folder } = form.dataset;
  if (folder && !chosen.length) return;
  const [name, size] = [className(chosen), chosen.reduce((sum, file) => sum + file.size, 0)];
  let before = 0;
  try {
    for (const file of chosen) {
      tell(words.sending.replace("{file}", file.name));
      await send(`${place(name)}/${folder}/${encodeURIComponent(file.name)}`, file, (sent) => show(before + sent, size));
      before += file.size;
    }
    const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    if (due) fields.due = zoned(due.value);
    const how = "how" in form.dataset ? { how: fields } : {};
    await begin(name, { what, files: chosen.map((file) => file.name), column: fields.column ?? "", ...how });
  } catch (error) {
    show(0, 0);
    tell(/** @type {Error} */ (error).message);
    status.scrollIntoView({ block: "nearest" });
  }
  for (const field of form.querySelectorAll("input[type=file]")) /** @type {HTMLInputElement} */ (field).value = "";
}

/** @param {string} name @param {object} asked */
async function begin(name, asked) {
  const answer = await fetch(`${place(name)}/work`, { method: "POST", body: JSON.stringify(asked) }).catch(() => null);
  if (!answer) throw new Error(words.no_answer);
  if (!answer.ok) throw new Error(sentence(await answer.text()));
  if (!status.dataset.class) location.assign(place(name));
  else {
    status.scrollIntoView({ block: "nearest" });
    follow(name);
  }
}

/** Say how far the work is until it has ended; then show what it made. @param {string} name */
async function follow(name) {
  const answer = await fetch(`${place(name)}/work`).catch(() => null);
  const job = answer?.ok ? await answer.json() : { state: "working", said: words.no_answer, done: 0, of: 0 };
  const working = job.state === "working";
  tell(job.said);
  show(working ? job.done : 0, working ? job.of : 0);
  if (working) setTimeout(() => follow(name), AGAIN);
  else if (job.state === "done") location.reload();
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.send"))) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(form, [...(field?.files ?? [])]);
  });
  if (!form.querySelector("button")) field?.addEventListener("change", () => take(form, [...(field.files ?? [])]));
  if (!form.matches(".drop")) continue;
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop") take(form, [.../** @type {DragEvent} */ (event).dataTransfer?.files ?? []]);
    });
  }
}
if (due) due.value = local(due.dataset.time ?? "");
if (status.dataset.state === "working") follow(status.dataset.class ?? "");
