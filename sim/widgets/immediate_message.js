// What all forms share: they tell the kernel what was done, and Ctrl+S (Cmd+S) saves the notebook that they stand in.
const SAVE_WAITS = 5000; // ms at most, until the kernel has put what was done into the notebook
const LOOK_AGAIN = 30; // ms
const unheard = (window.mendingBridgesUnheard ??= new Set());

/** Send what was done, and remember it until the kernel has dealt with it. */
function tellKernel(model, content) {
  const sent = {};
  unheard.add(sent);
  const status = (message) => { if (message.content.execution_state === "idle") unheard.delete(sent); };
  model.send(content, { iopub: { status } });
}

/** Save the notebook once what was done stands in it; JupyterLab itself leaves a form's keys alone. */
function letSave(event) {
  const pressed = event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const notebook = event.target.closest?.(".jp-NotebookPanel");
  const form = event.target.closest?.(".mb");
  if (!pressed || !notebook || event.fromForm || !(form || unheard.size)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.dispatchEvent(new Event("mb-send"));
  const again = Object.assign(new KeyboardEvent("keydown", event), { fromForm: true });
  const last = performance.now() + SAVE_WAITS;
  const save = () => {
    if (unheard.size && performance.now() < last) setTimeout(save, LOOK_AGAIN);
    else notebook.dispatchEvent(again);
  };
  save();
}

if (!window.mendingBridgesSaves) window.addEventListener("keydown", letSave, { capture: true });
window.mendingBridgesSaves = true;

