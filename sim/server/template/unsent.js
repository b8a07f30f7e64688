// @ts-check
// Stores input in this tab until the server has it, so that a reload does not lose it; sim/widgets/immediate_message.py
// tells when that is. A place is the part of the page where the input was made.

/** @typedef {{ value: any, answer: unknown, base: unknown, mark: string, page: string }} Kept */
/** @typedef {{ model: import("../../widgets/dom.js").Model, name: string, putBack: (value: any) => void }} Place */

const THIS_TIME = Math.random().toString(36).slice(2);
const keyOf = () => `mending-bridges ${location.pathname}`;

/** @returns {Record<string, Kept>} */
function readUnsent() {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf()) ?? "null") ?? {};
  } catch {
    return {};
  }
}

/** @param {Record<string, Kept>} all */
function writeUnsent(all) {
  try {
    sessionStorage.setItem(keyOf(), JSON.stringify(all));
  } catch {
    // If storage is forbidden or full, input lasts only as long as the page.
  }
}

/**
 * Combine a text that was being written with a newer one from elsewhere, so that neither replaces the other.
 * @param {Kept} kept @param {any} now
 */
export function together(kept, now) {
  const same = typeof kept.value !== "string" || now === kept.base || kept.value.includes(now);
  return same ? kept.value : `${now}\n\n${kept.value}`;
}

/**
 * Return an object that stores the input at a place; undefined without a place. @param {Place} where
 * @param {() => void} tellBack called when something was put back
 */
export function unsentOf({ model, name, putBack }, tellBack) {
  const place = model.get("place");
  if (!place) return undefined;
  const forget = (/** @type {{ arrived?: string }} */ { arrived }) => {
    const all = readUnsent();
    if (!arrived || all[place]?.mark !== arrived) return;
    delete all[place];
    writeUnsent(all);
  };
  model.on("msg:custom", forget);
  return {
    /** @param {unknown} value @param {unknown} [answer] what a file of answers holds */
    keep(value, answer = value) {
      const all = readUnsent();
      const base = all[place] ? all[place].base : model.get(name);
      writeUnsent({ ...all, [place]: { value, answer, base, mark: `${THIS_TIME} ${performance.now()}`, page: THIS_TIME } });
    },
    mark() {
      const mark = readUnsent()[place]?.mark;
      return mark ? { mark } : {};
    },
    bring() {
      const kept = readUnsent()[place];
      if (!kept || kept.page === THIS_TIME) return;
      putBack(together(kept, model.get(name)));
      tellBack();
    },
    leave: () => model.off("msg:custom", forget),
  };
}

/** Put answers by their places, lesson/name or lesson/name/part, into a file of answers. @param {string} text @param {Record<string, Kept>} [unsent] */
export function withUnsent(text, unsent = readUnsent()) {
  const file = JSON.parse(text);
  for (const [place, { answer }] of Object.entries(unsent)) {
    const path = place.split("/");
    const last = /** @type {string} */ (path.pop());
    if (!path.length) continue; // not yet an answer, or part of a draft
    const record = path.reduce((at, name) => { at[name] ??= {}; return at[name]; }, file.lessons);
    record[last] = answer;
  }
  return JSON.stringify(file, null, 1);
}
