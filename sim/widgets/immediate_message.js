// @ts-check
// What all forms share: they send input to the kernel, and Ctrl+S (Cmd+S) saves the notebook around them.
import { ask, listen } from "./dom.js";

const SAVE_WAITS = 5000; // ms at most, until the kernel has stored the input in the notebook
const LOOK_AGAIN = 30; // ms

/** @typedef {{ keep(value: unknown, answer?: unknown): void, mark(): object, bring(): void, leave(): void }} Unsent */
/** @typedef {KeyboardEvent & { saveBy?: number }} SaveKeys */

/** @param {KeyboardEvent} event */
const asksToSave = ({ key, ctrlKey, metaKey, altKey, shiftKey }) =>
  key?.toLowerCase() === "s" && (ctrlKey || metaKey) && !altKey && !shiftKey;

/**
 * Send a view's input to the kernel. A page without code stores it until the kernel confirms it, and calls `putBack` after
 * a reload. In JupyterLab Ctrl+S waits: each view passes it on once the kernel has handled the view's own messages.
 * @param {import("./dom.js").Model} model @param {HTMLElement} el @param {string} name @param {(value: any) => void} putBack
 */
export function messages(model, el, name, putBack) {
  /** @type {Set<object>} */
  const unheard = new Set();
  /** @type {Unsent | undefined} */
  const unsent = ask("mb-unsent", { model, name, putBack });

  /** JupyterLab itself ignores keys pressed in a form. @param {SaveKeys} event */
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
    /** Store input in the page. @param {unknown} value @param {unknown} [asAnswer] what a file of answers holds */
    keep: (value, asAnswer = value) => unsent?.keep(value, asAnswer),
    /** Send input; the page keeps storing input that is not `whole`. @param {object} content @param {boolean} [whole] */
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
