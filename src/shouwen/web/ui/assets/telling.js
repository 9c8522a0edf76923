// What the server is told of tabs, one after the other as it was done: a tab that was opened and shut at once stays shut.
async function post({ address, words }) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch(address, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token, "HX-Request": "true" }, body: new URLSearchParams(words) });
  return answer.ok ? answer.text() : null;
}

const untold = [];
let told = Promise.resolve();

export function tell(address, words) {
  const word = { address, words };
  untold.push(word);
  told = told.catch(() => null).then(() => (untold.includes(word) ? post(untold.splice(untold.indexOf(word), 1)[0]) : null));
  return told;
}

// Whoever leaves the page leaves nothing untold.
window.addEventListener("pagehide", () => untold.splice(0).forEach(post));
