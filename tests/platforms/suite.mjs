// What a shopper may expect on any platform, whatever its theme and its cart's API: one suite, run on a storefront page of each.
//
//   platformSuite({
//     title,                   // "Shopify, Dawn"
//     start,                   // () => shop: a site (see ../engines/site.mjs) with
//                              //   lines()     what is in the cart: [{ handle, quantity }]
//                              //   adds()      how many requests to add have arrived
//                              //   soldOut     a Set of handles that the cart refuses
//                              //   faults      an Array: each add takes one from it. "429", "404", "500" (as an HTML page), "lost" (added,
//                              //               but the connection is cut), "cut" (not added), "hang" (neither added nor answered)
//                              //   reset()     empties all of it
//     page: (handle) => path,  // a product's page with blocks of the kinds also-bought and bought-together
//     key: (handle) => key,    // what the history calls the product; the handle unless said
//     addByTheme(shopper),     // presses the theme's own button
//     count(shopper),          // the number that the theme's cart shows
//     soldOutWords,            // RegExp: what the shop says of something sold out
//     patience,                // how long the adapter waits for a cart that does not answer, in milliseconds; leave out to leave that test out
//   })
//
// Every test runs in Chromium, Firefox and WebKit.

import assert from "node:assert/strict";

import { Key, inEveryEngine } from "../engines/shopper.mjs";

export const PRODUCT = "regency-cakestand-3-tier";

const ALSO = "also-bought";
const BUNDLE = "bought-together";

const one = (handle) => [{ handle, quantity: 1 }];
const sorted = (lines) => [...lines].sort((a, b) => (a.handle < b.handle ? -1 : 1));

/** The history's events of a kind, as keys. */
export const remembered = async (shopper, kind) => (await shopper.debug()).history.filter((event) => event.kind === kind).map((event) => event.product);

/** Waits until the history has an event. */
export const remembers = (shopper, kind, product) =>
  shopper.until(`${kind} of ${product} in the history`, async (kind, product) => {
    const { history } = await window.pairwell.debug();
    return history.some((event) => event.kind === kind && event.product === product);
  }, kind, product);

/** Waits until a button, of a card or a bundle's foot, says so. */
export const buttonSays = (shopper, kind, selector, text) =>
  shopper.until(`«${text}» at ${selector}`, (kind, selector, text) => {
    const button = document.querySelector(`pairwell-block[kind="${kind}"]`).shadowRoot.querySelector(selector);
    return button && button.textContent.startsWith(text) && !button.hasAttribute("aria-busy");
  }, kind, selector, text);

export const cardError = (shopper, kind, handle) =>
  shopper.until(`a message on ${handle}`, (kind, handle) => {
    const root = document.querySelector(`pairwell-block[kind="${kind}"]`).shadowRoot;
    const card = [...root.querySelectorAll("li")].find((card) => card.querySelector("a").pathname.replace(/\/$/, "").endsWith(`/${handle}`));
    return card?.querySelector("[role=alert]")?.textContent;
  }, kind, handle);

