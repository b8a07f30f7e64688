// @ts-check
// Faces of those who hear a message. Each changes with its mood; name, mood and words stand beside the drawing.
import { follow, tag } from "../../widgets/dom.js";
import { figure } from "../../widgets/people.js";

/** @typedef {{ name: string, called?: string, mood: import("../../widgets/people.js").Mood, mood_said: string, says: string }} Listener */

/** Relief right after one was not heard is calm: no beaming and no heart, which a played year has for good news. @param {Listener} listener */
const heardBy = ({ name, called = name, mood, mood_said: felt, says }) => tag("li", { class: `mb-listener mb-hears-${mood}` },
  tag("span", { class: "mb-portrait" }, figure(name, { mood: mood === "pleased" ? "calm" : mood })),
  tag("div", {}, tag("p", {}, tag("strong", {}, called), " ", tag("span", { class: "mb-felt" }, felt)), tag("p", { class: "mb-answer" }, says)));

/** @param {import("@anywidget/types").RenderProps<{ people: Listener[], stays: boolean, asked: number }>} props */
function render({ model, el }) {
  const list = tag("ul", { class: "mb-listeners" });
  const box = tag("div", { class: "mb mb-hearing", role: "status" }, list);
  const show = () => {
    list.replaceChildren(...model.get("people").map(heardBy));
    box.hidden = !model.get("people").length;
  };
  // What holds the face must be as tall as what is scrolled past it, so the class goes to the widget itself.
  if (model.get("stays")) el.classList.add("mb-stays");
  const bring = () => {
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "center" });
  };
  const ends = [follow(model, ["people"], show), follow(model, ["asked"], bring)];
  show();
  el.append(box);
  return () => ends.forEach((end) => end());
}

export default { render };
