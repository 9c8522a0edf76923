// One stream of happenings for a page, open only while the page is looked at: a browser allows few streams to one address.
import htmx from "htmx.org";
import { parsed, place } from "./place.js";

const NAMES = ["notice", "task", "changed", "board", "here"];
let stream = null;
let missed = false;
let late = false;
let about = "";
let lost = 0;
const PATIENCE = 5000;

// The stream tells of the case that the page shows, and from which of its acts on.
function addressOf(now) {
  return `${document.body.dataset.live}${now ? `?case=${now.dataset.case}&seq=${now.dataset.seq}` : ""}`;
}

function open() {
  if (!document.body.dataset.live || stream) return;
  const now = document.querySelector("#case-now");
  about = now?.dataset.case || "";
  stream = new EventSource(addressOf(now));
  for (const name of NAMES) stream.addEventListener(name, () => tell(name));
  stream.addEventListener("open", () => {
    if (missed) NAMES.forEach(tell);
    missed = false;
    htmx.trigger(document.body, "link:back");
  });
  stream.addEventListener("error", () => {
    missed = true;
    // A server that is away for a moment is no lost network; one that stays away is shown like it.
    clearTimeout(lost);
    lost = setTimeout(() => stream?.readyState !== EventSource.OPEN && htmx.trigger(document.body, "link:lost"), PATIENCE);
  });
}

function close() {
  if (stream) stream.close();
  stream = null;
  missed = true;
}

function tell(name) {
  htmx.trigger(document.body, `live:${name}`);
  if (name === "changed") refresh();
}

// What somebody is typing, or has open, or was just told, is never pulled away from under the hands.
const TOLD = "[role=alert]";
export function isBusy(box) {
  return Boolean(box.querySelector(`form[data-touched], dialog[open], ${TOLD}`)) || box.contains(document.activeElement?.closest("form"));
}

export async function refresh() {
  const box = document.querySelector("#case-now");
  if (!box || late) return;
  late = true;
  try {
    const address = box.dataset.address;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    const page = await answer.text();
    if (!answer.ok || new URL(answer.url).pathname !== address) return;
    const now = document.querySelector("#case-now");
    if (now?.dataset.address !== address) return;
    if (isBusy(now)) {
      for (const id of ["case-head", "case-timeline", "case-side"]) put(`#${id}`, page);
      if (!now.querySelector(TOLD)) document.querySelector("[data-meanwhile]")?.removeAttribute("hidden");
    } else {
      place(now, parsed(page));
    }
  } catch {
    missed = true;
  } finally {
    late = false;
  }
}

function put(selector, page) {
  const target = document.querySelector(selector);
  if (target) htmx.swap(target, page, { swapStyle: "outerHTML" }, { select: selector });
}

// Another case is shown: the stream is to tell of that one.
function follow() {
  if (!stream || (document.querySelector("#case-now")?.dataset.case || "") === about) return;
  const wasMissed = missed;
  close();
  missed = wasMissed;
  open();
}

export function startLive() {
  let waiting = 0;
  document.body.addEventListener("htmx:afterSettle", () => {
    clearTimeout(waiting);
    waiting = setTimeout(follow, 300);
  });
  if (document.visibilityState === "visible") open();
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? open() : close()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  document.addEventListener("input", (event) => event.target.form?.setAttribute("data-touched", ""));
}
