// One place to write for customers and for colleagues: signs, texts to insert, names, files, and what the rules mind.
import { attach, forget, startAttaching } from "./attaching.js";

const QUIET = 350;
const PICK = /(?:^|\s|[，。！？、；：])([/@])([^\s/@]{0,12})$/;
let asking = 0;
let round = 0;
let picking = null;

const formOf = (inside) => inside.closest("form#composer");
const message = (form) => form.querySelector("[data-message]");
const kindOf = (form) => form.querySelector("[name=kind]:checked")?.value || "";
const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

function changed(area) {
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function put(area, text, from = area.selectionStart, to = area.selectionEnd) {
  area.focus();
  area.setRangeText(text, from, to, "end");
  changed(area);
}

// ** around what is chosen; - or > before each of its lines.
function mark(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  area.focus();
  area.setRangeText(`${sign}${value.slice(from, to)}${sign}`, from, to, "select");
  area.setSelectionRange(from + sign.length, to + sign.length);
  changed(area);
}

function markLines(area, sign) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const begin = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(begin, to).split("\n");
  put(area, lines.map((line) => (line.startsWith(sign) ? line : sign + line)).join("\n"), begin, to);
}

function link(area) {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const from = area.selectionStart;
  put(area, `[${chosen || "…"}](https://)`);
  area.setSelectionRange(from + (chosen || "…").length + 3, from + (chosen || "…").length + 11);
}

// / for texts, @ for names: what was typed after the sign narrows the list.
async function pick(form) {
  const area = message(form);
  const head = area.value.slice(0, area.selectionStart);
  const found = head.match(PICK);
  const sign = found?.[1];
  if (!found || kindOf(form) === "promise" || (sign === "@" && kindOf(form) !== "note")) return shut(form);
  const mine = (round += 1);
  const address = sign === "/" ? form.dataset.inserts : form.dataset.names;
  try {
    const answer = await fetch(`${address}?kind=${kindOf(form)}&q=${encodeURIComponent(found[2])}`, { headers: { "HX-Request": "true" } });
    const made = await answer.text();
    if (mine !== round || !answer.ok || new URL(answer.url).pathname !== address) return;
    picking = { from: head.length - found[2].length - 1, to: head.length };
    const list = form.querySelector("#picker");
    list.innerHTML = made;
    list.hidden = false;
    choose(form, list.querySelector("[role=option]"));
  } catch {
    shut(form);
  }
}

function choose(form, option) {
  for (const other of form.querySelectorAll("#picker [aria-selected=true]")) other.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) message(form).setAttribute("aria-activedescendant", option.id);
  else message(form).removeAttribute("aria-activedescendant");
}

function shut(form) {
  round += 1;
  picking = null;
  const list = form.querySelector("#picker");
  if (list) list.hidden = true;
  message(form).removeAttribute("aria-activedescendant");
}

function take(form, option) {
  const area = message(form);
  const { from, to } = picking;
  shut(form);
  if (option.dataset.person) remember(form, option.dataset.person);
  put(area, option.dataset.text, from, to);
  shut(form);
}

function remember(form, person) {
  const place = form.querySelector("[data-mentions]");
  if ([...place.children].some((each) => each.value === person)) return;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "mention", value: person });
  place.append(field);
}

function keys(event) {
  const form = event.target.matches?.("[data-message]") && formOf(event.target);
  if (!form || event.isComposing || event.keyCode === 229) return;
  const list = form.querySelector("#picker");
  if (list.hidden) return;
  const options = [...list.querySelectorAll("[role=option]")];
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    choose(form, options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length]);
  } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && options[at]) take(form, options[at]);
  else if (event.key === "Escape") shut(form);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// What the rulebook minds is said while one writes; the server judges the same when it is sent.
async function check(form) {
  const place = form.querySelector("#told");
  const kind = kindOf(form);
  const text = message(form).value;
  const body = new URLSearchParams({ kind, text, csrfmiddlewaretoken: token(form) });
  if (!text.trim() || kind === "note" || kind === "") {
    place.replaceChildren();
    return settle(form);
  }
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body, headers: { "HX-Request": "true" } });
    const made = await answer.text();
    if (!answer.ok || message(form).value !== text || kindOf(form) !== kind) return;
    place.innerHTML = made;
    settle(form);
  } catch {
    // Without a connection nothing is checked here; the server still does.
  }
}

function settle(form) {
  form.classList.toggle("has-warned", Boolean(form.querySelector("#told [data-warned]")));
  const offer = form.querySelector("[data-promise]");
  if (offer) offer.hidden = form.querySelector("#reply-at").value === offer.dataset.promise;
}

