/* What a lesson's page does beside showing the lesson: it says when it is ready and when the connection is lost. */

const LOST = "The connection was lost. What you saved is safe. Reload the page.";
const AWAY = "There is no connection just now. Stay on this page: it comes back by itself, and what you do here is sent then.";
const BACK = "What you did here before the page was loaded anew had not been sent. It is back in its place, and is sent now.";
const GONE = "If it does not come back, download your answers, open the course anew and bring them back there.";
const BROKEN = "The lesson could not be made ready. Reload the page.";
const READY = "The lesson is ready.";
const ASK_EVERY = 3000;
const QUIET_FOR = 150;
const PATIENCE = 60000;

/** A hub takes a page's own request for a stranger's unless it repeats the mark of the page's cookie. */
const mark = () => ({ "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "" });
const config = () => JSON.parse(document.getElementById("jupyter-config-data").textContent);
const panels = () => [...document.querySelectorAll(".panel")];
// A panel says "Loading widget..." until its parts are there.
const drawn = (panel) => !panel.querySelector("script") && panel.offsetHeight > 0 && !panel.textContent.includes("Loading widget");

/** Call `then` once every panel is drawn and the page has stopped changing, or after a long wait. */
function whenReady(then) {
  let last = performance.now();
  const began = last;
  const watcher = new MutationObserver(() => { last = performance.now(); });
  watcher.observe(document.getElementById("content"), { childList: true, subtree: true });
  const look = setInterval(() => {
    const now = performance.now();
    const all = panels().every(drawn);
    if ((all && now - last > QUIET_FOR) || now - began > PATIENCE) {
      clearInterval(look);
      watcher.disconnect();
      then(all);
    }
  }, 30);
}

function line(...parts) {
  const made = document.createElement("span");
  made.append(...parts);
  return made;
}

/** Show the sentence about a lost connection, or take it away; a reload helps only where the server answers. */
function tellLost(sentence) {
  const place = document.getElementById("lost");
  if (place.dataset.sentence === (sentence ?? "")) return;
  place.dataset.sentence = sentence ?? "";
  place.replaceChildren();
  if (!sentence) return;
  const button = document.createElement("button");
  button.textContent = "Reload the page";
  button.addEventListener("click", () => location.reload());
  place.append(sentence === LOST ? line(sentence, " ", button) : line(sentence));
  // A part of the lesson holds all answers in the page itself, so they are there when the server is not.
  const held = window.mendingBridges;
  if (!held) return;
  const save = document.createElement("button");
  save.textContent = held.words;
  save.addEventListener("click", held.save);
  place.append(line(GONE, " ", save));
}

/** Ask now and then whether what runs the lesson still does; it never comes back once it has ended. */
function keepAsking(base, id) {
  let ended = false;
  const ask = async () => {
    if (ended) return;
    try {
      const answer = await fetch(`${base}alive/${id}`, { cache: "no-store", headers: mark() });
      ended = answer.status === 404;
      tellLost(answer.ok ? null : LOST);
    } catch {
      tellLost(AWAY);
    }
  };
  ask();
  setInterval(ask, ASK_EVERY);
  window.addEventListener("online", ask);
  window.addEventListener("offline", ask);
  document.addEventListener("visibilitychange", ask);
}

/** Tell the server that the page was left. A download must not count as that, so Voila's own way is switched off. */
function sayGoodbye(base, id) {
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  window.addEventListener("pagehide", () => navigator.sendBeacon(`${base}voila/api/shutdown/${id}?_xsrf=${mark()["X-XSRFToken"]}`));
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

const UNSENT = `mending-bridges ${location.pathname}`;
const THIS_TIME = Math.random().toString(36).slice(2);

function readUnsent() {
  try {
    return JSON.parse(sessionStorage.getItem(UNSENT)) ?? {};
  } catch {
    return {};
  }
}

function writeUnsent(all) {
  try {
    sessionStorage.setItem(UNSENT, JSON.stringify(all));
  } catch {
    // Where nothing may be stored, or no more, what was done lasts as long as the page.
  }
}

/** A text that was being written, and what has come from elsewhere since: neither replaces the other. */
function together(kept, now) {
  const same = typeof kept.value !== "string" || now === kept.base || kept.value.includes(now);
  return same ? kept.value : `${now}\n\n${kept.value}`;
}

function tellBack() {
  const waiting = document.getElementById("waiting");
  waiting.textContent = BACK;
  waiting.classList.remove("done");
}

/**
 * Keep in this tab what is done at a place of the page until the server has it, so that a reload does not lose it.
 * sim/widgets/immediate_message.py says when that is. Returns null for what has no place.
 */
window.mendingBridgesUnsent = (model, name, putBack) => {
  const place = model.get("place");
  if (!place) return null;
  const forget = ({ arrived }) => {
    const all = readUnsent();
    if (!arrived || all[place]?.mark !== arrived) return;
    delete all[place];
    writeUnsent(all);
  };
  model.on("msg:custom", forget);
  return {
    keep(value, answer = value) {
      const all = readUnsent();
      const base = all[place] ? all[place].base : model.get(name);
      all[place] = { value, answer, base, mark: `${THIS_TIME} ${performance.now()}`, page: THIS_TIME };
      writeUnsent(all);
    },
    mark() {
      const mark = readUnsent()[place]?.mark;
      return mark ? { mark } : {};
    },
    bring() {
      const kept = readUnsent()[place];
      if (!kept || kept.page === THIS_TIME) return;
      putBack(together(kept, model.get(name)));
      document.documentElement.dataset.unsent = "back";
      if (document.documentElement.dataset.state === "ready") tellBack();
    },
    leave() { model.off("msg:custom", forget); },
  };
};

/** Put what was not sent into a file of answers: lesson/name or lesson/name/part is where it belongs. */
window.mendingBridgesWithUnsent = (text) => {
  const file = JSON.parse(text);
  for (const [place, { answer }] of Object.entries(readUnsent())) {
    const path = place.split("/");
    const last = path.pop();
    if (!path.length) continue; // what is nobody's answer yet, or part of a draft
    const record = path.reduce((at, name) => { at[name] ??= {}; return at[name]; }, file.lessons);
    record[last] = answer;
  }
  return JSON.stringify(file, null, 1);
};

function tellBroken() {
  document.getElementById("waiting").textContent = BROKEN;
  document.documentElement.dataset.state = "broken";
}

function start() {
  const program = document.getElementById("complete");
  if (!program) {
    tellBroken();
    return;
  }
  program.addEventListener("error", tellBroken);
  const { baseUrl, kernelId } = config();
  sayGoodbye(baseUrl, kernelId);
  keepAsking(baseUrl, kernelId);
  whenReady((all) => {
    if (!all) {
      tellBroken();
      return;
    }
    const waiting = document.getElementById("waiting");
    waiting.textContent = READY;
    waiting.classList.add("done");
    if (document.documentElement.dataset.unsent) tellBack();
    document.documentElement.dataset.state = "ready";
  });
}

start();
