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
    say(`${document.querySelector("#toasts").dataset.failed} (${event.detail.xhr.status})`);
  });
}
