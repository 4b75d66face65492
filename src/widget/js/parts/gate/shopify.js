// Shopify's customer privacy API: https://shopify.dev/docs/api/customer-privacy
//
// To store: preferences. To share: analytics and marketing, as what is handed on goes to both sorts of services.

const own = (object, name) => object && typeof object[name] === "function" && object[name]();

export const shopify = {
  found: () => window.Shopify && (window.Shopify.customerPrivacy || typeof window.Shopify.loadFeatures === "function"),
  watch(report, privacy) {
    const ask = () => {
      const api = window.Shopify.customerPrivacy;
      if (!api || typeof api.preferencesProcessingAllowed !== "function") return;
      // What is presumed where no law asks for consent is not what the shopper has said.
      const said = () => (own(api, "currentVisitorConsent") || {}).preferences === "yes";
      const store = api.preferencesProcessingAllowed() === true && (!privacy || said());
      report({ store, share: store && own(api, "analyticsProcessingAllowed") === true && own(api, "marketingAllowed") === true });
    };
    document.addEventListener("visitorConsentCollected", ask);
    if (window.Shopify.customerPrivacy || typeof window.Shopify.loadFeatures !== "function") ask();
    else window.Shopify.loadFeatures([{ name: "consent-tracking-api", version: "0.1" }], (error) => error || ask());
    return ask;
  },
};
