// What decides before anything else is decided: whether anything may be kept in this browser or handed on to others
// (gate/consent.js), and whether this visitor sees Pairwell at all (gate/holdout.js).
//
// The loader fetches this part at once where the script tag has data-consent or data-holdout, and else with the first
// pairwell.push(["consent", …]). It works before the core is there, and where the core is never fetched.
//
//   page.allowed                 { store, share }: true or not; closed until there is a positive signal, unless data-consent="granted"
//   page.arm, pairwell.arm       "shown" or "held-out"; undefined for whoever is not in the experiment
//   pairwell:consent, on document, after each change; its detail is page.allowed

import { change, openConsent } from "./gate/consent.js";
import { eraseStored } from "./lib/erase.js";
import { joinExperiment, leaveExperiment } from "./gate/holdout.js";

const PATIENCE = 500; // milliseconds in which managers of consent should have answered, if a visitor's arm depends on them

let decided;

/** Begins; called once, and before `change`. */
export const open = (page) => {
  decided = new Promise((resolve) => {
    const follow = () => {
      if (page.allowed.store) joinExperiment(page);
      else leaveExperiment(page);
      resolve();
    };
    document.addEventListener("pairwell:consent", follow);
    if (page.allowed.store) follow();
    else setTimeout(resolve, PATIENCE);
    openConsent(page, resolve);
  });
};

/** Settles when it is known, or is not going to be known soon, whether this visitor is held out. */
export const settled = () => decided;

export { change, eraseStored as erase };
