// @ts-check
// The facilitator's pages: send what a class handed in, have it graded, and say how far it is.
import { words } from "./words.js";

const AGAIN = 500; // ms between two questions how far grading is
const form = /** @type {HTMLFormElement} */ (document.getElementById("hand-ins"));
const files = /** @type {HTMLInputElement} */ (document.getElementById("files"));
const bar = /** @type {HTMLProgressElement} */ (document.getElementById("bar"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
const again = document.getElementById("again");

/** @param {string} sentence */
const tell = (sentence) => { if (said.textContent !== sentence) said.textContent = sentence; };
const place = (/** @type {string} */ name) => `/class/${encodeURIComponent(name)}`;
/** The class of this page; on the list, a new one is called after the first file. @param {File[]} chosen */
const className = (chosen) => form.dataset.class || chosen[0].name.replace(/\.[^.]*$/, "") || chosen[0].name;

/** @param {number} done @param {number} of */
function show(done, of) {
  bar.hidden = !of;
  bar.max = of || 1;
  bar.value = done;
}

/** Send a file; its name may hold any letter. @param {string} name @param {File} file @param {(sent: number) => void} sent */
const send = (name, file, sent) => new Promise((good, bad) => {
  const request = new XMLHttpRequest(); // fetch does not tell how much of a file is sent
  request.open("PUT", `${place(name)}/handed-in/${encodeURIComponent(file.name)}`);
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

/** @param {File[]} chosen */
async function take(chosen) {
  if (!chosen.length) return;
  const [name, size] = [className(chosen), chosen.reduce((sum, file) => sum + file.size, 0)];
  let before = 0;
  try {
    for (const file of chosen) {
      tell(words.sending.replace("{file}", file.name));
      await send(name, file, (sent) => show(before + sent, size));
      before += file.size;
    }
    await begin(name);
  } catch (error) {
    show(0, 0);
    tell(/** @type {Error} */ (error).message);
  }
  files.value = "";
}

/** @param {string} name */
async function begin(name) {
  const answer = await fetch(`${place(name)}/grading`, { method: "POST" }).catch(() => null);
  if (!answer) throw new Error(words.no_answer);
  if (!answer.ok) throw new Error(sentence(await answer.text()));
  if (form.dataset.class) follow(name);
  else location.assign(place(name));
}

/** Say how far grading is until it has ended; then show what it made. @param {string} name */
async function follow(name) {
  const answer = await fetch(`${place(name)}/grading`).catch(() => null);
  const job = answer?.ok ? await answer.json() : { state: "grading", said: words.no_answer, done: 0, of: 0 };
  tell(job.said);
  show(job.state === "grading" ? job.done : 0, job.state === "grading" ? job.of : 0);
  if (job.state === "grading") setTimeout(() => follow(name), AGAIN);
  else if (job.state === "graded") location.reload();
}

files.addEventListener("change", () => take([...(files.files ?? [])]));
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    if (kind === "drop") take([.../** @type {DragEvent} */ (event).dataTransfer?.files ?? []]);
  });
}
again?.addEventListener("click", () => begin(form.dataset.class ?? "").catch((error) => tell(error.message)));
if (form.dataset.state === "grading") follow(form.dataset.class ?? "");
