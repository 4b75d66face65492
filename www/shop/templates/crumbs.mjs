// The way from the home page to where the shopper is.

import { html } from "../lib/html.mjs";

/** `groups`: the departments and types on the way, `{ slug, name }`; `here`: what this page is called. */
export function crumbs(groups, here) {
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>${groups.map(
    ({ slug, name }) => html`<li><a href="/collections/${slug}/">${name}</a></li>`,
  )}<li aria-current="page">${here}</li></ol></nav>`;
}
