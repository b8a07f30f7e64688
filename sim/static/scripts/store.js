// @ts-check
// What a site keeps in the browser: texts by name, in one database for each place that the course is served from.

const SHELF = "kept";

/** @param {IDBRequest} request @returns {Promise<any>} */
const done = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});

/** @param {string} site the address at which the site begins */
export function storeOf(site) {
  /** @type {Promise<IDBDatabase> | undefined} */
  let opened;
  const open = () => {
    const asked = indexedDB.open(`mending-bridges ${new URL(site).pathname}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF);
    return done(asked).then((database) => {
      database.onclose = () => { opened = undefined; }; // the reader has cleared it
      database.onversionchange = () => database.close();
      return database;
    });
  };
  const shelf = async (/** @type {IDBTransactionMode} */ mode) => {
    opened ??= open();
    opened.catch(() => { opened = undefined; });
    return (await opened).transaction(SHELF, mode, { durability: "strict" });
  };
  return {
    /** @param {string} name @returns {Promise<any>} */
    async get(name) { return done((await shelf("readonly")).objectStore(SHELF).get(name)); },
    /** Store, and read back what was stored. @param {string} name @param {any} value */
    async put(name, value) {
      const written = await shelf("readwrite");
      const whole = new Promise((good, bad) => { written.oncomplete = good; written.onabort = () => bad(written.error); });
      written.objectStore(SHELF).put(value, name);
      await whole;
      if (JSON.stringify(await this.get(name)) !== JSON.stringify(value)) throw new Error("not as it was stored");
    },
  };
}
