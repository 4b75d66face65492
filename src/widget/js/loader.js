// pairwell.js: the script tag's file. It registers <pairwell-block>, keeps what the page says, and fetches the core and
// the model when a block comes near the window or the browser has nothing better to do. It decides nothing else.
//
// Nothing here may reach the page's error handlers. Whatever fails, fails alike: `stop` leaves or brings back the
// theme's own markup, says in one console line what to do, and that was it for this page.
((window, document) => {
  const TAG = "pairwell-block";
  if (customElements.get(TAG)) return;
  // For who wants to see the page without: ?pairwell=off
  if (/\bpairwell=off/.test(location.search)) return;

  // From the first request to the last byte.
  const late = () => new Promise((_, reject) => setTimeout(reject, 3000, "loading took longer than 3 s."));

  // Only known while the script runs for the first time.
  // An <img name="currentScript"> would be found in its place, and say where everything else comes from.
  const { currentScript } = document;
  const script = currentScript instanceof HTMLScriptElement ? currentScript : document.querySelector("script[data-model]");
  const here = (name) => new URL(name, script?.src || document.baseURI).href;

  let core, started, ready, off, busy, trapped, generation = 0;
  let jobs = [];
  const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && begin(), { rootMargin: "400px" });
  // The core's notes about the page: here, as they outlive an instance of it. Without a prototype, as pages may have polluted it.
  const blocks = new Set();
  // Aborted when Pairwell ends on this page: whatever listens, listens until then.
  const controller = new AbortController();
  const { signal } = controller;
  // The tag's own attributes: a dataset inherits.
  const dataset = { __proto__: null, ...script?.dataset };
  const page = { __proto__: null, blocks, script, dataset, signal, tell, stop };

  // Whether anything may be kept or handed on, and whether this visitor sees anything of ours at all: see parts/gate.js.
  const { consent, holdout, product, entries } = dataset;
  // Without a prototype: a polluted one would say yes.
  page.allowed = consent && consent !== "granted" ? { __proto__: null } : { store: true, share: !navigator.globalPrivacyControl };
  page.glue = () => import(here(__PAIRWELL_GLUE__));
  let gate;
  const guard = () => (gate = gate || import(here(__PAIRWELL_GATE__)).then((part) => (part.open(page), part)));
  // Without it nothing is kept and nobody is held out.
  if (consent || holdout) guard().catch(() => {});

  // ---- the edge: the only place from which the core is called

  const run = () => {
    if (!core || busy) return;
    busy = true;
    try {
      for (let job; (job = jobs.shift()); ) core[job.shift()](...job);
    } catch (error) {
      revive(error);
    }
    busy = false;
  };

  function tell(...job) {
    if (off) return;
    jobs.push(job);
    run();
  }

  // An instance that has trapped cannot be called again. One more is started from the bytes at hand; a second trap is
  // the end.
  const revive = (error) => {
    core = 0;
    if (trapped) return stop(error);
    trapped = started.then((make) => make()).catch(stop);
  };

  // Without an error: as was asked for.
  function stop(error) {
    if (off) return;
    off = true;
    // Should the core be busy this instant, it ends as soon as it is done.
    jobs = [["end"]];
    run();
    controller.abort();
    watcher.disconnect();
    if (error) console.warn("Pairwell is off on this page: " + error);
    for (const block of blocks) {
      block.shadowRoot?.replaceChildren(document.createElement("slot"));
    }
  }

  // ---- fetching

  const attempt = (work) => {
    try {
      return work();
    } catch {}
  };

  // With these options a <link rel="preload" as="fetch" crossorigin> in the page is the same request.
  const get = (url) =>
    fetch(url, { signal }).then(
      (response) => {
        if (response.ok) return response;
        throw `${url} answered ${response.status}.`;
      },
      () => {
        throw `${url} could not be fetched; another host must send Access-Control-Allow-Origin (CORS).`;
      },
    );

  // At most `limit` bytes: a file that inflates to gigabytes is not read to its end.
  const read = async (response, limit) => {
    const bytes = new Uint8Array(limit);
    const reader = response.body.getReader();
    for (let length = 0; ; ) {
      const { value, done } = await reader.read();
      if (done) return bytes.slice(0, length);
      length += value.length;
      // Nobody reads on: unless told, the browser would keep the connection.
      if (length > limit) throw (reader.cancel(), `${response.url} is too long.`);
      bytes.set(value, length - value.length);
    }
  };

  // Only secure pages can hash; elsewhere the length and the reader's own checks have to do.
  const { subtle } = crypto;
  const digest = async (bytes) => new Uint8Array(await subtle.digest("SHA-256", bytes));

  // What `check` makes of the bytes at `url`: those of an earlier visit, if they are a day old at most and there sooner, while
  // they are fetched anew for the next; older ones where nothing comes. `only`: nothing is fetched. Opening what is kept may
  // take longer than the request, so nothing waits for it.
  const load = async (url, limit, check, only) => {
    // Opened now: what is kept later is not there for anybody where all of it has been erased meanwhile.
    const cache = (async () => page.allowed.store && caches.open("pairwell"))().catch(() => {});
    const old = cache.then((cache) => cache?.match(url));
    const again = async (age) => {
      // Where there is none, this throws as well.
      const kept = await old;
      if (!(Date.now() - kept.headers.get("at") < age)) throw "";
      return check(new Uint8Array(await kept.arrayBuffer()));
    };
    if (only) return again(Infinity);
    const fresh = get(url).then(async (response) => {
      const bytes = await read(response, limit);
      const checked = await check(bytes);
      // Behind the first lists, as keeping takes longer than reading. Not without consent, which may have been withdrawn meanwhile,
      // and nothing that has turned Pairwell off.
      ready.then(() => setTimeout(() => page.allowed.store && !off && cache.then((cache) => cache.put(url, new Response(bytes, { headers: { at: Date.now() } }))).catch(() => {})));
      return checked;
    });
    return Promise.any([fresh, again(864e5)]).catch(() => again(Infinity)).catch(() => fresh);
  };

  // As a whole: compiled while it comes it would not be there sooner, and servers had to name its type rightly.
  const fetchModule = (url) => get(url).then((response) => read(response, 1 << 18)).then(WebAssembly.compile);

  // ---- entries: small files at addresses that a product's key alone tells

  const files = []; // bytes, as the core reads them
  const asked = new Map(); // key → what is on its way
  const wanted = new Map(); // name of an entry → likewise
  const recalled = new Map(); // likewise, of what is kept of earlier visits
  let model, digits, number;
  // Digits of a hash that name an entry; 0: there is none but the shop's own.
  const numbered = new Promise((resolve) => (number = (n) => resolve((digits = n))));

  const fetchEntry = (name, only) => {
    const url = new URL(`at/${name}.pw`, model).href;
    const check = async (bytes) => {
      const body = bytes.subarray(32);
      if (subtle && (await digest(body)).some((byte, n) => byte !== bytes[n])) throw `${url} is damaged: upload it again.`;
      return body;
    };
    return load(url, 1 << 20, check, only);
  };

  const bring = (page.bring = async (key, only) => {
    await numbered;
    if (!digits || !subtle || !key) return;
    const hash = Array.from(await digest(new TextEncoder().encode(key)), (byte) => (byte + 256).toString(16).slice(1)).join("");
    // A part of a digit is so many of its bits.
    const name = hash.slice(0, digits) + (digits % 1 ? ("0x" + hash[digits | 0]) >> (4 - (digits % 1) * 4) : "");
    const known = wanted.get(name) || (only && recalled.get(name));
    if (known) return known;
    const work = fetchEntry(name, only).then((bytes) => {
      if (bytes) files.push(bytes), core && tell("add", bytes);
    });
    (only ? recalled : wanted).set(name, work);
    return work;
  });

  // What goes with a product of the page. A product without an entry is new; the lists of the shop as a whole are there all
  // the same.
  page.pending = 0;
  page.want = (key) => {
    if (key && !asked.has(key)) {
      page.pending++;
      asked.set(key, Promise.race([bring(key), late()]).catch(() => {}).then(() => (page.pending--, tell("touch"))));
    }
    return asked.get(key);
  };

  // Enough to ask at once for what is most likely needed. What the page is about is said later, by whoever knows.
  const guess = () =>
    attempt(() => {
      const text = document.querySelector("script[data-pairwell]")?.textContent;
      return text?.length < 65536 ? { __proto__: null, ...JSON.parse(text) }.product : "";
    }) ||
    attempt(() => decodeURIComponent(/\/products?\/([^/]+)/.exec(location.pathname)?.[1] || ""));

  // Resolves to a function that makes an instance.
  const gather = async () => {
    const address = script?.getAttribute("data-model");
    if (!address) throw "the script tag has no data-model.";
    if (holdout) await guard().then((part) => part.settled()).catch(() => {});
    if (off) return () => {};
    model = new URL(address, document.baseURI).href;
    const first = (page.first = product || guess());
    if (entries) number(+entries);
    for (const block of blocks) page.want(block.getAttribute("product"));
    // All at once: a round trip costs more than anything else here.
    const coming = load(model, 1 << 18, (bytes) => JSON.parse(new TextDecoder().decode(bytes))).then(async (manifest) => {
      const told = manifest.entries?.digits || 0;
      // The tag is from before the last training, or says nothing.
      if (told !== digits) number(told), await bring(first).catch(() => {});
      return manifest;
    });
    // Awaited last: where a host allows no other origin, the others can say so, and an import cannot.
    const begun = page.glue().then((glue) => glue.begin(page));
    begun.catch(() => {});
    const [manifest, module] = await Promise.all([
      coming,
      fetchModule(here(__PAIRWELL_WASM__)),
      fetchEntry("shop").then((bytes) => files.unshift(bytes)),
      page.want(first),
    ]);
    await begun;
    await Promise.all(asked.values());
    page.manifest = manifest;
    return async () => {
      const turn = ++generation;
      const glue = await page.glue();
      const edge = (...event) => turn === generation && tell("wake", ...event);
      await glue.start(page, edge, module, turn, files, (next) => {
        if (off) return;
        core = next;
        run();
      });
    };
  };

  const begin = () => {
    if (!started) {
      started = Promise.race([gather(), late()]);
      ready = started.then((make) => make()).catch(stop);
    }
    watcher.disconnect();
  };

  // ---- when to begin

  let planned;
  // Without the one the other takes the options for no delay.
  const idle = () => (window.requestIdleCallback || setTimeout)(begin, { timeout: 2000 });
  const plan = () => {
    if (!planned && document.readyState === "complete") idle();
    planned = true;
  };
  // Some speak without a block, and may stand behind this script.
  const loaded = () => (planned || document.querySelector("script[data-pairwell],pairwell-forget")) && idle();

  customElements.define(
    TAG,
    class extends HTMLElement {
      connectedCallback() {
        blocks.add(this);
        tell("touch");
        if (!started) {
          // On a page that has been read nothing need be waited for but the other blocks; else a frame tells.
          if (document.readyState !== "loading" && this.getBoundingClientRect().top < innerHeight) setTimeout(begin);
          else watcher.observe(this);
        }
        plan();
      }
      disconnectedCallback() {
        blocks.delete(this);
        tell("touch");
      }
      attributeChangedCallback() {
        tell("touch");
      }
      static get observedAttributes() {
        return "kind limit product cart heading layout template by".split(" ");
      }
    },
  );

  // ---- the page's side

  // Also where Pairwell is off, or its memory cannot be had: nobody else would do it.
  page.erase = () => guard().then((part) => part.erase()).catch(() => {});

  // A call that wants an answer gets one even where Pairwell is off: nothing.
  const ask = async (method, nothing, options) => {
    begin();
    await ready;
    try {
      return core && !off ? await core[method](options) : nothing;
    } catch (error) {
      revive(error);
      return nothing;
    }
  };

  // An own property only: <form id="pairwell"> makes a property of that name, too.
  const { value: queue } = Object.getOwnPropertyDescriptor(window, "pairwell") || {};
  window.pairwell = {
    version: __PAIRWELL_VERSION__,
    push(...calls) {
      for (const call of calls) {
        const what = attempt(() => call[0]);
        if (off && what === "forget") page.erase();
        if (what === "consent") guard().then((part) => part.change(page, call[1])).catch(() => (page.allowed = { __proto__: null }));
        else tell("push", call);
      }
      plan();
    },
    recommend: (options) => ask("advise", [], options),
    on(name, listener) {
      const heard = (event) => listener(event.detail, event);
      // Nobody watches for impressions unless somebody wants to know.
      if (name === "impression") (page.heard = true), page.hear?.();
      document.addEventListener("pairwell:" + name, heard);
      return () => document.removeEventListener("pairwell:" + name, heard);
    },
    refresh: () => tell("touch"),
    forget: async () => {
      await ask("push", undefined, ["forget"]);
      await page.erase();
    },
    destroy: () => stop(),
    debug: () => ask("debug", null),
    explain: (options) => ask("explain", null, options),
  };
  if (Array.isArray(queue)) window.pairwell.push(...queue);
  if (document.readyState === "complete") loaded();
  else window.addEventListener("load", loaded, { signal });
})(window, document);
