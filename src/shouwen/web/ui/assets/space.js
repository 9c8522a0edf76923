// The workspace: a case opens beside its list, stays as a tab, and the next one comes without a reload.
import htmx from "htmx.org";
import { fetchAhead, takeAhead } from "./ahead.js";
import { pick, pickRow, startPicking, unpick } from "./picking.js";
import { onceShown, place } from "./place.js";
import { tell } from "./telling.js";

// Below this a case has the screen to itself.
const WIDE = "(min-width: 1101px)";
const THUMB = "(max-width: 1100px)";
const CONTROLS = "a, button, input, select, textarea, label, summary, form";

export const space = () => (window.matchMedia(WIDE).matches ? document.querySelector("[data-space]") : null);
const shown = () => document.querySelector("#case-now");
const caseAddress = (href) => {
  const path = new URL(href, window.location.href).pathname;
  return /\/cases\/\d+\/$/.test(path) ? path : "";
};

// The list one came from is the queue that [ and ] walk along.
export function keepQueue() {
  const links = [...document.querySelectorAll("[data-row] a[data-open]")].filter((link) => link.offsetParent !== null);
  const queue = links.map((link) => caseAddress(link.href)).filter(Boolean);
  if (queue.length) sessionStorage.setItem("queue", JSON.stringify(queue));
}

function queueOf() {
  if (document.querySelector("[data-space] [data-row]")) keepQueue();
  return JSON.parse(sessionStorage.getItem("queue") || "[]");
}

function remember(address) {
  const box = document.querySelector("[data-space]");
  if (!box) {
    window.history.pushState({}, "", address);
    return;
  }
  const here = new URL(window.location.href);
  here.searchParams.set("case", address.match(/(\d+)\/$/)[1]);
  window.history.replaceState({}, "", here);
}

function markOpen(address) {
  for (const row of document.querySelectorAll("[data-space] [data-row]")) {
    const link = row.querySelector("a[data-open]");
    row.classList.toggle("open", Boolean(link) && caseAddress(link.href) === address);
  }
}

