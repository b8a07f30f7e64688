// @ts-check
// Keep the site for use without a connection, and say when a new version of it is there.
import { button, tag } from "../../widgets/dom.js";
import { words } from "../../server/template/words.js";

/** Let all files of the site be kept, once nothing more urgent is fetched. */
export async function keepOffline() {
  const registered = await navigator.serviceWorker?.ready;
  registered?.active?.postMessage("keep");
}

/** Say that a new version waits; the reader decides when it is loaded. @param {ServiceWorker} waiting */
function tellNewer(waiting) {
  const renew = button(words.renew, () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
  });
  document.getElementById("content")?.before(tag("p", { class: "trouble newer", role: "status" }, words.newer, " ", renew));
}

/** Register the site's service worker, and look for a new version. @param {string} site */
export async function followVersions(site) {
  if (!navigator.serviceWorker) return; // an address without https
  const registered = await navigator.serviceWorker.register(new URL("sw.js", site)).catch(() => null);
  if (!registered) return;
  const look = () => { if (registered.waiting && navigator.serviceWorker.controller) tellNewer(registered.waiting); };
  look();
  registered.addEventListener("updatefound", () => {
    const coming = registered.installing;
    coming?.addEventListener("statechange", () => { if (coming.state === "installed") look(); });
  });
}
