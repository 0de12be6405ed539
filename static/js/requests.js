// What htmx and the browser leave to us: where the focus goes, and saying so when a request fails.

import { hideError, showError } from "./banner.js";

const REASONS = {
  403: "Du har inte behörighet till det här, eller så har du loggats ut.",
  404: "Uppgiften finns inte längre.",
  409: "Någon annan har ändrat uppgiften. Ladda om sidan innan du sparar.",
  413: "Filen är för stor.",
  429: "Du har gjort för många sökningar på kort tid. Vänta en stund.",
  503: "Någon annan sparar just nu. Försök igen. Det du har skrivit finns kvar på sidan.",
};

function askAgain({ verb, path, elt, target }) {
  return () => window.htmx.ajax(verb, path, { source: elt, target });
}

document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  if (event.detail.successful) hideError();
});

// Focus goes to the error summary, else to the heading of what is new, else it stays.
document.addEventListener("htmx:afterSettle", (event) => {
  const fresh = event.target;
  (fresh.querySelector("[data-error-summary]") ?? fresh.querySelector(":is(h1, h2, h3)[tabindex='-1']"))?.focus();
});

document.addEventListener("htmx:responseError", (event) => {
  const text = REASONS[event.detail.xhr.status] ?? "Något gick fel hos oss. Det du har skrivit finns kvar på sidan.";
  showError(text, askAgain(event.detail.requestConfig));
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) =>
    showError("Ingen kontakt med servern. Kontrollera nätverket.", askAgain(event.detail.requestConfig)),
  );
}

// A new page: what must be put right, else what was just done. The browser does the same by autofocus, unless the
// address has a fragment. Who was quicker keeps the focus.
if (document.activeElement === document.body) {
  (document.querySelector("[data-error-summary]") ?? document.querySelector("#besked [data-message]"))?.focus();
}

// From what must be put right to its field, without a fragment in the address: the next answer of the form would have
// it too, and the browser would go to the field that is right by now instead of to what is wrong.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  field?.focus();
  if (field && document.activeElement === field) {
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
  }
});
