// What has been typed or chosen in a form and is not sent: it is lost when the page is left.

const TEXTS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search], [type=submit], [type=button])";

function isChanged(field) {
  // Ticking rows of a list is no text, and what has no name is never sent.
  if (!field.name || field.disabled || "select" in field.dataset) return false;
  if (field.matches(TEXTS)) return field.value !== field.defaultValue;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return false;
  const options = [...field.options];
  const shown = options.findLast((option) => option.defaultSelected) ?? (field.multiple ? null : options[0]);
  return options.some((option) => option.selected && !option.defaultSelected && option !== shown);
}

// Whether something stands in the form that was not there when the page came.
export function isTyped(form) {
  return [...form.elements].some(isChanged);
}

// The forms of the page that hold something unsent.
export function typedForms() {
  return [...document.querySelectorAll("main form[method=post]")].filter(isTyped);
}
