// Menus are <details>, so they open without this; it closes them as a shopper expects.

export function startMenus() {
  const menus = [...document.querySelectorAll("[data-menu]")];
  const closeAll = (except) => {
    for (const menu of menus) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeAll(event.target.closest("[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const open = menus.find((menu) => menu.open);
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  for (const menu of menus) {
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
}
