// @ts-check
// Serves the site from the browser's own cache: offline, and each version whole. The build puts before this the mark (the
// beginning of the SHA-256) and the size of each file. A file is kept under its address and its mark. So a new version
// fetches only what has changed, and an older page goes on with its own files until all its tabs are closed.

/** @typedef {{ waitUntil(work: Promise<unknown>): void }} Extendable */
/** @typedef {Extendable & { request: Request, respondWith(answer: Promise<Response>): void }} Fetching */

const own = /** @type {any} */ (self);
/** @type {Record<string, [mark: string, size: number]>} */
const files = own.FILES;
const site = /** @type {string} */ (own.registration.scope);
const AT_ONCE = 4; // requests
const keyOf = (/** @type {string} */ name) => `${site}${name}?${files[name][0]}`;
const cache = () => caches.open(`mending-bridges ${new URL(site).pathname}`);

/** Return which file an address means, "" if none. @param {string} address */
function named(address) {
  const { origin, pathname } = new URL(address);
  if (!`${origin}${pathname}`.startsWith(site)) return "";
  const name = `${origin}${pathname}`.slice(site.length) || "index.html";
  return name in files ? name : "";
}

/** Return whether this is the file as the build wrote it: neither cut on its way nor of another version. @param {string} name @param {ArrayBuffer} content */
async function isWhole(name, content) {
  const [mark, size] = files[name];
  if (content.byteLength !== size) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("").startsWith(mark);
}

/** Keep an answer if it is the whole file; return whether it was. @param {string} name @param {Response} answer */
async function keep(name, answer) {
  const content = await answer.arrayBuffer();
  if (!answer.ok || !await isWhole(name, content)) return false;
  await (await cache()).put(keyOf(name), new Response(content, { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } }));
  return true;
}

/** Keep a file that is not kept yet, from the browser's own memory of it if that is right. @param {string} name */
async function keepOne(name) {
  if (await (await cache()).match(keyOf(name))) return;
  for (const how of /** @type {RequestCache[]} */ (["default", "reload"])) {
    if (await keep(name, await fetch(site + name, { cache: how }))) return;
  }
  throw new Error(`${name} is not as it was published`);
}

/** Keep all files, some at once. */
async function keepAll() {
  const open = Object.keys(files);
  const work = async () => { for (let name = open.pop(); name; name = open.pop()) await keepOne(name); };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** What is kept of older versions goes. */
async function clean() {
  const kept = await cache();
  const wanted = new Set(Object.keys(files).map(keyOf));
  for (const request of await kept.keys()) if (!wanted.has(request.url)) await kept.delete(request);
  await own.clients.claim();
}

/** @param {string} name @param {Request} request */
async function answered(name, request) {
  const kept = await (await cache()).match(keyOf(name));
  return kept ?? fetch(request);
}

// The first version waits for the page, which fetches the same; a newer one is there only once it is whole.
own.addEventListener("install", (/** @type {Extendable} */ event) => event.waitUntil((async () => {
  if ((await (await cache()).keys()).length) await keepAll();
})()));
own.addEventListener("activate", (/** @type {Extendable} */ event) => event.waitUntil(clean()));
own.addEventListener("message", (/** @type {Extendable & { data: string }} */ event) => {
  if (event.data === "take over") own.skipWaiting();
  if (event.data === "keep") event.waitUntil(keepAll().catch((error) => console.warn(String(error))));
});
own.addEventListener("fetch", (/** @type {Fetching} */ event) => {
  const name = event.request.method === "GET" ? named(event.request.url) : "";
  if (name) event.respondWith(answered(name, event.request));
});
