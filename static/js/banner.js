// The banner over the page that says that a request failed, and tries it again.

const banner = document.getElementById("fel");
let again = null;

export function showError(text, retry) {
  again = retry;
  banner.querySelector("[data-error-text]").textContent = text;
  banner.hidden = false;
}

export function hideError() {
  if (banner) banner.hidden = true;
}

banner?.querySelector("[data-retry]").addEventListener("click", () => {
  hideError();
  again?.();
});
banner?.querySelector("[data-close-error]").addEventListener("click", hideError);
