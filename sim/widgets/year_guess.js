// @ts-check
// A guess: each figure is placed on a line from 0 to 100, by dragging or with the arrow keys. It is a range input whose
// thumb is as large as the figure drawn over it. A figure that nobody touched is no guess, and is not handed in.
import { OWN_KEYS, fill, newId, statusLine, tag, write } from "./dom.js";
import { keysHint, portrait, region } from "./year_screen.js";

/** @import { Person, Scene } from "./year_screen.js" */

/** How far a key moves a figure, in points: a guess is no finer, and 100 single steps are too many. @type {Record<string, number>} */
const BY_KEY = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 10, PageDown: -10 };
const MIDDLE = 50; // where a figure stands that was never placed

/** @param {Person} person @param {Scene} scene */
function placing(person, scene) {
  const id = newId();
  const value = tag("output", { for: id, class: "mb-placed" });
  const slider = tag("input", { type: "range", id, min: 0, max: 100, step: 1, value: person.guess ?? MIDDLE, ...OWN_KEYS });
  const track = tag("div", { class: "mb-track" }, slider, ...portrait(scene, person.name));
  let placed = false;
  const say = () => {
    track.style.setProperty("--mb-at", String(Number(slider.value) / 100));
    value.textContent = placed ? fill(scene.words.guess_value, { value: slider.value }) : person.guess === null ? scene.words.guess_open : fill(scene.words.guess_before, { value: person.guess });
    slider.setAttribute("aria-valuetext", value.textContent);
  };
  const place = () => { placed = true; say(); };
  for (const event of ["input", "click"]) slider.addEventListener(event, place);
  slider.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const by = BY_KEY[event.key];
    // Enter places this figure where it stands: a form would hand in all of them.
    if (!by && event.key !== "Enter") return;
    event.preventDefault();
    if (by) slider.value = String(Math.min(100, Math.max(0, Number(slider.value) + by)));
    place();
  });
  say();
  return { read: () => (placed ? [[person.name, Number(slider.value)]] : []), made: tag("li", {}, tag("label", { for: id }, person.called ?? person.name), value, track) };
}

/** Draw the guess at the trust of everybody who is still there. @param {Scene} scene */
export function drawGuess(scene) {
  const { screen, words } = scene;
  const rows = screen.people.filter(({ mood }) => mood !== "gone").map((person) => placing(person, scene));
  const said = statusLine();
  let asked = false;
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const placed = rows.flatMap(({ read }) => read());
    if (!placed.length && !asked) {
      asked = true;
      write(said, words.guess_none);
    } else scene.send({ do: "guess", values: Object.fromEntries(placed) });
  };
  const ends = tag("p", { class: "mb-ends" }, tag("span", {}, words.guess_low), tag("span", {}, words.guess_high));
  return tag("form", { submit: send }, region("guess", words.guess, tag("p", {}, screen.guess?.said ?? ""), ends, tag("ul", { class: "mb-placing" }, ...rows.map(({ made }) => made))),
    tag("p", { class: "mb-actions" }, tag("button", { type: "submit", class: "mb-main" }, words.guess_send), keysHint(words)), said);
}
