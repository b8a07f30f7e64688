// @ts-check
/* Why the course cannot run here, for browsers that run no module, too: so no newer grammar in this file. */
(/** @param {Record<string, string>} words */ function (words) {
  var why = location.protocol === "file:" ? "file"
    : typeof WebAssembly !== "object" ? "wasm"
    : !("noModule" in document.createElement("script")) || typeof structuredClone !== "function" ? "old" : "";
  var place = document.getElementById("unable");
  if (!why || !place) return;
  place.textContent = words[why];
  place.hidden = false;
  document.documentElement.setAttribute("data-state", "unable");
})
