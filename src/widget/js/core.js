// One run of the widget: what the loader calls, at one edge only, never while a call is under way, and drops after a trap.
// It goes between the page (browser.js, view.js) and the two modules of WebAssembly: `lists`, which is there from the
// start, and `memory`, the shopper's history, which comes later where there is no past yet.
//
// Until the memory is there, what it has to hear is noted: here, and in the tab's own storage, so that a page that is left
// early hands it on to the next.

import { attempt, call, clock, look, reader, unpack, want, weigh, wish, wishes } from "./browser.js";
import { dress } from "./theme.js";
import { draw } from "./view.js";

// What woke the core, beside what edge.rs listens for.
const DUE = 0;
const MEMORY = 4;

const NOTED = "pairwell:noted";
const PATIENCE = 2000; // milliseconds for the memory to come where blocks wait for it

/** Whether there is a past in this browser. */
export const knows = (page) =>
  page.allowed.store &&
  attempt(() => sessionStorage.getItem(NOTED) || Object.keys(localStorage).some((name) => name.startsWith("pairwell:log:")));

// What a model of another layout is refused with.
const OTHER = "the model and pairwell.js are of different versions: update the older.";

export class Core {
  // `edge(what, value)` must call `wake` with the same.
  constructor(page, edge, lists, memory) {
    if (page.manifest.version !== 1) throw OTHER;
    Object.assign(this, { page, edge, lists, bytes: 0, noted: (page.allowed.store && attempt(() => sessionStorage.getItem(NOTED))) || "" });
    dress(page);
    weigh(page, lists);
    if (memory) this.remember(memory);
    this.touch();
  }

  // The keys of the products that the shopper was at last.
  past() {
    const keysOf = (piece) => piece.split("\n").filter((_, n) => n && n % 2 === 0);
    return this.told().split("\f").flatMap(keysOf).slice(0, this.page.deep ? 999 : 24);
  }

  // A file of the model.
  add(bytes) {
    if (!this.lists.add(bytes)) {
      throw bytes[4] === 1 ? "the model is damaged: train and upload it again." : OTHER;
    }
    this.bytes += bytes.length;
  }

  // Blocks have come, gone or changed.
  touch() {
    this.hear(look(this.page));
    this.stale = true;
    this.soon();
  }

  // `pairwell.push(said)`: where something is to be forgotten, a promise that it is.
  push(said) {
    this.hear(call(this.page, said));
    return this.awaited && this.coming;
  }

  hear(said) {
    if (!/[^\f]/.test(said)) return;
    if (this.memory) this.memory.hear(said);
    else {
      this.note(this.noted + "\f" + said);
      // More than that this product is looked at.
      if (/(^|\f)(consent|forget|purchase)/.test(said)) this.need(true);
    }
    // Behind the memory, whose turn to store it comes first then: a list that traps takes the memory with it.
    this.stale = true;
    this.soon();
  }

  note(text) {
    this.noted = text;
    if (this.page.allowed.store) attempt(() => (text ? sessionStorage.setItem(NOTED, text) : sessionStorage.removeItem(NOTED)));
  }

  // Has the memory come; blocks wait for it, for a while, where it is `awaited`.
  need(awaited) {
    if (awaited && !this.memory) {
      this.awaited = true;
      setTimeout(() => this.edge(MEMORY), PATIENCE);
    }
    this.coming = this.coming || this.page.part(this.page.memory).then((part) => this.edge(MEMORY, part));
    return this.coming;
  }

  remember(memory) {
    this.memory = memory;
    if (this.noted) memory.hear(this.noted), memory.wake(DUE);
    // Once it is stored: should anything trap before, the next one hears it.
    this.note("");
    this.stale = true;
  }

  // What the shopper did before, as the lists take it: of what this page says only that its product is looked at.
  told() {
    const { memory, page } = this;
    return memory ? memory.told() : page.product ? `0\n0\n${page.product}\n` : "";
  }

  // Something happened that somebody waited for.
  wake(what, value) {
    if (what === MEMORY) {
      this.awaited = false;
      if (value && !this.memory) this.remember(value.open(this.page, this.edge));
    } else if (this.memory?.wake(what, value)) this.stale = true;
    if (what === DUE) {
      this.due = clearTimeout(this.due);
      this.show();
    } else this.soon();
  }

  // Once the page's script is done, so that a hundred calls cost one rendering.
  soon() {
    if (this.stale) this.due = this.due || setTimeout(() => this.edge(DUE));
  }

  show() {
    const { page, lists } = this;
    if (!this.bytes || !this.stale || this.awaited) return;
    this.stale = false;
    // What goes with the page's products comes first, or lists would be drawn twice.
    const asked = wishes(page);
    want(page, lists.needed(page.named ? page.named(asked) : asked));
    if (page.pending) return;
    this.make(asked).forEach(([items, kind], n) => draw(page, n, items, kind));
    if (page.part && !this.memory) this.need();
  }

  make(asked) {
    return unpack(this.page, this.lists.list(asked, this.told(), clock(this.page), Date.now() / 864e5));
  }

  // Work that something else has begun: a timer, a part that has come, a press. Here, as what it throws stays at the edge.
  run(work) {
    work();
  }

  // Pairwell ends on this page: nothing is due any more.
  end() {
    clearTimeout(this.due);
    if (this.memory) this.memory.end();
  }

  // One list, on a page that is about nothing.
  recommend(options) {
    return this.make("\t\f" + wish(this.page, options))[0][0];
  }

  // What `pairwell.recommend(options)` gives, when what goes with its product is there.
  async advise(options) {
    await attempt(() => this.page.want(options.product));
    return this.recommend(options);
  }

  // What `pairwell.explain(options)` gives.
  async explain(options) {
    const part = await this.page.part("explain");
    return part ? part.explain(this.page, window.pairwell, options) : null;
  }

  // What `pairwell.debug()` gives: see report.js.
  debug() {
    const { memory } = this;
    return memory ? memory.report(this, reader) : this.need().then(() => (this.memory ? this.debug() : null));
  }
}
