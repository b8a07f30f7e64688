// @ts-check
// A button that downloads a file, and one that prints it.
import { button, download, statusLine, tag } from "./dom.js";

/** Print a page: in a frame that nobody sees, since it is no part of what stands around the button. @param {BlobPart[]} content */
async function print(content) {
  const frame = /** @type {HTMLIFrameElement} */ (tag("iframe", { class: "mb-hidden", "aria-hidden": "true", tabindex: -1 }));
  frame.srcdoc = await new Blob(content).text();
  frame.addEventListener("load", () => {
    const page = frame.contentWindow;
    page?.addEventListener("afterprint", () => frame.remove());
    page?.print();
  });
  document.body.append(frame);
}

/** @param {import("@anywidget/types").RenderProps<{ label: string, print_label: string }>} props */
function render({ model, el }) {
  const said = statusLine();
  // All views of a model get each message; the file is for the one whose button was pressed.
  let asked = "";
  /** @param {{ name?: string, type?: string, said?: string }} message @param {DataView[]} buffers */
  const take = ({ name, type = "", said: words = "" }, buffers) => {
    if (!asked) return;
    const printed = asked === "print" && name;
    asked = "";
    if (printed) print(/** @type {BlobPart[]} */ (buffers));
    else if (name) download(name, type, /** @type {BlobPart[]} */ (buffers));
    said.textContent = printed ? "" : words;
  };
  model.on("msg:custom", take);
  const asks = (/** @type {string} */ label, /** @type {string} */ what) => button(label, () => { asked = what; model.send({ want: true }); });
  const prints = model.get("print_label") ? [asks(model.get("print_label"), "print")] : [];
  el.append(tag("div", { class: "mb mb-control" }, tag("div", { class: "mb-files" }, ...prints, asks(model.get("label"), "download")), said));
  return () => model.off("msg:custom", take);
}

export default { render };
