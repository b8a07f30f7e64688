// @ts-check
// A button that gives a file to the browser.
import { button, download, statusLine, tag } from "./dom.js";

/** @param {import("@anywidget/types").RenderProps<{ label: string }>} props */
function render({ model, el }) {
  const said = statusLine();
  // A model has as many views as it is shown, and each hears all that comes; the file is for the one that was pressed.
  let asked = false;
  /** @param {{ name?: string, type?: string, said?: string }} message @param {DataView[]} buffers */
  const take = ({ name, type = "", said: words = "" }, buffers) => {
    if (!asked) return;
    asked = false;
    if (name) download(name, type, /** @type {BlobPart[]} */ (buffers));
    said.textContent = words;
  };
  model.on("msg:custom", take);
  const give = button(model.get("label"), () => { asked = true; model.send({ want: true }); });
  el.append(tag("div", { class: "mb mb-control" }, give, said));
  return () => model.off("msg:custom", take);
}

export default { render };
