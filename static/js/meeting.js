// Logga möte: number keys choose in the group that has the focus, Ctrl+Enter saves, and what is not asked is folded away.

const GROUP = ".choices.numbered";
const form = document.querySelector(".logging-form");
const outcome = form?.querySelector("[name=outcome]")?.closest(GROUP);
const NOT_HELD = ["absent", "excused", "rescheduled", "cancelled"];
const CHANGED = ["rescheduled", "cancelled"];

// The group's own keys: with the focus on one of its choices, or on nothing at all for the first question, until
// something is written: then a key that goes astray must not change how it went.
function groupFor(target) {
  const isWritten = Boolean(form.querySelector("textarea").value);
  if (target === document.body || target.matches?.("main, h1")) return isWritten ? null : outcome;
  return target.matches?.("input[type=radio], input[type=checkbox]") ? target.closest(GROUP) : null;
}

function choose(group, number) {
  const choice = group?.querySelectorAll("input")[number - 1];
  if (!choice) return false;
  choice.focus();
  choice.click();
  return true;
}

function fold() {
  const chosen = form.querySelector("[name=outcome]:checked")?.value ?? "";
  const about = form.querySelector(".about");
  const isWritten = Boolean(about.querySelector("textarea").value) || Boolean(about.querySelector("input:checked"));
  about.open = !NOT_HELD.includes(chosen) || isWritten;
  const change = form.querySelector("[data-section=change]");
  if (change && CHANGED.includes(chosen)) change.open = true;
}

function sayWhen() {
  const of = (name) => form.querySelector(`[name=${name}]`);
  const channel = form.querySelector("[name=channel]:checked")?.labels[0]?.textContent.trim();
  const kind = of("kind").selectedOptions[0]?.textContent.trim();
  const said = [`${of("day").value} ${of("time").value}`.trim(), channel, kind];
  form.querySelector("[data-when]").textContent = said.filter(Boolean).join(" · ");
}

function clearOwnDay(event) {
  const day = form.querySelector("[name=next_day]");
  if (event.target.value !== "day") day.value = "";
  if (event.target.value === "") form.querySelector("[name=next_time]").value = "";
}

if (form) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && !event.target.form) {
      form.requestSubmit();
      return;
    }
    if (document.body.dataset.shortcuts !== "on" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!/^[1-9]$/.test(event.key) || document.querySelector("dialog[open]")) return;
    if (choose(groupFor(event.target), Number(event.key))) event.preventDefault();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "outcome") fold();
    if (event.target.name === "next_step") clearOwnDay(event);
    if (event.target.closest(".when")) sayWhen();
  });
  if (form.querySelector("[name=outcome]:checked")) fold();
  form.dataset.keys = "on";
}