function promise(form, value) {
  form.querySelector("#reply-at").value = value;
  form.classList.toggle("has-promise", Boolean(value));
  changed(form.querySelector("#reply-at"));
  settle(form);
  // The button that was pressed is gone: the hands go on where they were.
  message(form).focus();
}

function clicked(event) {
  const form = formOf(event.target);
  const inserts = event.target.closest("[data-insert]");
  if (inserts) return insert(inserts);
  if (!form) return;
  const area = message(form);
  const button = event.target.closest("button, [role=option]");
  if (!button) return;
  const { dataset } = button;
  if (dataset.mark) mark(area, dataset.mark);
  else if (dataset.line) markLines(area, dataset.line);
  else if ("link" in dataset) link(area);
  else if (dataset.picks) put(area, `${/(^|\s)$/.test(area.value.slice(0, area.selectionStart)) ? "" : " "}${dataset.picks}`);
  else if (button.matches("[role=option]")) take(form, button);
  else if (dataset.says) swap(form, dataset);
  else if ("takesPromise" in dataset) promise(form, button.closest("[data-promise]").dataset.promise);
  else if ("noPromise" in dataset) promise(form, "");
  else if ("drops" in dataset) {
    forget(button.closest("li"));
    button.closest("li").remove();
    changed(area);
  }
}

function swap(form, { says, insteadOf }) {
  const area = message(form);
  const at = area.value.indexOf(insteadOf);
  if (at >= 0) put(area, says, at, at + insteadOf.length);
  else put(area, says);
}

// A line of the script goes where one writes; a reply unless something else was chosen.
function insert(button) {
  const form = document.querySelector("#composer");
  if (!form) return;
  if (!kindOf(form)) form.querySelector("[data-reply]").click();
  const area = message(form);
  const before = area.value && !area.value.endsWith("\n") ? "\n" : "";
  put(area, before + button.dataset.insert, area.value.length, area.value.length);
}

function typed(event) {
  const form = event.target.closest?.("form#composer");
  if (!form) return;
  if (event.target.matches("[data-files]")) return;
  if (event.target.matches("[data-message]") && !event.isComposing) pick(form);
  if (event.target.matches("[data-message], [name=kind]")) {
    // Why it did not pass was said of other words.
    form.querySelector("[data-refused]")?.remove();
    clearTimeout(asking);
    asking = setTimeout(() => check(form), QUIET);
  }
}

// Whoever may send such words: a reply goes to fewer than a note.
async function offerTakers(form) {
  const sheet = form.querySelector("details[data-takers]");
  if (!sheet?.open || !kindOf(form)) return;
  const [select, kind] = [sheet.querySelector("select"), kindOf(form)];
  const chosen = select.value;
  try {
    const answer = await fetch(`${sheet.dataset.takers}?kind=${kind}`, { headers: { "HX-Request": "true" } });
    const made = await answer.text();
    if (!answer.ok || new URL(answer.url).pathname !== sheet.dataset.takers || kindOf(form) !== kind) return;
    select.innerHTML = `<option value="">—</option>${made}`;
    if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
  } catch {
    // Without a connection nothing can be handed on either.
  }
}

function bring(form, files) {
  if (kindOf(form) !== "promise") attach(form, files);
}

function dropped(event) {
  const form = event.target.closest?.("form#composer");
  if (!form || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  form.classList.toggle("is-over", event.type === "dragover");
  if (event.type === "drop") bring(form, event.dataTransfer.files);
}

function again() {
  const form = document.querySelector("#composer");
  if (form && message(form).value) check(form);
}

export function startComposer() {
  document.addEventListener("click", clicked);
  document.addEventListener("input", typed);
  document.addEventListener("compositionend", (event) => event.target.matches?.("[data-message]") && pick(formOf(event.target)));
  document.addEventListener("keydown", keys, true);
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, dropped);
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#composer [name=kind]")) offerTakers(formOf(event.target));
    if (!event.target.matches?.("[data-files]")) return;
    bring(formOf(event.target), event.target.files);
    event.target.value = "";
  });
  document.addEventListener("toggle", (event) => event.target.matches?.("[data-takers]") && offerTakers(formOf(event.target)), true);
  document.addEventListener("paste", (event) => {
    const form = event.target.matches?.("[data-message]") && formOf(event.target);
    const files = [...(event.clipboardData?.files || [])];
    if (!form || !files.length) return;
    event.preventDefault();
    bring(form, files);
  });
  document.addEventListener("focusout", (event) => {
    const form = event.target.matches?.("[data-message]") && formOf(event.target);
    if (form) setTimeout(() => form.contains(document.activeElement) || shut(form), 200);
  });
  document.addEventListener("file-taken", (event) => changed(message(formOf(event.target))));
  startAttaching();
  document.body.addEventListener("htmx:afterSettle", again);
  again();
}
