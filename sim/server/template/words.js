// @ts-check
// The texts that scripts of the server's pages show. The page provides them in its language, so scripts contain none.

/** @type {Record<string, string>} */
export const words = JSON.parse(document.getElementById("page-words")?.textContent || "{}");
