// Keys for what people repeat: j k Enter a / ? g. None fires while somebody types or an input method composes.
import { pickRow } from "./picking.js";
import { along, keepQueue, nextTab, shutCase } from "./space.js";

const typing = "input, textarea, select, [contenteditable=true], dialog[open] *";

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
}

function here() {
  return document.querySelector("[data-row].here");
}

function mark(next) {
  for (const row of document.querySelectorAll("[data-row].here")) if (row !== next) row.classList.remove("here");
  next.classList.add("here");
  next.scrollIntoView({ block: "nearest" });
  next.focus({ preventScroll: true });
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  mark(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]);
}

function press(selector, inside) {
  const target = (inside || document).querySelector(selector);
  if (target) target.click();
  return Boolean(target);
}

let after = "";

function go(letter) {
  document.querySelector(`[data-key="${CSS.escape(letter)}"]`)?.click();
}

// Nothing typed, or nothing chosen where something must be.
function unanswered(field) {
  if (field.offsetParent === null || field.disabled || field.name === "reason") return false;
  if (!["radio", "checkbox"].includes(field.type)) return !field.value;
  const choice = field.closest(".field");
  return Boolean(choice?.querySelector(":scope > .must")) && !choice.querySelector(":checked");
}

// The act of the marked line; where its case lies open, or one is looked at alone, that case's.
function begin() {
  const row = here();
  if (row && press("[data-act]", row)) return;
  if (row && !document.querySelector("#work-case #case-now")) return;
  const button = document.querySelector("#case-now [data-act]") || (row ? null : document.querySelector("[data-act]"));
  // A form that lacks something is begun, not handed in.
  const blank = [...(button?.closest("form[data-draft]")?.querySelectorAll("input, select, textarea") || [])].find(unanswered);
  if (blank) blank.focus();
  else end(button);
}

// One key does what has one way to be done; where there are several, which one is for whoever presses Enter on it.
function end(button) {
  const ways = button?.form?.querySelectorAll("button[name=outcome]:not([data-then-next]), button[name=act]") || [];
  if (ways.length > 1) button.focus();
  else button?.click();
}

function act(event) {
  const key = event.key;
  if (after === "g") {
    after = "";
    go(key);
    return true;
  }
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "Enter" && here() === event.target) press("[data-open]", here());
  else if (key === "a") begin();
  else if (key === "x") pickRow(here());
  else if (key === "e") end(document.querySelector("[data-then-next]"));
  else if (key === "." || key === ",") nextTab(key === "." ? 1 : -1);
  else if (key === "w") press("#tabs .here [data-shuts-tab]") || shutCase();
  else if (key === "i") press("[data-note]");
  else if (key === "s") press("[data-assign]");
  else if (key === "r") press("[data-reply]");
  else if (key === "]") along(1) || press("[data-next]");
  else if (key === "[") along(-1) || press("[data-previous]");
  else if (key === "/") document.querySelector("[data-find]")?.focus();
  else if (key === "?") document.querySelector("#shortcuts")?.showModal();
  else if (key === "g") after = "g";
  else return false;
  return true;
}

function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function startKeys() {
  document.addEventListener("click", (event) => event.target.closest("[data-row]") && keepQueue(), true);
  document.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.ctrlKey && event.key === "Enter") {
      // Beside a form that is all the page is for, wherever the hands were last.
      const form = event.target.closest("form") || (document.querySelector("dialog[open]") ? null : document.querySelector("form[data-intake]"));
      if (!form) return;
      // A link or button that is held by the focus is not followed as well.
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-default]") || undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches("[data-find]")) event.target.blur();
    if (event.target.closest(typing)) return;
    if (act(event)) event.preventDefault();
  });
  // A list that is drawn anew keeps its mark: on the same row, or where that row stood when it has gone.
  let place = null;
  document.body.addEventListener("htmx:beforeSwap", () => {
    const row = here();
    place = row && { name: row.dataset.row, at: rows().indexOf(row) };
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    if (!place || here() || document.activeElement?.closest(typing)) return;
    const all = rows();
    const same = all.find((each) => each.dataset.row === place.name) || all[Math.min(place.at, all.length - 1)];
    if (same) mark(same);
  });
}
