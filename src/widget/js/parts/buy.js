// Adding to the platform's own cart, for pages whose theme does not answer the event.
//
// `view` is the block's View, with what act.js gives it: busy already, until it is told `done`, `fail`, `partly` or `settle`.

import { conclude } from "./lib/outcomes.js";

export const add = async (page, view, items, around) => {
  const platform = await page.platform;
  if (!platform || !platform.add) return view.settle(around, () => location.assign(items[0].url));
  try {
    conclude(view, around, items, await platform.add(page, items));
  } catch (error) {
    view.fail(around, items, error);
  }
};
