// Says when the connection is lost and when it is back; live updates come by server-sent events.
export function startLink() {
  const bar = document.querySelector("[data-offline]");
  const show = (lost) => {
    if (bar) bar.hidden = !lost;
  };
  window.addEventListener("offline", () => show(true));
  window.addEventListener("online", () => show(false));
  document.body.addEventListener("htmx:sendError", () => show(true));
  document.body.addEventListener("htmx:afterRequest", (event) => event.detail.successful && show(false));
  document.body.addEventListener("htmx:sseOpen", () => show(false));
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // A refusal or an invalid form comes back as a fragment that says why; it is shown, not swallowed.
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
}
