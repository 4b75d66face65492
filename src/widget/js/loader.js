// pairwell.js: the script tag's file. It registers <pairwell-block>, keeps what the page says, and fetches the core and
// the model when a block comes near the window or the browser has nothing better to do. It decides nothing else.
//
// Nothing here may reach the page's error handlers. Whatever fails, fails alike: `stop` leaves or brings back the
// theme's own markup, says in one console line what to do, and that was it for this page.
((window, document) => {
  const TAG = "pairwell-block";
  if (!window.customElements || customElements.get(TAG)) return;

  const PATIENCE = 3000; // milliseconds from the first request to the last byte
  const MANIFEST_LIMIT = 1 << 18;
  const MODEL_LIMIT = 1 << 24;

  // Only known while the script runs for the first time.
  const script = document.currentScript || document.querySelector("script[data-model]");
  const here = (name) => new URL(name, (script && script.src) || document.baseURI).href;

  let core, started, ready, off, busy, trapped, watcher, generation = 0;
  let jobs = [];
  // The core's notes about the page: here, as they outlive an instance of it.
  const blocks = new Set();
  const page = { blocks, order: [], views: new WeakMap() };

  // ---- the edge: the only place from which the core is called

  const run = () => {
    if (!core || busy) return;
    busy = true;
    try {
      for (let job; (job = jobs.shift()); ) core[job[0]](...job.slice(1));
    } catch (error) {
      revive(error);
    }
    busy = false;
  };

  const tell = (...job) => {
    if (off) return;
    jobs.push(job);
    run();
  };

  // An instance that has trapped cannot be called again. One more is started from the bytes at hand; a second trap is
  // the end.
  const revive = (error) => {
    core = 0;
    if (trapped) return stop(error);
    trapped = started.then((make) => make()).catch(stop);
  };

  const stop = (error) => {
    if (off) return;
    off = true;
    core = 0;
    jobs = [];
    controller.abort();
    if (watcher) watcher.disconnect();
    console.warn("Pairwell is off on this page: " + ((error && error.message) || error));
    for (const block of blocks) {
      if (block.shadowRoot) block.shadowRoot.replaceChildren(document.createElement("slot"));
    }
  };

  // ---- fetching

  const controller = new AbortController();
  const { signal } = controller;

  const get = (url) =>
    fetch(url, { credentials: "omit", signal }).then(
      (response) => {
        if (response.ok) return response;
        throw `${url} answered ${response.status}.`;
      },
      () => {
        const foreign = new URL(url).origin !== location.origin;
        throw `${url} could not be fetched` + (foreign ? "; its server must send Access-Control-Allow-Origin (CORS)." : ".");
      },
    );

  // At most `limit` bytes: a file that inflates to gigabytes is not read to its end.
  const read = async (response, limit) => {
    const bytes = new Uint8Array(limit);
    const reader = response.body.getReader();
    let length = 0;
    for (let part; !(part = await reader.read()).done; length += part.value.length) {
      if (length + part.value.length > limit) throw `${response.url} is longer than it should be.`;
      bytes.set(part.value, length);
    }
    return bytes.subarray(0, length);
  };

  const fetchModel = async (url) => {
    const manifest = JSON.parse(new TextDecoder().decode(await read(await get(url), MANIFEST_LIMIT)));
    if (manifest.version !== 1) throw `${url} is of version ${manifest.version}, pairwell.js reads version 1: update one of them.`;
    return [manifest, ...(await Promise.all(manifest.files.map((file) => fetchFile(new URL(file.name, url).href, file))))];
  };

  const fetchFile = async (url, { bytes: length, sha256 }) => {
    if (!(length <= MODEL_LIMIT)) throw `${url} is too long.`;
    const bytes = await read(await get(url), length);
    // Only secure pages can hash; elsewhere the length and the reader's own checks have to do.
    const hash = window.crypto && crypto.subtle && (await crypto.subtle.digest("SHA-256", bytes));
    const hex = hash && Array.from(new Uint8Array(hash), (byte) => (byte + 256).toString(16).slice(1)).join("");
    if (bytes.length !== length || (hex && hex !== sha256)) throw `${url} is not what the manifest says: upload the model again.`;
    return bytes;
  };

  const fetchModule = async (url) => {
    const response = await get(url);
    // The streaming compiler insists on the right type; servers do not.
    return response.headers.get("content-type") === "application/wasm" && WebAssembly.compileStreaming
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  };

  // Resolves to a function that makes an instance.
  const load = async () => {
    const model = script && script.getAttribute("data-model");
    if (!model) throw "the script tag has no data-model attribute, the address of manifest.json.";
    const glueUrl = here(__PAIRWELL_GLUE__);
    const [[manifest, ...files], module] = await Promise.all([
      fetchModel(new URL(model, document.baseURI).href),
      fetchModule(here(__PAIRWELL_WASM__)),
      import(glueUrl),
    ]);
    const { product, cart } = script.dataset;
    page.manifest = manifest;
    page.said = { product, cart: cart && cart.split(",") };
    return async () => {
      // A module keeps one instance; another fragment makes it another module, from the cache.
      const turn = ++generation;
      const glue = await import(turn > 1 ? `${glueUrl}#${turn}` : glueUrl);
      if (off) return;
      glue.initSync({ module });
      const next = new glue.Core(page, (...event) => turn === generation && tell("wake", ...event));
      files.forEach((file) => next.add(file));
      core = next;
      run();
    };
  };

  const start = () =>
    (started =
      started ||
      Promise.race([
        load(),
        new Promise((_, reject) => setTimeout(reject, PATIENCE, `loading took longer than ${PATIENCE / 1000} s.`)),
      ]));

  const begin = () => {
    ready = ready || start().then((make) => make()).catch(stop);
    if (watcher) watcher.disconnect();
  };

  // ---- when to begin

  let planned;
  const plan = () => {
    if (planned) return;
    planned = true;
    const idle = () => (window.requestIdleCallback ? requestIdleCallback(begin, { timeout: 2000 }) : setTimeout(begin, 200));
    if (document.readyState === "complete") idle();
    else window.addEventListener("load", idle, { once: true });
  };

  if (window.IntersectionObserver) {
    watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && begin(), { rootMargin: "400px" });
  }

  customElements.define(
    TAG,
    class extends HTMLElement {
      connectedCallback() {
        blocks.add(this);
        tell("touch");
        if (watcher && !started) watcher.observe(this);
        plan();
      }
      disconnectedCallback() {
        blocks.delete(this);
        tell("touch");
      }
      attributeChangedCallback() {
        if (blocks.has(this)) tell("touch");
      }
      static get observedAttributes() {
        return ["kind", "limit", "product", "cart", "heading"];
      }
    },
  );

  // ---- the page's side

  // A call that wants an answer gets one even where Pairwell is off: nothing.
  const ask = (method, options, nothing) =>
    new Promise((resolve) => {
      const answer = () => {
        try {
          resolve(core ? core[method](options) : nothing);
        } catch (error) {
          revive(error);
          resolve(nothing);
        }
      };
      begin();
      ready.then(answer);
    });

  // An own property only: <form id="pairwell"> makes a property of that name, too.
  const own = Object.getOwnPropertyDescriptor(window, "pairwell");
  const queue = own && Array.isArray(own.value) ? own.value : [];
  window.pairwell = {
    version: __PAIRWELL_VERSION__,
    push(...calls) {
      for (const call of calls) tell("push", call);
      plan();
    },
    recommend: (options) => ask("recommend", options, []),
    debug: () => ask("debug", undefined, null),
  };
  window.pairwell.push(...queue);
  if (document.querySelector("script[data-pairwell]")) plan();
})(window, document);
