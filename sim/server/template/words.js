// @ts-check
// What a script of the server's pages says. The page hands it over in the reader's language, so a script holds no words.

/** @type {Record<string, string>} */
export const words = JSON.parse(document.getElementById("page-words")?.textContent || "{}");
