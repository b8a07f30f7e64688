// @ts-check
// What the server is asked for by its own pages.

/** A hub takes a page's own request for a stranger's unless it repeats the mark of the page's cookie. */
export const mark = () => document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";

/** Ask the server, and take no answer that the browser has kept. @param {string} address @param {RequestInit} [options] */
export const request = (address, options) => fetch(address, { cache: "no-store", headers: { "X-XSRFToken": mark() }, ...options });
