// When the server last answered. A laptop that slept knows by its clock that this was long ago.

const HOLDS = 10_000;
let metAt = Date.now();

export function met() {
  metAt = Date.now();
}

export function lost() {
  metAt = 0;
}

export function wasMetLately() {
  return navigator.onLine && Date.now() - metAt < HOLDS;
}
