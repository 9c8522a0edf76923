// What a person types is kept by the server every few seconds and is there again after a reload: form[data-draft=URL].
const waiting = new WeakMap();
const QUIET = 1200;
// Which form was sent plainly: its copy is of no more use once the next page shows what became of it.
const SENT = "draft-sent";

function fieldsOf(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "key" || name === "seq" || value instanceof File) continue;
    (kept[name] = kept[name] || []).push(value);
  }
  return kept;
}

const kept = (form) => "draft:" + form.dataset.draft;

// In the browser at once, on the server a moment later: a reload in between loses nothing.
function keep(form) {
  try {
    localStorage.setItem(kept(form), JSON.stringify(fieldsOf(form)));
  } catch {
    // A browser that keeps nothing still has the server.
  }
}

async function save(form) {
  // An answer took its place: the new one is kept.
  if (!form.isConnected) return;
  // What waits to be sent is no draft: saved now, it would come back after it has gone.
  if (form.hasAttribute("data-unsent-form")) return;
  const sent = localStorage.getItem(kept(form));
  const note = form.querySelector("[data-saved]");
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify(fieldsOf(form)),
    });
    if (note && answer.ok) note.textContent = (await answer.json()).words;
    if (answer.ok) form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
    // What was typed while this was on its way is not on the server yet.
    if (answer.ok && localStorage.getItem(kept(form)) === sent) localStorage.removeItem(kept(form));
  } catch {
    keep(form);
    if (note) note.textContent = note.dataset.offline || "";
  }
}

function refill(form) {
  const left = localStorage.getItem(kept(form));
  if (!left) return;
  const typed = JSON.parse(left);
  const version = form.querySelector("input[type=hidden][name=version]");
  if (version && typed.version && typed.version[0] !== version.value) {
    older(form, typed);
    return;
  }
  put(form, typed);
  form.setAttribute("data-touched", "");
  save(form);
}

// Typed over an older version than the one shown: the server keeps it with that version, and shows both.
async function older(form, typed) {
  const answer = await fetch(form.dataset.draft, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify(typed),
  }).catch(() => null);
  if (!answer?.ok) return;
  localStorage.removeItem(kept(form));
  location.reload();
}

// The page that answers shows that it was saved, or what was typed itself; nothing is put back then.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector("[data-taken]")) localStorage.removeItem(sent);
}

function put(form, kept) {
  for (const [name, values] of Object.entries(kept)) {
    const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
    fields.forEach((field, index) => {
      // What the page itself carries, such as the version it shows, is never older than the page.
      if (field.type === "hidden") return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values[index] !== undefined) field.value = values[index];
    });
  }
}

// An answer takes the place of every form of the page: what was typed while it was on its way stands in the new ones too.
const underWay = new Map();

function remember(event) {
  const { target, requestConfig, xhr } = event.detail;
  underWay.clear();
  const passed = xhr.status < 400;
  for (const form of target.querySelectorAll("form[data-draft][data-touched]")) {
    if (!(passed && form === requestConfig.elt)) underWay.set(form.dataset.draft, fieldsOf(form));
  }
}

function restore() {
  for (const [address, kept] of underWay) {
    const form = document.querySelector(`form[data-draft="${CSS.escape(address)}"]`);
    if (form) {
      put(form, kept);
      form.setAttribute("data-touched", "");
      save(form);
    }
  }
  underWay.clear();
}

export function startDrafts() {
  document.body.addEventListener("htmx:beforeSwap", remember);
  document.body.addEventListener("htmx:afterSettle", restore);
  settle();
  document.querySelectorAll("form[data-draft]").forEach(refill);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    keep(form);
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), QUIET));
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-draft]")) return;
    clearTimeout(waiting.get(event.target));
    if (!event.defaultPrevented) sessionStorage.setItem(SENT, kept(event.target));
  });
  // What was sent and passed is no draft any more.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    // The form itself may have left the page with its answer.
    const { requestConfig, target, xhr } = event.detail;
    // A form that is drawn anew by one of its own fields stands in its answer.
    const elt = [requestConfig?.elt, target].find((each) => each?.matches?.("form[data-draft]"));
    if (elt && xhr.status >= 200 && xhr.status < 300) localStorage.removeItem(kept(elt));
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    // A case that is opened beside a list brings its forms with it.
    const verb = event.detail?.requestConfig?.verb;
    if (!verb || verb === "get") event.target.querySelectorAll?.("form[data-draft]:not([data-touched])").forEach(refill);
  });
  window.addEventListener("online", () => document.querySelectorAll("form[data-draft]").forEach(save));
}
