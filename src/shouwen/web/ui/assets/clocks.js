// Counts limits down in words: 剩 3 小时 20 分 · 超时 1 天 2 小时. The server's clock counts, not this machine's.
const simplified = { left: "剩 ", late: "超时 ", d: " 天 ", h: " 小时 ", m: " 分", s: " 秒" };
const language = document.documentElement.lang.toLowerCase();
const words = language.startsWith("zh-hant")
  ? { ...simplified, late: "超時 ", h: " 小時 " }
  : language.startsWith("zh")
    ? simplified
    : { left: "", late: "late ", d: " d ", h: " h ", m: " min", s: " s" };

let ahead = 0;

function serverNow() {
  return Date.now() + ahead;
}

export function inWords(milliseconds) {
  const late = milliseconds < 0;
  let seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const days = Math.floor(seconds / 86400);
  seconds -= days * 86400;
  const hours = Math.floor(seconds / 3600);
  seconds -= hours * 3600;
  const minutes = Math.floor(seconds / 60);
  seconds -= minutes * 60;
  let text = "";
  if (days) text = days + words.d + (hours ? hours + words.h : "");
  else if (hours) text = hours + words.h + (minutes ? minutes + words.m : "");
  else if (minutes >= 5 || late) text = minutes + words.m;
  else text = (minutes ? minutes + words.m + " " : "") + seconds + words.s;
  return (late ? words.late : words.left) + text.trim();
}

function show(chip) {
  const due = Date.parse(chip.dataset.due);
  const warn = Date.parse(chip.dataset.warn || "");
  const now = serverNow();
  const text = inWords(due - now);
  const target = chip.querySelector("[data-left]") || chip;
  if (target.textContent !== text) target.textContent = text;
  chip.classList.toggle("is-late", now > due);
  chip.classList.toggle("is-warn", now <= due && now >= warn);
  chip.classList.toggle("is-todo", now <= due && !(now >= warn));
}

export function startClocks() {
  const stamp = document.querySelector("meta[name=server-now]");
  if (stamp) ahead = Date.parse(stamp.content) - Date.now();
  const all = () => document.querySelectorAll("[data-due]").forEach(show);
  all();
  setInterval(all, 1000);
  document.body.addEventListener("htmx:afterSettle", all);
}
