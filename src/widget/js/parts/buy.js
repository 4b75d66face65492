// Adding to the platform's own cart, for pages whose theme does not answer the event.
//
// `view` is the block's View, with what act.js gives it: busy already, until it is told `done`, `fail`, `partly` or `settle`.

import { conclude } from "./lib/outcomes.js";

export const add = async (page, view, items, around) => {
  const platform = await page.platform;
  let end = () => view.settle(around, () => location.assign(items[0].url));
  if (platform && platform.add) {
    try {
      const outcomes = await platform.add(page, items);
      end = () => conclude(view, around, items, outcomes);
    } catch (error) {
      end = () => view.fail(around, items, error);
    }
  }
  // At the edge, as all that comes later.
  page.tell("run", end);
};
