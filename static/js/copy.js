// A button that copies a text, shown where the browser lets a page do so. What it says is also announced.

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const said = document.createElement("span");
  said.className = "ds-sr-only";
  said.textContent = button.dataset.copied;
  document.getElementById("besked")?.append(said);
  const before = button.innerHTML;
  button.textContent = "Kopierat";
  setTimeout(() => {
    button.innerHTML = before;
    said.remove();
  }, 3000);
});
