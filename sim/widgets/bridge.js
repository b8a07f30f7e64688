// @ts-check
// Draws partners on their bridges from plain JSON data: the kernel sends it, or any page.
//
//   drawBridges(element, data, { flip })   draws the picture, and again when the element's width changes;
//                                          returns a function to call with newer data.
//
// A bridge has as many planks as a partner's trust, laid from our side. All words come with the data. Who is touched or
// has the focus is explained in a sentence below; arrow keys go from one partner to the next.
import { beside, between, boards, mark, planks, reached, ropes, scene } from "./bridge_geometry.js";
import { OWN_KEYS, button, dress, follow, newId, part, softened, tag } from "./dom.js";
import { figure } from "./people.js";

/** @import { Bridges, Partner, Stance } from "./bridge_geometry.js" */
/** @import { Pose } from "./people.js" */
/** @import { RenderProps } from "@anywidget/types" */
/** @typedef {ReturnType<typeof scene>} Scene */

/** @type {Record<Stance, Pose>} */
const MOODS = { faces: "glad", doubts: "waiting", away: "away", even: "waiting", parted: "gone", left: "gone" };
const ANNOUNCE_AFTER = 600; // ms of rest before a change is read aloud
const REPLAY = { waits: 500, lasts: 1100 }; // ms

// From back to front. Each is one path, whatever the number of planks, so that a drag changes few elements.
const LAYERS = { ghost: "mb-ghost", cracked: "mb-plank mb-cracked", laid: "mb-plank", fresh: "mb-plank mb-fresh", nails: "mb-nail", rail: "mb-rope mb-rail", ropes: "mb-rope",
  ties: "mb-rope mb-tie", posts: "mb-post", mark: "mb-mark" };

/** Make the empty drawing of one bridge. @param {Element} to */
export function newBridge(to) {
  const svg = part(to, "svg", { "aria-hidden": "true" });
  const layers = Object.entries(LAYERS).map(([name, look]) => /** @type {const} */ ([name, part(svg, "path", { class: look })]));
  return { svg, layers, was: part(svg, "text", { class: "mb-was" }) };
}

/** Draw a bridge: again after a change, and for each picture of a replay. @param {ReturnType<typeof newBridge>} bridge @param {Partner} partner @param {number} count planks @param {Scene} box @param {boolean} mirrored our end is at the right */
export function drawBridge({ svg, layers, was }, partner, count, box, mirrored) {
  dress(svg, { viewBox: `0 0 ${box.bridge} ${box.deck}`, width: box.bridge, height: box.deck });
  /** @type {Record<string, string>} */
  const drawn = { ...ropes(box), ...boards(planks(partner, count), box, mirrored), ...mark(partner, box, mirrored) };
  for (const [name, path] of layers) path.setAttribute("d", drawn[name]);
  const { x, y, anchor } = beside(partner, box, mirrored);
  dress(was, { x, y, "text-anchor": anchor });
  was.textContent = box.small ? "" : partner.words.was; // on a phone the name of the button says it
}

/** Draw our house. @param {Element} svg */
function house(svg) {
  part(svg, "path", { d: "M8 60V30L32 10L56 30V60Z", class: "mb-house" });
  part(svg, "path", { d: "M3 33L32 8L61 33", class: "mb-roof" });
  part(svg, "path", { d: "M26 60V44Q32 38 38 44V60Z", class: "mb-door" });
  for (const x of [15, 43]) part(svg, "rect", { x, y: 36, width: 7, height: 8, class: "mb-window" });
  part(svg, "path", { d: "M46 19V8H52V24", class: "mb-house" });
}

/** Draw water: a pattern of small waves below everything. @param {Element} to */
function water(to) {
  const [svg, id] = [part(to, "svg", { class: "mb-water", "aria-hidden": "true" }), newId()];
  const pattern = part(part(svg, "defs", {}), "pattern", { id, width: 132, height: 74, patternUnits: "userSpaceOnUse" });
  for (const [x, y] of [[10, 16], [78, 52]]) part(pattern, "path", { d: `M${x} ${y}q6 -5 12 0t12 0t12 0`, class: "mb-wavelet" });
  part(svg, "rect", { width: "100%", height: "100%", fill: `url(#${id})` });
}

/** @param {string} words @param {string} look */
const bit = (words, look) => tag("span", { class: look }, words);

/** Make the parts of one partner's lane: a button that holds its figure, its bridge and its words. @param {number} at */
function newLane(at) {
  const id = newId();
  const words = { name: bit("", "mb-name"), trust: bit("", "mb-number"), stance: bit("", "mb-stance"), count: bit("", "mb-count") };
  const stand = bit("", "mb-stand");
  const why = tag("span", { class: "mb-hidden", id });
  const press = button("", () => {}, { class: "mb-lane", "aria-describedby": id, tabindex: at ? -1 : 0 });
  const head = tag("span", { class: "mb-lane-head" }, words.name, words.trust);
  const river = bit("", "mb-span");
  const bridge = newBridge(river);
  press.append(stand, head, river, tag("span", { class: "mb-lane-foot" }, words.stance, words.count));
  const item = tag("li", { class: at % 2 ? "mb-right-bank" : "mb-left-bank" }, press, why);
  return { item, press, stand, bridge, why, words, shown: "", figures: /** @type {Record<string, Element>} */ ({}) };
}

