// What a person types is there again after a reload, a way back, a lost session and a stale page: form[data-draft=URL] is kept by
// the server every few seconds and by the browser meanwhile, form[data-kept=NAME] by the browser alone. Each person has their own.
const KEPT = "form[data-draft], form[data-kept]";
const OLDEST = 7 * 24 * 3600 * 1000;
const waiting = new WeakMap();
const QUIET = 1200;
// Which form was sent plainly: its copy is of no more use once the next page shows what became of it.
const SENT = "draft-sent";

function fieldsOf(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "key" || name === "seq" || value instanceof File) continue;
    if (form.elements[name]?.type === "password") continue;
    (kept[name] = kept[name] || []).push(value);
  }
  return kept;
}

export const person = () => document.body.dataset.person || "";
export const draftKey = (address) => `draft:${person()}:${address}`;

function kept(form) {
  if (form.dataset.draft) return draftKey(form.dataset.draft);
  const place = new URL(form.getAttribute("action") || location.href, location.href);
  return `kept:${person()}:${place.pathname}${place.search}#${form.dataset.kept}`;
}

// What the page itself had written into the fields: where that is another by now, the page is right.
function shownIn(form) {
  const shown = {};
  for (const field of form.elements) if (field.name && "defaultValue" in field && field.type !== "hidden") shown[field.name] = field.defaultValue;
  return shown;
}

// In the browser at once, on the server a moment later: a reload in between loses nothing.
function keep(form) {
  const typed = fieldsOf(form);
  try {
    localStorage.setItem(kept(form), JSON.stringify(form.dataset.draft ? typed : { at: Date.now(), typed, shown: shownIn(form) }));
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
    // Whoever is asked to sign in again has saved nothing.
    if (answer.redirected) throw new Error("signed out");
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
  if (!form.dataset.draft) {
    bringBack(form, JSON.parse(left));
    return;
  }
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

// It is put back openly: whoever does not want it any more says so.
function bringBack(form, { typed, shown }) {
  const before = shownIn(form);
  const own = Object.entries(typed).filter(([name]) => !(name in shown) || before[name] === shown[name]);
  const asShown = JSON.stringify(fieldsOf(form));
  put(form, Object.fromEntries(own));
  form.setAttribute("data-touched", "");
  if (JSON.stringify(fieldsOf(form)) === asShown) return;
  form.dispatchEvent(new Event("change", { bubbles: true }));
  const note = document.querySelector("#typed-before")?.content.cloneNode(true);
  if (note) (form.querySelector(".body") || form).prepend(note);
}

function drop(form) {
  localStorage.removeItem(kept(form));
  form.querySelector("[data-typed-before]").remove();
  form.reset();
}

// Thrown away on purpose: neither the copy here nor one that was about to be saved comes back.
function startOver(form) {
  clearTimeout(waiting.get(form));
  localStorage.removeItem(kept(form));
  form.removeAttribute("data-draft");
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
  if (!sent) return;
  const taken = sent.startsWith("kept:") ? wasTaken() : document.querySelector("[data-taken]");
  if (taken) localStorage.removeItem(sent);
}

// The sign-in page answers for a session that was lost, an error for what did not pass: then it is still wanted.
function wasTaken() {
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  return status < 400 && !location.pathname.startsWith("/accounts/login");
}

// What nobody came back for goes, and what is one's own with the sign-out.
function tidy(all) {
  for (const key of Object.keys(localStorage)) {
    const own = key.startsWith(`kept:${person()}:`) || key.startsWith(`draft:${person()}:`);
    const old = key.startsWith("kept:") && Date.now() - (JSON.parse(localStorage.getItem(key)).at || 0) > OLDEST;
    if (all ? own : old) localStorage.removeItem(key);
  }
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
    // What was sent along stands in the answer, with what came to it.
    const wasSent = form === requestConfig.elt || requestConfig.elt?.dataset?.brings === `#${form.id}`;
    if (wasSent && passed) localStorage.removeItem(kept(form));
    else underWay.set(form.dataset.draft, fieldsOf(form));
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
  tidy(false);
  document.querySelectorAll(KEPT).forEach(refill);
  document.addEventListener("input", (event) => {
    const form = event.target.closest(KEPT);
    if (!form) return;
    keep(form);
    if (!form.dataset.draft) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), QUIET));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-drops-typed]");
    if (button) drop(button.form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-leaves]")) tidy(true);
    if (event.target.matches("form[data-starts-over]")) startOver(document.querySelector(event.target.dataset.startsOver));
    if (!event.target.matches(KEPT)) return;
    clearTimeout(waiting.get(event.target));
    if (!event.defaultPrevented) sessionStorage.setItem(SENT, kept(event.target));
  });
  // What was sent and passed is no draft any more.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    // The form itself may have left the page with its answer.
    const { requestConfig, target, xhr } = event.detail;
    // A form that is drawn anew by one of its own fields stands in its answer.
    const elt = [requestConfig?.elt, target].find((each) => each?.matches?.(KEPT));
    if (elt && xhr.status >= 200 && xhr.status < 300) localStorage.removeItem(kept(elt));
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    // A case that is opened beside a list brings its forms with it.
    document.querySelectorAll("form[data-kept]:not([data-touched])").forEach(refill);
    const verb = event.detail?.requestConfig?.verb;
    if (!verb || verb === "get") event.target.querySelectorAll?.("form[data-draft]:not([data-touched])").forEach(refill);
  });
  window.addEventListener("online", () => document.querySelectorAll("form[data-draft]").forEach(save));
}