export function platformSuite(platform, more = () => {}) {
  const { title, start, page, key = (handle) => handle, addByTheme, count, soldOutWords, patience } = platform;

  inEveryEngine(title, start, (t) => {
    const opened = async (shopper, kind) => {
      await shopper.visit(page(PRODUCT));
      return shopper.block(kind);
    };
    const first = [ALSO, "li:nth-child(1) button"];
    const shows = (shopper, number) => shopper.until(`the theme's cart shows ${number}`, `async () => (${count})() === ${number}`);

    t("finds out what the page is about, and shows its neighbours", async (shopper) => {
      const cards = await opened(shopper, ALSO);
      assert.equal(cards.length, 4);
      assert.ok(!cards.some((card) => card.handle === PRODUCT));
      await remembers(shopper, "view", key(PRODUCT));
    });

    t("hears the theme's own adding, and recommends by what is in the cart", async (shopper, shop) => {
      await opened(shopper, ALSO);
      await addByTheme(shopper);
      await remembers(shopper, "cart", key(PRODUCT));
      assert.deepEqual(shop.lines(), one(PRODUCT));
    });

    t("knows on the next page what was in the cart before", async (shopper) => {
      const [card] = await opened(shopper, ALSO);
      await addByTheme(shopper);
      await remembers(shopper, "cart", key(PRODUCT));
      await shopper.visit(page(card.handle));
      await shopper.block(ALSO);
      await remembers(shopper, "view", key(card.handle));
      assert.deepEqual(await remembered(shopper, "uncart"), []);
      assert.ok(!(await shopper.cards(ALSO)).some((card) => card.handle === PRODUCT), "what is in the cart is not recommended");
    });

    t("adds one, says so, and the theme's cart shows it", async (shopper, shop) => {
      const [card] = await opened(shopper, ALSO);
      await shopper.click(first);
      await shopper.until("the live region", (title) => document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("[role=status]")?.textContent.includes(title), card.title);
      assert.deepEqual(shop.lines(), one(card.handle));
      await shows(shopper, 1);
      await remembers(shopper, "cart", key(card.handle));
    });

    t("adds once, however often the button is pressed", async (shopper, shop) => {
      const [card] = await opened(shopper, ALSO);
      const button = await shopper.element(first);
      await shopper.run(() => {
        const button = document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("li button");
        for (let n = 0; n < 5; n++) button.click();
      });
      await button.click().catch(() => {});
      await shopper.press(Key.ENTER);
      await shows(shopper, 1);
      assert.deepEqual(shop.lines(), one(card.handle));
      assert.equal(shop.adds(), 1);
    });

    t("adds all of a bundle", async (shopper, shop) => {
      const cards = await opened(shopper, BUNDLE);
      await shopper.click([BUNDLE, "[part~=add-all]"]);
      await shows(shopper, cards.length);
      assert.deepEqual(sorted(shop.lines()), sorted(cards.flatMap((card) => one(card.handle))));
    });

    t("of a bundle with something sold out adds the others, once, and says why where it is shown", async (shopper, shop) => {
      const cards = await opened(shopper, BUNDLE);
      const gone = cards[2].handle;
      const rest = cards.filter((card) => card.handle !== gone);
      shop.soldOut.add(gone);
      await shopper.focus([BUNDLE, "[part~=add-all]"]);
      await shopper.press(Key.ENTER);
      assert.match(await cardError(shopper, BUNDLE, gone), soldOutWords);
      await shows(shopper, rest.length);
      assert.deepEqual(sorted(shop.lines()), sorted(rest.flatMap((card) => one(card.handle))));
      const now = await shopper.cards(BUNDLE);
      assert.deepEqual(now.filter((card) => card.error).map((card) => card.handle), [gone]);
      assert.deepEqual((await shopper.heard("error")).map((event) => event.products), [[gone]]);

      // Again, now that it is back: what was added before is not added twice.
      shop.soldOut.clear();
      await shopper.until("the button can be pressed again", () => {
        const button = document.querySelector('pairwell-block[kind="bought-together"]').shadowRoot.querySelector("[part~=add-all]");
        return button && !button.hasAttribute("aria-disabled") && !button.hasAttribute("aria-busy");
      });
      const chosen = (await shopper.cards(BUNDLE)).filter((card) => card.checked).map((card) => card.handle);
      assert.ok(!chosen.some((handle) => rest.some((card) => card.handle === handle)), `what is in the cart is still ticked: ${chosen}`);
    });

    t("shows the shop's own words when it refuses, and the button works again", async (shopper, shop) => {
      const [card] = await opened(shopper, ALSO);
      shop.soldOut.add(card.handle);
      await shopper.focus(first);
      await shopper.press(Key.ENTER);
      assert.match(await cardError(shopper, ALSO, card.handle), soldOutWords);
      assert.equal(await shopper.focused(), "add", "the focus stays on the button");
      assert.deepEqual(shop.lines(), []);
      shop.soldOut.clear();
      await shopper.press(Key.ENTER);
      await shows(shopper, 1);
      assert.deepEqual(shop.lines(), one(card.handle));
    });

    for (const fault of ["404", "429", "500", "cut"]) {
      t(`survives a cart that fails (${fault}): says so, adds nothing, and can be asked again`, async (shopper, shop) => {
        const [card] = await opened(shopper, ALSO);
        shop.faults.push(fault);
        await shopper.click(first);
        assert.ok(await cardError(shopper, ALSO, card.handle));
        assert.deepEqual(shop.lines(), []);
        await shopper.click(first);
        await shows(shopper, 1);
        assert.deepEqual(shop.lines(), one(card.handle));
      });
    }

    t("does not add again what was added although the answer was lost", async (shopper, shop) => {
      const [card] = await opened(shopper, ALSO);
      shop.faults.push("lost");
      await shopper.click(first);
      await shows(shopper, 1);
      assert.deepEqual(shop.lines(), one(card.handle));
      assert.equal(shop.adds(), 1);
    });

    if (patience) {
      t("gives up on a cart that does not answer, and does not add twice if it was only slow", async (shopper, shop) => {
        const [card] = await opened(shopper, ALSO);
        shop.faults.push("hang");
        await shopper.click(first);
        assert.ok(await cardError(shopper, ALSO, card.handle));
        // The shop has come round to it in the meantime.
        shop.finish();
        await shopper.click(first);
        await shows(shopper, 1);
        assert.deepEqual(shop.lines(), one(card.handle));
        assert.equal(shop.adds(), 1);
      });
    }

    more(t, { opened, shows, first });
  });
}
