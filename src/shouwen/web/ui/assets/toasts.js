// Short messages about what just happened; those that came with a page leave again like those made here.
const SHORT = 4500;
const LONG = 9000;

function leave(toast) {
  setTimeout(() => toast.remove(), toast.classList.contains("bad") ? LONG : SHORT);
}

function say(words) {
  const box = document.querySelector("#toasts");
  const toast = document.createElement("div");
  toast.className = "toast bad";
  toast.textContent = words;
  box.append(toast);
  leave(toast);
}

export function startToasts() {
  const all = () => document.querySelectorAll("#toasts .toast:not([data-leaving])").forEach((toast) => {
    toast.dataset.leaving = "";
    leave(toast);
  });
  all();
  document.body.addEventListener("htmx:afterSettle", all);
  document.body.addEventListener("htmx:oobAfterSwap", all);
  document.body.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    // Whoever is led to the sign-in, or gets the page anew, reads there what to do.
    if (/^HX-(Redirect|Refresh):/im.test(xhr.getAllResponseHeaders())) return;
    const { barred, failed } = document.querySelector("#toasts").dataset;
    say(xhr.status === 403 ? barred : `${failed} (${xhr.status})`);
  });
}
