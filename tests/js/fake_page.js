// A page for tests in Node: elements that can be made, put together and pressed, and a count of all that listens or waits.

class FakeElement extends EventTarget {
  constructor(name) {
    super();
    Object.assign(this, { tagName: name.toUpperCase(), attributes: {}, childNodes: [], parent: null, style: { setProperty() {} }, value: "", clientWidth: 700 });
    this.dataset = {};
    this.validity = { badInput: false };
    this.classList = { add() {}, remove() {}, toggle() {} };
  }

  get id() { return this.attributes.id ?? ""; }
  get children() { return this.childNodes.filter((one) => one instanceof FakeElement); }
  get cells() { return this.children; }
  get textContent() { return this.childNodes.map((one) => (one instanceof FakeElement ? one.textContent : one)).join(""); }
  set textContent(text) { this.replaceChildren(text); }
  get valueAsNumber() { return this.value === "" ? NaN : Number(this.value); }

  append(...nodes) {
    for (const node of nodes) {
      if (node instanceof FakeElement) node.parent = this;
      this.childNodes.push(node instanceof FakeElement ? node : String(node));
    }
  }

  insertBefore(node, before) {
    node.remove?.();
    this.append(node);
    const at = before ? this.childNodes.indexOf(before) : -1;
    if (at >= 0) this.childNodes.splice(at, 0, this.childNodes.pop());
  }

  replaceChildren(...nodes) { this.childNodes = []; this.append(...nodes); }
  remove() { if (this.parent) this.parent.childNodes = this.parent.childNodes.filter((one) => one !== this); this.parent = null; }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
    if (name === "value") this.value = String(value);
    if (["checked", "hidden"].includes(name)) this[name] = true;
    if (name.startsWith("data-")) this.dataset[name.slice(5).replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = String(value);
  }

  getAttribute(name) { return this.attributes[name] ?? null; }
  removeAttribute(name) { delete this.attributes[name]; }
  contains(other) { return other === this || this.children.some((one) => one.contains(other)); }
  closest(selector) { return selector === `.${this.attributes.class}` ? this : this.parent?.closest(selector) ?? null; }
  all() { return this.children.flatMap((one) => [one, ...one.all()]); }
  // Of selectors only lists of names are understood, each without what stands around it.
  querySelectorAll(selector) {
    const names = selector.split(",").map((one) => one.trim().split(" ").at(-1).split(/[:[]/)[0].toUpperCase());
    return this.all().filter((one) => names.includes(one.tagName));
  }

  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  getBoundingClientRect() { return { left: 0, top: 0 }; }
  focus() {}
  scrollIntoView() {}
  select() {}
  click() { this.dispatchEvent(new Event("click")); }
}

/** Let a target count who listens to it. */
function counting(target) {
  const heard = [];
  target.addEventListener = (name, act) => heard.push([name, act]);
  target.removeEventListener = (name, act) => {
    const at = heard.findIndex(([one, other]) => one === name && other === act);
    if (at >= 0) heard.splice(at, 1);
  };
  target.dispatchEvent = (event) => { for (const [name, act] of [...heard]) if (name === event.type && !event.stopped) act(event); };
  return () => heard.map(([name]) => name);
}

/** Put a page in place of Node's missing one; return what was pressed to download, and what still listens or waits. */
export function openPage() {
  const downloads = [];
  const observed = new Set();
  const waiting = new Set();
  const [document, window] = [{}, {}];
  const [heardDocument, heardWindow] = [counting(document), counting(window)];
  Object.assign(document, {
    hidden: false, activeElement: null, documentElement: new FakeElement("html"), body: new FakeElement("body"),
    createElement(name) {
      const made = new FakeElement(name);
      if (name === "a") made.click = () => downloads.push(made.download ?? made.attributes.download);
      return made;
    },
    createElementNS: (_, name) => new FakeElement(name),
    createDocumentFragment: () => new FakeElement("fragment"),
    getElementById(id) { return document.body.all().find((one) => one.id === id) ?? null; },
    querySelector: () => null,
  });
  class Observer {
    observe() { observed.add(this); }
    disconnect() { observed.delete(this); }
  }
  const later = globalThis.setTimeout;
  const timers = {
    setTimeout: (act, wait) => { const timer = later(() => { waiting.delete(timer); act(); }, wait); timer.unref?.(); waiting.add(timer); return timer; },
    setInterval: () => { const timer = {}; waiting.add(timer); return timer; },
    clearTimeout: (timer) => { clearTimeoutInNode(timer); waiting.delete(timer); },
    clearInterval: (timer) => waiting.delete(timer),
  };
  Object.assign(window, { document, matchMedia: () => ({ matches: false }) });
  Object.assign(globalThis, { document, window, Element: FakeElement, ResizeObserver: Observer, MutationObserver: Observer, IntersectionObserver: Observer,
    requestAnimationFrame: () => 0, cancelAnimationFrame() {}, CSS: { escape: String }, location: { href: "http://here/", pathname: "/" }, ...timers });
  const left = () => [...heardDocument(), ...heardWindow(), ...[...observed].map(() => "observer"), ...[...waiting].map(() => "timer")];
  return { downloads, left, document };
}

const clearTimeoutInNode = globalThis.clearTimeout;

/** A widget's model: what the kernel would hold, what was sent to it, and who listens. */
export class FakeModel {
  constructor(state) { this.state = state; this.heard = []; this.sent = []; }
  get(name) { return this.state[name]; }
  set(name, value) { this.state[name] = value; }
  save_changes() {}
  send(content, callbacks) { this.sent.push({ content, callbacks }); }
  on(name, act) { this.heard.push([name, act]); }
  off(name, act) { this.heard = this.heard.filter(([one, other]) => one !== name || other !== act); }
  tell(name, ...told) { for (const [one, act] of [...this.heard]) if (one === name) act(...told); }
}
