// Back in a list, the focus is on the row one came from. The filters are folded until they are wanted, and stay as one left them.

const panel = document.querySelector("[data-filter-panel]");
const KEY = "jobbtorg-filter-open";

if (panel) {
  const narrow = window.matchMedia("(width < 62rem)").matches;
  if (!narrow && sessionStorage.getItem(KEY)) panel.open = true;
  panel.addEventListener("toggle", () => {
    if (narrow) return;
    if (panel.open) sessionStorage.setItem(KEY, "1");
    else sessionStorage.removeItem(KEY);
  });
}

// The browser takes the focus to the row itself, which cannot have it, once the page is loaded.
addEventListener("load", () => {
  const row = location.hash.startsWith("#row-") && document.getElementById(location.hash.slice(1));
  if (row) requestAnimationFrame(() => row.querySelector("th a")?.focus());
});
