// Bridges: as many planks as there is trust, whole at 100, and what was before beside it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { drawBridges } from "../../sim/widgets/bridge.js";
import { along, beside, between, board, boards, hang, mark, places, planks, reached, ropes, scene } from "../../sim/widgets/bridge_geometry.js";
import { openPage } from "./fake_page.js";

const partner = (more = {}) => ({ name: "Funder", figures: 1, stance: "doubts", trust: 0.5, was: null, kept: 0, broken: 0, stays: 1,
  words: { trust: "50", was: "", stance: "doubts", count: "stays in 9 of 10 years", short: "9 of 10" }, said: "Funder: trust 50 of 100.", why: "Because.", mixed: "", ...more });
const data = (partners, more = {}) => ({ kind: "bridges", group: "g", partners, chosen: null, news: "", planks: { wide: 20, narrow: 10 },
  words: { title: "T", us: "You", hint: "Touch", key: "Key", again: "Again", curve: "Curve", people: "People", unit_wide: "5", unit_narrow: "10" }, twin: { state: "S" }, ...more });
const sum = (of) => of.reduce((all, one) => all + one, 0);
let page;

beforeEach(() => { page = openPage(); });

test("planks add up to trust, laid from our end without a hole", () => {
  for (const count of [10, 20]) {
    for (let trust = 0; trust <= 100; trust += 1) {
      const laid = planks(partner({ trust: trust / 100 }), count).map((one) => one.share);
      assert.ok(Math.abs(sum(laid) / count - trust / 100) < 1e-3);
      assert.deepEqual(laid, [...laid].sort((a, b) => b - a));
    }
  }
});

test("nails are on the last planks laid, cracks on the first missing ones, one at least", () => {
  const made = planks(partner({ trust: 0.5, kept: 0.1, broken: 0.02 }), 20);
  const at = (name) => made.flatMap((one, place) => (one[name] ? [place] : []));
  assert.deepEqual([at("kept"), at("cracked")], [[8, 9], [10]]);
  const plain = planks(partner({ trust: 0.5, kept: 0.001, broken: 0.001 }), 20);
  assert.ok(plain.every((one) => !one.kept && !one.cracked));
});

test("no plank is cracked and laid, and a full bridge has no crack", () => {
  for (let trust = 0; trust <= 100; trust += 1) {
    for (const plank of planks(partner({ trust: trust / 100, kept: 0.3, broken: 0.4 }), 20)) {
      assert.ok(!(plank.cracked && plank.share > 0));
      assert.ok(!plank.kept || plank.share === 1);
    }
  }
});

test("what was before is outlined, and what came since is fresh", () => {
  const fell = planks(partner({ trust: 0.3, was: 0.5 }), 10);
  assert.equal(sum(fell.map((one) => Math.max(0, one.was - one.share))), 2);
  assert.ok(fell.every((one) => !one.fresh));
  const rose = planks(partner({ trust: 0.5, was: 0.3 }), 10);
  assert.deepEqual(rose.flatMap((one, at) => (one.fresh ? [at] : [])), [3, 4]);
});

test("planks stand between the posts, in order, and hang deepest in the middle", () => {
  const box = { left: 10, right: 210, top: 5, sag: 8, mirrored: false };
  const there = places(20, box);
  there.forEach(({ x, width }, at) => assert.ok(x >= 10 && x + width <= 210 && (at === 0 || x >= there[at - 1].x + there[at - 1].width)));
  assert.ok(there[10].y > there[0].y && Math.max(...there.map((one) => one.y)) <= 13);
  const back = places(20, { ...box, mirrored: true });
  assert.deepEqual(back.map((one) => one.x).reverse(), there.map((one) => one.x));
  assert.deepEqual([hang(0, 8), hang(0.5, 8), hang(1, 8)], [0, 8, 0]);
});

test("a mirrored bridge is laid from the right", () => {
  const box = { left: 10, right: 210, mirrored: false };
  assert.deepEqual([along(0, box), along(1, box), along(0.25, { ...box, mirrored: true })], [10, 210, 160]);
  const place = { x: 10, width: 8, y: 20, slope: 0 };
  assert.equal(board(place, 0.5, 10, false), "M10.0 15.0L14.0 15.0L14.0 25.0L10.0 25.0Z");
  assert.equal(board(place, 0.5, 10, true), "M14.0 15.0L18.0 15.0L18.0 25.0L14.0 25.0Z");
});

for (const width of [300, 358, 374, 623, 900, 1300]) {
  test(`a picture ${width} pixels wide holds two lanes with their figures, bridges and our island`, () => {
    for (const count of [1, 5, 8, 12]) {
      const box = scene(width, count);
      assert.ok(2 * box.lane + box.island <= width && box.figure + box.bridge <= box.lane);
      assert.ok(box.bridge >= 75, `${box.bridge}`);
      assert.equal(box.rows, Math.ceil(count / 2));
    }
  });
}

const numbers = (path) => path.match(/-?[\d.]+/g).map(Number);

