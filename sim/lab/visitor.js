// What the browser knows of its visitor, and nothing on the page: a strategy that a link brought along, and the random
// name under which the visitor's own answers are kept.
const PLACE = "mending-bridges-name";

function storedName() {
  try {
    const known = localStorage.getItem(PLACE);
    if (/^[a-z0-9]{12}$/.test(known || "")) return known;
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    const made = Array.from(bytes, (byte) => (byte % 36).toString(36)).join("");
    localStorage.setItem(PLACE, made);
    return made;
  } catch {
    return ""; // a browser that keeps nothing
  }
}

function render({ model }) {
  const brought = new URL(location.href).searchParams.get("strategy");
  if (brought) model.set("strategy", brought.slice(0, 20_000));
  model.set("pseudonym", storedName());
  model.set("seen", true);
  model.save_changes();
}

export default { render };
