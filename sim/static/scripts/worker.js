// @ts-check
// The page's Python: Pyodide loads it, it runs the lesson's cells, and answers are kept in the browser's own store.
import { storeOf } from "./store.js";

/** @typedef {{ release: string, packages: string[], course: string, sizes: Record<string, number>, cells?: string[], query: string, site: string, language: string }} Facts */

const HOME = "/answers";
const ANSWERS = "answers"; // the names under which these are stored
const PLACES = "/lib/mending-bridges";

/** @type {any} */
let python;
/** @type {any} */
let page;
/** @type {ReturnType<typeof storeOf>} */
let store;
/** @type {Facts} */
let facts;
let last = ""; // answers as this page last stored or saw them
let changed = false;
/** @type {object[]} */
let confirmed = []; // what has arrived is confirmed to the page once it is stored
/** @type {BroadcastChannel | undefined} */
let others;
const marks = /** @type {Record<string, number>} */ ({});
const mark = (/** @type {string} */ name) => { marks[name] = Math.round(performance.now()); };

/** Count what arrives, so that the reader sees how much is still to come. @param {Facts["sizes"]} sizes */
function countBytes(sizes) {
  const plain = self.fetch.bind(self);
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let arrived = 0;
  const count = (/** @type {number} */ bytes) => {
    arrived += bytes;
    postMessage({ type: "progress", done: Math.min(arrived, all), all });
  };
  self.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (!answer.body || !answer.ok) return answer;
    const counted = answer.body.pipeThrough(new TransformStream({ transform(part, on) { count(part.byteLength); on.enqueue(part); } }));
    return new Response(counted, { status: answer.status, headers: answer.headers });
  };
  return count;
}

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** Start Python with the course in it. */
async function start() {
  countBytes(facts.sizes);
  const folder = new URL(`${facts.release}/`, facts.site).href;
  const course = fetched(new URL(facts.course, facts.site).href);
  const { loadPyodide } = await import(`${folder}pyodide.mjs`);
  mark("loader");
  const env = {
    HOME, MENDING_BRIDGES_HOME: HOME, MENDING_BRIDGES_LANG: facts.language, QUERY_STRING: facts.query,
    JUPYTER_WIDGETS_ECHO: "0", PYTHONDONTWRITEBYTECODE: "1",
  };
  python = await loadPyodide({ indexURL: folder, packages: facts.packages, env });
  mark("python");
  python.unpackArchive(await course, "zip", { extractDir: PLACES });
  python.runPython(`import sys; sys.path.insert(0, "${PLACES}"); from sim.static.no_shell import install; install()`);
  python.FS.mkdirTree(HOME);
  last = await stored();
  if (last) python.FS.writeFile(`${HOME}/mine.json`, last);
  mark("course");
  const { PagePython, connect } = python.pyimport("sim.static.page_python");
  page = PagePython(connect(tell), () => { changed = true; });
  python.runPython("import sim.lab");
  mark("lab");
}

/** Pass a message from Python to the page. @param {string} type @param {string} id @param {string} data @param {any} buffers */
function tell(type, id, data, buffers) {
  const message = { type, id, data, buffers: buffers.length ? buffers.toJs() : [] };
  if (data.startsWith('{"method": "custom", "content": {"arrived"')) confirmed.push(message);
  else postMessage(message);
}

/** Run the lesson's cells in order; one that fails says so in its place, and the others go on. */
function runCells() {
  for (const [cell, source] of (facts.cells ?? []).entries()) {
    try {
      postMessage({ type: "show", cell, id: page.run(source) });
    } catch (error) {
      postMessage({ type: "part_failed", cell, why: String(error) });
    }
    mark(`cell ${cell}`);
  }
}

/** What is stored, "" if nothing is or the browser does not say. */
async function stored() {
  try {
    return await store.get(ANSWERS) ?? "";
  } catch (error) {
    unable(error);
    return "";
  }
}

/** @param {any} error */
function unable(error) {
  const why = error?.name === "QuotaExceededError" ? "full" : "closed";
  postMessage({ type: "unkept", said: page?.unkept(why) ?? "", why });
}

/** Merge answers with what other tabs have stored, and store them; one tab at a time, where the browser can. */
const settle = () => (navigator.locks ? navigator.locks.request(`mending-bridges ${facts.site}`, settleAlone) : settleAlone());

async function settleAlone() {
  try {
    const theirs = await store.get(ANSWERS) ?? "";
    const text = page.settle(last, theirs);
    changed = false;
    if (text && text !== theirs) {
      await store.put(ANSWERS, text);
      others?.postMessage("stored");
      await storeHome();
      postMessage({ type: "kept" });
    }
    last = text;
    page.unkept("");
    for (const message of confirmed.splice(0)) postMessage(message);
  } catch (error) {
    unable(error);
  }
}

/** Store what the home page shows now, so that it need not start Python. */
async function storeHome() {
  const main = page.home();
  if (main) await store.put("home", { course: facts.course, main });
}

/** What else the page asks of Python. @type {Record<string, (text: string) => any>} */
const ASKED = {
  text: () => page.text(),
  file: () => page.file(),
  bring: (text) => page.bring(text),
  home: () => page.home(),
  board: (text) => page.board(text),
};

/** @param {any} message */
async function handle(message) {
  if (message.do === "start") {
    facts = message.facts;
    store = storeOf(facts.site);
    await start();
    if ("BroadcastChannel" in self) {
      others = new BroadcastChannel(`mending-bridges ${facts.site}`);
      others.onmessage = () => queue({ do: "settle" });
    }
    runCells();
    postMessage({ type: "ready", marks });
  } else if (message.do === "message") {
    page.take(message.id, JSON.stringify(message.data));
    postMessage({ type: "idle", id: message.id });
  } else if (message.do === "ask") {
    postMessage({ type: "answer", number: message.number, said: ASKED[message.what](message.text) });
  }
  if (changed || confirmed.length || message.do === "settle") await settle();
}

let before = Promise.resolve();
/** Handle messages one after the other. @param {any} message */
function queue(message) {
  before = before.then(() => handle(message)).catch((error) => {
    postMessage({ type: "failed", starting: message.do === "start", id: message.id, number: message.number, why: String(error) });
  });
}
self.onmessage = ({ data }) => queue(data);
