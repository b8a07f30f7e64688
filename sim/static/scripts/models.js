// @ts-check
// Widgets and their views: the two boxes and the button of ipywidgets, and anywidget's modules, which are all that the
// course is made of (tests/test_static.py).

/** @typedef {{ [name: string]: any }} State */
/** @typedef {(id: string, data: object) => void} Tell */
/** @typedef {{ el: HTMLElement, leave: () => void }} View */

const REFERENCE = "IPY_MODEL_";
const BOXES = /** @type {Record<string, string>} */ ({ VBoxModel: "widget-vbox", HBoxModel: "widget-hbox" });
const same = (/** @type {unknown} */ one, /** @type {unknown} */ other) => one === other || JSON.stringify(one) === JSON.stringify(other);

/** A widget's state, shared with Python, as anywidget's modules ask for it. */
export class Model {
  /** @param {string} id @param {State} state @param {Tell} tell */
  constructor(id, state, tell) {
    this.id = id;
    this.state = state;
    this.tell = tell;
    /** @type {Record<string, Function[]>} */
    this.listeners = {};
    /** What was set here, by the reader. @type {State} */
    this.changed = {};
    /** @type {State} */
    this.unsaved = {};
    this.flying = false; // one change is on its way; later ones wait and are merged
    /** @type {Function[]} */
    this.heard = [];
  }

  /** @param {string} name */
  get(name) { return this.state[name]; }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.unsaved[name] = this.changed[name] = value;
    this.take({ [name]: value });
  }

  /** Take a state and tell who listens what has changed. @param {State} state */
  take(state) {
    const changed = Object.keys(state).filter((name) => !same(this.state[name], state[name]));
    Object.assign(this.state, state);
    for (const name of changed) this.fire(`change:${name}`, this, this.state[name]);
    if (changed.length) this.fire("change", this);
  }

  /** @param {string} event @param {Function} act */
  on(event, act) { (this.listeners[event] ??= []).push(act); }

  /** @param {string} [event] @param {Function} [act] */
  off(event, act) {
    for (const name of event ? [event] : Object.keys(this.listeners)) {
      this.listeners[name] = act ? (this.listeners[name] ?? []).filter((one) => one !== act) : [];
    }
  }

  /** @param {string} event @param {...unknown} facts */
  fire(event, ...facts) {
    for (const act of [...this.listeners[event] ?? []]) {
      try { act(...facts); } catch (error) { console.error(error); }
    }
  }

  save_changes() {
    if (this.flying || !Object.keys(this.unsaved).length) return;
    const state = this.unsaved;
    this.unsaved = {};
    this.flying = true;
    this.tell(this.id, { method: "update", state, buffer_paths: [] });
  }

  /** @param {unknown} content @param {any} [callbacks] */
  send(content, callbacks) {
    this.heard.push(() => callbacks?.iopub?.status?.({ content: { execution_state: "idle" } }));
    this.tell(this.id, { method: "custom", content });
  }

  /** Python has handled what was sent. */
  idle() {
    this.flying = false;
    for (const act of this.heard.splice(0)) act();
    this.save_changes();
  }
}

/** All widgets of a page. */
export class Models {
  /** @param {Tell} tell */
  constructor(tell) {
    this.tell = tell;
    /** @type {Map<string, Model>} */
    this.all = new Map();
    /** @type {Map<string, Promise<any>>} */
    this.modules = new Map();
    /** @type {Set<string>} */
    this.styles = new Set();
  }

  /** Take a message from Python. @param {string} type @param {string} id @param {any} data @param {DataView[]} buffers */
  hear(type, id, data, buffers) {
    const model = this.all.get(id);
    if (type === "comm_open") this.all.set(id, new Model(id, data.state, this.tell));
    else if (type === "comm_close") this.all.delete(id);
    else if (data.method === "update") model?.take(data.state);
    else if (data.method === "custom") model?.fire("msg:custom", data.content, buffers);
  }

  /** @param {unknown} reference */
  named(reference) { return this.all.get(String(reference).replace(REFERENCE, "")); }

