// Answers to take along and to bring back. What is offered lies in the page, so it is there when the server is not.
const FILE = "mending-bridges-answers.json";
const LOOK_EVERY = 1000; // ms
const BANNER = "mb-banner";

function tag(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(words, act) {
  const made = tag("button", "", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** All answers, also those that have not got to the server. */
function fileOf(model) {
  return window.mendingBridgesWithUnsent?.(model.get("file")) ?? model.get("file");
}

function save(model) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fileOf(model)], { type: "application/json" }));
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Show a sentence with buttons over the lower edge of the window; one at a time. */
function banner(words, ...buttons) {
  document.getElementById(BANNER)?.remove();
  const box = tag("div", "mb mb-banner");
  box.id = BANNER;
  box.setAttribute("role", "alert");
  document.body.append(box);
  box.append(tag("p", "", words), ...buttons);
}

/** Remind somebody who does nothing, before the server stops waiting. */
function watch(model) {
  const after = model.get("remind_after") * 1000;
  if (!after) return () => {};
  let last = Date.now();
  let reminded = false;
  const words = model.get("words");
  const here = (event) => {
    if (event.target instanceof Element && event.target.closest(`#${BANNER}`)) return;
    last = Date.now();
    if (reminded) document.getElementById(BANNER)?.remove();
    reminded = false;
  };
  const events = ["pointerdown", "keydown", "input", "wheel"];
  for (const name of events) document.addEventListener(name, here, { capture: true, passive: true });
  const timer = setInterval(() => {
    if (reminded || Date.now() - last < after) return;
    reminded = true;
    banner(
      `${model.get("limit")} ${words.remind}`,
      button(words.download, () => save(model)),
      button(words.later, () => { last = Date.now(); reminded = false; document.getElementById(BANNER).remove(); }),
    );
  }, LOOK_EVERY);
  return () => {
    clearInterval(timer);
    for (const name of events) document.removeEventListener(name, here, { capture: true });
  };
}

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const words = model.get("words");
  const box = tag("div", "mb mb-control mb-keeper");
  const field = tag("textarea");
  const file = tag("input");
  const said = tag("p", "mb-hint");
  said.setAttribute("role", "status");
  const tell = (sentence) => { said.textContent = sentence; };
  const bring = (text) => {
    if (text.trim()) model.send({ text });
    else tell(words.nothing);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(model.get("text"));
      tell(words.copied);
    } catch {
      field.value = model.get("text");
      field.focus();
      field.select();
      tell(words.by_hand);
    }
  };
  Object.assign(field, { id: `${id}-text`, rows: 2, spellcheck: false });
  field.dataset.lmSuppressShortcuts = "true";
  Object.assign(file, { type: "file", id: `${id}-file`, accept: ".json,.txt" });
  file.addEventListener("change", async () => {
    if (file.files[0]) bring(await file.files[0].text());
    file.value = "";
  });
  const labels = [["file", file], ["paste", field]].map(([name, input]) => {
    const label = tag("label", "", words[name]);
    label.htmlFor = input.id;
    return label;
  });
  const row = tag("p", "mb-pair");
  row.append(button(words.download, () => { save(model); tell(words.given); }), button(words.copy, copy));
  box.append(row, labels[0], file, labels[1], field, button(words.load, () => bring(field.value)), said);
  el.append(box);

  document.getElementById(BANNER)?.remove();
  // The page itself tells that a server is lost; it finds here what can be saved.
  window.mendingBridges = { words: words.download, save: () => save(model), file: () => model.get("file") };
  const show = () => tell(model.get("said"));
  const stopped = () => {
    if (!document.getElementById("lost")) banner(words.stopped, button(words.download, () => save(model)));
  };
  model.on("change:said", show);
  model.on("comm_live_update", stopped);
  const leave = watch(model);
  // Whoever comes back to this page may have answered in another one meanwhile.
  const look = () => { if (!document.hidden) model.send({ look: true }); };
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  return () => {
    leave();
    window.removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
    model.off("change:said", show);
    model.off("comm_live_update", stopped);
  };
}

export default { render };
