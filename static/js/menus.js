// Menus are <details>: they open and close by themselves. This closes them on Escape, on a click elsewhere and when Tab leaves.
const MENUS = "details.shell-menu[open], details.menu[open]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(MENUS)) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(MENUS)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest(MENUS);
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
