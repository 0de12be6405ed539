// Security keys and passkeys: gives allauth's script, which talks to the browser, what the page says about them.

const form = document.querySelector("[data-security-key]");
const button = form?.querySelector("#las-nyckel");
const error = form?.querySelector("[data-key-error]");

if (form) {
  const kind = form.dataset.securityKey;
  window.allauth.webauthn.forms[`${kind}Form`]({
    data: JSON.parse(document.getElementById("nyckelval").textContent),
    ids: { [kind]: button.id, credential: form.querySelector("[name='credential']").id },
  });
  // Until now a press would have done nothing.
  button.disabled = false;
  button.addEventListener("click", () => {
    error.hidden = true;
  });
}

// No key, another key, or "cancel" in the browser's own window.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  error.hidden = false;
});