/** Why a partner stands so. @param {Partner} one */
const reason = ({ why, mixed }) => [why, mixed].filter(Boolean).join(" ");

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {HTMLElement} el */
function page(el) {
  const parts = {
    list: tag("ul", { role: "list", class: "mb-lanes", ...OWN_KEYS }), why: tag("p", { class: "mb-why", "aria-hidden": "true" }), note: tag("p", { class: "mb-hint" }),
    again: button("", () => {}, { class: "mb-again" }), flip: button("", () => {}, { class: "mb-flip" }), title: tag("h3"), us: bit("", "mb-us"),
    live: tag("div", { class: "mb-hidden", "aria-live": "polite" }),
  };
  const island = tag("div", { class: "mb-island", "aria-hidden": "true" });
  house(part(island, "svg", { viewBox: "0 0 64 64" }));
  island.append(parts.us);
  const picture = tag("div", { class: "mb-scene" });
  water(picture);
  picture.append(island, parts.list);
  const above = tag("div", { class: "mb-above" }, parts.title);
  const stage = tag("div", { class: "mb-stage-box" }, picture, parts.why);
  el.append(above, stage, tag("div", { class: "mb-bridge-row" }, parts.flip, parts.again), parts.note, parts.live);
  return { ...parts, picture, stage, above };
}

/**
 * @param {HTMLElement} el @param {Bridges} first
 * @param {{ flip?: (curve: boolean) => void }} [how] flip: called when the curve is asked for, or the partners again
 */
