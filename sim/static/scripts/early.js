// @ts-check
// What a new reader's panels show first was computed when the site was built. They are drawn from that at once; what is
// chosen or typed there is kept, and told to the live panels once Python has made them.
import { Models } from "./models.js";

/** @typedef {import("./models.js").Model} Model */
/** @typedef {{ cells: Record<string, string>, models: Record<string, Record<string, any>> }} Drawn */

const SHARED = ["_esm", "_css"];

export class Early {
  /** @param {Drawn} drawn @param {() => void} acted called when something is to be told to Python */
  constructor(drawn, acted) {
    this.drawn = drawn;
    /** @type {{ id: string, data: any }[]} */
    this.told = [];
    this.models = new Models((id, data) => {
      this.told.push({ id, data });
      acted();
    });
  }

  /** Draw all panels. @param {Record<string, string>} shared scripts and styles by their marks @param {Map<number, HTMLElement>} places */
  async draw(shared, places) {
    for (const [id, state] of Object.entries(this.drawn.models)) {
      for (const name of SHARED) if (state[name]) state[name] = shared[state[name]];
      this.models.hear("comm_open", id, { state }, []);
    }
    const views = Object.entries(this.drawn.cells).map(async ([cell, id]) => {
      const [place, model] = [places.get(Number(cell)), this.models.all.get(id)];
      if (place && model) place.replaceChildren((await this.models.view(model)).el);
    });
    await Promise.all(views);
  }

  /** Return the live widgets that stand where these stand, by the ids of these. @param {Models} live @param {Map<number, string>} roots */
  twins(live, roots) {
    /** @type {Map<string, Model>} */
    const found = new Map();
    const pair = (/** @type {Model | undefined} */ early, /** @type {Model | undefined} */ twin) => {
      if (!early || !twin || ["_model_name", "_anywidget_id", "place"].some((name) => early.get(name) !== twin.get(name))) return;
      found.set(early.id, twin);
      const others = twin.get("children") ?? [];
      (early.get("children") ?? []).forEach((/** @type {string} */ child, /** @type {number} */ at) => pair(this.models.named(child), live.named(others[at])));
    };
    for (const [cell, id] of Object.entries(this.drawn.cells)) pair(this.models.all.get(id), live.all.get(roots.get(Number(cell)) ?? ""));
    return found;
  }

  /** Give the live widgets what was chosen and typed: before they are drawn, and what came while they were. @param {Map<string, Model>} twins */
  handOver(twins) {
    document.activeElement?.dispatchEvent(new Event("mb-send")); // what is just being typed
    for (const [id, twin] of twins) twin.take(this.models.all.get(id)?.changed ?? {});
  }

  /** Tell Python all that was done, in its order. @param {Map<string, Model>} twins */
  tellAll(twins) {
    for (const { id, data } of this.told.splice(0)) {
      const twin = twins.get(id);
      twin?.tell(twin.id, data);
    }
  }
}

/** Return what puts the focus, and the place within a text, to where they were. @param {Map<number, HTMLElement>} places */
export function focusIn(places) {
  const here = /** @type {HTMLInputElement | null} */ (document.activeElement);
  const all = (/** @type {HTMLElement} */ place) => [.../** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("a[href], button, input, select, textarea, summary"))];
  const place = [...places.values()].find((one) => one.contains(here));
  if (!here || !place) return () => {};
  const at = all(place).indexOf(here);
  const [start, end] = here.matches("textarea, [type=text]") ? [here.selectionStart, here.selectionEnd] : [null, null];
  return () => {
    const now = all(place)[at];
    now?.focus({ preventScroll: true });
    if (start !== null) now?.setSelectionRange(start, end);
  };
}
