// Consent: for each mode, and each manager that `auto` listens to, what is in the browser's storage before the shopper has
// agreed (nothing, not even looked at), after (the history), and after they have changed their mind (nothing, in no tab).

import assert from "node:assert/strict";

import { inEveryEngine } from "../engines/shopper.mjs";
import { page, startSite } from "../engines/site.mjs";

const PRODUCT = "regency-cakestand-3-tier";
const OTHER = "jumbo-bag-red-retrospot";

// Notes each use of a storage, whoever makes it. The tests themselves look through `peek`.
const WATCH = `<script>
  window.touched = [];
  const storages = {};
  for (const name of ["localStorage", "sessionStorage"]) {
    storages[name] = window[name];
    Object.defineProperty(window, name, { configurable: true, get() { touched.push(name); return storages[name]; } });
  }
  window.peek = () => Object.values(storages).flatMap((storage) => Object.keys(storage)).filter((key) => key.startsWith("pairwell"));
  window.told = [];
  document.addEventListener("pairwell:consent", (event) => told.push(event.detail));
</script>`;

const GPC = `<script>Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true, configurable: true });</script>`;

const TCF = `<script>
  window.cmp = { listeners: [], data: { eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} } } };
  window.__tcfapi = (command, version, callback, id) => {
    if (version !== 2) return callback(null, false);
    if (command === "addEventListener") callback({ ...cmp.data, listenerId: cmp.listeners.push(callback) - 1 }, true);
    if (command === "removeEventListener") { delete cmp.listeners[id]; callback(true); }
  };
  window.choose = (...purposes) => {
    cmp.data = { ...cmp.data, eventStatus: "useractioncomplete", purpose: { consents: Object.fromEntries(purposes.map((n) => [n, true])) } };
    cmp.listeners.forEach((callback, listenerId) => callback({ ...cmp.data, listenerId }, true));
  };
</script>`;

const SHOPIFY = `<script>
  const visitor = { preferences: "", analytics: "", marketing: "" };
  const asked = [];
  window.Shopify = {
    loadFeatures(features, callback) {
      asked.push(...features);
      setTimeout(() => {
        if (features[0].name !== "consent-tracking-api" || features[0].version !== "0.1") return callback(new Error("no such feature"));
        Shopify.customerPrivacy = {
          preferencesProcessingAllowed: () => visitor.preferences === "yes" || (window.lenient && visitor.preferences === ""),
          analyticsProcessingAllowed: () => visitor.analytics === "yes" || (window.lenient && visitor.analytics === ""),
          marketingAllowed: () => visitor.marketing === "yes" || (window.lenient && visitor.marketing === ""),
          currentVisitorConsent: () => ({ ...visitor, sale_of_data: "" }),
        };
        callback();
      });
    },
  };
  window.choose = (choices) => {
    Object.assign(visitor, choices);
    document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {
      preferencesAllowed: visitor.preferences === "yes", analyticsAllowed: visitor.analytics === "yes",
      marketingAllowed: visitor.marketing === "yes", saleOfDataAllowed: true } }));
  };
</script>`;

const gtag = (commands) => `<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  ${commands}
</script>`;

const WORDPRESS = `<script>
  window.given = {};
  window.wp_consent_type = "optin";
  window.wp_has_consent = (category) => given[category] === "allow";
  window.choose = (choices) => {
    Object.assign(given, choices);
    document.dispatchEvent(new CustomEvent("wp_listen_for_consent_change", { detail: choices }));
  };
</script>`;

const DENIED = `gtag("consent", "default", { ad_storage: "denied", ad_user_data: "denied", ad_personalization: "denied",
  analytics_storage: "denied", functionality_storage: "denied", personalization_storage: "denied", wait_for_update: 500 });`;

