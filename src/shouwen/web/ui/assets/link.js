// Says when the connection is lost and when it is back, and leads to the sign-in when the session has ended.
export function startLink() {
  const show = (lost) => {
    const bar = document.querySelector("[data-lost]");
    if (bar) bar.hidden = !lost;
  };
  window.addEventListener("offline", () => show(true));
  window.addEventListener("online", () => show(false));
  document.body.addEventListener("htmx:sendError", () => show(true));
  document.body.addEventListener("htmx:afterRequest", (event) => event.detail.successful && show(!navigator.onLine));
  // What was under way when the network went may still arrive; that does not bring it back.
  document.body.addEventListener("link:lost", () => show(true));
  document.body.addEventListener("link:back", () => show(!navigator.onLine));
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/accounts/login")) {
      event.detail.shouldSwap = false;
      window.location.assign(`/accounts/login/?lost=1&next=${encodeURIComponent(window.location.pathname)}`);
      return;
    }
    // A refusal or an invalid form comes back as a fragment that says why; it is shown, not swallowed.
    const shows = xhr.status === 403 && xhr.responseText.includes('id="case-now"');
    if (shows || [409, 422].includes(xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
}
