// @ts-check
// Draws a part again that the page gave up too early. ipywidgets looks for what a part shows for two seconds. If all came
// meanwhile, on a page that was too busy to look again, it calls the part missing, for good: as on a slow phone.
// https://github.com/jupyter-widgets/ipywidgets/issues/4026 (tests/test_workarounds.py tells when that is gone).

/** @typedef {{ connect(slot: () => void): void, emit(value: undefined): void }} Signal */
/** @typedef {{ restoredStatus: boolean, restored: Signal }} Manager */

const DRAW_EVERY_MS = 300;

/**
 * Have a part that could not be drawn wait, and draw it once all has come.
 * @param {Manager} manager @param {() => boolean} waits tells whether a part is still to be drawn
 */
function drawLate(manager, waits) {
  let allCame = manager.restoredStatus;
  manager.restored.connect(() => { allCame = true; });
  // A part that is not found says so for good, or waits until "restored" is told if it may still come.
  Object.defineProperty(manager, "restoredStatus", { get: () => false });
  const again = setInterval(() => {
    if (!allCame) return;
    if (waits()) manager.restored.emit(undefined);
    else clearInterval(again);
  }, DRAW_EVERY_MS);
}

/** Do so for the page's widgets as soon as Voila has them. @param {() => boolean} waits */
export function drawLateWidgets(waits) {
  Object.defineProperty(window, "jupyterapp", {
    set: (app) => { drawLate(app.widgetManager, waits); },
    configurable: true,
  });
}
