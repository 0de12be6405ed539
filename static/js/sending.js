// A form is sent once however often its button is pressed; one with a text in it only when the server can be reached.
//
// The page itself is left by an ordinary form post. Where the server does not answer, the browser would replace the
// page by one of its own, and the text with it; so where it has not answered lately, the server is asked first, and
// without an answer the page stays.

import { showError } from "./banner.js";
import { lost, met, wasMetLately } from "./contact.js";
import { isTyped } from "./typed.js";
import { begin, end } from "./waiting.js";

const SENT = "data-sent";
const ASKING = "asking";
const REACHED = "reached";
const ANSWERS_WITHIN = 10_000;
const NO_CONTACT = "Ingen kontakt med servern. Det du har skrivit finns kvar på sidan. Försök igen när du är ansluten.";
// What stands before the service answers when the service does not.
const NOBODY_BEHIND = [502, 503, 504];

function isOurs(form) {
  return form.method === "post" && !("submitMany" in form.dataset) && !form.closest("[hx-post], [data-hx-post]");
}

// A form that came back with its errors holds text, too, though nothing was typed since.
function holdsText(form) {
  return isTyped(form) || [...form.querySelectorAll("textarea")].some((field) => field.value.trim());
}

async function isReachable() {
  if (!navigator.onLine) return false;
  const signal = AbortSignal.timeout(ANSWERS_WITHIN);
  try {
    const answer = await fetch("/halsa", { method: "HEAD", cache: "no-store", credentials: "omit", signal });
    if (NOBODY_BEHIND.includes(answer.status)) return false;
    met();
    return true;
  } catch {
    return false;
  }
}

function mark(form, state) {
  form.setAttribute(SENT, state);
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-busy", "true"));
}

function release(form) {
  form.removeAttribute(SENT);
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

async function sendIfReachable(form, button) {
  mark(form, ASKING);
  begin();
  const reached = await isReachable();
  // The form may have been replaced meanwhile.
  if (reached && form.isConnected) {
    form.setAttribute(SENT, REACHED);
    form.requestSubmit(button);
    return;
  }
  lost();
  end();
  release(form);
  showError(NO_CONTACT, () => form.requestSubmit(button));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isOurs(form)) return;
  const state = form.getAttribute(SENT);
  if (state === REACHED) return mark(form, "");
  if (state === null && navigator.onLine && (wasMetLately() || !holdsText(form))) return mark(form, "");
  event.preventDefault();
  if (state === null) sendIfReachable(form, event.submitter);
});

// Back in a page the browser kept alive, its forms can be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll(`form[${SENT}]`).forEach(release));