test("all that is drawn of a bridge stands within its box, on both banks and at all widths", () => {
  for (const width of [300, 374, 623, 1300]) {
    const box = scene(width, 8);
    for (const one of [partner({ trust: 1, kept: 0.2 }), partner({ trust: 0, was: 1, broken: 0.5 }), partner({ trust: 0.47, was: 0.12, kept: 0.1, broken: 0.1 })]) {
      for (const mirrored of [true, false]) {
        const made = boards(planks(one, box.planks === "wide" ? 20 : 10), box, mirrored);
        for (const path of [made.ghost, made.cracked, made.laid, made.fresh].filter(Boolean)) {
          const all = numbers(path);
          assert.ok(all.every((value, at) => value >= 0 && value <= (at % 2 ? box.deck : box.bridge)), path);
        }
        const { x, y } = beside(one, box, mirrored);
        assert.ok(Number(y) < box.deck + 1 && Number(x) > 0 && Number(x) < box.bridge);
      }
    }
    assert.ok(numbers(Object.values(ropes(box)).join("")).every((value) => value >= 0 && value <= box.bridge));
  }
});

test("words of the mark stand away from the cracks: on our side after a rise, beyond it after a fall", () => {
  const box = scene(900, 8);
  const [rose, fell] = [partner({ trust: 0.6, was: 0.5 }), partner({ trust: 0.4, was: 0.5 })];
  assert.deepEqual([beside(rose, box, false).anchor, beside(fell, box, false).anchor], ["end", "start"]);
  assert.deepEqual([beside(rose, box, true).anchor, beside(fell, box, true).anchor], ["start", "end"]);
  assert.equal(beside(partner({ trust: 0.4, was: 0.98 }), box, false).anchor, "end");
  assert.equal(mark(partner(), box, false).mark, "");
});

test("arrows go through two columns and stop at the ends", () => {
  const go = (key, at) => reached(key, at, 5);
  assert.deepEqual([go("ArrowRight", 0), go("ArrowDown", 1), go("ArrowUp", 3), go("ArrowLeft", 2)], [1, 3, 1, 1]);
  assert.deepEqual([go("ArrowLeft", 0), go("ArrowDown", 3), go("ArrowRight", 4), go("a", 2)], [0, 3, 4, 2]);
  assert.deepEqual([go("Home", 3), go("End", 0)], [0, 4]);
});

test("a replay begins with what was and ends with what is", () => {
  const one = partner({ trust: 0.6, was: 0.4, kept: 0.1 });
  assert.deepEqual([between(one, 0).trust, between(one, 1).trust, between(one, 1).kept], [0.4, 0.6, 0.1]);
  assert.equal(between(partner(), 0).trust, 0.5);
});

test("each partner is one button with its state as name, and who is touched is explained", () => {
  const el = document.createElement("div");
  const show = drawBridges(el, data([partner(), partner({ name: "Clinic", said: "Clinic: trust 20 of 100.", why: "Silence." })]));
  const lanes = el.querySelectorAll("button").filter((one) => one.getAttribute("aria-label"));
  assert.deepEqual(lanes.map((one) => [one.getAttribute("aria-label"), one.getAttribute("tabindex")]), [["Funder: trust 50 of 100.", "0"], ["Clinic: trust 20 of 100.", "-1"]]);
  const said = () => el.querySelectorAll("p")[0].textContent;
  assert.equal(said(), "Touch");
  lanes[1].click();
  assert.equal(said(), "Silence.");
  assert.deepEqual(lanes.map((one) => one.getAttribute("aria-current")), ["false", "true"]);
  show.stop();
  assert.deepEqual(page.left(), []);
});

test("a lane has its name before the picture has a width", () => {
  const el = document.createElement("div");
  const create = document.createElement.bind(document);
  document.createElement = (name) => Object.assign(create(name), { clientWidth: 0 });
  const show = drawBridges(el, data([partner()]));
  assert.equal(el.querySelectorAll("button")[0].getAttribute("aria-label"), "Funder: trust 50 of 100.");
  show.stop();
});

test("while nobody is touched, the picture says who turned", () => {
  const el = document.createElement("div");
  const show = drawBridges(el, data([partner()], { news: "With your last change Funder now has doubts." }));
  assert.equal(el.querySelectorAll("p")[0].textContent, "With your last change Funder now has doubts.");
  el.querySelector("button").click();
  assert.equal(el.querySelectorAll("p")[0].textContent, "Because.");
  show.stop();
});

test("a later change keeps who is touched, and another case forgets", () => {
  const el = document.createElement("div");
  const show = drawBridges(el, data([partner()]));
  const [lane] = el.querySelectorAll("button");
  lane.click();
  show(data([partner({ why: "Now otherwise." })]));
  assert.equal(el.querySelectorAll("p")[0].textContent, "Now otherwise.");
  show(data([partner()], { group: "other" }));
  assert.equal(el.querySelectorAll("p")[0].textContent, "Touch");
  show.stop();
});