const HEADS = {
  none: "",
  tcf: TCF,
  shopify: SHOPIFY,
  "shopify-lenient": `<script>window.lenient = true;</script>${SHOPIFY}`,
  "shopify-lenient-gpc": `${GPC}<script>window.lenient = true;</script>${SHOPIFY}`,
  "mode-denied": gtag(DENIED),
  "mode-ads": gtag(`gtag("consent", "default", { ad_storage: "granted", analytics_storage: "granted" });`),
  "mode-regions": gtag(`gtag("consent", "default", { personalization_storage: "denied", region: ["DE"] });
    gtag("consent", "default", { personalization_storage: "granted" });`),
  "mode-granted": gtag(`gtag("consent", "default", { personalization_storage: "granted", analytics_storage: "granted", ad_user_data: "granted" });`),
  "mode-granted-gpc": GPC + gtag(`gtag("consent", "default", { personalization_storage: "granted", analytics_storage: "granted", ad_user_data: "granted" });`),
  both: TCF + gtag(`gtag("consent", "default", { personalization_storage: "granted" });`),
  wordpress: WORDPRESS,
  queued: `<script>window.pairwell = [["consent", true]];</script>`,
};

const show = (mode, head = "") => {
  const consent = mode ? `data-consent="${mode}"` : "";
  const body = `<h1>Cake stand</h1><pairwell-block kind="also-bought"></pairwell-block>`;
  return page({ head: WATCH + head, body, tag: `data-platform="none" ${consent} data-product="${PRODUCT}"` });
};

const start = () =>
  startSite({
    routes: {
      "GET /granted": () => show(""),
      "GET /required": () => show("required"),
      "GET /required-gpc": () => show("required", GPC),
      "GET /misspelt": () => show("requierd"),
      "GET /auto/*": ({ path }) => show("auto", HEADS[path.split("/")[2]]),
      "GET /queued": () => show("required", HEADS.queued),
      "GET /late": () => show("auto", `<script>addEventListener("load", () => setTimeout(() => { ${TCF.replace(/<\/?script>/g, "")}
        choose(1, 5, 6); }));</script>`),
    },
  });

/** The page shows its block, the core knows the page's product, and whatever it was going to store is stored. */
async function settled(shopper) {
  await shopper.block("also-bought");
  await shopper.until("the visit in memory", (product) => window.pairwell.debug().then((report) => report && report.history.some((event) => event.product === product)), PRODUCT);
  await shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
}

const kept = (shopper) => shopper.run(() => peek());
const allowed = (shopper) => shopper.run(() => told[told.length - 1]);
const products = async (shopper) => (await shopper.debug()).history.map((event) => event.product);
const push = (shopper, ...calls) => shopper.run((calls) => window.pairwell.push(...calls), calls);

const hasLog = (shopper) => shopper.until("a stored history", () => peek().some((key) => key.startsWith("pairwell:log:")));
const hasNothing = (shopper) => shopper.until("an empty storage", () => !peek().length);

/** Nothing is stored, and nobody has as much as looked. */
async function untouched(shopper) {
  await settled(shopper);
  assert.deepEqual(await kept(shopper), []);
  assert.deepEqual(await shopper.run(() => touched), []);
}

/** In memory, too, is only what has happened since. */
async function forgotten(shopper) {
  await hasNothing(shopper);
  await shopper.until("an empty memory", () => window.pairwell.debug().then((report) => !report.history.length));
  // What happens from now on is not kept either. Said until it is heard: another tab learns of the erasure a moment before its
  // own gate, which forgets once more, has loaded.
  await shopper.until(
    "the next visit in memory",
    (other) => {
      window.pairwell.push(["view", other]);
      return window.pairwell.debug().then((report) => report.history.some((event) => event.product === other));
    },
    OTHER,
  );
  await shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
  assert.deepEqual(await kept(shopper), []);
}

async function inNewTab(shopper, work) {
  const first = await shopper.driver.getWindowHandle();
  await shopper.driver.switchTo().newWindow("tab");
  const second = await shopper.driver.getWindowHandle();
  await work(() => shopper.driver.switchTo().window(first), () => shopper.driver.switchTo().window(second));
}

