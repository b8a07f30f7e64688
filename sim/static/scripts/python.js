// @ts-check
// A page's worker, in which Python runs: started once, told messages, asked questions.
import { words } from "../../server/template/words.js";

/** The facts that the page was built with. */
export const facts = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
/** The address at which the site begins. */
export const site = new URL(facts.baseUrl ?? "./", location.href).href;

/** @typedef {{ tell: (message: object) => void, ask: (what: string, text?: string) => Promise<any> }} Python */

/** Start Python; `hear` gets each message that is no answer to a question. @param {(message: any) => void} hear @returns {Python} */
export function startPython(hear) {
  const worker = new Worker(new URL("page/worker.js", site), { type: "module" });
  /** @type {Map<number, { good: (said: any) => void, bad: (error: Error) => void }>} */
  const open = new Map();
  worker.onmessage = ({ data }) => {
    const asked = open.get(data.number);
    if (asked) open.delete(data.number);
    if (asked && data.type === "answer") asked.good(data.said);
    else if (asked) asked.bad(new Error(data.why));
    else hear(data);
  };
  worker.onerror = (error) => hear({ type: "failed", starting: true, why: error.message });
  const started = { ...facts, site, query: location.search.slice(1) };
  worker.postMessage({ do: "start", facts: started });
  let number = 0;
  return {
    tell: (message) => worker.postMessage(message),
    ask: (what, text = "") => new Promise((good, bad) => {
      number += 1;
      open.set(number, { good, bad });
      worker.postMessage({ do: "ask", what, text, number });
    }),
  };
}

/** Say why Python could not be started. @param {string} why */
export const whyFailed = (why) => (/memory|RangeError/i.test(why) ? words.memory : words.failed);
