// Short messages about what just happened; the server sends them in HX-Trigger as {"toast": {"words": …, "bad": false}}.
function say(words, bad) {
  const box = document.querySelector(".toasts");
  const toast = document.createElement("div");
  toast.className = bad ? "toast bad" : "toast";
  toast.textContent = words;
  box.append(toast);
  setTimeout(() => toast.remove(), bad ? 9000 : 4500);
}

export function startToasts() {
  document.body.addEventListener("toast", (event) => say(event.detail.words, event.detail.bad));
  document.body.addEventListener("htmx:responseError", (event) => {
    const box = document.querySelector(".toasts");
    say(`${box.dataset.failed} (${event.detail.xhr.status})`, true);
  });
}
