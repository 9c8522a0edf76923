// What a person types is kept by the server every few seconds and is there again after a reload: form[data-draft=URL].
const waiting = new WeakMap();
const QUIET = 1200;

function fieldsOf(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "key" || name === "seq" || value instanceof File) continue;
    (kept[name] = kept[name] || []).push(value);
  }
  return kept;
}

async function save(form) {
  const note = form.querySelector("[data-saved]");
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify(fieldsOf(form)),
    });
    if (note && answer.ok) note.textContent = (await answer.json()).words;
    localStorage.removeItem("draft:" + form.dataset.draft);
  } catch {
    localStorage.setItem("draft:" + form.dataset.draft, JSON.stringify(fieldsOf(form)));
    if (note) note.textContent = note.dataset.offline || "";
  }
}

function refill(form) {
  const kept = localStorage.getItem("draft:" + form.dataset.draft);
  if (!kept) return;
  for (const [name, values] of Object.entries(JSON.parse(kept))) {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    fields.forEach((field, index) => {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values[index] !== undefined) field.value = values[index];
    });
  }
}

export function startDrafts() {
  document.querySelectorAll("form[data-draft]").forEach(refill);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), QUIET));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-draft]")) clearTimeout(waiting.get(event.target));
  });
  window.addEventListener("online", () => document.querySelectorAll("form[data-draft]").forEach(save));
}
