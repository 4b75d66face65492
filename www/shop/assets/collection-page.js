// "Show more" in place of "Next page": the next page is fetched and its cards are put below those already here.

export function startCollectionPage() {
  const next = document.querySelector("[data-next]");
  if (!next) return;
  const list = document.querySelector("[data-cards]");
  const pager = document.querySelector("[data-pager]");
  const words = document.querySelector("[data-shown]");
  let url = next.href;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = "Show more";
  pager.replaceChildren(button);

  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const cards = [...page.querySelectorAll("[data-cards] > li")].map((card) => document.adoptNode(card));
      list.append(...cards);
      const { first, total } = list.dataset;
      words.textContent = `Showing ${first}–${Number(first) - 1 + list.children.length} of ${total}`;
      // The focus goes on to the first of the new cards, where a reader wants to go on.
      cards[0]?.querySelector("a").focus({ preventScroll: true });
      url = page.querySelector("[data-next]")?.getAttribute("href");
      if (!url) pager.remove();
    } catch {
      // The plain way still works: go to that page.
      location.assign(url);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
