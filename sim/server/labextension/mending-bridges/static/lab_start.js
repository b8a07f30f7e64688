// @ts-check
// Our part of JupyterLab: above each lesson and exercise a button that runs all its cells, and a link to the same page without code.
// JupyterLab loads it as it is. It asks for JupyterLab's own modules by name, so nothing has to be built.

/** @typedef {{ pages: string, notebooks: Record<string, string>, words: Record<string, string> }} Settings What the server says: where the pages are, the address of each notebook's page below there, and what to say. */
/** @typedef {Record<string, Record<string, { get(): Promise<() => any> }>>} Shared JupyterLab's modules by name and version. */

/** Return what the server says, or null where it serves no lessons. @returns {Settings | null} */
function told() {
  const held = document.getElementById("jupyter-config-data")?.textContent;
  return JSON.parse(held || "{}").mendingBridges ?? null;
}

/** Return one of JupyterLab's modules. @param {Shared} shared @param {string} name */
const moduleOf = async (shared, name) => (await Object.values(shared[name])[0].get())();

/** Run all cells, and show the page's beginning again, since JupyterLab ends at the last cell. @param {any} app @param {any} panel */
async function runAll(app, panel) {
  app.shell.activateById(panel.id);
  await panel.sessionContext.ready;
  await panel.sessionContext.session?.kernel?.info; // what is run before the kernel has answered is lost
  await app.commands.execute("notebook:run-all-cells");
  panel.content.activeCellIndex = 0;
  panel.content.node.querySelector(".jp-WindowedPanel-outer")?.scrollTo(0, 0);
}

/** Return the row above a lesson or an exercise. @param {Settings} settings @param {string} page @param {() => Promise<void>} run */
function row({ pages, words }, page, run) {
  const place = document.createElement("div");
  place.className = "mb-start";
  const button = document.createElement("button");
  button.textContent = page.startsWith("exercises/") ? words.start_exercise : words.start;
  const link = document.createElement("a");
  Object.assign(link, { href: pages + page, textContent: words.pages });
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = words.running;
    try {
      await run();
    } finally {
      button.removeAttribute("aria-disabled");
      button.textContent = words.again;
      button.classList.add("mb-again");
    }
  });
  place.append(button, link);
  return place;
}

/** Put the look of the row onto the page. @param {string} css */
function dressed(css) {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
}

/** @param {Shared} shared @param {Settings} settings */
async function pluginOf(shared, settings) {
  const { Widget } = await moduleOf(shared, "@lumino/widgets");
  const { INotebookTracker } = await moduleOf(shared, "@jupyterlab/notebook");
  /** @param {any} app @param {any} tracker */
  const activate = (app, tracker) => {
    dressed(settings.words.css);
    /** @param {any} panel */
    const add = (panel) => {
      const page = settings.notebooks[panel.context.path];
      if (page) panel.contentHeader.addWidget(new Widget({ node: row(settings, page, () => runAll(app, panel)) }));
    };
    tracker.forEach(add);
    tracker.widgetAdded.connect((/** @type {any} */ _, /** @type {any} */ panel) => add(panel));
  };
  return { id: "mending-bridges:start", autoStart: true, requires: [INotebookTracker], activate };
}

/** @type {Shared} */
let given = {};
const container = {
  init: (/** @type {Shared} */ shared) => { given = shared; },
  get: async () => {
    const settings = told();
    const plugins = settings ? [await pluginOf(given, settings)] : [];
    return () => ({ __esModule: true, default: plugins });
  },
};
const known = /** @type {any} */ (globalThis);
known._JUPYTERLAB = Object.assign(known._JUPYTERLAB ?? {}, { "mending-bridges": container });
