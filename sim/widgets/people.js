// @ts-check
// Drawn figures for partners. What somebody looks like is chosen by the partner's label alone; how somebody feels is
// told by posture, eyes, brows, mouth and a sign, so that no look ever stands for a role, a mood or an outcome.
//
//   partsOf(label, figures)          what each figure of a partner is made of
//   figure(label, { ... })           the drawing, hidden from screen readers: name and mood stand beside it in words;
//                                    `tile: false` leaves out the coloured ground, for who stands in a picture
import { part } from "./dom.js";

/** @typedef {"calm" | "pleased" | "asking" | "unhappy" | "complaining" | "quiet" | "gone"} Mood a partner's, in a played year */
/** @typedef {Mood | "glad" | "waiting" | "away"} Pose any way in which somebody is drawn */
/** @typedef {{ tint: string, skin: string, age: string, face: string, hair: string, colour: string, cover: string, cloth: string, neck: string, accent: string,
 *   glasses: string, beard: string, build: string, aid: string, seat: string, earring: string }} Parts */
/** @typedef {(name: string, attributes: import("./dom.js").Attributes) => Element} Pen */

const INK = "#2b2730"; // the line around all shapes, also of glasses, eyes and signs
const LIGHT = "#fffdf8";

// A name in a list twice is chosen twice as often.
/** @type {Record<keyof Parts, string[]>} */
export const PARTS = {
  tint: ["sky", "sand", "leaf", "lilac", "rose", "stone"],
  skin: ["porcelain", "peach", "honey", "bronze", "umber", "ebony"],
  age: ["young", "grown", "grown", "older"],
  face: ["round", "oval", "broad"],
  hair: ["short", "side", "buzz", "curly", "afro", "bob", "long", "bun", "ponytail", "braids", "bald"],
  colour: ["black", "black", "brown", "brown", "chestnut", "copper", "blond"],
  cover: ["none", "none", "none", "none", "none", "none", "none", "none", "headscarf", "turban", "cap"],
  cloth: ["blue", "plum", "brick", "green", "ochre", "slate", "pink"],
  neck: ["crew", "open", "collar", "cardigan", "scarf", "roll"],
  accent: ["cream", "teal", "gold", "coral", "violet"],
  glasses: ["none", "none", "none", "none", "round", "square"],
  beard: ["none", "none", "none", "none", "full", "moustache", "stubble"],
  build: ["slim", "middle", "broad"],
  aid: ["none", "none", "none", "none", "none", "none", "none", "hearing"],
  seat: ["none", "none", "none", "none", "none", "none", "none", "wheelchair"],
  earring: ["none", "none", "none", "ring"],
};

/** @type {Record<string, string>} */
const TINTS = { sky: "#cfe0ec", sand: "#f0dfc4", leaf: "#d7e5c8", lilac: "#e3d6ec", rose: "#f2d3cb", stone: "#dcdcd6" };
/** @type {Record<string, [string, string]>} a tone and its shade */
const SKINS = { porcelain: ["#f8dcca", "#dda88c"], peach: ["#efc4a2", "#cc9068"], honey: ["#dba679", "#b07a4c"], bronze: ["#ba7d52", "#8c5630"],
  umber: ["#8c5a3c", "#633a22"], ebony: ["#633f2c", "#3f2417"] };
/** @type {Record<string, string>} */
const HAIRS = { black: "#2c2628", brown: "#54382a", chestnut: "#7c4a2c", copper: "#b0622f", blond: "#dcb264", grey: "#a7a6a4", white: "#eeebe4" };
/** @type {Record<string, string>} */
const CLOTHS = { blue: "#3f7099", plum: "#7d5283", brick: "#ae5242", green: "#3f7d5f", ochre: "#c8922f", slate: "#53597a", pink: "#c4748d",
  cream: "#f4ead7", teal: "#2f8a8a", gold: "#dcae45", coral: "#dd7d66", violet: "#7466a8" };
/** @type {Record<string, number>} half of the shoulders' width */
const BUILDS = { slim: 29, middle: 32, broad: 36 };

