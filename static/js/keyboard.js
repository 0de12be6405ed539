// Keyboard shortcuts. Single keys never fire while typing and can be switched off in the profile (WCAG 2.1.4).

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
let waitingForPlace = false;

function visible(selector, root = document) {
  return [...root.querySelectorAll(selector)].filter((element) => element.checkVisibility());
}

function moveRow(step) {
  const rows = visible("[data-row]");
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here === -1 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].querySelector("a, button")?.focus();
}

function logMeeting() {
  const row = document.activeElement?.closest("[data-row]");
  const control = row?.querySelector("[data-log]") ?? visible("[data-key=l]")[0];
  control?.click();
}

function selectRow() {
  document.activeElement?.closest("[data-row]")?.querySelector("[data-select]")?.click();
}

function act(key) {
  if (waitingForPlace) {
    waitingForPlace = false;
    const place = document.querySelector(`[data-place="${CSS.escape(key)}"]`);
    if (place) place.click();
    return Boolean(place);
  }
  switch (key) {
    case "/":
      document.getElementById("sok")?.focus();
      return true;
    case "?":
      document.getElementById("kortkommandon")?.showModal();
      return true;
    case "g":
      waitingForPlace = true;
      return true;
    case "j":
      moveRow(1);
      return true;
    case "k":
      moveRow(-1);
      return true;
    case "l":
      logMeeting();
      return true;
    case "x":
      selectRow();
      return true;
    default: {
      const control = visible(`[data-key="${CSS.escape(key)}"]`)[0];
      control?.click();
      return Boolean(control);
    }
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    event.target.form?.requestSubmit();
    return;
  }
  if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key.length !== 1 || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
});
