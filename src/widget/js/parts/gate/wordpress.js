// WP Consent API, which WordPress's consent plugins answer: https://wordpress.org/plugins/wp-consent-api/
//
// To store: preferences. To share: statistics and marketing.

export const wordpress = {
  found: () => typeof window.wp_has_consent === "function",
  watch(report, privacy) {
    const ask = () => {
      // Without a type nobody manages consent: the API then says yes to all.
      if (!window.wp_consent_type || (privacy && window.wp_consent_type === "optout")) return report({ store: false, share: false });
      const may = (category) => window.wp_has_consent(category) === true;
      report({ store: may("preferences"), share: may("preferences") && may("statistics") && may("marketing") });
    };
    for (const name of ["wp_listen_for_consent_change", "wp_consent_type_defined"]) document.addEventListener(name, ask);
    if (window.wp_consent_type) ask();
    return ask;
  },
};
