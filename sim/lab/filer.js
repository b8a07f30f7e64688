// A button that gives a file to the browser, or one that takes a file from it.
const MOST = 2_000_000; // bytes that a file may have on its way in

function give(model, said) {
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", () => model.send({ want: true }));
  model.on("msg:custom", (message, buffers) => {
    if (!message.name) { said.textContent = message.said || ""; return; }
    const blob = new Blob(buffers, { type: message.type });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = message.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    said.textContent = message.said;
  });
  return button;
}

function take(model) {
  const id = `mb-${Math.random().toString(36).slice(2)}`;
  const box = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.htmlFor = id;
  Object.assign(input, { type: "file", id, accept: ".json" });
  input.style.minHeight = "32px";
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    model.set("text", file.size > MOST ? "-" : await file.text());
    model.set("taken", model.get("taken") + 1);
    model.save_changes();
    input.value = "";
  });
  label.textContent = model.get("label");
  box.append(label, document.createElement("br"), input);
  return box;
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "mb mb-control";
  const said = document.createElement("p");
  said.className = "mb-hint";
  said.setAttribute("role", "status");
  const made = model.get("kind") === "give" ? give(model, said) : take(model);
  if (model.get("kind") === "give") made.textContent = model.get("label");
  box.append(made, said);
  el.append(box);
}

export default { render };