inEveryEngine("consent", start, (t) => {
  t("granted: kept from the start; withdrawn, it is gone, in the other tab too", async (shopper) => {
    await shopper.visit("/granted");
    await settled(shopper);
    await hasLog(shopper);
    await inNewTab(shopper, async (toFirst, toSecond) => {
      await shopper.visit("/granted");
      await settled(shopper);
      await hasLog(shopper);
      await push(shopper, ["consent", false]);
      await forgotten(shopper);
      await toFirst();
      await forgotten(shopper);
      await toSecond();
      assert.deepEqual(await kept(shopper), []);
    });
  });

  t("required: nothing is read or stored before, all of it after", async (shopper) => {
    await shopper.visit("/required");
    await untouched(shopper);
    await push(shopper, ["view", OTHER]);
    await untouched(shopper);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: true });
    // What was stored is not looked at before the next "yes", and then it is all there.
    await shopper.reload();
    await settled(shopper);
    assert.deepEqual(await shopper.run(() => touched), []);
    assert.ok(!(await products(shopper)).includes(OTHER));
    await push(shopper, ["consent", true]);
    await shopper.until("the visit of before", (other) => window.pairwell.debug().then((report) => report.history.some((event) => event.product === other)), OTHER);
  });

  t("required: a yes twice is a yes", async (shopper) => {
    await shopper.visit("/required");
    await settled(shopper);
    await push(shopper, ["consent", true], ["consent", true]);
    await hasLog(shopper);
    await push(shopper, ["consent", true]);
    await settled(shopper);
    assert.equal((await kept(shopper)).filter((key) => key.startsWith("pairwell:log:")).length, 1);
    assert.deepEqual(await products(shopper), [PRODUCT]);
  });

  t("required: a yes before the script is there counts", async (shopper) => {
    await shopper.visit("/queued");
    await settled(shopper);
    await hasLog(shopper);
  });

  t("required: withdrawn, everything is gone, in the other tab too", async (shopper) => {
    await shopper.visit("/required");
    await settled(shopper);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
    await inNewTab(shopper, async (toFirst, toSecond) => {
      await shopper.visit("/required");
      await settled(shopper);
      await push(shopper, ["consent", true]);
      await shopper.until("a history of both tabs", () => peek().filter((key) => key.startsWith("pairwell:log:")).length === 2);
      await toFirst();
      await push(shopper, ["consent", false]);
      await forgotten(shopper);
      await toSecond();
      await forgotten(shopper);
      assert.deepEqual(await allowed(shopper), { store: false, share: false });
    });
  });

  t("required: a no erases what an earlier page has stored", async (shopper) => {
    await shopper.visit("/queued");
    await settled(shopper);
    await hasLog(shopper);
    await shopper.visit("/required");
    await push(shopper, ["consent", false]);
    await hasNothing(shopper);
  });

  t("required: to store and to share are two questions", async (shopper) => {
    await shopper.visit("/required");
    await settled(shopper);
    await push(shopper, ["consent", { store: true }]);
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
    await push(shopper, ["consent", { store: true, share: true }]);
    await shopper.until("sharing", () => told[told.length - 1].share);
    // Who may not keep may not hand on.
    await push(shopper, ["consent", { store: false, share: true }]);
    await hasNothing(shopper);
    assert.deepEqual(await allowed(shopper), { store: false, share: false });
  });

  t("required: a browser with Global Privacy Control shares only what sharing was agreed to", async (shopper) => {
    await shopper.visit("/required-gpc");
    await settled(shopper);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
  });

  t("a mode that nobody knows is required, and said to be", async (shopper, shop) => {
    await shopper.visit("/misspelt");
    await untouched(shopper);
    await shopper.until("the warning", () => true);
    assert.ok(shop.told.some(({ kind, text }) => kind === "console" && text.includes('data-consent="requierd"')), JSON.stringify(shop.told));
  });

  t("auto: without a manager nothing is stored, and the shop's word counts", async (shopper) => {
    await shopper.visit("/auto/none");
    await untouched(shopper);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
  });

  t("auto, TCF: purposes 1, 5 and 6 to store, 3, 4 and 8 to share as well", async (shopper) => {
    await shopper.visit("/auto/tcf");
    await untouched(shopper);
    await shopper.run(() => choose(1, 2, 3, 4));
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await shopper.run(() => choose(1, 5, 6));
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
    await shopper.run(() => choose(1, 3, 4, 5, 6, 8));
    await shopper.until("sharing", () => told[told.length - 1].share);
    await shopper.run(() => choose());
    await forgotten(shopper);
  });

  t("auto, TCF that comes after the page has loaded", async (shopper) => {
    await shopper.visit("/late");
    await settled(shopper);
    await hasLog(shopper);
  });

  t("auto, Shopify: preferences to store, analytics and marketing to share", async (shopper) => {
    await shopper.visit("/auto/shopify");
    await shopper.until("the privacy API", () => window.Shopify.customerPrivacy);
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await shopper.run(() => choose({ preferences: "yes", analytics: "no", marketing: "no" }));
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
    await shopper.run(() => choose({ analytics: "yes", marketing: "yes" }));
    await shopper.until("sharing", () => told[told.length - 1].share);
    await shopper.run(() => choose({ preferences: "no" }));
    await forgotten(shopper);
  });

  t("auto, Shopify where no law asks: stored at once, but not against Global Privacy Control", async (shopper) => {
    await shopper.visit("/auto/shopify-lenient");
    await settled(shopper);
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: true });
    await shopper.visit("/auto/shopify-lenient-gpc");
    await hasNothing(shopper);
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await shopper.run(() => choose({ preferences: "yes", analytics: "yes", marketing: "yes" }));
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
  });

  t("auto, Consent Mode: denied, granted by an update, denied again", async (shopper) => {
    await shopper.visit("/auto/mode-denied");
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await shopper.run(() => gtag("consent", "update", { analytics_storage: "granted", personalization_storage: "granted" }));
    await settled(shopper);
    assert.deepEqual(await kept(shopper), [], "functionality_storage is still denied");
    await shopper.run(() => gtag("consent", "update", { functionality_storage: "granted" }));
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
    await shopper.run(() => gtag("consent", "update", { ad_user_data: "granted" }));
    await shopper.until("sharing", () => told[told.length - 1].share);
    await shopper.run(() => gtag("consent", "update", { personalization_storage: "denied" }));
    await forgotten(shopper);
  });

  t("auto, Consent Mode: granted by default, for all regions, and not against Global Privacy Control", async (shopper) => {
    await shopper.visit("/auto/mode-granted");
    await settled(shopper);
    await hasLog(shopper);
    await shopper.visit("/auto/mode-regions");
    await hasNothing(shopper);
    await shopper.visit("/auto/mode-granted-gpc");
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
  });

  t("auto, Consent Mode that speaks of advertising only is no answer", async (shopper) => {
    await shopper.visit("/auto/mode-ads");
    await untouched(shopper);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
  });

  t("auto, two managers: both have to agree", async (shopper) => {
    await shopper.visit("/auto/both");
    await untouched(shopper);
    await shopper.run(() => choose(1, 5, 6));
    await hasLog(shopper);
    await shopper.run(() => choose(1));
    await forgotten(shopper);
  });

  t("auto, WP Consent API: preferences to store, statistics and marketing to share", async (shopper) => {
    await shopper.visit("/auto/wordpress");
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await shopper.run(() => choose({ preferences: "allow" }));
    await hasLog(shopper);
    assert.deepEqual(await allowed(shopper), { store: true, share: false });
    await shopper.run(() => choose({ preferences: "deny" }));
    await forgotten(shopper);
  });

  t("auto: a manager's yes does not overrule the shop's no", async (shopper) => {
    await shopper.visit("/auto/tcf");
    await settled(shopper);
    await push(shopper, ["consent", false]);
    await shopper.run(() => choose(1, 5, 6));
    await settled(shopper);
    assert.deepEqual(await kept(shopper), []);
    await push(shopper, ["consent", true]);
    await hasLog(shopper);
  });
});
