// @ts-check
// Lays any two years of a group side by side: takes their lines and words, which are ready, into the picture and the table.

/** @typedef {{ name: string, partners: { points: string, gone: string, said: string }[] }} Year */

for (const pair of document.querySelectorAll(".pair")) {
  /** @type {Year[]} */
  const years = JSON.parse(pair.querySelector("script")?.textContent ?? "[]");
  const status = pair.querySelector("[role=status]");
  const selects = [...pair.querySelectorAll("select")];

  /** @param {string} side @param {Year} year */
  const take = (side, { name, partners }) => {
    /** @param {string} part */
    const all = (part) => [...pair.querySelectorAll(`[data-${part}="${side}"]`)];
    all("name").forEach((place) => { place.textContent = name; });
    all("line").forEach((line, at) => line.setAttribute("points", partners[at]?.points ?? ""));
    all("gone").forEach((mark, at) => mark.setAttribute("d", partners[at]?.gone ?? ""));
    all("said").forEach((cell, at) => { cell.textContent = partners[at]?.said ?? ""; });
  };
  const show = () => {
    const shown = selects.map(({ value }) => years[Number(value)]);
    shown.forEach((year, side) => year && take(String(side), year));
    if (status) status.textContent = shown.reduce((said, year, side) => said.replace(`{${side ? "second" : "first"}}`, () => year?.name ?? ""), status.getAttribute("data-said") ?? "");
  };
  for (const select of selects) select.addEventListener("change", show);
  pair.querySelector("[hidden]")?.removeAttribute("hidden");
}
