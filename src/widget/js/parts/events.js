// Impressions: half of a block in the window for one second, told once for each list that it shows.
//
// Seconds in a hidden tab do not count. A block that is drawn again with the same list, by a theme that swaps its
// markup say, shows nothing new and is not told again. Of a block higher than the window half can never be seen: there
// half of the window counts.

import { listId, recommended, shown } from "./lib/page.js";

const SECOND = 1000;
// A window half filled lies between two steps at most a twentieth apart.
const STEPS = Array.from({ length: 21 }, (_, n) => n / 20);

const told = new Set();
// host → its timer, or 0 while it is seen and time stands still
const seen = new Map();

export const start = (page) => {
  if (!window.IntersectionObserver) return;
  const { signal } = page;

  const tell = (host) => {
    const list = shown(page, host);
    if (!host.isConnected || !list) return;
    const items = recommended(list.items).map((item, n) => ({ ...item, position: n + 1 }));
    const name = [location.pathname, list.kind, ...items.map((item) => item.product)].join("\n");
    if (!items.length || told.has(name)) return;
    told.add(name);
    const detail = { kind: list.kind, asked: host.getAttribute("kind") || "also-bought", list: listId(list.kind), items };
    host.dispatchEvent(new CustomEvent("pairwell:impression", { bubbles: true, composed: true, detail }));
  };

  const run = (host) => {
    clearTimeout(seen.get(host));
    seen.set(host, document.hidden ? 0 : setTimeout(tell, SECOND, host));
  };

  const rest = (host) => {
    clearTimeout(seen.get(host));
    seen.delete(host);
  };

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
        const { height } = rootBounds || { height: window.innerHeight };
        const enough = intersectionRatio >= 0.5 || (intersectionRatio > 0 && intersectionRect.height >= height / 2);
        if (!enough) rest(target);
        else if (!seen.has(target)) run(target);
      }
    },
    { threshold: STEPS },
  );

  // What a block shows next is seen from now on.
  const watch = (host) => {
    observer.observe(host);
    if (seen.has(host)) run(host);
  };

  page.blocks.forEach((host) => shown(page, host) && watch(host));
  document.addEventListener("pairwell:ready", (event) => watch(event.target), { signal });
  document.addEventListener("visibilitychange", () => seen.forEach((_, host) => run(host)), { signal });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    seen.forEach((_, host) => rest(host));
  });
};
