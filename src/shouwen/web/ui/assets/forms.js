// Forms made from the rulebook: fields appear when their condition holds, and nothing is sent twice.
function valueOf(form, name) {
  const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const chosen = fields.filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked);
  return chosen.map((field) => field.value);
}

function holds(test, values) {
  if (test.op === "known") return (values.some((value) => value !== "")) === (test.value !== "false");
  if (test.op === "equals") return values.includes(test.value);
  if (test.op === "one_of") return values.some((value) => test.value.includes(value));
  if (test.op === "has") return values.includes(test.value);
  if (test.op === "lacks") return !values.includes(test.value);
  const number = Number(values[0]);
  if (values[0] === undefined || values[0] === "") return false;
  if (test.op === "at_least") return number >= Number(test.value);
  if (test.op === "at_most") return number <= Number(test.value);
  if (test.op === "more_than") return number > Number(test.value);
  return number < Number(test.value);
}

function judge(condition, form) {
  if (condition.test) return holds(condition.test, valueOf(form, condition.test.path));
  if (condition.all) return condition.all.every((part) => judge(part, form));
  if (condition.any) return condition.any.some((part) => judge(part, form));
  return !judge(condition.no, form);
}

function showFields(form) {
  for (const field of form.querySelectorAll("[data-shown]")) {
    field.hidden = !judge(JSON.parse(field.dataset.shown), form);
    // A whole form that is not asked for is not sent either.
    if (field.matches("fieldset")) field.disabled = field.hidden;
  }
  for (const field of form.querySelectorAll("[data-must]")) {
    const must = judge(JSON.parse(field.dataset.must), form);
    field.querySelector("label, .label").classList.toggle("must", must);
    if ("requires" in field.dataset) field.querySelector("input, textarea, select").required = must && !field.hidden;
  }
}

// Fields of the forms themselves: a column of a table may be called "name" as well, and what stands in its rows is not the caller.
function askedFor(name) {
  const found = document.querySelectorAll(`#kind-form [name$=".${name}"]`);
  return [...found].filter((field) => field.name.split(".").length === 2);
}

// The caller that was found fills the name and number that the form asks for, where nobody wrote any yet.
function fillCaller() {
  const chosen = document.querySelector("[data-caller]:checked");
  const number = document.querySelector("#phone")?.value.trim() || "";
  const given = { name: chosen?.dataset.caller, customer_name: chosen?.dataset.caller, phone: /^\d{5,}$/.test(number) ? number : "" };
  const filled = [...document.querySelectorAll("#kind-form [data-customer]")].map((field) => [field, chosen?.dataset.called]);
  for (const [name, value] of Object.entries(given)) {
    filled.push([askedFor(name)[0], value]);
  }
  for (const [field, value] of filled) {
    if (field && value && (!field.value || field.dataset.filled)) {
      field.value = value;
      field.dataset.filled = "1";
    }
  }
  takeOver(chosen);
}

// What the dossier knows need not be typed: the server puts it in, hidden values too; the field says so.
function takeOver(chosen) {
  for (const name of ["phone", "address"]) {
    for (const field of askedFor(name)) {
      const known = chosen?.dataset[name] || "";
      field.placeholder = known;
      field.toggleAttribute("data-known", known !== "");
      field.closest(".field").classList.toggle("is-known", known !== "");
    }
  }
  for (const field of document.querySelectorAll("[data-intake] #kind-form select[name]")) {
    const unit = chosen?.dataset.unit;
    if (unit && !field.value && [...field.options].some((option) => option.value === unit)) field.value = unit;
  }
}

// What was refused is shown where it lacks something; on a telephone that may be screens away from the button.
function toFault(part) {
  const seen = (faults) => [...part.querySelectorAll(faults)].find((one) => one.offsetParent);
  const fault = seen(".field.bad, .tick.bad") || seen(".notice-box.bad[role=alert]");
  fault?.scrollIntoView({ block: "center" });
  fault?.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
}

export function startForms() {
  const all = () => document.querySelectorAll("form:has([data-shown], [data-must])").forEach(showFields);
  all();
  document.addEventListener("input", (event) => event.target.form && showFields(event.target.form));
  document.body.addEventListener("htmx:afterSettle", all);
  document.body.addEventListener("htmx:afterSettle", fillCaller);
  document.body.addEventListener("htmx:afterSettle", (event) => event.detail.xhr?.status === 422 && toFault(event.target));
  toFault(document.body);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-caller]")) fillCaller();
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });
}