export function drawBridges(el, first, { flip } = {}) {
  el.classList.add("mb", "mb-bridges");
  const parts = page(el);
  /** @type {ReturnType<typeof newLane>[]} */
  let lanes = [];
  let [data, chosen, curve] = [first, /** @type {number | null} */ (null), false];
  const state = { box: scene(0, 0), group: "", timer: 0, run: 0, rest: 0, head: -1, above: /** @type {IntersectionObserver | null} */ (null) };

  // What stands below the picture must not move when it gets small: it would push the picture out of its place again.
  const height = () => parts.stage.getBoundingClientRect().height;
  const stick = (/** @type {boolean} */ small) => {
    parts.picture.classList.remove("mb-stuck");
    const whole = height();
    parts.picture.classList.toggle("mb-stuck", small);
    parts.stage.style.marginBottom = small ? `${whole - height()}px` : "";
    if (!small) belowHead(headHeight()); // a headline may have grown while it was one line
  };
  const box = () => /** @type {HTMLElement | null} */ (el.closest(".mb-sandbox"));
  // While it is one line, its margin makes up for the rest (bridge.css).
  const headHeight = () => {
    const head = box()?.querySelector(".mb-head");
    // Whole pixels without its border: as much is kept free for it (bridge.css), so that the page's height stays the same.
    return head ? Math.ceil(head.getBoundingClientRect().height) - 1 + (parseFloat(getComputedStyle(head).marginBottom) || 0) : 0;
  };
  // On a phone the picture sticks below the headline while controls are moved, and is then as small as can be.
  const belowHead = (/** @type {number} */ head) => {
    if (head === state.head) return;
    state.head = head;
    (box() ?? parts.stage).style.setProperty("--mb-head-height", `${head}px`);
    state.above?.disconnect();
    // All below the headline counts as seen, so that a jump from far below to far above is noticed too.
    state.above = new IntersectionObserver((seen) => {
      stick(!seen[seen.length - 1].isIntersecting);
    }, { rootMargin: `${-head}px 0px 100000px 0px` });
    state.above.observe(parts.above);
  };
  const tell = () => {
    const one = chosen === null ? null : data.partners[chosen];
    parts.why.textContent = one ? reason(one) : data.news || data.words.hint;
    parts.why.classList.toggle("mb-nobody", !one);
    parts.why.classList.toggle("mb-news", !one && Boolean(data.news));
    lanes.forEach((lane, at) => dress(lane.press, { "aria-current": at === chosen ? "true" : "false", tabindex: at === (chosen ?? 0) ? 0 : -1 }));
  };
  const choose = (/** @type {number} */ at) => {
    if (at !== chosen) { chosen = at; tell(); }
  };
  const build = () => {
    chosen = data.chosen;
    lanes = data.partners.map((_, at) => newLane(at));
    lanes.forEach((lane, at) => dress(lane.press, {
      focus: () => choose(at),
      click: () => choose(at),
      keydown: (event) => {
        const to = reached(event.key, at, lanes.length);
        if (to === at) return;
        event.preventDefault();
        lanes[to].press.focus();
      },
    }));
    parts.list.replaceChildren(...lanes.map((lane) => lane.item));
  };
  /** @param {ReturnType<typeof newLane>} lane @param {Partner} one */
  const stand = (lane, one) => {
    const shown = `${one.stance} ${one.name}`;
    if (lane.shown === shown) return;
    lane.shown = shown;
    // Kept, since a drag to and fro turns the same figures again and again, and each has some fifty parts.
    lane.figures[shown] ??= figure(one.name, { mood: MOODS[one.stance], figures: one.figures, tile: false });
    lane.stand.replaceChildren(lane.figures[shown]);
    dress(lane.press, { "data-stance": one.stance });
  };
  /** @param {Partner[]} partners */
  const bridges = (partners) => partners.forEach((one, at) => {
    const { box } = state;
    if (box.bridge > 30) drawBridge(lanes[at].bridge, one, data.planks[box.planks], box, at % 2 === 0);
  });
  // The words do not wait for a width: who listens must never meet a button without a name.
  const write = () => data.partners.forEach((one, at) => {
    const { words } = lanes[at];
    words.name.textContent = softened(one.called ?? one.name);
    words.trust.textContent = one.words.trust;
    words.stance.textContent = one.words.stance;
    lanes[at].why.textContent = reason(one);
    dress(lanes[at].press, { "aria-label": one.said });
  });
  const draw = () => {
    if (!parts.picture.clientWidth) return;
    const box = scene(Math.floor(parts.picture.clientWidth), data.partners.length);
    state.box = box;
    belowHead(headHeight());
    parts.picture.classList.toggle("mb-small-scene", box.small);
    for (const [name, length] of Object.entries({ figure: box.figure, island: box.island })) parts.picture.style.setProperty(`--mb-${name}`, `${length}px`);
    parts.note.textContent = `${data.words[`unit_${box.planks}`]} ${data.words.key}`;
    data.partners.forEach((one, at) => {
      stand(lanes[at], one);
      lanes[at].words.count.textContent = box.small ? one.words.short : one.words.count;
    });
    bridges(data.partners);
    tell();
  };
  const halt = () => { state.run += 1; clearTimeout(state.rest); };
  const replay = () => {
    halt();
    const [run, began] = [state.run, performance.now()];
    const frameAt = (/** @type {number} */ time) => {
      if (run !== state.run) return;
      const passed = (time - began - REPLAY.waits) / REPLAY.lasts;
      const share = still() ? Number(passed > 0.6) : Math.min(1, Math.max(0, passed));
      bridges(data.partners.map((one) => between(one, share)));
      if (share < 1) requestAnimationFrame(frameAt);
    };
    requestAnimationFrame(frameAt);
  };
  const announce = (/** @type {string | undefined} */ words) => {
    clearTimeout(state.timer);
    parts.live.textContent = ""; // cleared first, so that the same words are read again
    if (words) state.timer = setTimeout(() => { parts.live.textContent = words; }, ANNOUNCE_AFTER);
  };
  const turn = (/** @type {boolean} */ now) => {
    curve = now;
    for (const one of [parts.above, parts.stage, parts.note]) one.hidden = curve;
    parts.again.hidden = curve;
    parts.again.style.visibility = data.partners.every((one) => one.was === null) ? "hidden" : "visible"; // keeps its space
    parts.flip.textContent = curve ? data.words.people : data.words.curve;
    if (!curve) draw();
  };
  const show = (/** @type {Bridges} */ next) => {
    data = next;
    halt();
    if (state.group !== next.group || lanes.length !== next.partners.length) build();
    state.group = next.group;
    parts.title.textContent = next.words.title;
    parts.us.textContent = next.words.us;
    parts.again.replaceChildren(next.words.again, bit(` ${next.words.again_more}`, "mb-hidden"));
    dress(parts.list, { "aria-label": next.words.title });
    write();
    turn(curve);
    announce(next.twin.change);
  };

  parts.again.addEventListener("click", replay);
  parts.flip.addEventListener("click", () => { turn(!curve); flip?.(curve); });
  let seen = 0;
  const watcher = new ResizeObserver(() => {
    if (parts.picture.clientWidth !== seen) { seen = parts.picture.clientWidth; draw(); }
  });
  watcher.observe(parts.picture);
  show(first);
  return Object.assign(show, { turn, stop: () => { watcher.disconnect(); state.above?.disconnect(); announce(""); halt(); } });
}

/** @param {RenderProps<{ data: Bridges | {}, curve: boolean }>} props */
function render({ model, el }) {
  const box = tag("div");
  el.append(box);
  /** @type {ReturnType<typeof drawBridges> | null} */
  let show = null;
  const flip = (/** @type {boolean} */ curve) => { model.set("curve", curve); model.save_changes(); };
  // If data cannot be drawn, the last good picture stays.
  const update = () => {
    const data = model.get("data");
    if (!data || !("kind" in data)) return;
    try {
      if (show) show(data);
      else show = drawBridges(box, data, { flip });
    } catch (problem) {
      console.warn(problem);
    }
  };
  const turned = () => show?.turn(model.get("curve"));
  const unfollow = [follow(model, ["data"], update), follow(model, ["curve"], turned)];
  update();
  turned();
  return () => { for (const leave of unfollow) leave(); show?.stop(); };
}

export default { render };
