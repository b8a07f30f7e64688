// @ts-check
// A button that downloads a file.
import { button, download, statusLine, tag } from "./dom.js";

/** @param {import("@anywidget/types").RenderProps<{ label: string }>} props */
function render({ model, el }) {
  const said = statusLine();
  // All views of a model get each message; the file is for the one whose button was pressed.
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