  /** Draw a widget. @param {Model} model @returns {Promise<View>} */
  async view(model) {
    const el = document.createElement(model.get("_model_name") === "ButtonModel" ? "button" : "div");
    const leaves = [this.dress(model, el), this.place(model, el)];
    const drawn = model.get("_model_name") in BOXES ? this.fillBox(model, el)
      : el instanceof HTMLButtonElement ? this.fillButton(model, el) : this.run(model, el);
    leaves.push(await drawn);
    return { el, leave: () => leaves.forEach((leave) => leave()) };
  }

  /** Follow the classes that a widget is given. @param {Model} model @param {HTMLElement} el */
  dress(model, el) {
    /** @type {string[]} */
    let own = [];
    const dress = () => {
      el.classList.remove(...own);
      own = model.get("_dom_classes") ?? [];
      el.classList.add(...own);
    };
    el.className = "lm-Widget";
    return following(model, "_dom_classes", dress);
  }

  /** Show or hide a widget as its layout says. @param {Model} model @param {HTMLElement} el */
  place(model, el) {
    const layout = this.named(model.get("layout"));
    return layout ? following(layout, "display", () => { el.style.display = layout.get("display") ?? ""; }) : () => {};
  }

  /** @param {Model} model @param {HTMLElement} el */
  async fillBox(model, el) {
    el.classList.add("jupyter-widgets", "widget-box", BOXES[model.get("_model_name")]);
    /** @type {Map<Model, View>} */
    let shown = new Map();
    let turn = 0;
    const fill = async () => {
      const mine = ++turn;
      const wanted = /** @type {Model[]} */ ((model.get("children") ?? []).map((/** @type {string} */ one) => this.named(one)).filter(Boolean));
      const views = await Promise.all(wanted.map(async (child) => /** @type {const} */ ([child, shown.get(child) ?? await this.view(child)])));
      if (mine !== turn) return;
      const next = new Map(views);
      for (const [child, view] of shown) if (!next.has(child)) remove(view);
      shown = next;
      arrange(el, [...next.values()].map((view) => view.el));
    };
    model.on("change:children", fill);
    await fill();
    return () => {
      model.off("change:children", fill);
      shown.forEach(remove);
    };
  }

  /** @param {Model} model @param {HTMLButtonElement} el */
  async fillButton(model, el) {
    el.type = "button";
    el.classList.add("jupyter-widgets", "jupyter-button", "widget-button");
    el.addEventListener("click", () => model.send({ event: "click" }));
    const ends = [
      following(model, "description", () => { el.textContent = model.get("description"); }),
      following(model, "disabled", () => { el.disabled = model.get("disabled"); }),
    ];
    return () => ends.forEach((end) => end());
  }

  /** Run an anywidget's module; one that fails leaves its place empty. @param {Model} model @param {HTMLElement} el */
  async run(model, el) {
    const [text, style] = [model.get("_esm"), model.get("_css")];
    if (!text) return () => {};
    if (style && !this.styles.has(style)) {
      this.styles.add(style);
      document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    }
    try {
      return await (await this.module(text)).default.render({ model, el }) ?? (() => {});
    } catch (error) {
      console.error(error);
      el.replaceChildren();
      return () => {};
    }
  }

  /** Each module is loaded once, whatever number of widgets have it. @param {string} text */
  module(text) {
    if (!this.modules.has(text)) {
      const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
      this.modules.set(text, import(address).finally(() => URL.revokeObjectURL(address)));
    }
    return /** @type {Promise<any>} */ (this.modules.get(text));
  }
}

/** @param {View} view */
function remove(view) {
  view.leave();
  view.el.remove();
}

/** Put elements into a box in this order; those that stand right are not moved, so that they keep the focus. @param {HTMLElement} box @param {HTMLElement[]} parts */
function arrange(box, parts) {
  parts.forEach((part, at) => { if (box.children[at] !== part) box.insertBefore(part, box.children[at] ?? null); });
}

/** Act now and on each change of a trait; return what ends that. @param {Model} model @param {string} name @param {() => void} act */
function following(model, name, act) {
  act();
  model.on(`change:${name}`, act);
  return () => model.off(`change:${name}`, act);
}
