// Back in a list, the focus is on the row one came from. On a phone the filters are folded until they are wanted.

const panel = document.querySelector("[data-filter-panel]");
const KEY = "jobbtorg-filter-folded";

if (panel) {
  const narrow = window.matchMedia("(width < 62rem)").matches;
  if (narrow ? !panel.querySelector("[aria-invalid=true]") : sessionStorage.getItem(KEY)) panel.open = false;
  panel.addEventListener("toggle", () => {
    if (narrow) return;
    if (panel.open) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, "1");
  });
}

// The browser takes the focus to the row itself, which cannot have it, once the page is loaded.
addEventListener("load", () => {
  const row = location.hash.startsWith("#row-") && document.getElementById(location.hash.slice(1));
  if (row) requestAnimationFrame(() => row.querySelector("th a")?.focus());
});
