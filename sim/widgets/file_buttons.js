// A button that gives a file to the browser.

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

function render({ model, el }) {
  const box = document.createElement("div");
  box.className = "mb mb-control";
  const said = document.createElement("p");
  said.className = "mb-hint";
  said.setAttribute("role", "status");
  const made = give(model, said);
  made.textContent = model.get("label");
  box.append(made, said);
  el.append(box);
}

export default { render };
