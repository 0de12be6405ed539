// Keyboard shortcuts. Single keys can be switched off in the settings (WCAG 2.1.4). They never fire while a control of
// a form has the focus; and while something typed on the page is not saved, they do nothing that leaves the page.

import { say } from "./say.js";
import { isTyped, typedForms } from "./typed.js";

const CONTROL = "input, textarea, select, button, [contenteditable]";
const TEXT = "input:not([type=checkbox], [type=radio]), textarea, select, button, [contenteditable]";
const UNSAVED = "Spara eller ta bort det du har skrivit först. Kortkommandon lämnar inte en sida med osparad text.";
const PLACE_WITHIN = 1000;
let placeUntil = 0;

function visible(selector, root = document) {
  return [...root.querySelectorAll(selector)].filter((element) => element.checkVisibility());
}

function focusedRow() {
  return document.activeElement?.closest("[data-row]");
}

function moveRow(step) {
  const rows = visible("[data-row]").filter((row) => row.querySelector("a, button"));
  if (rows.length === 0) return;
  const here = rows.indexOf(focusedRow() ?? document.querySelector("[data-row]:has([aria-current])"));
  const next = here === -1 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  (row.querySelector("a") ?? row.querySelector("button")).focus();
}

// What the key means in the row that has the focus, else on the page. What is open beside a list is about its own row: in
// another row, the key opens that one.
function controlOf(key) {
  const name = CSS.escape(key);
  const row = focusedRow();
  const ofRow = `[data-row-key="${name}"]${key === "l" ? ", [data-log]" : ""}`;
  const ofPage = visible(`[data-key="${name}"]`)[0];
  const about = ofPage?.closest("[data-about-row]")?.dataset.aboutRow;
  const instead = row && about && about !== row.id ? row.querySelector("a") : ofPage;
  return (row && visible(ofRow, row)[0]) ?? instead;
}

// Choosing stays on the page; everything else that a key presses may lead away from it.
function press(control) {
  if (!control) return false;
  if (control.matches("select")) {
    control.focus();
    return true;
  }
  const stays = control.matches("input[type=radio], input[type=checkbox], label, [type=button], summary");
  if (!stays && typedForms().length) say(UNSAVED);
  else control.click();
  return true;
}

function act(key) {
  if (Date.now() < placeUntil) {
    placeUntil = 0;
    return press(document.querySelector(`[data-place="${CSS.escape(key)}"]`));
  }
  switch (key) {
    case "/":
      document.getElementById("sok")?.focus();
      return true;
    case "?":
      document.getElementById("kortkommandon")?.showModal();
      return true;
    case "g":
      placeUntil = Date.now() + PLACE_WITHIN;
      return true;
    case "j":
      moveRow(1);
      return true;
    case "k":
      moveRow(-1);
      return true;
    case "x":
      focusedRow()?.querySelector("[data-select]")?.click();
      return true;
    default:
      return press(controlOf(key));
  }
}

// In a group of choices a key may choose another one of the same form: 1–4 in Logga möte.
function choose(key, focused) {
  const choice = visible(`input[data-key="${CSS.escape(key)}"]`, focused.form)[0];
  if (!choice?.matches("[type=radio], [type=checkbox]")) return false;
  choice.focus();
  choice.click();
  return true;
}

function actWhereFocusIs(key) {
  const focused = document.activeElement ?? document.body;
  // In a dialog that has just been closed, the focus is nowhere that one could see.
  if (!focused.closest(CONTROL) || !focused.checkVisibility()) {
    const form = focused.closest("form");
    return form && isTyped(form) ? false : act(key);
  }
  return !focused.closest(TEXT) && focused.form ? choose(key, focused) : false;
}

// "[" needs AltGr on a Swedish keyboard, which some systems report as Ctrl and Alt together, and on a Mac Alt.
function isPlain(event) {
  if (event.getModifierState("AltGraph")) return true;
  const isBracket = event.altKey && (event.key === "[" || event.key === "]");
  return !event.ctrlKey && !event.metaKey && (!event.altKey || isBracket);
}

function mainButton(form) {
  return [...form.elements].find((control) => control.type === "submit");
}

// Where no control has the focus: the form that the page is there for, if it has nothing but its button.
function pagesForm(focused) {
  return focused.closest("a, dialog") ? null : document.querySelector("form[data-main-form]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    const form = event.target.form ?? pagesForm(event.target);
    if (form) form.requestSubmit(mainButton(form));
    return;
  }
  if (document.body.dataset.shortcuts !== "on" || event.key.length !== 1 || event.isComposing || !isPlain(event)) return;
  if (document.querySelector("dialog[open]")) return;
  if (actWhereFocusIs(event.key)) event.preventDefault();
});
