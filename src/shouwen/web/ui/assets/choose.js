// A field with a list: everything is offered when it is entered, and what is typed narrows it, wherever in the name it stands.
const MOST = 60;
let shown = null;

function choices(input) {
  const list = document.getElementById(input.dataset.choices || input.getAttribute("list") || "");
  return [...(list?.options || [])].map((option) => ({ value: option.value, words: option.textContent.trim() }));
}

function shut() {
  if (!shown) return;
  shown.input.removeAttribute("aria-expanded");
  shown.input.removeAttribute("aria-activedescendant");
  shown.box.remove();
  shown = null;
}

function take(value) {
  const input = shown.input;
  shut();
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function mark(at) {
  const items = [...shown.box.children];
  items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
  shown.at = at;
  items[at]?.scrollIntoView({ block: "nearest" });
  if (items[at]) shown.input.setAttribute("aria-activedescendant", items[at].id);
}

function offer(input, typed) {
  shut();
  const asked = typed.trim().toLowerCase();
  const fits = (one) => !asked || one.value.toLowerCase().includes(asked) || one.words.toLowerCase().includes(asked);
  const found = choices(input).filter(fits).slice(0, MOST);
  if (!found.length) return;
  const box = document.createElement("ul");
  box.className = "choices";
  box.setAttribute("role", "listbox");
  found.forEach((one, n) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `choice-${n}`;
    item.dataset.value = one.value;
    item.textContent = one.words && one.words !== one.value ? `${one.value}  ${one.words}` : one.value;
    box.append(item);
  });
  box.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) take(item.dataset.value);
  });
  input.after(box);
  input.setAttribute("aria-expanded", "true");
  shown = { input, box, at: -1 };
}

// The browser's own list would lie over this one.
function own(input) {
  if (!input.dataset.choices) {
    input.dataset.choices = input.getAttribute("list");
    input.removeAttribute("list");
    input.setAttribute("role", "combobox");
  }
}

function onKey(event) {
  if (!shown || event.target !== shown.input || event.isComposing) return;
  const last = shown.box.children.length - 1;
  if (event.key === "ArrowDown") mark(Math.min(last, shown.at + 1));
  else if (event.key === "ArrowUp") mark(Math.max(0, shown.at - 1));
  else if (event.key === "Enter" && shown.at >= 0) take(shown.box.children[shown.at].dataset.value);
  else if (event.key === "Escape") shut();
  else return;
  event.preventDefault();
}

export function startChoosing() {
  const chosen = (target) => target.matches?.("#rule-form input[list], #rule-form input[data-choices]");
  document.addEventListener("focusin", (event) => {
    if (!chosen(event.target)) return;
    own(event.target);
    event.target.select();
    offer(event.target, "");
  });
  document.addEventListener("input", (event) => {
    if (event.isTrusted && chosen(event.target)) offer(event.target, event.target.value);
  });
  document.addEventListener("focusout", (event) => shown?.input === event.target && shut());
  document.addEventListener("keydown", onKey);
  document.body.addEventListener("htmx:beforeSwap", shut);
}
