// @ts-check
// Save all answers and load them again. They are held by the page, so that they are there without the server.
import { OWN_KEYS, answer, ask, button, copied, download, follow, listen, newId, statusLine, tag } from "../../widgets/dom.js";

/** @typedef {Record<"download" | "copy" | "copied" | "by_hand" | "file" | "paste" | "load" | "given" | "remind" | "later" | "stopped" | "nothing" | "bring", string>} Words */
/** @typedef {{ file: string, text: string, said: string, words: Words, limit: string, remind_after: number }} State */
/** @typedef {import("@anywidget/types").AnyModel<State>} Backup */

const FILE = "mending-bridges-answers.json";
const LOOK_EVERY = 1000; // ms
const BANNER = "mb-banner";

/** Save all answers, also those that have not reached the server. @param {Backup} model */
const save = (model) => download(FILE, "application/json", [ask("mb-with-unsent", { file: model.get("file") }) ?? model.get("file")]);

const closeBanner = () => document.getElementById(BANNER)?.remove();

/** Show a notice with buttons at the lower edge of the window, one at a time. @param {string} words @param {...Node} buttons */
function banner(words, ...buttons) {
  closeBanner();
  const box = tag("div", { class: "mb mb-banner", id: BANNER, role: "alert" });
  document.body.append(box);
  box.append(tag("p", {}, words), ...buttons);
}

/** Remind an idle reader before the server stops; return a function that ends that. @param {Backup} model */
function watch(model) {
  const after = model.get("remind_after") * 1000;
  if (!after) return () => {};
  let last = performance.now(); // a clock that is set meanwhile does not change it
  let reminded = false;
  const words = model.get("words");
  const begin = () => {
    last = performance.now();
    if (reminded) closeBanner();
    reminded = false;
  };
  const here = (/** @type {Event} */ event) => {
    if (!(event.target instanceof Element && event.target.closest(`#${BANNER}`))) begin();
  };
  const unlisten = listen(document, ["pointerdown", "keydown", "input", "wheel"], here, { capture: true, passive: true });
  const timer = setInterval(() => {
    if (reminded || performance.now() - last < after) return;
    reminded = true;
    banner(`${model.get("limit")} ${words.remind}`, button(words.download, () => save(model)), button(words.later, begin));
  }, LOOK_EVERY);
  return () => {
    clearInterval(timer);
    unlisten();
    if (reminded) closeBanner();
  };
}

/** @param {import("@anywidget/types").RenderProps<State>} props */
function render({ model, el }) {
  const id = newId();
  const words = model.get("words");
  const said = statusLine();
  const tell = (/** @type {string} */ sentence) => { said.textContent = sentence; };
  const bring = (/** @type {string} */ text) => {
    if (text.trim()) model.send({ text });
    else tell(words.nothing);
  };
  const field = tag("textarea", { id: `${id}-text`, rows: 2, spellcheck: "false", ...OWN_KEYS });
  const file = tag("input", { type: "file", id: `${id}-file`, accept: ".json,.txt" });
  file.addEventListener("change", async () => {
    if (file.files?.[0]) bring(await file.files[0].text());
    file.value = "";
  });
  const load = tag("details", OWN_KEYS, tag("summary", {}, words.bring), tag("label", { for: file.id }, words.file), file,
    tag("label", { for: field.id }, words.paste), field, button(words.load, () => bring(field.value)));
  const copy = async () => {
    load.open = true; // the text to copy by hand stands in it
    const done = await copied(model.get("text"), field);
    load.open = !done;
    tell(done ? words.copied : words.by_hand);
  };
  el.append(tag("div", { class: "mb mb-control mb-keeper" },
    tag("p", { class: "mb-pair" }, button(words.download, () => { save(model); tell(words.given); }), button(words.copy, copy)), load, said));

  closeBanner();
  const stopped = () => {
    if (!document.getElementById("lost")) banner(words.stopped, button(words.download, () => save(model)));
  };
  model.on("comm_live_update", stopped);
  // The reader may have answered on another page meanwhile.
  const look = () => { if (!document.hidden) model.send({ look: true }); };
  const ends = [
    () => model.off("comm_live_update", stopped),
    follow(model, ["said"], () => tell(model.get("said"))),
    watch(model),
    listen(window, ["focus"], look),
    listen(document, ["visibilitychange"], look),
    // The page reports a lost server, and asks here what can be saved.
    answer("mb-answers", () => ({ words: words.download, save: () => save(model), file: () => model.get("file") })),
  ];
  return () => ends.forEach((end) => end());
}

export default { render };
