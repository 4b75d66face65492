// Looking at the blocks of a page as a theme could: by their events and by what their shadow DOM shows.

/** Put into every page before its own scripts: keeps each event of a block, and the layout shifts. */
export function watchPage() {
  const told = (globalThis.pairwellTold = []);
  for (const name of ["ready", "impression", "add", "added", "click", "error"]) {
    addEventListener(
      `pairwell:${name}`,
      (event) => {
        const { kind, ms } = event.detail ?? {};
        told.push({ name, kind, ms, at: performance.now(), block: event.target, detail: event.detail });
      },
      true,
    );
  }
  const shifts = (globalThis.layoutShifts = []);
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = sources.map(({ node, previousRect, currentRect }) => `${node?.nodeName} ${node?.className ?? ""} from ${previousRect.y} to ${currentRect.y}`);
      if (!hadRecentInput) shifts.push(`${value}: ${moved.join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** One kind of block on one page. */
export class Block {
  constructor(page, kind) {
    this.page = page;
    this.kind = kind;
    this.element = page.locator(`pairwell-block[kind="${kind}"]`);
    this.cards = this.element.locator("[part~=card]");
  }

  /** Brings the block into view and waits until it has been filled. */
  async ready() {
    await this.comeNear();
    await this.page.waitForFunction((kind) => globalThis.pairwellTold.some((e) => e.name === "ready" && e.kind === kind), this.kind);
    return this;
  }

  comeNear() {
    return this.element.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  }

  /** What the shopper sees: `[{ handle, title, price, because, image }]`. */
  shown() {
    return this.element.evaluate((element) => {
      const text = (card, part) => card.querySelector(`[part~=${part}]`)?.textContent.trim() ?? "";
      return [...(element.shadowRoot?.querySelectorAll("[part~=card]") ?? [])].map((card) => ({
        handle: decodeURIComponent(new URL(card.querySelector("a[href]").href).pathname.split("/")[2]),
        title: text(card, "title"),
        price: text(card, "price"),
        because: text(card, "because"),
        image: card.querySelector("img")?.src ?? "",
      }));
    });
  }

  async handles() {
    return (await this.shown()).map((card) => card.handle);
  }

  /** Waits until the block has moved on from `handles`, which are shown no more though others are, and returns those. */
  async movedOn(handles) {
    await this.page.waitForFunction(
      ([kind, gone]) => {
        const links = document.querySelector(`pairwell-block[kind="${kind}"]`).shadowRoot?.querySelectorAll("[part~=card] a[href]") ?? [];
        const now = [...links].map((link) => decodeURIComponent(new URL(link.href).pathname.split("/")[2]));
        return now.length > 0 && !now.some((handle) => gone.includes(handle));
      },
      [this.kind, handles],
    );
    return this.handles();
  }

  /** Whether the theme's own markup is what is seen, at what height. */
  fallback() {
    return this.element.evaluate((element) => {
      const first = element.firstElementChild;
      return { visible: first !== null && first.checkVisibility() && first.getBoundingClientRect().height > 0, height: element.getBoundingClientRect().height };
    });
  }
}

/** The layout shifts so far, after the browser has drawn twice more and so reported what it saw. */
export function layoutShifts(page) {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    return globalThis.layoutShifts;
  });
}
