// Dialogs are <dialog> elements of the page: [data-opens="#id"] opens, [data-closes] closes, and the reason is asked inside.
export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      const dialog = document.querySelector(opener.dataset.opens);
      if (dialog && !dialog.open) {
        dialog.showModal();
        const first = dialog.querySelector("textarea, input:not([type=hidden]), select");
        if (first) first.focus();
      }
      return;
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.querySelector && event.target.querySelector("dialog[data-now]");
    if (dialog && !dialog.open) dialog.showModal();
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
