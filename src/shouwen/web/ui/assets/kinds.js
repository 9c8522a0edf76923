// Each kind of word keeps its own text, files and colleague's draft: nothing begun among colleagues reaches the customer by a change of mind.
const message = (form) => form.querySelector("[data-message]");
const shelf = (form, kind, what = "kept") => form.querySelector(`[name="${what}_${kind}"]`);

function joined(one, other) {
  return one && other ? `${one}\n${other}` : one || other;
}

function putAway(form, kind) {
  shelf(form, kind).value = joined(shelf(form, kind).value, message(form).value);
  shelf(form, kind, "draft").value ||= form.querySelector("[name=draft]").value;
  message(form).value = form.querySelector("[name=draft]").value = "";
  for (const line of form.querySelectorAll("[data-attached] li:not([data-of])")) {
    line.dataset.of = kind;
    line.hidden = true;
    for (const field of line.querySelectorAll("[name=files]")) field.name = `files_${kind}`;
  }
}

function takeDown(form, kind) {
  message(form).value = joined(shelf(form, kind).value, message(form).value);
  form.querySelector("[name=draft]").value ||= shelf(form, kind, "draft").value;
  shelf(form, kind).value = shelf(form, kind, "draft").value = "";
  for (const line of form.querySelectorAll(`[data-attached] li[data-of="${kind}"]`)) {
    delete line.dataset.of;
    line.hidden = false;
    for (const field of line.querySelectorAll("[name^=files]")) field.name = "files";
  }
}

function chosen(event) {
  const form = event.target.matches?.("#composer [name=kind]") && event.target.form;
  if (!form) return;
  const of = form.querySelector("[name=text_of]");
  if (of.value === event.target.value) return;
  if (of.value) putAway(form, of.value);
  takeDown(form, event.target.value);
  of.value = event.target.value;
  message(form).dispatchEvent(new Event("input", { bubbles: true }));
}

// On purpose it may be copied: what was written among colleagues stands there too until it is sent or thrown away.
function use(event) {
  const button = event.target.closest?.("[data-use-as]");
  if (!button) return;
  const { form } = button;
  const text = message(form).value;
  form.querySelector(`[name=kind][value="${button.dataset.useAs}"]`).click();
  message(form).value = joined(message(form).value, text);
  message(form).dispatchEvent(new Event("input", { bubbles: true }));
}

export function startKinds() {
  // Before anybody else hears of the choice: what is kept and checked is already that of the kind chosen.
  document.addEventListener("input", chosen, true);
  document.addEventListener("click", use);
}
