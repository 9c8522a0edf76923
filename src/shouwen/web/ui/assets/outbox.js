// What was sent while the connection was lost is kept in this browser and goes once, under the same key, when it is back.
import htmx from "htmx.org";
import { draftKey, person } from "./drafts.js";

const PLACE = "outbox";
const RETRY = 4000;
const LONGEST = 24 * 3600 * 1000;

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) || "[]").filter((one) => Date.now() - one.at < LONGEST);
  } catch {
    return [];
  }
}

// Somebody else at the same browser neither sees nor sends it.
const own = () => read().filter((one) => one.person === person());

function write(waiting) {
  localStorage.setItem(PLACE, JSON.stringify(waiting));
  tell();
}

function tell() {
  const bar = document.querySelector("[data-unsent]");
  if (!bar) return;
  draw();
  const count = own().length;
  bar.hidden = count === 0;
  bar.querySelector("b").textContent = count;
}

// A word that has not left yet stands in the thread with the others, and says so.
function draw() {
  for (const old of document.querySelectorAll("[data-unsent-line]")) old.remove();
  const box = document.querySelector("#case-now");
  const thread = document.querySelector("#timeline");
  const words = document.querySelector("[data-unsent]")?.dataset.waiting;
  if (!box || !thread) return;
  for (const one of own()) {
    const text = one.words.find(([name]) => name === "text")?.[1];
    if (!one.address.startsWith(box.dataset.address) || !text) continue;
    const line = document.createElement("li");
    const kind = one.words.find(([name]) => name === "kind")?.[1];
    line.className = `${kind === "note" ? "note" : "message"} unsent`;
    line.setAttribute("data-unsent-line", "");
    const said = document.createElement("div");
    const tag = document.createElement("span");
    tag.className = "tag is-wait";
    tag.textContent = words;
    const body = document.createElement("div");
    body.className = "said";
    body.textContent = text;
    said.append(tag, body);
    line.append(document.createElement("time"), said);
    thread.append(line);
  }
}

// Only acts with a key are sent again: the server does each of them once, however often it hears of it.
function keep(event) {
  const form = event.detail.requestConfig?.elt;
  if (!form?.matches?.("form[hx-post]") || !form.querySelector("[name=key]")) return;
  const words = [];
  for (const [name, value] of event.detail.requestConfig.formData) if (!(value instanceof File)) words.push([name, value]);
  const key = words.find(([name]) => name === "key")?.[1];
  if (!key) return;
  const waiting = read().filter((one) => one.key !== key);
  const address = event.detail.requestConfig.path || form.getAttribute("hx-post");
  waiting.push({ key, address, words, draft: form.dataset.draft || "", person: person(), at: Date.now() });
  write(waiting);
  form.setAttribute("data-unsent-form", key);
}

let busy = false;

async function send() {
  if (busy || !navigator.onLine) return;
  busy = true;
  try {
    for (const one of own()) {
      const words = one.words.map(([name, value]) => [name, name === "csrfmiddlewaretoken" ? token() : value]);
      const answer = await fetch(one.address, {
        method: "POST",
        headers: { "X-CSRFToken": token(), "HX-Request": "true" },
        body: new URLSearchParams(words),
      });
      // Nobody is signed in, or the page is too old: it waits until that is mended.
      const later = answer.status >= 500 || answer.status === 401 || answer.headers.has("HX-Refresh");
      if (later || (answer.redirected && new URL(answer.url).pathname.startsWith("/accounts/login"))) return;
      write(read().filter((other) => other.key !== one.key));
      show(one, answer, await answer.text());
    }
  } catch {
    // Still away; the next try comes.
  } finally {
    busy = false;
  }
}

// The answer takes its place where the case still stands; what did not pass says so there, with everything typed.
function show(one, answer, made) {
  // What was sent is no draft any more, here neither.
  if (answer.ok && one.draft) {
    localStorage.removeItem(draftKey(one.draft));
    document.querySelector(`form[data-draft="${CSS.escape(one.draft)}"]`)?.removeAttribute("data-touched");
  }
  if (takenIn(one, answer, made)) return;
  const box = document.querySelector("#case-now");
  const here = box && one.address.startsWith(box.dataset.address);
  if (here) htmx.swap(box, made, { swapStyle: "outerHTML" }, { select: "#case-now" });
  htmx.trigger(document.body, answer.ok ? "outbox:sent" : "outbox:refused", one);
  const toasts = document.querySelector("#toasts");
  const words = document.querySelector("[data-unsent]")?.dataset;
  if (!toasts || !words) return;
  const toast = document.createElement("div");
  toast.className = answer.ok ? "toast" : "toast bad";
  toast.textContent = answer.ok ? words.sent : one.draft.includes("/new/") ? words.notTakenIn : words.refused;
  toasts.append(toast);
  setTimeout(() => toast.remove(), RETRY * 2);
}

// A case that was taken in is opened where its form still stands; what was not stands in the form again.
function takenIn(one, answer, made) {
  const form = document.querySelector(`[data-intake] [name=key][value="${CSS.escape(one.key)}"]`)?.form;
  const opened = answer.headers.get("HX-Redirect");
  if (!form) return false;
  form.removeAttribute("data-unsent-form");
  if (opened) location.assign(opened);
  else htmx.swap(form, made, { swapStyle: "innerHTML" }, { select: "#intake > *" });
  return true;
}

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

export function startOutbox() {
  if (!document.querySelector("[data-unsent]")) return;
  document.body.addEventListener("htmx:sendError", keep);
  document.body.addEventListener("htmx:timeout", keep);
  document.body.addEventListener("htmx:afterSettle", draw);
  window.addEventListener("online", send);
  document.body.addEventListener("link:back", send);
  setInterval(() => own().length && send(), RETRY);
  tell();
  send();
}
