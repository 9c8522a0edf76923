// Taking in without a mouse: kinds are found by typing, the caller's number may be pasted in any writing, one key takes the suggestion.
const MOST = 12;

const LETTERS = /^[a-z0-9]+$/;
// Letters inside a name may be there by chance; characters are not.
const OWN = { whole: 6, begins: 5, within: 5, letters: 3 };
const EVERYDAY = { whole: 3, begins: 2, within: 1, letters: 1 };

function best(keys, asked, marks) {
  const within = LETTERS.test(asked) ? marks.letters : marks.within;
  const mark = (key) => (key === asked ? marks.whole : key.startsWith(asked) ? marks.begins : key.includes(asked) ? within : 0);
  return Math.max(...keys.split("|").map(mark));
}

// Its own name goes before the everyday words for it.
function fits(option, asked) {
  return Math.max(best(option.dataset.own, asked, OWN), best(option.dataset.keys, asked, EVERYDAY));
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function options(box) {
  return [...box.querySelectorAll("[role=option]")];
}

// The best first, of equally good ones the kinds before what lies within another kind; with nothing typed, everything in its order.
function narrow(box, words) {
  const asked = plain(words);
  const all = options(box);
  const ranked = all.map((option, at) => ({ option, at, fit: asked ? fits(option, asked) : 1 }));
  const within = ({ option }) => Number(option.dataset.field !== "");
  const named = ({ option }) => best(option.dataset.own, asked, OWN);
  const apart = (one, other) => (asked ? within(one) - within(other) || named(other) - named(one) : 0);
  ranked.sort((one, other) => other.fit - one.fit || apart(one, other) || one.at - other.at);
  ranked.forEach(({ option, fit }, at) => {
    option.hidden = !fit || (asked && at >= MOST);
    option.style.order = at;
  });
  const shown = ranked.filter(({ option }) => !option.hidden).map(({ option }) => option);
  mark(box, shown[0]);
  open(box, shown.length > 0);
  box.querySelector("[data-no-kind]").hidden = !asked || shown.length > 0;
  return shown;
}

function mark(box, chosen) {
  for (const option of options(box)) option.setAttribute("aria-selected", String(option === chosen));
  const field = box.querySelector("[role=combobox]");
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
  else field.removeAttribute("aria-activedescendant");
  chosen?.scrollIntoView({ block: "nearest" });
}

function open(box, isOpen) {
  box.querySelector("[role=listbox]").hidden = !isOpen;
  box.querySelector("[role=combobox]").setAttribute("aria-expanded", String(isOpen));
}

function shownNow(box) {
  return options(box)
    .filter((option) => !option.hidden)
    .sort((one, other) => one.style.order - other.style.order);
}

function step(box, by) {
  const shown = shownNow(box);
  const at = shown.findIndex((option) => option.getAttribute("aria-selected") === "true");
  mark(box, shown[(at + by + shown.length) % shown.length]);
}

// What was picked goes into the form as if it had been chosen there; the form for another type comes from the server.
let goOn = false;

function pick({ type, field, value, words }) {
  const form = document.querySelector("[data-intake]");
  const box = form.querySelector("[data-finds]");
  box.querySelector("[role=combobox]").value = words;
  box.querySelector("[data-no-kind]").hidden = true;
  open(box, false);
  const chosen = form.querySelector(`[name="${CSS.escape(field)}"][value="${CSS.escape(value)}"]`);
  const radio = form.querySelector(`[name=case_type][value="${CSS.escape(type)}"]`);
  if (field && !chosen) keepFor(form, field, value);
  if (chosen) chosen.checked = true;
  goOn = true;
  if (radio && !radio.checked) {
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    (chosen || form).dispatchEvent(new Event("change", { bubbles: true }));
    toNext(form);
  }
}

function keepFor(form, field, value) {
  form.querySelector("[data-kept]")?.remove();
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: field, value });
  kept.dataset.kept = "";
  form.append(kept);
}

// On to the first question that is still open.
function toNext(form) {
  goOn = false;
  const fields = [...form.querySelectorAll("#kind-form .field:has(.must)")].filter((field) => field.offsetParent);
  const empty = fields.find((field) => {
    const inputs = [...field.querySelectorAll("input:not([type=hidden]), textarea, select")];
    return inputs.length && !inputs.some((input) => (["radio", "checkbox"].includes(input.type) ? input.checked : input.value || "known" in input.dataset));
  });
  (empty || form.querySelector("#kind-form .field"))?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

function onKey(event, box) {
  const shown = !box.querySelector("[role=listbox]").hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!shown) narrow(box, "");
    else step(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && shown) {
    const chosen = box.querySelector("[aria-selected=true]");
    if (chosen) pick(chosen.dataset);
  } else if (event.key === "Enter") {
    toNext(box.closest("form"));
  } else if (event.key === "Escape") {
    open(box, false);
    return;
  } else return;
  event.preventDefault();
}

function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function startIntake() {
  const form = document.querySelector("[data-intake]");
  if (!form) return;
  // An empty form was asked for once: a reload and the way back show what was typed since.
  const place = new URL(location.href);
  place.searchParams.delete("fresh");
  if (place.href !== location.href) history.replaceState(history.state, "", place);
  form.addEventListener("input", (event) => {
    if (event.target.matches("[role=combobox]") && !event.isComposing) narrow(event.target.closest("[data-finds]"), event.target.value);
  });
  form.addEventListener("compositionend", (event) => {
    if (event.target.matches("[role=combobox]")) narrow(event.target.closest("[data-finds]"), event.target.value);
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[role=combobox]")) event.target.select();
    else open(form.querySelector("[data-finds]"), false);
  });
  form.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    pick(option.dataset);
  });
  form.addEventListener("click", (event) => {
    const guess = event.target.closest("[data-guess]");
    if (guess) pick(guess.dataset);
  });
  form.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.target.matches("[role=combobox]")) onKey(event, event.target.closest("[data-finds]"));
    // Enter in the number's field goes on; it must not send a form that is hardly begun.
    else if (event.key === "Enter" && !event.ctrlKey && event.target.matches("input:not([type=submit])")) {
      event.preventDefault();
      if (event.target.id === "phone") form.querySelector("[role=combobox]").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || isComposing(event)) return;
    const guess = event.code === "Digit1" && form.querySelector("[data-guess]");
    const spot = event.code === "KeyS" && form.querySelector("#on-spot");
    if (guess) pick(guess.dataset);
    if (spot) {
      spot.open = true;
      spot.querySelector("input, textarea, select")?.focus();
    }
    if (guess || spot) event.preventDefault();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "kind-form") form.querySelector("[data-kept]")?.remove();
    if (goOn && event.target.id === "kind-form") toNext(form);
  });
  form.addEventListener("paste", (event) => {
    if (event.target.id !== "phone") return;
    const text = event.clipboardData.getData("text").normalize("NFKC").trim();
    const number = text.replace(/^tel:/i, "").replace(/[\s\-()]/g, "");
    if (!/^\+?\d{5,20}$/.test(number)) return;
    event.preventDefault();
    event.target.value = number;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
