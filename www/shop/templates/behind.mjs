// "Behind the scenes": the button in the corner and the dialog it opens. behind.js fills the dialog from what Pairwell
// tells about itself; without JavaScript there is nothing to tell, so the button starts hidden.

import { html } from "../lib/html.mjs";
import { closeIcon, eyeIcon } from "./icons.mjs";

export function behindDialog() {
  return html`<button type="button" class="behind-button" data-behind-open aria-haspopup="dialog" hidden>${eyeIcon}<span>Behind the scenes</span></button>
<dialog class="drawer behind" data-behind aria-labelledby="behind-title">
<div class="drawer-head">
<h2 id="behind-title">Behind the scenes</h2>
<button type="button" class="icon-button" data-close>${closeIcon}<span class="visually-hidden">Close</span></button>
</div>
<div class="drawer-body" data-behind-body></div>
<div class="drawer-foot" data-behind-foot>
<p class="small">Everything above is worked out in this browser. Nothing about you leaves it.</p>
<button type="button" class="button button-quiet" data-forget>Forget me</button>
</div>
</dialog>`;
}
