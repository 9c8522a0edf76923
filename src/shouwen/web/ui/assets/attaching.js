// Files beside a message go at once, each with its bar; one that finds no network waits for it.
const waiting = new Map();

export function attach(form, files) {
  for (const file of files) add(form, file);
}

function add(form, file) {
  const list = form.querySelector("[data-attached]");
  const words = list.dataset;
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "clip", textContent: file.name || "image.png" });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", name.textContent);
  const state = Object.assign(document.createElement("span"), { className: "small muted" });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "button small quiet", textContent: words.remove });
  drop.setAttribute("data-drops", "");
  line.append(name, bar, state, drop);
  list.append(line);
  const ending = `.${(file.name || "image.png").split(".").pop().toLowerCase()}`;
  if (!form.dataset.taken.split(",").includes(ending)) return failed(line, `${words.wrong} ${ending}`);
  if (file.size > Number(form.dataset.most)) return failed(line, `${words.large}（${Math.round(form.dataset.most / 1048576)} MB）`);
  send({ address: form.dataset.attach, file, line, bar, state, words });
}

function failed(line, words) {
  line.classList.add("bad");
  line.querySelector("progress")?.remove();
  line.querySelector(".small.muted").textContent = words;
}

function send(one) {
  const request = new XMLHttpRequest();
  const form = document.querySelector("#composer");
  if (!form || !one.line.isConnected) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("file", one.file, one.file.name || "image.png");
  request.open("POST", one.address);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) one.bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => arrived(one, request));
  request.addEventListener("error", () => {
    one.state.textContent = one.words.waits;
    waiting.set(one.line, one);
  });
  one.state.textContent = "";
  request.send(body);
}

function arrived(one, request) {
  waiting.delete(one.line);
  let told = {};
  try {
    told = JSON.parse(request.responseText);
  } catch {
    // Not ours: the status says enough.
  }
  if (request.status !== 200) return failed(one.line, told.words || `${request.status}`);
  one.bar.remove();
  one.state.textContent = one.words.done;
  one.line.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: one.line.dataset.of ? `files_${one.line.dataset.of}` : "files", value: told.id }));
  if (told.picture) one.line.prepend(Object.assign(document.createElement("img"), { src: told.url, alt: "" }));
  one.line.dispatchEvent(new CustomEvent("file-taken", { bubbles: true }));
}

// Taken off the list before it got through: it is not sent when the network comes back.
export const forget = (line) => waiting.delete(line);

export function startAttaching() {
  window.addEventListener("online", () => [...waiting.values()].forEach(send));
}
