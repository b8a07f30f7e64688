/* On the list of lessons: answers to take along as text, and to bring back from a file or a text. */

const TRY_AGAIN = "The server does not answer. Reload the page and try again; your file or text stays good.";
const COPIED = "Your answers are copied. Paste them into a message to yourself.";
const BY_HAND = "The text is marked. Copy it with your keyboard.";
const NOTHING = "Paste the text first, or choose a file.";

/** A hub takes a page's own request for a stranger's unless it repeats the mark of the page's cookie. */
const mark = () => ({ "X-XSRFToken": document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "" });
const at = (id) => document.getElementById(id);
const address = document.querySelector("[data-answers]").dataset.answers;
const tell = (words) => { at("said").textContent = words; };

async function copy() {
  try {
    const text = await (await fetch(`${address}.txt`, { cache: "no-store", headers: mark() })).text();
    at("text").value = text;
    try {
      await navigator.clipboard.writeText(text);
      tell(COPIED);
    } catch {
      at("text").focus();
      at("text").select();
      tell(BY_HAND);
    }
  } catch {
    tell(TRY_AGAIN);
  }
}

async function bring(text) {
  if (!text.trim()) {
    tell(NOTHING);
    return;
  }
  try {
    const answer = await fetch(`${address}.txt`, { method: "POST", body: text, headers: mark() });
    tell((await answer.json()).said);
  } catch {
    tell(TRY_AGAIN);
  }
}

at("copy").addEventListener("click", copy);
at("bring").addEventListener("click", () => bring(at("text").value));
at("file").addEventListener("change", async () => {
  const [file] = at("file").files;
  if (file) await bring(await file.text());
  at("file").value = "";
});
