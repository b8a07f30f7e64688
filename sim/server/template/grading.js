// @ts-check
// The facilitator's pages: send what a class handed in, have it graded, and say how far it is.
import { askWhose, chosenClass, whose } from "./whose.js";
import { words } from "./words.js";

const AGAIN = 500; // ms between two questions how far the work is
const status = /** @type {HTMLElement} */ (document.querySelector(".work"));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("bar"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const trouble = /** @type {HTMLElement} */ (document.getElementById("trouble"));
const due = /** @type {HTMLInputElement | null} */ (document.getElementById("due"));
const column = /** @type {HTMLSelectElement | null} */ (document.getElementById("column"));
let working = false;

/** @param {string} sentence */
const tell = (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; };
const place = (/** @type {string} */ name) => `/class/${encodeURIComponent(name)}`;
const two = (/** @type {number} */ number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
const fileField = (/** @type {HTMLFormElement} */ form) => /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));

/** Say what went wrong, beside what is said of the work; nothing takes it away again. @param {string} sentence */
function fail(sentence) {
  trouble.hidden = !sentence;
  trouble.textContent = sentence;
  if (sentence) trouble.scrollIntoView({ block: "nearest" });
}

/** Take nothing while the class is being graded. @param {boolean} now */
function keepBusy(now) {
  working = now;
  for (const part of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("form.send :is(input, select, button)"))) part.disabled = now;
  said.setAttribute("aria-live", now ? "off" : "polite"); // counts are not read out twice a second
}

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

/** Return the answer of the server. @param {string} address @param {RequestInit} [how] */
async function ask(address, how) {
  const answer = await fetch(address, how).catch(() => null);
  if (!answer) throw new Error(words.no_answer);
  if (!answer.ok) throw new Error(sentence(await answer.text()));
  return answer;
}

/** Send a form's files. @param {HTMLFormElement} form @param {string} name */
async function sendAll(form, name) {
  const chosen = [...(fileField(form)?.files ?? [])];
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  let before = 0;
  for (const [at, file] of chosen.entries()) {
    tell(words.sending.replace("{file}", file.name));
    const facts = new URLSearchParams({ whose: form.dataset.what === "grade" ? whose(at) : "", saved: String(file.lastModified) });
    await send(`${place(name)}/${form.dataset.folder}/${encodeURIComponent(file.name)}?${facts}`, file, (sent) => show(before + sent, size));
    before += file.size;
  }
  return chosen.map((file) => file.name);
}

/** Have done what a form is for. @param {HTMLFormElement} form */
async function take(form) {
  const { what, folder, sure } = form.dataset;
  const [name, data] = [status.dataset.class || chosenClass(), new FormData(form)];
  const marked = data.getAll("file");
  if (folder ? !fileField(form)?.files?.length : what === "remove" && !marked.length) return;
  if (sure && !confirm(sure)) return;
  fail("");
  try {
    if (what === "delete") {
      await ask(`${place(name)}/delete`, { method: "POST" });
      location.assign("/");
      return;
    }
    const files = folder ? await sendAll(form, name) : marked;
    const fields = Object.fromEntries([...data].filter(([, value]) => typeof value === "string"));
    if (due) fields.due = zoned(due.value);
    await begin(name, { what, files, column: fields.column ?? "", ..."how" in form.dataset ? { how: fields } : {} });
    form.reset();
  } catch (error) {
    show(0, 0);
    tell("");
    fail(/** @type {Error} */ (error).message);
  }
}

/** @param {string} name @param {object} asked */
async function begin(name, asked) {
  await ask(`${place(name)}/work`, { method: "POST", body: JSON.stringify(asked) });
  if (!status.dataset.class) location.assign(place(name));
  else {
    status.scrollIntoView({ block: "nearest" });
    follow(name);
  }
}

/** Say how far the work is until it has ended; then show what it made. @param {string} name */
async function follow(name) {
  const answer = await fetch(`${place(name)}/work`).catch(() => null);
  if (answer && !answer.ok) return location.reload(); // the server began anew: it asks for the password, and comes back
  const job = answer ? await answer.json() : { state: "working", said: words.no_answer, done: 0, of: 0 };
  if (job.state !== "working") return location.reload();
  keepBusy(true);
  tell(job.said);
  show(job.done, job.of);
  setTimeout(() => follow(name), AGAIN);
}

/** Offer the columns of an export that can be filled. @param {HTMLFormElement} form */
async function offerColumns(form) {
  const name = status.dataset.class ?? "";
  fail("");
  try {
    const [file] = await sendAll(form, name);
    const { columns } = await (await ask(`${place(name)}/columns/${encodeURIComponent(file)}`)).json();
    column?.replaceChildren(...columns.map((/** @type {string} */ one) => new Option(one)));
  } catch (error) {
    fail(/** @type {Error} */ (error).message);
  }
  tell("");
  show(0, 0);
}

/** Do what comes next once files are chosen. @param {HTMLFormElement} form */
function chosen(form) {
  if (form.dataset.what === "grade") askWhose(status.dataset.class ?? "", [...(fileField(form)?.files ?? [])]);
  else if (form.dataset.what === "export") offerColumns(form);
  else take(form);
}

/** @param {DragEvent} event @param {HTMLFormElement} form */
function dropped(event, form) {
  const [field, files] = [fileField(form), event.dataTransfer?.files];
  if (working) fail(words.busy);
  else if (field && files?.length) {
    field.files = files;
    chosen(form);
  }
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.send"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(form);
  });
  fileField(form)?.addEventListener("change", () => chosen(form));
  if (!form.matches(".drop")) continue;
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop") dropped(/** @type {DragEvent} */ (event), form);
    });
  }
}
// A file that is dropped beside a box must not open in place of the page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
// Where a comma stands in numbers, spreadsheets expect a semicolon between what stands beside each other.
if ((1.5).toLocaleString().includes(",")) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[download]"))) link.search = "separator=;";
}
if (due) due.value = local(due.dataset.time ?? "");
if (status.dataset.state === "working") follow(status.dataset.class ?? "");
