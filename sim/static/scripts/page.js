// @ts-check
// A lesson without a server: its text is there at once, and its panels are filled by Python in a worker.
import { fill, tag } from "../../widgets/dom.js";
import { at, keepUnsent, panels, readyWhenDrawn, tellLost, tellState } from "../../server/template/page_state.js";
import { words } from "../../server/template/words.js";
import { Early, focusIn } from "./early.js";
import { Models } from "./models.js";
import { storeOf } from "./store.js";
import { facts, site, startPython, whyFailed } from "./python.js";
import { followVersions, keepOffline } from "./offline.js";

/** @type {import("./python.js").Python} */
let python;
const models = new Models((id, data) => python.tell({ do: "message", id, data }));
/** Panels by the number of their cell. @type {Map<number, HTMLElement>} */
const places = new Map(panels().map((panel) => [
  JSON.parse(panel.querySelector("script")?.textContent ?? "{}").data["application/vnd.jupyter.widget-view+json"].cell, panel,
]));
/** Live widgets by the number of the cell that shows them. @type {Map<number, string>} */
const roots = new Map();
/** @type {Early | undefined} */
let early;
/** @type {Promise<unknown> | undefined} */
let drawing;

/** Draw what a new reader sees first; who has been here sees the panels when their answers are in them. */
async function drawEarly() {
  const kept = await storeOf(site).get("answers").catch(() => "");
  if (!facts.drawn || JSON.parse(kept || "{}").lessons?.[facts.lesson] || location.search) return;
  early = new Early(facts.drawn, () => { tellState("drawn", words.noted); });
  await early.draw(await (await fetch(new URL(facts.widgets, site))).json(), places);
  tellState("drawn", at("waiting").textContent ?? "");
}

/** Draw the live panels and put them all at once where the early ones are, with what was done in those. */
async function drawLive() {
  await drawing;
  const twins = early?.twins(models, roots) ?? new Map();
  early?.handOver(twins);
  const views = await Promise.all([...roots].map(async ([cell, id]) => {
    const model = models.all.get(id);
    return /** @type {const} */ ([places.get(cell), model && await models.view(model)]);
  }));
  early?.handOver(twins);
  const focus = focusIn(places);
  for (const [place, view] of views) if (view) place?.replaceChildren(view.el);
  focus();
  early?.tellAll(twins);
}

/** Tell how much is still to come: what is read out changes seldom. @param {number} done @param {number} all */
function tellProgress(done, all) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0);
  if (early?.told.length) return; // what was said of it stays
  const said = done < all ? fill(words.loading, { done: megabytes(done), all: megabytes(all) }) : words.starting;
  if (at("waiting").textContent !== said) at("waiting").textContent = said;
}

/** The browser may delete what it keeps unless it is asked not to; ask once something is kept. */
let asked = false;
function askToKeep() {
  if (!asked) navigator.storage?.persist?.().catch(() => false);
  asked = true;
}

/** @type {Record<string, (message: any) => void>} */
const HEARD = {
  progress: ({ done, all }) => tellProgress(done, all),
  show: ({ cell, id }) => roots.set(cell, id),
  part_failed: ({ cell, why }) => {
    console.error(why); // for whoever maintains the course
    places.get(cell)?.replaceChildren(tag("p", { class: "trouble" }, words.part));
  },
  idle: ({ id }) => models.all.get(id)?.idle(),
  kept: () => { askToKeep(); tellLost(null); },
  unkept: ({ said, why }) => tellLost(said || words[`keep_${why}`]),
  ready: async ({ marks }) => {
    await drawLive();
    document.documentElement.dataset.marks = JSON.stringify(marks);
    readyWhenDrawn();
    keepOffline();
  },
  failed: ({ starting, why, id }) => {
    console.error(why);
    models.all.get(id)?.idle();
    if (starting) tellState("broken", whyFailed(why));
  },
};

function start() {
  if (document.documentElement.dataset.state === "unable") return;
  keepUnsent();
  followVersions(site);
  drawing = drawEarly().catch((error) => { console.error(error); });
  python = startPython((message) => {
    const take = HEARD[message.type];
    if (take) take(message);
    else models.hear(message.type, message.id, JSON.parse(message.data), message.buffers.map((/** @type {Uint8Array} */ one) => new DataView(one.buffer, one.byteOffset, one.byteLength)));
  });
}

if (facts.cells) start();
