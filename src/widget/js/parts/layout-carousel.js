// layout="carousel": one row that scrolls and snaps, with buttons to turn its pages and arrow keys to go card by card.
//
// All cards stay in the page: who reads by ear or by Tab walks through all of them, and the row follows the focus. The
// buttons are for who points; they go where there is nothing to scroll.

import { extend } from "./lib/sheet.js";

const css =
  // The list, too: what is unseen in its cards would else widen the page.
  "section,ul{position:relative}" +
  "ul{grid-template-columns:none;grid-auto-flow:column;grid-auto-columns:max(min(var(--pw-card-width,9.5rem),44%),100%/(var(--pw-columns,4) + .4));" +
  // Room for the outline of what has the focus, which would be cut off.
  "overflow-x:auto;overscroll-behavior-inline:contain;scroll-snap-type:inline mandatory;scroll-padding-inline:4px;padding:4px;margin:-4px;scrollbar-width:thin}" +
  "li{scroll-snap-align:start}" +
  "h2{padding-inline-end:6.5rem;min-block-size:2.75rem;align-content:center}" +
  "[part=controls]{position:absolute;inset-block-start:0;inset-inline-end:0;display:flex;gap:.5rem}" +
  "[hidden]{display:none}" +
  "[part=controls] button{inline-size:2.75rem;block-size:2.75rem;padding:0;display:grid;place-items:center}" +
  "[part=controls] button::before{content:'';inline-size:.55em;block-size:.55em;border:solid;border-width:2px 2px 0 0;rotate:45deg;scale:var(--to);translate:calc(var(--to)*-15%)}" +
  "[part=next]{--to:1}" +
  "[part=previous],[data-rtl] [part=next]{--to:-1}" +
  "[data-rtl] [part=previous]{--to:1}" +
  "[part=controls] [aria-disabled]{opacity:.4;cursor:default}" +
  "@media(prefers-reduced-motion:no-preference){ul{scroll-behavior:smooth}}" +
  "@media(forced-colors:active){[part=controls] [aria-disabled]{opacity:1;color:GrayText;border-color:GrayText}}";

const DIRECTIONS = { ArrowLeft: -1, ArrowRight: 1 };

export const mend = (view) => {
  const { section, list } = view;
  extend(view, css);
  // What listens, at the edge.
  const at = (work) => (event) => view.page.tell("run", () => work(event));
  const rtl = getComputedStyle(list).direction === "rtl";
  if (rtl) section.dataset.rtl = "";

  // Behind the list for who goes by Tab: the cards themselves are the shorter way.
  const controls = view.add(section, "div", "controls");
  controls.hidden = true;
  const make = (part, english, way) => {
    const button = view.button(controls, part, "");
    button.setAttribute("aria-label", view.word(part, english));
    button.addEventListener("click", at(() => button.hasAttribute("aria-disabled") || turn(way * list.clientWidth * 0.9)));
    return button;
  };
  const turn = (width) => list.scrollBy({ left: rtl ? -width : width });
  const previous = make("previous", "Previous", -1);
  const next = make("next", "Next", 1);

  const update = () => {
    const room = list.scrollWidth - list.clientWidth;
    const at = Math.abs(list.scrollLeft); // negative from right to left
    controls.hidden = room < 8;
    for (const [button, end] of [[previous, at < 8], [next, at > room - 8]]) {
      if (end) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  list.addEventListener("scroll", at(update), { passive: true });
  // Both go with the view: nothing else holds them.
  new ResizeObserver(at(update)).observe(list);

  const move = (event) => {
    const way = DIRECTIONS[event.key] * (rtl ? -1 : 1);
    if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || /^(input|select|textarea)$/.test(event.target.localName)) return;
    const card = list.children[view.at(event.composedPath()[0]) + way];
    event.preventDefault();
    if (card) view.focus(card);
  };
  list.addEventListener("keydown", at(move));

  const { changed } = view;
  view.changed = () => {
    changed.call(view);
    update();
  };
};