// At once: whoever goes on by keys goes on from here.
function markTab(address) {
  for (const link of document.querySelectorAll("#tabs .tab > a")) {
    const isHere = caseAddress(link.href) === address;
    link.parentElement.classList.toggle("here", isHere);
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

export function prefetch(href) {
  const address = href ? caseAddress(href) : "";
  if (address && space() && address !== shown()?.dataset.address) fetchAhead(address);
}

const inQueue = (step) => () => {
  const queue = queueOf();
  const at = queue.indexOf(shown()?.dataset.address);
  return at < 0 ? "" : queue[at + step];
};

// Round and round.
const inTabs = (step) => () => {
  const tabs = [...document.querySelectorAll("#tabs .tab")];
  const at = tabs.findIndex((tab) => tab.classList.contains("here"));
  return tabs.length ? tabs[(at + step + tabs.length) % tabs.length].querySelector("a").href : "";
};

function stands(address, onward) {
  remember(address);
  setTimeout(() => prefetch(onward()), 250);
}

// A place for the case: beside the list, or where another one stands. Whoever goes on probably goes on the same way.
export function openCase(href, onward = inQueue(1)) {
  const address = caseAddress(href);
  const target = document.querySelector("#work-case");
  if (!address || !target || (document.querySelector("[data-space]") && !space())) return false;
  document.querySelector("[data-space]")?.classList.add("has-case");
  shut.delete(`${address}tab/`);
  markOpen(address);
  markTab(address);
  for (const row of document.querySelectorAll("[data-space] [data-row].here")) row.classList.remove("here");
  const row = document.querySelector("[data-space] [data-row].open");
  row?.classList.add("here");
  row?.scrollIntoView({ block: "nearest" });
  wanted = address;
  const late = (page) => {
    // Somebody who goes on quickly sees where they went last.
    if (wanted !== address) return;
    // Before, so that the new one is not measured twice.
    target.scrollTop = 0;
    place(target, page);
    stands(address, onward);
  };
  // The library says what is wrong where it could not be fetched.
  const ask = () => htmx.ajax("GET", address, { target, select: "#case-now", swap: "innerHTML" }).then(() => stands(address, onward));
  const { made, page } = takeAhead(address);
  if (made) late(made);
  else page.then(late, ask);
  return true;
}

let wanted = "";

export function along(step) {
  const now = shown();
  const queue = queueOf();
  const at = queue.indexOf(now ? now.dataset.address : window.location.pathname);
  const next = queue[at + step];
  if (!next || (at < 0 && step < 0)) return false;
  if (!openCase(next, inQueue(step))) window.location.assign(next);
  return true;
}

export function shutCase() {
  const box = document.querySelector("[data-space].has-case");
  if (!box) return;
  box.classList.remove("has-case");
  document.querySelector("#work-case").replaceChildren();
  markOpen("");
  const here = new URL(window.location.href);
  here.searchParams.delete("case");
  window.history.replaceState({}, "", here);
  document.querySelector("[data-row].here, [data-row]")?.focus({ preventScroll: true });
}

// Its case may stand there for a moment longer than its tab.
const shut = new Set();

async function keepTab() {
  const strip = document.querySelector("#tabs");
  const now = shown();
  if (!strip || !now || strip.dataset.here === now.dataset.case || shut.has(now.dataset.tab)) return;
  strip.dataset.here = now.dataset.case;
  try {
    const made = await tell(now.dataset.tab, { do: "open" });
    if (made === null) throw new Error("no tab");
    strip.innerHTML = made;
    strip.querySelector(".here")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  } catch {
    delete strip.dataset.here;
    htmx.ajax("GET", strip.getAttribute("hx-get"), { target: strip });
  }
}

async function shutTab(button) {
  const tab = button.closest(".tab");
  const near = tab.nextElementSibling || tab.previousElementSibling;
  shut.add(button.dataset.shutsTab);
  const wasHere = tab.classList.contains("here");
  tab.remove();
  if (wasHere) {
    const link = near?.querySelector("a");
    if (!link || !openCase(link.href)) shutCase();
  }
  const address = button.dataset.shutsTab;
  await tell(address, { do: "close" }).catch(() => null);
  // The strip may have been drawn meanwhile as it stood before.
  document.querySelector(`[data-shuts-tab="${CSS.escape(address)}"]`)?.closest(".tab").remove();
}

export function nextTab(step) {
  const next = inTabs(step)();
  if (next && !openCase(next, inTabs(step))) window.location.assign(next);
}

function look(button) {
  const list = document.querySelector("#list");
  for (const each of ["cards", "table"]) list.classList.toggle(each, each === button.dataset.look);
  for (const each of document.querySelectorAll("[data-look]")) each.setAttribute("aria-pressed", String(each === button));
  document.cookie = `list=${button.dataset.look};path=/;max-age=31536000;samesite=lax`;
}

function showList(address, isQueue) {
  const target = document.querySelector("#list");
  if (!target) return false;
  const kept = new URL(window.location.href).searchParams.get("case");
  const wanted = new URL(address, window.location.href);
  htmx.ajax("GET", wanted.pathname + wanted.search, { target, select: "#list", swap: "outerHTML" }).then(() => {
    if (kept) wanted.searchParams.set("case", kept);
    window.history.pushState({}, "", wanted);
    markOpen(shown()?.dataset.address || "");
    pick();
    document.querySelector("#list .rows")?.scrollTo(0, 0);
  });
  if (isQueue) for (const link of document.querySelectorAll("[data-queue]")) link.removeAttribute("aria-current");
  return true;
}

// The list as it is asked for, drawn anew where it stands; nothing chosen is lost.
let redrawing = 0;
function redraw() {
  const list = document.querySelector("#list");
  if (!list || document.querySelector("#list input[name=case]:checked") || document.querySelector("#list dialog[open], #list details[open]")) return;
  clearTimeout(redrawing);
  redrawing = setTimeout(() => {
    const at = document.querySelector("#list .rows")?.scrollTop || 0;
    const here = new URL(window.location.href);
    here.searchParams.delete("case");
    htmx.ajax("GET", here.pathname + here.search, { target: "#list", select: "#list", swap: "outerHTML" }).then(() => {
      markOpen(shown()?.dataset.address || "");
      const rows = document.querySelector("#list .rows");
      if (rows) rows.scrollTop = at;
    });
  }, 400);
}

let thenNext = false;

function clicked(event) {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  const by = (selector) => event.target.closest(selector);
  if (by("[data-row] .pick")) {
    if (event.target.matches("td")) pickRow(by("[data-row]"));
    return;
  }
  if (by("[data-shuts-tab]")) shutTab(by("[data-shuts-tab]"));
  else if (by("[data-along]")) along(Number(by("[data-along]").dataset.along));
  else if (by("[data-look]")) look(by("[data-look]"));
  else if (by("[data-unpick]")) unpick();
  else if (by("[data-then-next]")) thenNext = true;
  else if (isPlain && by("a[data-queue], a[data-list]") && space()) {
    if (showList(by("a").href, Boolean(by("a[data-queue]")))) event.preventDefault();
    if (by("a[data-queue]")) by("a[data-queue]").setAttribute("aria-current", "true");
  } else if (isPlain && by("a[data-open]") && !by("a[data-beside]") && document.querySelector("#work-case")) {
    if (by("[data-row]")) keepQueue();
    if (openCase(by("a[data-open]").href)) event.preventDefault();
  } else if (isPlain && by("[data-space] tr[data-row]") && !by("a, button, input") && space()) {
    keepQueue();
    openCase(by("tr[data-row]").querySelector("a[data-open]").href);
  } else if (isPlain && by("[data-row]") && !by(CONTROLS) && window.matchMedia(THUMB).matches) {
    // A thumb takes the whole line.
    by("[data-row]").querySelector("a[data-open]")?.click();
  }
}

export function startSpace() {
  let resting = 0;
  const near = (event) => {
    const link = event.target.closest?.("[data-space] [data-row], #tabs .tab")?.querySelector("a[data-open]");
    clearTimeout(resting);
    if (link) resting = setTimeout(() => prefetch(link.href), event.type === "pointerdown" ? 0 : 70);
  };
  for (const name of ["focusin", "pointerover", "pointerdown"]) document.addEventListener(name, near);
  document.addEventListener("click", clicked);
  startPicking();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-list]") || !space()) return;
    event.preventDefault();
    const words = [...new FormData(form)].filter(([, value]) => value !== "");
    showList(`${form.action}?${new URLSearchParams(words)}`, true);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.closest?.("#work-case, #case-now") || event.target.id === "case-now") onceShown(keepTab);
  });
  // The strip as it stood before this case had its tab may come last, and would leave it out.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "tabs" && event.detail.target.dataset.here) event.detail.shouldSwap = false;
  });
  // Done, and on to the next: only when the act passed.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, xhr } = event.detail;
    if (!thenNext || !requestConfig?.elt.matches("form[data-draft]")) return;
    thenNext = false;
    if (xhr.status >= 200 && xhr.status < 300) requestAnimationFrame(() => along(1));
  });
  document.body.addEventListener("live:task", redraw);
  document.body.addEventListener("list:changed", () => {
    unpick();
    redraw();
  });
  document.body.addEventListener("htmx:afterSwap", () => markOpen(shown()?.dataset.address || ""));
  const now = shown();
  if (now) {
    document.querySelector("[data-space]")?.classList.add("has-case");
    markOpen(now.dataset.address);
    keepTab();
  }
  window.addEventListener("popstate", () => window.location.reload());
}
