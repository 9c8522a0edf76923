// A sign of life for somebody who moves: at most one a minute, and none while nothing is touched.
const EVERY = 60_000;
let last = 0;

async function seen() {
  const address = document.body.dataset.seen;
  const now = Date.now();
  if (!address || document.visibilityState !== "visible" || now - last < EVERY) return;
  last = now;
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  try {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
    const state = await answer.text();
    const shown = document.querySelector("#presence");
    if (answer.ok && shown && state && shown.dataset.state !== state) window.htmx.trigger(shown, "presence:other");
  } catch {
    last = 0;
  }
}

export function startPresence() {
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, seen, { passive: true, capture: true });
  seen();
}
