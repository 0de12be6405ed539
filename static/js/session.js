// Two minutes before the session ends a dialog says so; what is being typed is kept before it ends (unsaved.js).

const WARNING = 120;
const ANNOUNCED_EVERY = 15;
const dialog = document.getElementById("sessionen");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("jobbtorg-session") : null;
let endsAt = 0;
let timer = 0;

function token() {
  return dialog.querySelector("[name=csrfmiddlewaretoken]").value;
}

function post(url, values = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...values });
  return fetch(url, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
}

function keep() {
  document.dispatchEvent(new Event("jobbtorg:keep"));
}

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} sekunder`;
}

function end() {
  clearInterval(timer);
  document.body.dataset.ended = "";
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
  if (left === 0) {
    keep();
    end();
  }
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

if (dialog) {
  start(Number(dialog.dataset.seconds));
  channel?.postMessage(Number(dialog.dataset.seconds));
  channel?.addEventListener("message", (event) => start(event.data));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
}
