// The hits under the search field while one types: arrows choose, Enter opens, Escape closes. htmx fetches them.
// Without scripts the form leads to the page of the search.

const FEWEST_CHARACTERS = 3;
const field = document.getElementById("sok");
const panel = document.getElementById("sok-panel");
let asked = null;

const options = () => [...panel.querySelectorAll("[role=option]")];
const chosen = () => panel.querySelector("[aria-selected=true]");
// The hits are those of another text until the answer to this one is there.
const upToDate = () => asked === field.value;

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function show(open) {
  panel.hidden = !open;
  field.setAttribute("aria-expanded", String(open && options().length > 0));
  if (!open) choose(null);
}

function move(step) {
  const all = options();
  if (all.length === 0) return false;
  if (panel.hidden) show(true);
  const here = all.indexOf(chosen());
  choose(here === -1 ? all.at(step > 0 ? 0 : -1) : all[(here + step + all.length) % all.length]);
  return true;
}

function open() {
  if (panel.hidden || !upToDate()) return false;
  const only = options().length === 1 && !panel.querySelector("[data-choose]") ? options()[0] : null;
  const option = chosen() ?? only;
  option?.click();
  return Boolean(option);
}

function close() {
  if (panel.hidden) return false;
  show(false);
  return true;
}

const KEYS = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: open, Escape: close };

if (field && panel) {
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "sok-traffar" };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!KEYS[event.key]?.()) return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("input", () => {
    choose(null);
    if (field.value.trim().length < FEWEST_CHARACTERS) close();
  });
  field.addEventListener("htmx:configRequest", (event) => {
    if (field.value.trim().length < FEWEST_CHARACTERS) event.preventDefault();
  });
  panel.addEventListener("htmx:beforeSwap", (event) => {
    asked = event.detail.requestConfig.parameters.q;
  });
  panel.addEventListener("htmx:afterSwap", () => {
    const awaited = upToDate() && field.form.contains(document.activeElement);
    choose(null);
    show(awaited);
  });
  field.form.addEventListener("focusout", (event) => {
    if (!field.form.contains(event.relatedTarget)) close();
  });
}
