// Who else has this case open and what they write: a sign of life now and then, and one when typing begins or ends.
import { onceShown } from "./place.js";

const EVERY = 20_000;
const TYPING_EVERY = 4000;
const QUIET = 5000;
let shown = "";
let typing = "";
let told = 0;
let resting = 0;

const composer = () => document.querySelector("#composer");

function sent(form, more) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return body;
}

async function look() {
  const form = composer();
  if (!form || document.visibilityState !== "visible") return;
  shown = form.dataset.here;
  try {
    const answer = await fetch(shown, { method: "POST", body: sent(form, { typing }), headers: { "HX-Request": "true" } });
    const place = document.querySelector("#case-here");
    if (answer.ok && place && composer()?.dataset.here === shown) {
      const made = await answer.text();
      if (place.innerHTML.trim() !== made.trim()) place.innerHTML = made;
    }
  } catch {
    // The bar says that the connection is lost; nobody is here then.
  }
}

function leave() {
  const form = composer();
  if (form && shown) navigator.sendBeacon(shown, sent(form, { leave: "1" }));
}

function typed(event) {
  if (!event.target.matches?.("[data-message]")) return;
  const kind = composer()?.querySelector("[name=kind]:checked")?.value || "";
  const now = Date.now();
  clearTimeout(resting);
  resting = setTimeout(() => {
    typing = "";
    look();
  }, QUIET);
  if (typing === kind && now - told < TYPING_EVERY) return;
  typing = kind;
  told = now;
  look();
}

export function startHere() {
  look();
  setInterval(look, EVERY);
  document.addEventListener("input", typed);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? look() : leave()));
  window.addEventListener("pagehide", leave);
  document.body.addEventListener("live:here", look);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    // Another case, or the same as it is now, with an empty place for those who are here.
    const isOther = composer() && composer().dataset.here !== shown;
    if (isOther || event.target.querySelector?.("#case-here:empty")) onceShown(look);
  });
}
