// Beside a date that is typed, a button opens the browser's own calendar. What stands in the text field is what counts.

const RELATIVE = { "i går": -1, igår: -1, "i dag": 0, idag: 0, "i morgon": 1, imorgon: 1 };
const HALF_A_YEAR = 183 * 86_400_000;

function iso(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

// The server reads more ways of writing; here it is only where the calendar opens.
function read(text) {
  const typed = text.trim().toLowerCase();
  const day = new Date();
  if (typed in RELATIVE) {
    day.setDate(day.getDate() + RELATIVE[typed]);
    return iso(day);
  }
  const [, year, month, date] = typed.match(/^(\d{4})-?(\d\d)-?(\d\d)$/) ?? [];
  if (year) return `${year}-${month}-${date}`;
  const [, dayFirst, then] = typed.match(/^(\d{1,2})\/(\d{1,2})$/) ?? [];
  if (!dayFirst) return "";
  const near = new Date(day.getFullYear(), then - 1, dayFirst);
  if (near - day > HALF_A_YEAR) near.setFullYear(near.getFullYear() - 1);
  if (day - near > HALF_A_YEAR) near.setFullYear(near.getFullYear() + 1);
  return iso(near);
}

function addCalendar(button) {
  const field = button.parentElement.querySelector("input");
  const calendar = Object.assign(document.createElement("input"), { type: "date", className: "date-native", tabIndex: -1 });
  calendar.setAttribute("aria-hidden", "true");
  const open = () => {
    calendar.value = read(field.value);
    calendar.showPicker();
  };
  button.addEventListener("click", open);
  // By keyboard as in the browser's own date fields; the button is no stop between what is typed.
  field.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "ArrowDown") return;
    event.preventDefault();
    open();
  });
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    field.value = calendar.value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    field.focus();
  });
  button.before(calendar);
  button.hidden = false;
}

function addAll(root) {
  root.querySelectorAll("button[data-calendar][hidden]").forEach(addCalendar);
}

if ("showPicker" in HTMLInputElement.prototype) {
  addAll(document);
  document.addEventListener("htmx:load", (event) => addAll(event.target));
}
