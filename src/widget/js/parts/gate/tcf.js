// IAB Transparency and Consent Framework 2: `__tcfapi("addEventListener", 2, callback)`.
//
// To store: purposes 1 (keep and read on the device), 5 (create profiles to personalise content) and 6 (use profiles to
// select personalised content): that is, in the framework's own words, what keeping what was looked at and choosing
// products by it does. To share: also 3 and 4 (the same for advertising: mails about products are that) and 8 (measure
// content). Consent only: since version 2.2 legitimate interest is no ground for 3 to 6. No vendor is asked for: nothing
// leaves for a vendor until the shop's own tags, which are vendors, are handed something, and they judge for themselves.

const STORE = [1, 5, 6];
const SHARE = [3, 4, 8];

export const tcf = {
  found: () => typeof window.__tcfapi === "function",
  watch(report, privacy) {
    let listener;
    const hear = (data, success) => {
      if (!success || !data) return;
      listener = data.listenerId;
      // The law does not apply to this visitor: the framework asks for nothing.
      if (data.gdprApplies === false) return report({ store: !privacy, share: !privacy });
      // While the shopper is being asked, nothing is settled.
      if (data.eventStatus !== "tcloaded" && data.eventStatus !== "useractioncomplete") return;
      const consents = (data.purpose && data.purpose.consents) || {};
      const all = (purposes) => purposes.every((purpose) => consents[purpose] === true);
      report({ store: all(STORE), share: all(STORE) && all(SHARE) });
    };
    const listen = () => window.__tcfapi("addEventListener", 2, hear);
    listen();
    return () => {
      if (listener !== undefined) window.__tcfapi("removeEventListener", 2, () => {}, listener);
      listen();
    };
  },
};
