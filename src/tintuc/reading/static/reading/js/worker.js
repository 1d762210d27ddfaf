// Reading without a connection: pages the reader saved, with what they need, and the list of them.
const STORE = "saved-1"; // the same name as in saved.js; a new number throws the old store away

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => clients.claim()));
});

const kept = (request) => caches.open(STORE).then((store) => store.match(request));

// A saved page is taken from the network while there is one, so that corrections and withdrawals reach its reader.
const page = async (request) => {
  try {
    const answer = await fetch(request);
    const store = await caches.open(STORE);
    if (await store.match(request)) {
      if (answer.ok) await store.put(request, answer.clone());
      else if (answer.status === 404 || answer.status === 410) await store.delete(request);
    }
    return answer;
  } catch (fault) {
    const shelf = `/${new URL(request.url).pathname.split("/")[1]}/saved/`;
    const found = (await kept(request)) || (await kept(shelf));
    if (found) return found;
    throw fault;
  }
};

// Styles and scripts have their digest in their names: one that is here never grows old.
const asset = async (request) => {
  const found = await kept(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && request.url.includes("/_a/")) await (await caches.open(STORE)).put(request, answer.clone());
  return answer;
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/_")) event.respondWith(asset(request));
});
