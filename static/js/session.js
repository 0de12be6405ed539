// Two minutes before the session ends a dialog says so; what is being typed is kept on the server before it does.

const WARNING = 120;
const ANNOUNCED_EVERY = 15;
const dialog = document.getElementById("sessionen");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("jobbtorg-session") : null;
const FIELDS = "input:not([type=hidden]):not([type=password]):not([type=file]):not([type=search]), textarea, select";
let endsAt = 0;
let timer = 0;
let typed = false;

function token() {
  return dialog.querySelector("[name=csrfmiddlewaretoken]").value;
}

function post(url, values = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...values });
  return fetch(url, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
}

function form() {
  return document.querySelector("main form[method=post]:has(textarea, input[type=text], input:not([type]))");
}

function whatStandsThere() {
  const fields = {};
  for (const field of form()?.querySelectorAll(FIELDS) ?? []) {
    if (!field.name || ((field.type === "checkbox" || field.type === "radio") && !field.checked)) continue;
    fields[field.name] = field.name in fields ? `${fields[field.name]}\n${field.value}` : field.value;
  }
  return fields;
}

function keep() {
  if (!typed || !form()) return Promise.resolve();
  return post(dialog.dataset.keepUrl, { path: location.pathname, fields: JSON.stringify(whatStandsThere()) });
}

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} sekunder`;
}

function end() {
  clearInterval(timer);
  location.assign(location.pathname + location.search);
}

function tick() {
  const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  if (left > WARNING) {
    if (dialog.open) dialog.close();
    return;
  }
  if (!dialog.open) {
    dialog.showModal();
    keep();
  }
  dialog.querySelector("[data-left]").textContent = words(left);
  if (left % ANNOUNCED_EVERY === 0) dialog.querySelector("[data-said]").textContent = `${words(left)} kvar`;
  if (left === 5) keep();
  if (left === 0) end();
}

function start(seconds) {
  endsAt = Date.now() + seconds * 1000;
  clearInterval(timer);
  timer = setInterval(tick, 1000);
}

async function stay() {
  const answer = await post(dialog.dataset.stayUrl);
  if (!answer.ok || answer.redirected) return end();
  const { seconds } = await answer.json();
  dialog.close();
  start(seconds);
  channel?.postMessage(seconds);
}

function giveBack(button) {
  const kept = JSON.parse(document.getElementById("osparad-text").textContent);
  for (const [name, text] of Object.entries(kept)) {
    const values = text.split("\n");
    for (const field of form()?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? []) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  typed = true;
  button.closest("[data-unsaved]").querySelector("[data-given-back]").hidden = false;
  button.remove();
}

if (dialog) {
  start(Number(dialog.dataset.seconds));
  channel?.postMessage(Number(dialog.dataset.seconds));
  channel?.addEventListener("message", (event) => start(event.data));
  document.addEventListener("input", (event) => {
    if (event.target.closest("main form[method=post]")) typed = true;
  });
  document.addEventListener("submit", () => (typed = false));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  const restore = document.querySelector("[data-give-back]");
  if (restore && form()) {
    restore.hidden = false;
    restore.addEventListener("click", () => giveBack(restore));
  }
}
