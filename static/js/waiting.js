// Who waits for longer than 0.3 s is told that something is being done, in sight and aloud; a quick answer says nothing.

import { say } from "./say.js";

const AFTER = 300;
const WORKING = "Arbetar …";
const pill = document.createElement("p");
let timer = 0;
pill.className = "working";
pill.textContent = WORKING;
pill.setAttribute("aria-hidden", "true");
pill.hidden = true;
document.body.append(pill);

export function begin() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    pill.hidden = false;
    say(WORKING);
  }, AFTER);
}

export function end() {
  clearTimeout(timer);
  if (!pill.hidden) say("");
  pill.hidden = true;
}

// What is sent by itself, every now and then or while one types, nobody waits for.
function isAsked(element) {
  return !/every|delay/.test(element?.closest("[hx-trigger]")?.getAttribute("hx-trigger") ?? "");
}

document.addEventListener("submit", (event) => {
  // One that answers with a file leaves the page as it is.
  if (!event.defaultPrevented && !("submitMany" in event.target.dataset)) begin();
});
document.addEventListener("htmx:beforeRequest", (event) => isAsked(event.detail.elt) && begin());
document.addEventListener("htmx:afterRequest", end);
window.addEventListener("pageshow", end);
