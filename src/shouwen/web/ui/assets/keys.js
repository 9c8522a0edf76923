// Keys for what people repeat: j k Enter a / ? g. None fires while somebody types or an input method composes.
const typing = "input, textarea, select, [contenteditable=true], dialog[open] *";

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
}

function here() {
  return document.querySelector("[data-row].here");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
  all.forEach((row) => row.classList.toggle("here", row === next));
  next.scrollIntoView({ block: "nearest" });
  next.focus({ preventScroll: true });
}

function press(selector, inside) {
  const target = (inside || document).querySelector(selector);
  if (target) target.click();
  return Boolean(target);
}

const places = { t: "tasks", l: "cases", n: "new", b: "board", r: "rulebook", c: "customers", d: "compliance" };
let after = "";

function go(letter) {
  const link = document.querySelector(`[data-place="${places[letter] || ""}"]`);
  if (link) link.click();
}

function act(event) {
  const key = event.key;
  if (after === "g") {
    after = "";
    go(key);
    return true;
  }
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "Enter" && here()) press("[data-open]", here());
  else if (key === "a") press("[data-act]", here() || document);
  else if (key === "s") press("[data-assign]", here() || document);
  else if (key === "r") press("[data-reply]");
  else if (key === "]") press("[data-next]");
  else if (key === "[") press("[data-previous]");
  else if (key === "/") document.querySelector("[data-find]")?.focus();
  else if (key === "?") document.querySelector("#shortcuts")?.showModal();
  else if (key === "g") after = "g";
  else return false;
  return true;
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey && event.key === "Enter") {
      const form = event.target.closest("form");
      if (form) form.requestSubmit(form.querySelector("[data-default]") || undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches("[data-find]")) event.target.blur();
    if (event.target.closest(typing)) return;
    if (act(event)) event.preventDefault();
  });
}
