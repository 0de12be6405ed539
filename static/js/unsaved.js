// What is being typed is kept on the server while one types, and put back into its form when one comes back. The browser
// asks before it leaves a page only as long as something written there is not kept.

import { lost, met } from "./contact.js";
import { isRefused } from "./refused.js";

const DELAY = 2000;
const keepUrl = document.getElementById("sessionen")?.dataset.keepUrl;
const TEXTS = "textarea, input[type=text], input[type=email], input[type=url], input:not([type])";
const FIELDS = "input:not([type=hidden]):not([type=password]):not([type=file]):not([type=search]), textarea, select";
const CLOCK = new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Stockholm" });
// A referral's draft is kept as a draft, and what proves who one is nowhere (worth_keeping.py).
const NOT_KEPT = "[hx-post], input[type=password], input[name=code], input[name*=password i]";
// A date or a number is typed anew as fast as it is put back, and alone it is no text.
const NO_TEXT = "[data-width=narrow]";
const timers = new Map();
const kept = new WeakSet();
// Forms with something written that the server has not confirmed, each with how often it has been written in.
const unkept = new Map();
let isBeingSent = false;

function formOf(element) {
  const form = element.closest?.("main form[method=post]");
  return form && !form.querySelector(NOT_KEPT) ? form : null;
}

function address(form) {
  const url = new URL(form.action);
  return url.pathname + url.search;
}

function whatStandsIn(form) {
  const fields = {};
  const written = writtenIn(form).map((field) => field.name);
  // Nothing stands there any more: what was kept of it is forgotten.
  if (!written.length && !isTouched(form)) return fields;
  if (written.length) fields.written_in = [...new Set(written)];
  for (const field of form.querySelectorAll(FIELDS)) {
    if (!field.name || ((field.type === "checkbox" || field.type === "radio") && !field.checked)) continue;
    const values = field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : [field.value];
    fields[field.name] = [...(fields[field.name] ?? []), ...values];
  }
  return fields;
}

// The fields in which something was written, from the first character. In a form that came back, all that stands there.
function writtenIn(form) {
  const cameBack = isRefused && address(form) === location.pathname + location.search;
  return [...form.querySelectorAll(TEXTS)].filter(
    (field) =>
      field.name && !field.matches(NO_TEXT) && field.value.trim() && (cameBack || field.value !== field.defaultValue),
  );
}

// Beside the form's buttons, and aloud. It stands there, empty, from the first key, so that it is heard once it is filled;
// the same minute is not said twice.
function placeFor(form) {
  let place = form.querySelector("[data-kept]");
  if (!place) {
    place = Object.assign(document.createElement("p"), { className: "muted" });
    place.setAttribute("role", "status");
    place.dataset.kept = "";
    (form.querySelector(".form-actions") ?? form).append(place);
  }
  return place;
}

function sayIn(form, text) {
  const place = placeFor(form);
  if (place.textContent !== text) place.textContent = text;
}

async function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const mark = form.querySelector("[name=written]");
  if (!mark) return;
  kept.add(form);
  const version = unkept.get(form);
  const body = new URLSearchParams({
    written: mark.value,
    token: form.querySelector("[name=csrfmiddlewaretoken]").value,
    address: address(form),
    fields: JSON.stringify(whatStandsIn(form)),
    kept_text: form.querySelector("[name=kept_text]")?.value ?? "",
  });
  try {
    const answer = await fetch(keepUrl, { method: "POST", body, keepalive: true });
    met();
    if (answer.ok && unkept.get(form) === version) unkept.delete(form);
    if (answer.status === 413) sayIn(form, "Texten är för lång för att sparas medan du skriver. Spara formuläret.");
    else if (answer.ok) sayIn(form, `Texten är sparad som utkast ${CLOCK.format(Date.now()).replace(":", ".")}.`);
  } catch {
    lost();
    // Without contact it is kept the next time something is typed.
    timers.set(form, setTimeout(() => keep(form), 5 * DELAY));
  }
}

function keepAll() {
  for (const form of timers.keys()) keep(form);
}

function noteTyping(event) {
  noteText(formOf(event.target));
}

function noteText(form) {
  if (!form) return;
  clearTimeout(timers.get(form));
  isBeingSent = false;
  if (writtenIn(form).length) unkept.set(form, (unkept.get(form) ?? 0) + 1);
  else unkept.delete(form);
  if (unkept.has(form) || kept.has(form)) {
    placeFor(form);
    timers.set(form, setTimeout(() => keep(form), DELAY));
  }
}

function forms() {
  return [...document.querySelectorAll("main form[method=post]")].filter((form) => !form.closest("[data-unsaved]"));
}

function giveBack(section, button) {
  const fields = JSON.parse(section.querySelector("script[type='application/json']").textContent);
  const names = Object.keys(fields);
  const form =
    forms().find((candidate) => address(candidate) === section.dataset.address) ??
    forms().find((candidate) => names.some((name) => candidate.querySelector(`textarea[name="${CSS.escape(name)}"]`)));
  if (!form) return;
  // What stands there now, or was put back before, stays kept beside what takes its place.
  if (timers.has(form)) keep(form);
  for (const [name, values] of Object.entries(fields)) {
    const places = [...form.querySelectorAll(FIELDS)].filter((field) => field.name === name);
    places.forEach((field, index) => {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.type === "select-multiple")
        for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values[places.length === values.length ? index : 0] ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  form.querySelector("[name=kept_text]")?.remove();
  form.insertAdjacentHTML("beforeend", `<input type="hidden" name="kept_text" value="${Number(section.dataset.unsaved)}">`);
  section.querySelector("[data-given-back]").hidden = false;
  button.remove();
}

if (keepUrl) {
  document.addEventListener("input", noteTyping);
  if (isRefused) forms().map(formOf).forEach(noteText);
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timers.get(event.target));
    timers.delete(event.target);
    isBeingSent = event.target.method === "post";
    // A file that is too large is refused before the rest of the form is read.
    const form = formOf(event.target);
    if (form && writtenIn(form).length && [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length)) keep(form);
  });
  document.addEventListener("jobbtorg:keep", () => {
    forms().filter((form) => formOf(form) && (timers.has(form) || isTouched(form))).forEach(keep);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepAll());
  window.addEventListener("pagehide", keepAll);
  window.addEventListener("pageshow", () => (isBeingSent = false));
  window.addEventListener("beforeunload", (event) => {
    // When the session ends the page has to go.
    if (isBeingSent || "ended" in document.body.dataset || ![...unkept.keys()].some((form) => form.isConnected)) return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-give-back]")) {
    if (!forms().length) continue;
    button.hidden = false;
    button.addEventListener("click", () => giveBack(button.closest("[data-unsaved]"), button));
  }
}

function isTouched(form) {
  return [...form.querySelectorAll(TEXTS)].some((field) => field.value !== field.defaultValue);
}
