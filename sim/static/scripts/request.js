// @ts-check
// In place of the server's request.js: what the list of lessons asks of a server, the page's own Python answers.
import { python } from "./home_python.js";

/** @param {string} _address @param {RequestInit} [options] */
export async function request(_address, options) {
  if (options?.method !== "POST") return new Response(await python().ask("text"));
  return Response.json({ said: await python().ask("bring", String(options.body)) });
}
