// The character counter counts, and a list shows the choices of the group that is chosen beside it.

function count(counter) {
  const field = document.getElementById(counter.dataset.counterFor);
  if (!field) return;
  const limit = Number(counter.dataset.limit);
  // A line break is sent as two characters and counted so on the server.
  const used = field.value.replace(/\r?\n/g, "\r\n").length;
  counter.dataset.state = used > limit ? "over" : "under";
  counter.textContent = used > limit ? `${used - limit} tecken för mycket` : `${used} av högst ${limit} tecken`;
}

function countAll(root) {
  root.querySelectorAll("[data-counter-for]").forEach(count);
}

countAll(document);
document.addEventListener("htmx:load", (event) => countAll(event.target));
document.addEventListener("input", (event) => {
  const counter = event.target.id && document.querySelector(`[data-counter-for="${CSS.escape(event.target.id)}"]`);
  if (counter) count(counter);
});

// Without scripts every group is shown under its heading, and the server says if the two do not fit.
function narrow(select) {
  const chosen = document.querySelector(`input[name="${CSS.escape(select.dataset.narrowedBy)}"]:checked`);
  const label = chosen?.labels[0]?.textContent.trim();
  select.querySelectorAll("optgroup").forEach((group) => {
    group.hidden = group.disabled = Boolean(label) && group.label !== label;
    if (group.disabled && group.contains(select.selectedOptions[0])) select.value = "";
  });
}

function narrowAll() {
  document.querySelectorAll("select[data-narrowed-by]").forEach(narrow);
}

narrowAll();
document.addEventListener("change", (event) => {
  if (event.target.type === "radio") narrowAll();
});
