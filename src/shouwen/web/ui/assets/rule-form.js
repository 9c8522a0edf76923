// A rule's form: what the checker found stands beside the field it is about, as one types.
function clear(form) {
  for (const slot of form.querySelectorAll(".told-here")) slot.replaceChildren();
  for (const field of form.querySelectorAll(".bad, .faulty")) field.classList.remove("bad", "faulty");
}

// The innermost field around the place that a problem names.
function fieldOf(form, where) {
  let found = null;
  for (const field of form.querySelectorAll(".field[data-at], .entry[data-at], .pair[data-at]")) {
    const at = field.dataset.at;
    const inside = where === at || where.startsWith(`${at}/`);
    if (inside && (!found || at.length >= found.dataset.at.length)) found = field;
  }
  return found;
}

function place(form) {
  clear(form);
  for (const told of document.querySelectorAll("#told [data-told]")) {
    const field = fieldOf(form, told.dataset.told);
    const slot = field?.querySelector(":scope > .told-here") || field?.closest(".field")?.querySelector(":scope > .told-here");
    if (!slot) continue;
    const words = document.createElement("span");
    words.className = told.dataset.level === "error" ? "error" : "hint";
    words.textContent = told.querySelector(".words").textContent;
    slot.append(words);
    // A part of many fields is not wrong in all of them.
    const look = slot.parentElement.classList.contains("part") ? "faulty" : "bad";
    if (told.dataset.level === "error") slot.parentElement.classList.add(look);
    for (let around = slot.closest("details.entry"); around; around = around.parentElement.closest("details.entry")) around.open = true;
  }
}

// The words of a name chosen from a list stand below it.
function say(input) {
  const list = document.getElementById(input.dataset.choices || input.getAttribute("list"));
  const chosen = [...(list?.options || [])].find((option) => option.value === input.value);
  const said = input.parentElement.querySelector(":scope > .said");
  if (said) said.textContent = chosen ? chosen.textContent : "";
}

// What was typed and not saved is not left behind unasked.
let touched = false;

function guard() {
  document.addEventListener("input", (event) => {
    if (event.target.form?.id === "rule-form") touched = true;
  });
  // Another form of the page leaves it as well: only saving, or removing the whole rule, settles what was typed.
  document.addEventListener("submit", (event) => {
    if (event.target.id === "rule-form" || event.target.closest("#removing")) touched = false;
  });
  // What the server keeps is there again after a reload.
  document.addEventListener("draft-saved", (event) => {
    if (event.target.id === "rule-form") touched = false;
  });
  window.addEventListener("beforeunload", (event) => touched && event.preventDefault());
}

export function startRuleForm() {
  if (document.querySelector("#rule-form")) guard();
  const all = () => {
    const form = document.querySelector("#rule-form");
    if (form) place(form);
  };
  all();
  document.body.addEventListener("htmx:afterSettle", all);
  document.addEventListener("change", (event) => event.target.matches("#rule-form input[list], #rule-form input[data-choices]") && say(event.target));
  // A drawing is as high as it is: the open step is brought into sight.
  const here = document.querySelector(".chart [aria-current]");
  const box = here?.closest(".flow-box");
  if (box) {
    const far = here.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop = Math.max(0, far - box.clientHeight / 3);
  }
}
