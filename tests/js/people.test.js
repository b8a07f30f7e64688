// Figures: what somebody looks like comes from the label alone, and a mood changes the face and nothing else.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { PARTS, figure, partsOf } from "../../sim/widgets/people.js";
import { openPage } from "./fake_page.js";

const LABELS = Array.from({ length: 500 }, (_, at) => ["Patients' circle", "Clinic", "Funder", "Équipe", "患者会"][at % 5] + ` ${at}`);
const MOODS = ["calm", "pleased", "asking", "unhappy", "complaining", "quiet", "gone", "glad", "waiting", "away"];
const BACKS = ["gone", "away"]; // who shows a back

beforeEach(() => openPage());

/** The parts that a drawing says it has, and the paths of one of them. */
const drawn = (svg) => new Set(svg.all().map((node) => node.getAttribute("data-part")).filter(Boolean));
const everything = (svg) => svg.all().map((node) => node.getAttribute("d") ?? node.getAttribute("transform") ?? "").join("|");

test("a label has the same parts each time, in a group of any size", () => {
  for (const label of LABELS) {
    assert.deepEqual(partsOf(label), partsOf(label));
    assert.deepEqual(partsOf(label, 3)[0], partsOf(label)[0]);
    assert.equal(partsOf(label, 3).length, 3);
  }
});

test("each part occurs among 500 labels, and about as often as its list says", () => {
  const people = LABELS.map((label) => partsOf(label)[0]);
  for (const [name, from] of Object.entries(PARTS)) {
    for (const kind of new Set(from)) {
      const share = people.filter((one) => one[name] === kind).length / people.length;
      assert.ok(share > 0.3 * from.filter((one) => one === kind).length / from.length, `${name} ${kind}: ${share}`);
    }
  }
  for (const colour of ["grey", "white"]) assert.ok(people.some((one) => one.age === "older" && one.colour === colour));
});

test("no mood changes a part: only who has turned away shows no face", () => {
  const faces = /^(age|beard|glasses|skin) /;
  for (const label of LABELS) {
    const [calm, ...others] = MOODS.map((mood) => [mood, drawn(figure(label, { mood }))]);
    for (const [mood, parts] of others) {
      const expected = BACKS.includes(mood) ? [...calm[1]].filter((one) => !faces.test(one)) : [...calm[1]];
      assert.deepEqual([...parts].filter((one) => !BACKS.includes(mood) || !faces.test(one)).sort(), expected.sort(), `${label} ${mood}`);
    }
  }
});

test("each mood can be told apart by its drawing, without colours", () => {
  for (const how of [{}, { figures: 2 }, { figures: 3 }]) {
    assert.equal(new Set(MOODS.map((mood) => everything(figure("Ada", { mood, ...how })).replace(/mb-tile-\d+/g, ""))).size, MOODS.length);
  }
});

test("a figure without its ground is the same person, and cuts nothing off", () => {
  const [tile, bare] = [figure("Ada"), figure("Ada", { tile: false })];
  assert.deepEqual([...drawn(tile)].filter((one) => !drawn(bare).has(one)), [`tint ${partsOf("Ada")[0].tint}`]);
  assert.ok(bare.all().every((node) => !node.getAttribute("clip-path")));
});

test("plain shapes hold initials and no person", () => {
  const svg = figure("families' council", { mood: "asking" });
  const [shapes] = svg.all().filter((node) => node.getAttribute("class") === "mb-initials");
  assert.equal(shapes.querySelector("text").textContent, "FC");
  assert.deepEqual([...drawn(shapes)], []);
  assert.equal(svg.getAttribute("aria-hidden"), "true");
});
