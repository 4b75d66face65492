// Google Consent Mode: gtag("consent", "default" | "update", { … }), found in dataLayer, past and to come.
//
// To store: personalization_storage ("storage related to personalization") and, where it is spoken of, functionality_storage.
// To share: analytics_storage and ad_user_data. A type that nobody spoke of is no answer, so a page that only manages
// advertising leaves the question to others. A default for some regions may not be for this one: only its "denied" counts.

const TYPES = ["personalization_storage", "functionality_storage", "analytics_storage", "ad_user_data"];

export const consentMode = {
  found: () => Array.isArray(window.dataLayer) && window.dataLayer.some((entry) => command(entry)),
  watch(report, privacy) {
    const presumed = {};
    const chosen = {};
    const hear = (entry) => {
      const [what, values] = command(entry) || [];
      if (!what) return false;
      for (const type of TYPES) {
        const value = own(values, type);
        if (value !== "granted" && value !== "denied") continue;
        if (what === "update") chosen[type] = value;
        else if (value === "denied") presumed[type] = value;
        else if (!own(values, "region") && !presumed[type]) presumed[type] = value;
      }
      return true;
    };
    const tell = () => {
      // With Global Privacy Control a default "granted" is not the shopper's.
      const of = (type) => chosen[type] || (privacy && presumed[type] === "granted" ? "denied" : presumed[type]);
      if (!of("personalization_storage")) return;
      const store = of("personalization_storage") === "granted" && of("functionality_storage") !== "denied";
      report({ store, share: store && of("analytics_storage") === "granted" && of("ad_user_data") === "granted" });
    };
    const layer = window.dataLayer;
    const { push } = layer;
    layer.push = function (...entries) {
      const result = push.apply(this, entries);
      try {
        if (entries.filter(hear).length) tell();
      } catch {
        // Nothing of ours may reach who pushes.
      }
      return result;
    };
    for (const entry of [...layer]) hear(entry);
    tell();
    return tell;
  },
};

// [what, values] of a consent command: gtag pushes its `arguments`.
const command = (entry) => {
  const what = own(entry, 1);
  return own(entry, 0) === "consent" && (what === "default" || what === "update") ? [what, own(entry, 2)] : undefined;
};

const own = (object, key) => {
  try {
    return Object.getOwnPropertyDescriptor(object, key).value;
  } catch {
    return undefined;
  }
};
