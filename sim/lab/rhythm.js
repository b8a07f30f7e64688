// Draws trust over the weeks as SVG and keeps it in step with the slider.
const NS = "http://www.w3.org/2000/svg";
const BOX = { width: 640, height: 320, left: 52, right: 470, top: 16, bottom: 272 };
// Colours that differ for colour-blind readers too; dashes tell the lines apart in grey.
const LOOKS = [["#a33b00", "7 5"], ["#00509d", ""]];

function part(name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function drawAxes(svg, weeks) {
  const { left, right, top, bottom } = BOX;
  svg.append(part("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }));
  for (const trust of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const y = bottom - trust * (bottom - top);
    svg.append(part("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, trust.toFixed(1)));
  }
  for (let week = 0; week <= weeks; week += 4) {
    const x = left + (week / weeks) * (right - left);
    svg.append(part("text", { x, y: bottom + 18, "text-anchor": "middle" }, week));
  }
  svg.append(part("text", { x: (left + right) / 2, y: bottom + 40, "text-anchor": "middle" },
    "weeks since the missed deadline"));
  svg.append(part("text", { x: 14, y: (top + bottom) / 2, "text-anchor": "middle",
    transform: `rotate(-90 14 ${(top + bottom) / 2})` }, "trust (0 to 1)"));
}

// Labels stand at the lines' ends; where ends meet they are moved apart to stay readable.
function labelHeights(ends) {
  const gap = 18;
  if (Math.abs(ends[0] - ends[1]) >= gap) return ends;
  const middle = (ends[0] + ends[1]) / 2;
  const sign = ends[0] <= ends[1] ? 1 : -1;
  return [middle - (sign * gap) / 2, middle + (sign * gap) / 2];
}

function draw(svg, lines) {
  const { left, right, top, bottom } = BOX;
  const height = (trust) => bottom - trust * (bottom - top);
  const last = (line) => line.trust[line.trust.length - 1];
  svg.replaceChildren();
  drawAxes(svg, lines[0].trust.length - 1);
  const heights = labelHeights(lines.map((line) => height(last(line))));
  lines.forEach(({ label, trust }, i) => {
    const [stroke, dashes] = LOOKS[i];
    const points = trust.map((value, week) =>
      `${(left + (week / (trust.length - 1)) * (right - left)).toFixed(1)} ${height(value).toFixed(1)}`);
    svg.append(part("path", { class: "line", d: `M${points.join("L")}`, stroke, "stroke-dasharray": dashes }));
    svg.append(part("text", { x: right + 8, y: heights[i] + 4, style: `fill:${stroke}` }, label));
  });
  const told = lines.map((line) => `${line.label}: ${last(line).toFixed(2)} in the last week`);
  svg.setAttribute("aria-label", `Trust over the season. ${told.join(". ")}.`);
}

function render({ model, el }) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = document.createElement("div");
  box.className = "mb-rhythm";
  const label = document.createElement("label");
  label.htmlFor = id;
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id, min: 1, max: 12, step: 1 });
  // Without this JupyterLab takes the arrow keys for itself and folds the text away.
  slider.dataset.lmSuppressShortcuts = "true";
  const svg = part("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img" });
  const show = () => {
    const every = model.get("every");
    const words = every === 1 ? "1 week" : `${every} weeks`;
    slider.value = every;
    slider.setAttribute("aria-valuetext", words);
    label.textContent = `Time between two updates: ${words}`;
  };
  const redraw = () => draw(svg, model.get("lines"));
  slider.addEventListener("input", () => {
    model.set("every", Number(slider.value));
    model.save_changes();
  });
  model.on("change:every", show);
  model.on("change:lines", redraw);
  show();
  redraw();
  box.append(label, slider, svg);
  el.append(box);
  return () => {
    model.off("change:every", show);
    model.off("change:lines", redraw);
  };
}

export default { render };
