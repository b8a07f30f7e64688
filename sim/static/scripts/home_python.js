// @ts-check
// The home page's Python: started once it is needed, for a few seconds nothing else is.
import { startPython } from "./python.js";

/** @type {import("./python.js").Python | undefined} */
let started;
/** @type {(message: any) => void} */
let hear = () => {};

export const python = () => (started ??= startPython((message) => hear(message)));
/** @param {(message: any) => void} act */
export const hearPython = (act) => { hear = act; };