/** Return a number from 0 to 2^32 - 1 for a text (FNV-1a, with its bits mixed at the end). @param {string} text */
export function seedOf(text) {
  let hash = 0x811c9dc5;
  for (const letter of new TextEncoder().encode(text)) hash = Math.imul(hash ^ letter, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Return what each figure of a partner is made of, by the label alone. @param {string} label @param {number} [figures] @returns {Parts[]} */
export const partsOf = (label, figures = 1) => Array.from({ length: figures }, (_, place) => {
  const pick = (/** @type {string} */ name, /** @type {string[]} */ from) => from[seedOf(`${label}/${place}/${name}`) % from.length];
  const made = /** @type {Parts} */ (Object.fromEntries(Object.entries(PARTS).map(([name, from]) => [name, pick(name, from)])));
  if (made.age === "older") made.colour = pick("colour", ["grey", "white"]);
  if (made.cover === "headscarf") Object.assign(made, { beard: "none", earring: "none", hair: "covered" }); // nothing of it would be seen
  if (made.cover === "turban") made.hair = "covered";
  return made;
});

/** @param {Element} to @returns {Pen} */
const pen = (to) => (name, attributes) => part(to, name, attributes);

/** Start a group that says which part it draws. @param {Element} to @param {string} name @param {string} kind */
const group = (to, name, kind) => part(to, "g", { "data-part": `${name} ${kind}` });

/** @param {Element} to @param {string} d @param {string} fill @param {string} look */
const shape = (to, d, fill, look) => part(to, "path", { d, fill, class: `mb-${look}`, stroke: INK, "stroke-width": 1.6, "stroke-linejoin": "round" });

/** @param {Element} to @param {string} d @param {string} [colour] @param {number} [width] */
const trace = (to, d, colour = INK, width = 2) =>
  part(to, "path", { d, fill: "none", class: "mb-trace", stroke: colour, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" });

/** @param {number} x @param {number} y @param {number} rx @param {number} [ry] */
const oval = (x, y, rx, ry = rx) => `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;

// The head's middle is at 50 42. Hair behind the head, and hair before it.
const CENTRE = "M30 45Q27 18 50 17.500Q73 18 70 45Q68 32 50 24Q32 32 30 45Z";
const FRINGE = "M30.500 42Q29 20 50 19Q71 20 69.500 42Q66 33 60 31Q50 34 40 31Q33 34 30.500 42Z";
const SWEPT = "M29.500 42Q25 16 47 16Q73 13 70.500 42Q69 34 64 30Q50 32 41 25Q37 32 33 34Q30.500 37 29.500 42Z";
const CLOSE = "M30.500 37Q30 18.500 50 18.500Q70 18.500 69.500 37Q67 28 50 26.500Q33 28 30.500 37Z";
const curls = (/** @type {number[][]} */ at, /** @type {number} */ r) => at.map(([x, y]) => oval(x, y, r)).join("");
const CURLS = [[31, 33], [33, 24], [41, 18], [50, 16], [59, 18], [67, 24], [69, 33]];
/** @type {Record<string, { back?: string, front?: string, all?: string }>} */
const STYLES = {
  short: { front: CLOSE.replaceAll("18.500", "15") },
  side: { front: SWEPT },
  buzz: { front: CLOSE },
  curly: { front: `${curls(CURLS, 7.5)}` },
  afro: { back: oval(50, 35, 30, 28), front: "M31 36Q34 22 50 22Q66 22 69 36Q61 29 50 29Q39 29 31 36Z" },
  bob: { back: "M27 62Q21 14 50 14Q79 14 73 62Q66 66 61 62H39Q34 66 27 62Z", front: FRINGE },
  long: { back: "M25 88Q29 70 26 50Q23 14 50 14Q77 14 74 50Q71 70 75 88Q64 92 58 84H42Q36 92 25 88Z", front: CENTRE },
  bun: { back: oval(50, 12, 9.5), front: CENTRE },
  ponytail: { back: "M62 22Q84 20 82 46Q82 60 76 70Q72 60 71 46Q70 34 62 30Z", front: SWEPT },
  braids: { front: CENTRE },
  bald: {},
  covered: {},
};
const SCARF = "M50 13.500C25 13.500 25 38 27 52C28 62 29 70 22 82Q36 96 50 96Q64 96 78 82C71 70 72 62 73 52C75 38 75 13.500 50 13.500Z";
const TURBAN = "M29 37Q24 10 50 9Q76 10 71 37Q62 28 50 27.500Q38 28 29 37Z";
const CAP = "M29.500 35Q27 12.500 50 12.500Q73 12.500 70.500 35Q50 28 29.500 35Z";
const FACES = { round: oval(50, 42, 20.5, 21.5), oval: oval(50, 42, 18.8, 23), broad: "M29.500 38Q29.500 19 50 19Q70.500 19 70.500 38V45Q70 64 50 64Q30 64 29.500 45Z" };

/** @param {Element} to @param {Parts} parts */
function drawBody(to, { build, cloth, neck, accent, skin }) {
  const half = BUILDS[build];
  const [tone, shade] = SKINS[skin];
  const [left, right] = [50 - half, 50 + half];
  shape(to, "M42.500 56H57.500V76Q50 82 42.500 76Z", shade, "skin");
  const body = group(to, "cloth", cloth);
  shape(body, `M${left} 122V94Q${left} 79 ${left + 15} 76L42 71.500Q50 79 58 71.500L${right - 15} 76Q${right} 79 ${right} 94V122Z`, CLOTHS[cloth], "cloth");
  const at = group(to, "neck", `${neck} ${accent}`);
  if (neck === "open") shape(at, "M41.500 71.500L50 88L58.500 71.500Q50 79 41.500 71.500Z", tone, "skin");
  if (neck === "crew") trace(at, "M40 73.500Q50 84 60 73.500", INK, 1.6);
  if (neck === "collar") for (const d of ["M43 70L50 79L43 87L36 74.500Z", "M57 70L50 79L57 87L64 74.500Z"]) shape(at, d, CLOTHS[accent], "accent");
  if (neck === "cardigan") shape(at, "M41 72Q50 79 59 72L56 88L54 122H46L44 88Z", CLOTHS[accent], "accent");
  if (neck === "scarf") shape(at, "M38.500 68Q50 79 61.500 68Q67 74 63 80Q57 86 55 86L57 104H48L47 86Q40 85 36 79Q34 73 38.500 68Z", CLOTHS[accent], "accent");
  if (neck === "roll") shape(at, "M40.500 65Q50 70 59.500 65L61 76Q50 83 39 76Z", CLOTHS[cloth], "cloth");
}

/** @param {Element} to @param {Parts} parts @param {boolean} away */
function drawSeat(to, { seat }, away) {
  if (seat === "none") return;
  const at = group(to, "seat", seat);
  const side = away ? -1 : 1;
  const x = (/** @type {number} */ off) => 50 + side * off;
  trace(at, `M${x(-34)} 122V90M${x(-34)} 90L${x(-42)} 86`, INK, 3.4);
  trace(at, `M${x(8)} 92H${x(30)}`, INK, 4);
  part(at, "path", { d: oval(x(26), 107, 20), fill: LIGHT, "fill-opacity": 0.75, class: "mb-light", stroke: INK, "stroke-width": 3.4 });
  part(at, "path", { d: oval(x(26), 107, 14.5), fill: "none", class: "mb-trace", stroke: INK, "stroke-width": 1.2 });
  trace(at, [0, 45, 90, 135].map((turn) => {
    const [dx, dy] = [Math.cos((turn * Math.PI) / 180) * 14, Math.sin((turn * Math.PI) / 180) * 14];
    return `M${(x(26) - dx).toFixed(1)} ${(107 - dy).toFixed(1)}L${(x(26) + dx).toFixed(1)} ${(107 + dy).toFixed(1)}`;
  }).join(""), INK, 1.2);
}

/** How somebody feels, in a face. Numbers move or turn what is there; paths replace it. @type {Record<string, { turn: number, shift: number, eyes: string, brows: string, mouth: string, open?: boolean }>} */
const LOOKS = {
  calm: { turn: 0, shift: 0, eyes: "dots", brows: "M38.500 36Q42 34 45.500 35.500M54.500 35.500Q58 34 61.500 36", mouth: "M44 53Q50 57 56 53" },
  pleased: { turn: 0, shift: 0, eyes: "M39 42.500Q42.500 38 46 42.500M54 42.500Q57.500 38 61 42.500", brows: "M38 34.500Q42 31.500 45.500 33.500M54.500 33.500Q58 31.500 62 34.500",
    mouth: "M41.500 51Q50 54 58.500 51Q57 60 50 60Q43 60 41.500 51Z", open: true },
  asking: { turn: 7, shift: 2, eyes: "dots", brows: "M38 33.500Q42 29.500 46 32.500M54 34.500Q58 32.500 62 35", mouth: "M46 54Q50 52.500 54 54.500" },
  unhappy: { turn: 0, shift: 0, eyes: "dots", brows: "M38.500 36.500Q42 34.500 45.500 33.500M54.500 33.500Q58 34.500 61.500 36.500", mouth: "M45 56Q50 53 55 56" },
  complaining: { turn: 0, shift: 0, eyes: "dots", brows: "M38 34.500Q42 34.500 45.500 37M62 34.500Q58 34.500 54.500 37", mouth: "M44.500 56Q50 51.500 55.500 56" },
  glad: { turn: 0, shift: 0, eyes: "dots", brows: "M38.500 35Q42 32.500 45.500 34.500M54.500 34.500Q58 32.500 61.500 35", mouth: "M42.500 51.500Q50 60 57.500 51.500" },
  waiting: { turn: 5, shift: 3, eyes: "dots", brows: "M38.500 35.500Q42 35 45.500 36M54.500 35Q58 34 61.500 35.500", mouth: "M45 55H55" },
  quiet: { turn: -7, shift: -5, eyes: "M39.500 42.500Q42.500 45.500 45.500 42.500M54.500 42.500Q57.500 45.500 60.500 42.500", brows: "M39 37Q42 36 45 37M55 37Q58 36 61 37", mouth: "M46 54.500H54" },
};

/** @param {Element} to @param {Parts} parts @param {string} mood */
function drawFace(to, parts, mood) {
  const { eyes, brows, mouth, open, shift } = LOOKS[mood];
  const [tone, shade] = SKINS[parts.skin];
  const dark = ["umber", "ebony"].includes(parts.skin);
  const at = part(to, "g", { transform: `translate(${shift} 0)` });
  for (const x of [38, 62]) part(at, "path", { d: oval(x, 50, 3.8, 2.6), fill: dark ? "#b8654a" : "#e58f7c", "fill-opacity": mood === "pleased" ? 0.6 : 0.3, class: "mb-blush" });
  if (parts.age === "older") {
    trace(group(at, "age", parts.age), "M35.500 46.500Q37 49 36 51M64.500 46.500Q63 49 64 51M40 47.500Q43 49 45.500 47.500M54.500 47.500Q57 49 60 47.500", shade, 1.3);
  }
  if (parts.beard !== "none") {
    const colour = HAIRS[parts.colour];
    const beard = group(at, "beard", parts.beard);
    if (parts.beard === "full") {
      shape(beard, "M31.500 45Q33 51 38 50Q43 47.500 50 48.500Q57 47.500 62 50Q67 51 68.500 45Q69 70 50 70Q31 70 31.500 45Z", colour, "hair");
      part(beard, "path", { d: oval(50, 54.5, 8, 5.6), fill: tone, class: "mb-skin mb-bare" });
    } else if (parts.beard === "moustache") shape(beard, "M50 48.500Q44 47 40 52Q45 53 50 51Q55 53 60 52Q56 47 50 48.500Z", colour, "hair");
    else part(beard, "path", { d: "M33 50Q37 53 41 51Q50 47 59 51Q63 53 67 50Q65 63.500 50 63.500Q35 63.500 33 50Z", fill: colour, "fill-opacity": 0.3, class: "mb-blush" });
  }
  trace(at, "M50 42.500Q52.500 46.500 49.500 47.500", shade, 1.7);
  trace(at, brows, dark || parts.colour !== "white" ? INK : "#6d6a66", mood === "complaining" ? 2.2 : 1.9);
  if (eyes === "dots") for (const x of [42.5, 57.5]) part(at, "circle", { cx: x, cy: 42, r: 2.3, fill: dark ? "#17110f" : INK, class: "mb-dot" });
  else trace(at, eyes, dark ? "#17110f" : INK, 2.1);
  if (open) shape(at, mouth, LIGHT, "light");
  else trace(at, mouth, dark ? "#2a1310" : "#6e2f2a", 2.2);
  if (parts.glasses !== "none") {
    const frames = group(at, "glasses", parts.glasses);
    const lens = (/** @type {number} */ x) => (parts.glasses === "round" ? oval(x, 42, 6.6) : `M${x - 7} 37.500h14v7q0 2.500 -2.500 2.500h-9q-2.500 0 -2.500 -2.500Z`);
    for (const x of [42.2, 57.8]) part(frames, "path", { d: lens(x), fill: LIGHT, "fill-opacity": 0.28, class: "mb-lens", stroke: INK, "stroke-width": 1.7 });
    trace(frames, `M48.800 41.500Q50 40 51.200 41.500M35.500 41L${31 - shift} 40M64.500 41L${69 - shift} 40`, INK, 1.7);
  }
}

/** @param {Element} to @param {Parts} parts @param {boolean} away */
function drawHead(to, parts, away) {
  const [tone] = SKINS[parts.skin];
  const colour = HAIRS[parts.colour];
  const { front = "" } = STYLES[parts.hair];
  const scarf = parts.cover === "headscarf";
  if (!scarf) {
    for (const x of [30, 70]) shape(to, oval(x, 43.5, 3.6, 5), tone, "skin");
    if (parts.earring === "ring") for (const x of [29.5, 70.5]) part(group(to, "earring", "ring"), "circle", { cx: x, cy: 51, r: 2.4, fill: "none", stroke: "#b9851d", "stroke-width": 1.8, class: "mb-trace" });
    shape(group(to, "skin", parts.skin), FACES[/** @type {keyof typeof FACES} */ (parts.face)], tone, "skin");
  }
  const hair = group(to, "hair", `${parts.hair} ${parts.colour}`);
  if (front && away) shape(hair, "M29 42Q27 15.500 50 15.500Q73 15.500 71 42Q70 61 60 62H40Q30 61 29 42Z", colour, "hair");
  else if (front) {
    const drawnHair = shape(hair, front, colour, "hair");
    if (parts.hair === "afro") drawnHair.setAttribute("stroke", "none"); // no seam before the hair behind it
  }
  if (parts.hair === "bald" && parts.age === "older") for (const d of ["M30.500 45Q28 36 32.500 30Q34 36 32.500 44Z", "M69.500 45Q72 36 67.500 30Q66 36 67.500 44Z"]) shape(hair, d, colour, "hair");
  if (parts.hair === "braids") for (const x of [28.5, 71.5]) for (const y of [52, 61, 70, 79]) shape(hair, oval(x, y, 5, 5.6), colour, "hair");
  if (parts.aid === "hearing" && !scarf) {
    const at = group(to, "aid", "hearing");
    trace(at, "M70.500 34.500Q77 34 77 41Q77 47 73.500 48.500", INK, 5.4);
    trace(at, "M70.500 34.500Q77 34 77 41Q77 47 73.500 48.500", "#4cc3e0", 2.8);
  }
  if (parts.cover === "none") return;
  const cover = group(to, "cover", `${parts.cover} ${parts.accent}`);
  const fill = CLOTHS[parts.accent];
  if (scarf) {
    shape(cover, SCARF, fill, "accent");
    if (!away) shape(group(cover, "skin", parts.skin), oval(50, 43, 16.8, 20), tone, "skin");
    trace(cover, away ? "M34 30Q50 60 66 30" : "M35 62Q50 84 68 70M33 58Q34 72 28 82", INK, 1.3);
    if (parts.aid === "hearing") group(cover, "aid", "hearing");
  }
  if (parts.cover === "turban") {
    shape(cover, TURBAN, fill, "accent");
    trace(cover, "M31 31Q48 26 60 12M50 27Q64 24 69 28M33 22Q44 20 52 11", INK, 1.3);
  }
  if (parts.cover === "cap") {
    shape(cover, CAP, fill, "accent");
    trace(cover, "M30 29Q50 22 70 29", INK, 1.3);
  }
}

const BACKS = ["gone", "away"]; // moods in which one sees a back

/** @param {Element} to @param {Parts} parts @param {Pose} mood @param {string} place where it stands, as a transform */
function drawPerson(to, parts, mood, place) {
  const away = BACKS.includes(mood);
  const at = part(to, "g", { transform: place, class: "mb-person" });
  const { back } = STYLES[parts.hair];
  const behind = (/** @type {Element} */ on) => { if (back) shape(on, back, HAIRS[parts.colour], "hair"); };
  const turn = away ? 0 : LOOKS[mood].turn;
  const tilt = { transform: `rotate(${turn} 50 66)${mood === "complaining" ? " translate(0 1.500)" : ""}` };
  if (!away) behind(part(at, "g", tilt));
  drawBody(at, parts);
  const head = part(at, "g", tilt);
  drawHead(head, parts, away);
  if (away) behind(head);
  else drawFace(head, parts, mood);
  drawSeat(at, parts, away);
}

// Where one, two or three figures stand; who stands in front is drawn last.
const PLACES = [["translate(10 0)"], ["translate(-8 15) scale(.88)", "translate(40 15) scale(.88)"],
  ["translate(-11 30) scale(.76)", "translate(55 30) scale(.76)", "translate(19 22) scale(.82)"]];

/** What stands in the bubble beside a head. @type {Record<string, string>} */
const SIGNS = { asking: "M98 13.500Q98 9 102.500 9Q107 9 107 13Q107 16 102.500 17.500V19.500M102.500 24V24.200", complaining: "M102.500 8V18.500M102.500 24V24.200",
  quiet: "M95.500 16V16.200M102.500 16V16.200M109.500 16V16.200", gone: "M95 16H109M104 10.500L109.500 16L104 21.500",
  pleased: "M102.500 23.500Q94 17.500 94.500 13Q95.500 8.500 99.500 9.500Q102 10.500 102.500 13Q103 10.500 105.500 9.500Q109.500 8.500 110.500 13Q111 17.500 102.500 23.500Z" };

/** @param {Element} svg @param {Pose} mood */
function drawSign(svg, mood) {
  if (!SIGNS[mood]) return;
  const at = part(svg, "g", { class: "mb-sign" });
  const jagged = "M102.500 1L107 4.500L112.500 2.500L113.500 8L119 10L116.500 15L119 20L113.500 22.500L112 28L106.500 26.500L101 30.500L97.500 26L91.500 27.500L91 21.500L85.500 19.500L88.500 14.500L86 9.500L91.500 8L93 2.500L98.500 4.500Z";
  const round = "M102.500 2a14 14 0 1 1 -8 25.500L87 32L90 24A14 14 0 0 1 102.500 2Z";
  part(at, "path", { d: mood === "complaining" ? jagged : mood === "gone" ? oval(102.5, 16, 14) : round, fill: LIGHT, stroke: INK, "stroke-width": 2,
    "stroke-linejoin": "round", "stroke-dasharray": mood === "quiet" && "4 2.600", class: "mb-light" });
  part(at, "path", { d: SIGNS[mood], fill: mood === "pleased" ? "#c43d54" : "none", stroke: mood === "pleased" ? "none" : INK, "stroke-width": 3.4,
    "stroke-linecap": "round", "stroke-linejoin": "round", class: mood === "pleased" ? "mb-dot" : "mb-trace" });
}

/** Return up to two letters for a name. @param {string} label */
const initials = (label) => label.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");

/** @param {Element} svg @param {string} label @param {number} figures @param {Pose} mood */
function drawShapes(svg, label, figures, mood) {
  const gone = mood === "gone";
  for (const off of [-14, 14].slice(0, figures - 1)) {
    part(svg, "circle", { cx: 60 + off, cy: 62, r: 38, fill: LIGHT, stroke: INK, "stroke-width": 2, class: "mb-light" });
  }
  part(svg, "circle", { cx: 60, cy: 62, r: 40, fill: LIGHT, stroke: INK, "stroke-width": 3, "stroke-dasharray": gone && "7 5", class: "mb-light" });
  part(svg, "text", { x: 60, y: 75, "text-anchor": "middle", fill: INK, style: "font:600 36px system-ui,sans-serif" }, initials(label));
}

let drawn = 0; // each clip has an id of its own

/**
 * Return the drawing of a partner: as people, and within a class `mb-plain` as initials in a circle.
 * @param {string} label @param {{ mood?: Pose, figures?: number, tile?: boolean }} [how]
 */
export function figure(label, { mood = "calm", figures = 1, tile: ground = true } = {}) {
  const count = Math.min(3, Math.max(1, figures));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 120 112", "aria-hidden": "true", class: `mb-figure mb-${mood}` })) svg.setAttribute(name, value);
  const people = partsOf(label, count);
  const clip = `mb-tile-${drawn += 1}`;
  part(part(svg, "clipPath", { id: clip }), "rect", { width: 120, height: 112, rx: 16 });
  const tile = part(svg, "g", { "clip-path": ground && `url(#${clip})` });
  if (ground) part(tile, "rect", { width: 120, height: 112, rx: 16, fill: TINTS[people[0].tint], class: "mb-tint", "data-part": `tint ${people[0].tint}` });
  const stage = part(tile, "g", { class: "mb-stage" });
  people.forEach((one, at) => drawPerson(stage, one, mood, PLACES[count - 1][at]));
  drawShapes(part(tile, "g", { class: "mb-initials" }), label, count, mood);
  drawSign(svg, mood);
  return svg;
}
