// Dialogs are <dialog> elements of the page: [data-opens="#id"] opens, [data-closes] closes, and the reason is asked inside.
function open(dialog) {
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const first = dialog.querySelector("textarea, input:not([type=hidden]), select");
  if (first) first.focus();
}

// A link to a part that is folded unfolds it.
function unfold() {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part?.tagName === "DETAILS") part.open = true;
}

export function startDialogs() {
  unfold();
  window.addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      open(document.querySelector(opener.dataset.opens));
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
    // Choosing whom to write to leads on to the writing.
    const leader = event.target.closest("[data-leads]");
    if (leader) requestAnimationFrame(() => document.querySelector(leader.dataset.leads)?.focus());
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // One that comes back because its act did not pass stands open again, with what was typed.
  const again = () => open(document.querySelector("dialog[data-now]"));
  again();
  document.body.addEventListener("htmx:afterSettle", again);
}
