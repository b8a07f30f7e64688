// What controls say, also to screen readers.
import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, softened } from "../../sim/widgets/dom.js";
import { sumInWords } from "../../sim/widgets/hours.js";
import { reordered } from "../../sim/widgets/ranking.js";
import { inWords } from "../../sim/widgets/slider.js";
import { fitting, overLength } from "../../sim/widgets/text_field.js";

const SUM = { left: "{left} of {total} left", all: "All {total} shared", over: "{left} too many: {given}" };
const OVER = "Only {most} fit, up to “{end}”: {over} more.";

test("facts stand in the places of a sentence", () => {
  assert.equal(fill("{item} is now {place} of {count}", { item: "Silence", place: 2, count: 3 }), "Silence is now 2 of 3");
});

test("long words have soft hyphens between syllables, in the scripts that part words so", () => {
  const shown = (words) => softened(words).replaceAll("\u00ad", "-");
  assert.equal(shown("Sister organisation"), "Sister orga-ni-sa-tion");
  assert.equal(shown("Neighbourhood group"), "Neigh-bour-hood group");
  assert.equal(shown("Nachbarschaftsverein"), "Nach-barschafts-ve-rein");
  assert.equal(shown("Clinic team, Families' council"), "Clinic team, Families' council");
  assert.equal(shown("Coordenação Comunitária"), "Coor-de-na-ção Comu-ni-tá-ria");
  assert.equal(shown("организация"), "орга-ни-за-ция");
  for (const words of ["منظمةالمجتمعالمدني", "我们每两个星期写信告诉你们", "साप्ताहिकसमाचारपत्रिका", "👩🏽‍🔧🤝🏿❤️‍🩹🇧🇷"]) assert.equal(softened(words), words);
  assert.equal(softened("e\u0301".repeat(12)).replaceAll("\u00ad", ""), "é".repeat(12)); // one letter in two signs stays together
});

test("a slider says the word of its step, and the number where it has no words", () => {
  const steps = { low: 0, step: 0.5, words: ["never", "weekly", "daily"] };
  assert.deepEqual([0, 0.5, 1, 9].map((number) => inWords(number, steps)), ["never", "weekly", "daily", "daily"]);
  assert.equal(inWords(2.5, { ...steps, words: [] }), "2.5");
});

test("hours are said as left, all shared, or too many, rounded to hundredths", () => {
  assert.equal(sumInWords([], 40, SUM), "40 of 40 left");
  assert.equal(sumInWords([10, 30], 40, SUM), "All 40 shared");
  assert.equal(sumInWords([0.1, 0.2, 40], 40, SUM), "0.3 too many: 40.3");
});

test("an item moves one place, and not beyond the ends", () => {
  assert.deepEqual(reordered(["a", "b", "c"], "b", -1), ["b", "a", "c"]);
  assert.deepEqual(reordered(["a", "b", "c"], "b", 1), ["a", "c", "b"]);
  assert.equal(reordered(["a", "b"], "a", -1), null);
  assert.equal(reordered(["a", "b"], "b", 1), null);
});

test("letters are counted as people do", () => {
  assert.equal(fitting("🌉🌉🌉", 2), "🌉🌉");
  assert.equal(overLength("🌉🌉", 2, OVER), "");
});

test("of a text that is too long it is said what fits, where it ends and how much is over", () => {
  assert.equal(overLength(`${"a".repeat(1992)} the end${"x".repeat(1234)}`, 2000, OVER),
    `Only 2,000 fit, up to “${"a".repeat(22)} the end”: 1,234 more.`);
});
