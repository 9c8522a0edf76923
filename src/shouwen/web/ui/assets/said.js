// A word was saved: the thread that came back shows it, the composer is empty again, and forms know how far the case has come.
import { refresh } from "./live.js";

// As it was handed in; whoever is quick types on before the answer comes.
let sent = null;

const message = (form) => form.querySelector("[data-message]");

function typedSince(form) {
  const text = message(form).value;
  if (sent === null || text === sent) return "";
  return text.startsWith(sent) ? text.slice(sent.length).trimStart() : text;
}

function empty(form, key) {
  // What was begun of another kind is not sent yet.
  for (const field of form.querySelectorAll("textarea:not([data-shelf]), input:not([type=radio], [type=hidden], [type=file])")) field.value = field.defaultValue = "";
  for (const radio of form.querySelectorAll("[name=kind]")) radio.checked = radio.defaultChecked = false;
  for (const line of form.querySelectorAll("[data-attached] li:not([data-of])")) line.remove();
  for (const part of form.querySelectorAll("[data-mentions], #told")) part.replaceChildren();
  form.querySelector("[name=key]").value = key;
  form.querySelector("[name=draft]").value = "";
  form.querySelector("[data-saved]").textContent = "";
  form.classList.remove("has-promise");
  form.removeAttribute("data-touched");
}

function goOnWriting(form, key, kind) {
  const more = typedSince(form);
  empty(form, key);
  if (more) {
    form.querySelector(`[name=kind][value="${kind}"]`).checked = true;
    message(form).value = more;
    message(form).dispatchEvent(new Event("input", { bubbles: true }));
  } else if (form.contains(document.activeElement)) document.activeElement.blur();
}

// Who had seen everything before this word has seen everything with it; who had not is told when they send.
function goOn(box, seq) {
  for (const field of box.querySelectorAll("input[name=seq]")) if (Number(field.value) === seq - 1) field.value = seq;
  if (Number(box.dataset.seq) === seq - 1) box.dataset.seq = seq;
}

export function startSaid() {
  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.id === "composer") sent = message(detail.elt).value;
  });
  document.body.addEventListener("said", (event) => {
    const box = document.querySelector("#case-now");
    const form = document.querySelector("#composer");
    if (!box || !form) return;
    const { kind, key } = event.detail;
    form.querySelector(`[name="kept_${kind}"]`).value = "";
    // Somebody quick already writes another kind: that stays, and only what was sent is gone.
    const of = form.querySelector("[name=text_of]").value;
    if (of && of !== kind) form.querySelector("[name=key]").value = key;
    else goOnWriting(form, key, kind);
    sent = null;
    goOn(box, event.detail.seq);
    // A note changes nothing but the thread; a reply may have met a limit or opened a task.
    if (event.detail.kind !== "note") setTimeout(refresh, 50);
  });
}
