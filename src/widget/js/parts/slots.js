// The theme's own heading, and what it has to say where there is nothing to show:
//
//   <h2 slot="heading" hidden>Goes with it</h2>
//   <p slot="empty" hidden>Nothing yet.</p>
//
// `hidden` is for the time before, as all of a block's content is seen then; it is taken away where they are shown.

const own = (host, name) => host.querySelector(`:scope>[slot=${name}]`);

/** The theme's heading stands over what the block asks for. What it got instead has a heading of ours, which is true. */
export const mend = (view) => {
  const theirs = own(view.host, "heading");
  if (!theirs) return;
  const { title, section, heading } = view;
  const slot = document.createElement("slot");
  heading.before(slot);
  view.title = (list) => {
    title.call(view, list);
    const honest = list.kind === list.asked && !view.filled;
    heading.hidden = honest;
    theirs.hidden = !honest;
    slot.name = honest ? "heading" : "none";
    // Ids do not reach out of the shadow tree.
    section.removeAttribute(honest ? "aria-labelledby" : "aria-label");
    if (honest) section.setAttribute("aria-label", theirs.textContent.trim());
    else section.setAttribute("aria-labelledby", "heading");
  };
};

export const empty = (host) => {
  const theirs = own(host, "empty");
  if (!theirs) return;
  theirs.hidden = false;
  const slot = document.createElement("slot");
  slot.name = "empty";
  (host.shadowRoot || host.attachShadow({ mode: "open" })).replaceChildren(slot);
};
