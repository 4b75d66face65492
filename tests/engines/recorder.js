// The first script of every page under test: tells the server what no shop wants to see. The server notes it, so it is
// known whichever page the shopper is on when the test ends.
(() => {
  const tell = (kind, text) => navigator.sendBeacon("/__told", JSON.stringify({ kind, text: String(text), page: location.pathname }));

  addEventListener("error", (event) => {
    // Of a resource; the request itself is seen by the policy below or by the server.
    if (event.target && event.target !== window) return;
    tell("error", (event.error && event.error.stack) || event.message);
  }, true);
  addEventListener("unhandledrejection", (event) => tell("error", (event.reason && event.reason.stack) || event.reason));
  // The pages' policy allows their own host only.
  addEventListener("securitypolicyviolation", (event) => tell("foreign", `${event.effectiveDirective} ${event.blockedURI}`));
  for (const level of ["warn", "error"]) {
    const original = console[level];
    console[level] = (...words) => {
      const text = words.join(" ");
      if (/^Pairwell is off on this page/.test(text)) [window.pairwellOff, window.pairwellOffAt] = [text, performance.now()];
      if (/^Pairwell is off on this page: loading took longer/.test(text)) window.pairwellLate = true;
      tell("console", text);
      original.apply(console, words);
    };
  }

  // What the blocks say, for the tests to wait for.
  const told = (window.pairwellTold = []);
  for (const name of ["ready", "add", "click", "error", "impression"]) {
    addEventListener(
      `pairwell:${name}`,
      (event) => {
        const { kind, items, message } = event.detail || {};
        told.push({ name, kind, products: (items || []).map((item) => item.product), message });
      },
      true,
    );
  }
})();
