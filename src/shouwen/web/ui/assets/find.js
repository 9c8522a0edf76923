// The search box: first results while somebody types, up and down among them, Enter to go there. Ctrl+K opens the same with what can be done here.
import { openCase } from "./space.js";

const QUIET = 20;
const SHORTEST = 1;

function isPartOf(word, text) {
  const wanted = word.toLowerCase();
  const said = text.toLowerCase();
  if (said.includes(wanted)) return true;
  let at = 0;
  for (const letter of wanted) {
    at = said.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return true;
}

// How words are spoken, full and by initials, as the server reads them; asked for once.
const spoken = new Map();

async function learn(words) {
  const unknown = [...new Set(words)].filter((each) => !spoken.has(each)).slice(0, 200);
  if (!unknown.length) return;
  try {
    const answer = await fetch(`${document.body.dataset.latin}?${unknown.map((each) => `w=${encodeURIComponent(each)}`).join("&")}`);
    if (answer.ok) for (const [each, keys] of Object.entries(await answer.json())) spoken.set(each, keys);
  } catch {
    // By their characters they are found all the same.
  }
}

function isSpoken(asked, words) {
  const letters = asked.toLowerCase().replace(/\s/g, "");
  return /^[a-z]+$/.test(letters) && (spoken.get(words) || []).some((key) => key.startsWith(letters) || (key.length < 12 && key.includes(letters)));
}

// What the page offers as commands: places, queues, tabs, buttons of the case at hand.
function commands() {
  const found = [];
  const add = (element, group) => {
    const words = (element.textContent || "").replace(/\s+/g, " ").replace(/×$/, "").trim() || element.title;
    if (words && element.offsetParent !== null) found.push({ words, group, run: () => element.click() });
  };
  const said = document.querySelector("#palette")?.dataset || {};
  document.querySelectorAll("#case-now [data-opens^='#act-'], #case-now .outcomes .button, #case-now [data-reply], #case-now [data-note]").forEach((each) => add(each.closest("label") || each, said.acts));
  document.querySelectorAll("#queues a[data-queue] .clip").forEach((each) => add(each, said.queues));
  document.querySelectorAll("[data-place]").forEach((each) => add(each, said.places));
  document.querySelectorAll("#tabs .tab > a").forEach((each) => add(each, said.tabs));
  document.querySelectorAll("[data-command]").forEach((each) => {
    found.push({ words: each.dataset.command || each.textContent.trim(), group: said.more, run: () => each.click() });
  });
  return found;
}

class Finder {
  constructor(input, box, withCommands) {
    this.input = input;
    this.box = box;
    this.withCommands = withCommands;
    this.asked = null;
    this.waiting = 0;
    this.kept = new Map();
    this.shown = "";
    this.wantsFirst = false;
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", (event) => event.isComposing || this.later());
    input.addEventListener("compositionend", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      const hit = event.target.closest("[data-hit]");
      if (hit && !(event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        event.stopPropagation();
        this.go(hit);
      }
    });
  }

  later() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.wantsFirst = false;
    if (this.withCommands) this.show("");
    this.waiting = setTimeout(() => this.ask(), QUIET);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < SHORTEST) {
      this.show("");
      return;
    }
    this.asked?.abort();
    const known = this.kept.get(words);
    if (known !== undefined) {
      this.show(known);
      return;
    }
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${document.body.dataset.quick}?q=${encodeURIComponent(words)}`, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      const made = answer.ok ? await answer.text() : "";
      if (this.input.value.trim() !== words) return;
      if (answer.ok) this.kept.set(words, made);
      setTimeout(() => this.kept.delete(words), 15000);
      this.show(made);
    } catch (fault) {
      if (fault.name !== "AbortError") this.show("");
    }
  }

  show(made) {
    const words = this.input.value.trim();
    this.shown = words;
    const found = this.withCommands ? commands().filter((one) => !words || isPartOf(words, one.words) || isSpoken(words, one.words)).slice(0, words ? 8 : 40) : [];
    this.runs = found.map((one) => one.run);
    this.box.innerHTML = made;
    if (found.length) this.box.querySelector(".empty")?.remove();
    let group = null;
    const list = document.createDocumentFragment();
    found.forEach((one, at) => {
      if (!group || group.getAttribute("aria-label") !== one.group) {
        group = document.createElement("div");
        group.className = "hits";
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", one.group);
        const head = document.createElement("div");
        head.className = "hits-head";
        head.setAttribute("aria-hidden", "true");
        head.textContent = one.group;
        group.append(head);
        list.append(group);
      }
      const line = document.createElement("a");
      Object.assign(line, { id: `run-${at}`, href: "#", tabIndex: -1, textContent: one.words });
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.dataset.hit = "";
      line.dataset.run = at;
      group.append(line);
    });
    this.box.prepend(list);
    const isOpen = Boolean(this.box.firstElementChild);
    this.box.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    const first = this.hits()[0];
    this.choose(first);
    if (this.wantsFirst && first) this.go(first);
    else if (this.wantsFirst) this.input.form?.requestSubmit();
    this.wantsFirst = false;
  }

  hits() {
    return [...this.box.querySelectorAll("[data-hit]")];
  }

  choose(hit) {
    for (const each of this.box.querySelectorAll("[aria-selected=true]")) each.setAttribute("aria-selected", "false");
    hit?.setAttribute("aria-selected", "true");
    hit?.scrollIntoView({ block: "nearest" });
    if (hit) this.input.setAttribute("aria-activedescendant", hit.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const hits = this.hits();
    const at = hits.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!hits.length) return;
      event.preventDefault();
      this.choose(hits[(at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length]);
    } else if (event.key === "Enter" && !event.ctrlKey && this.input.value.trim() && this.input.value.trim() !== this.shown && !this.withCommands) {
      // What is shown answers earlier words: Enter means these, and goes to their first when it is there.
      event.preventDefault();
      this.wantsFirst = true;
    } else if (event.key === "Enter" && at >= 0 && !this.box.hidden && !event.ctrlKey) {
      event.preventDefault();
      this.go(hits[at]);
    } else if (event.key === "Escape" && this.withCommands) {
      this.input.closest("dialog").close();
    } else if (event.key === "Escape" && !this.box.hidden) {
      event.stopPropagation();
      this.shut();
    }
  }

  go(hit) {
    const run = hit.dataset.run === undefined ? null : this.runs[Number(hit.dataset.run)];
    const { href } = hit;
    this.shut();
    this.input.blur();
    this.input.closest("dialog")?.close();
    if (run) run();
    else if (!openCase(href)) window.location.assign(href);
  }

  shut() {
    this.asked?.abort();
    clearTimeout(this.waiting);
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

export function startFind() {
  const input = document.querySelector("[data-find]");
  const box = document.querySelector("#find-hits");
  if (input && box) {
    const finder = new Finder(input, box, false);
    input.addEventListener("focus", () => input.value.trim() && finder.ask());
    input.addEventListener("blur", () => setTimeout(() => finder.shut(), 120));
  }
  const palette = document.querySelector("#palette");
  if (!palette) return;
  const line = palette.querySelector("input");
  const all = new Finder(line, palette.querySelector("[role=listbox]"), true);
  const open = () => {
    if (palette.open || document.querySelector("dialog[open]")) return;
    line.value = "";
    palette.showModal();
    all.show("");
    line.focus();
    learn(commands().map((one) => one.words)).then(() => palette.open && line.value && all.show(all.kept.get(line.value.trim()) || ""));
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && !event.isComposing) {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) open();
    if (event.target === palette) palette.close();
  });
}
