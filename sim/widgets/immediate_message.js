// @ts-check
// What all forms share: they tell the kernel what was done, and Ctrl+S (Cmd+S) saves the notebook that they stand in.
import { ask, listen } from "./dom.js";

const SAVE_WAITS = 5000; // ms at most, until the kernel has put what was done into the notebook
const LOOK_AGAIN = 30; // ms

/** @typedef {{ keep(value: unknown, answer?: unknown): void, mark(): object, bring(): void, leave(): void }} Unsent */
/** @typedef {KeyboardEvent & { saveBy?: number }} SaveKeys */

/** @param {KeyboardEvent} event */
const asksToSave = ({ key, ctrlKey, metaKey, altKey, shiftKey }) =>
  key?.toLowerCase() === "s" && (ctrlKey || metaKey) && !altKey && !shiftKey;

/**
 * Tell the kernel what is done in a view. A page without code keeps it until it has arrived, and calls `putBack` after a
 * reload. In JupyterLab the keys that save wait for it: each view lets them go on once the kernel has dealt with its own.
 * @param {import("./dom.js").Model} model @param {HTMLElement} el @param {string} name @param {(value: any) => void} putBack
 */
export function messages(model, el, name, putBack) {
  /** @type {Set<object>} */
  const unheard = new Set();
  /** @type {Unsent | undefined} */
  const unsent = ask("mb-unsent", { model, name, putBack });

  /** JupyterLab itself leaves a form's keys alone. @param {SaveKeys} event */
  const letSave = (event) => {
    const [notebook, target] = [el.closest(".jp-NotebookPanel"), /** @type {Element} */ (event.target)];
    if (!asksToSave(event) || !notebook?.contains(target) || !(target.closest(".mb") || unheard.size)) return;
    const saveBy = event.saveBy ?? performance.now() + SAVE_WAITS;
    if (performance.now() >= saveBy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    target.dispatchEvent(new Event("mb-send"));
    const again = Object.assign(new KeyboardEvent("keydown", event), { saveBy });
    const save = () => {
      if (unheard.size && performance.now() < saveBy) setTimeout(save, LOOK_AGAIN);
      else notebook.dispatchEvent(again);
    };
    save();
  };
  const unlisten = listen(window, ["keydown"], letSave, { capture: true });

  return {
    /** Keep in the page what was done. @param {unknown} value @param {unknown} [asAnswer] what a file of answers holds */
    keep: (value, asAnswer = value) => unsent?.keep(value, asAnswer),
    /** Send what was done; the page goes on keeping what is not `whole`. @param {object} content @param {boolean} [whole] */
    tell(content, whole = true) {
      const sent = {};
      unheard.add(sent);
      const status = (/** @type {any} */ message) => { if (message.content.execution_state === "idle") unheard.delete(sent); };
      model.send({ ...content, ...(whole ? unsent?.mark() : {}) }, { iopub: { status } });
    },
    bring: () => unsent?.bring(),
    leave() { unlisten(); unsent?.leave(); },
  };
}
