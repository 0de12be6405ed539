// What htmx leaves to us: where focus goes after a swap, and saying so when a request fails.

const banner = document.getElementById("fel");
const REASONS = {
  403: "Du har inte behörighet till det här, eller så har du loggats ut.",
  404: "Uppgiften finns inte längre.",
  409: "Någon annan har ändrat uppgiften. Ladda om sidan innan du sparar.",
  413: "Filen är för stor.",
  429: "Du har gjort för många sökningar på kort tid. Vänta en stund.",
  503: "Någon annan sparar just nu. Försök igen. Det du har skrivit finns kvar på sidan.",
};
let failed = null;

function showError(text, request) {
  failed = request;
  banner.querySelector("[data-error-text]").textContent = text;
  banner.hidden = false;
}

document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  if (event.detail.successful) banner.hidden = true;
});

// Focus goes to the error summary, else to the heading of what is new, else it stays.
document.addEventListener("htmx:afterSettle", (event) => {
  const fresh = event.target;
  (fresh.querySelector("[data-error-summary]") ?? fresh.querySelector(":is(h1, h2, h3)[tabindex='-1']"))?.focus();
});

document.addEventListener("htmx:responseError", (event) => {
  const text = REASONS[event.detail.xhr.status] ?? "Något gick fel hos oss. Det du har skrivit finns kvar på sidan.";
  showError(text, event.detail.requestConfig);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) =>
    showError("Ingen kontakt med servern. Kontrollera nätverket.", event.detail.requestConfig),
  );
}

banner?.querySelector("[data-retry]").addEventListener("click", () => {
  banner.hidden = true;
  if (failed) window.htmx.ajax(failed.verb, failed.path, { source: failed.elt, target: failed.target });
});
banner?.querySelector("[data-close-error]").addEventListener("click", () => {
  banner.hidden = true;
});
