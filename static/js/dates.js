// Beside a date that is typed, a button opens the browser's own calendar, and a day without a year is said with its year.
// What stands in the text field is what counts.

const RELATIVE = { "i går": -1, igår: -1, "i dag": 0, idag: 0, "i morgon": 1, imorgon: 1 };
const HALF_A_YEAR = 183;
const ONE_DAY = 86_400_000;
const TODAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" });
const WEEKDAYS = ["sön", "mån", "tis", "ons", "tor", "fre", "lör"];
const MONTHS = ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"];

// Today in Stockholm as the server has it, whatever the computer's own time zone is.
function todayHere() {
  const [year, month, day] = TODAY.format(new Date()).split("-").map(Number);
  return new Date(year, month - 1, day);
}

function iso(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

// "1/1" without a year, by what the field is for (core/swedish/dates.py, WhichYear); "" where no year has such a day.
function withoutYear(dayFirst, month, which) {
  const today = todayHere();
  const away = (day) => Math.round((day - today) / ONE_DAY);
  const days = [-1, 0, 1]
    .map((years) => new Date(today.getFullYear() + years, month - 1, dayFirst))
    .filter((day) => day.getDate() === dayFirst && day.getMonth() === month - 1);
  if (which === "past") return days.findLast((day) => day <= today);
  if (which === "coming") return days.find((day) => day >= today);
  const near = days.filter((day) => Math.abs(away(day)) <= HALF_A_YEAR);
  return near.sort((one, other) => Math.abs(away(one)) - Math.abs(away(other)))[0];
}

// The day that a text without a year stands for.
function understood(field) {
  const typed = field.value.trim().toLowerCase().replace(/\s+/g, " ");
  if (typed in RELATIVE) {
    const day = todayHere();
    day.setDate(day.getDate() + RELATIVE[typed]);
    return day;
  }
  const [, dayFirst, then] = typed.match(/^(\d{1,2}) ?\/ ?(\d{1,2})$/) ?? [];
  return dayFirst ? withoutYear(Number(dayFirst), Number(then), field.dataset.whichYear) : undefined;
}

// The server reads more ways of writing; here it is only where the calendar opens.
function read(field) {
  const day = understood(field);
  if (day) return iso(day);
  const [, year, month, date] = field.value.trim().match(/^(\d{4})-?(\d\d)-?(\d\d)$/) ?? [];
  return year ? `${year}-${month}-${date}` : "";
}

function sayDay(field, place) {
  const day = understood(field);
  place.textContent = day
    ? `${WEEKDAYS[day.getDay()]} ${day.getDate()} ${MONTHS[day.getMonth()]} ${day.getFullYear()}`
    : "";
}

// Below what is typed without a year stands the day it is read as. The line has its room from the beginning: one that
// came later would move a button away from under the pointer that presses it.
function sayWhichDay(field) {
  const place = Object.assign(document.createElement("p"), { className: "date-read" });
  place.setAttribute("role", "status");
  field.parentElement.after(place);
  field.addEventListener("input", () => sayDay(field, place));
  sayDay(field, place);
}

function addCalendar(button) {
  const field = button.parentElement.querySelector("input");
  const calendar = Object.assign(document.createElement("input"), { type: "date", className: "date-native", tabIndex: -1 });
  calendar.setAttribute("aria-hidden", "true");
  const open = () => {
    calendar.value = read(field);
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
  for (const button of root.querySelectorAll("button[data-calendar]:not([data-added])")) {
    button.dataset.added = "";
    sayWhichDay(button.parentElement.querySelector("input"));
    if ("showPicker" in HTMLInputElement.prototype) addCalendar(button);
  }
}

addAll(document);
document.addEventListener("htmx:load", (event) => addAll(event.target));
