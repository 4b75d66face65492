// <pairwell-forget>: a button that erases all that this browser remembers for the shop. With a button of the theme's own in
// it, that one does it; without, one is made. The outcome is said behind it.

import { eraseStored } from "./lib/erase.js";

const done = new WeakSet();

export const mend = (page, host) => {
  if (done.has(host)) return;
  done.add(host);
  const word = (name, english) => {
    const known = [page.theirs, page.tongue].find((words) => words && words[name]);
    return host.getAttribute(`label-${name}`) || (known ? known[name] : english);
  };
  let button = host.querySelector("button");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.textContent = word("forget", "Forget what I looked at");
    host.append(button);
  }
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  host.append(" ", status);
  button.addEventListener("click", () => {
    page.tell("push", ["forget"]);
    // Also where Pairwell is off on this page, or its memory cannot be had: nobody else would do it.
    eraseStored();
    status.textContent = word("forgotten", "Done: nothing is remembered any more.");
  });
};
