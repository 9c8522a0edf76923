// One browser agrees to be told, by the person's own click.
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

async function agree(box) {
  if ((await Notification.requestPermission()) !== "granted") {
    box.querySelector("[data-push-barred]").hidden = false;
    return;
  }
  const worker = await navigator.serviceWorker.register(box.dataset.pushWorker);
  await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) });
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch(box.dataset.pushDevices, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ subscription: JSON.stringify(made) }) });
  if (answer.ok) window.location.reload();
  else box.querySelector("[data-push-barred]").hidden = false;
}

export function startPush() {
  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  box.querySelector("[data-push-off]").hidden = true;
  const button = box.querySelector("[data-push-on]");
  button.hidden = false;
  button.addEventListener("click", () => agree(box).catch(() => (box.querySelector("[data-push-barred]").hidden = false)));
}
