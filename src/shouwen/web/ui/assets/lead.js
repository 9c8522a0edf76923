// What supervisors have: cards to pick, a board that rings on a new red one, approvals decided by one key.
const typing = "input, textarea, select, [contenteditable=true], dialog[open] *";
const QUIET = "board-quiet";

function late() {
  return new Set([...document.querySelectorAll(".wall-late [data-row]")].map((row) => row.dataset.row));
}

// Two short tones; a browser that was not touched yet stays silent, and the card is marked all the same.
function ring() {
  if (localStorage.getItem(QUIET) || !window.AudioContext) return;
  const sound = new AudioContext();
  [0, 0.25].forEach((at) => {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.frequency.value = 880;
    loud.gain.setValueAtTime(0.08, sound.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.2);
    tone.connect(loud).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.2);
  });
}

function watchBoard() {
  let before = null;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const board = event.target.closest?.("[data-board]");
    // What somebody has picked or is writing is not pulled away.
    if (board && event.target === board && (board.querySelector("[name=case]:checked") || board.contains(document.activeElement?.closest(typing)))) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    before = event.target.closest?.("[data-board]") ? late() : null;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!before) return;
    const fresh = [...late()].filter((row) => !before.has(row));
    before = null;
    for (const row of fresh) document.querySelector(`.wall-late [data-row="${row}"]`)?.classList.add("fresh");
    if (fresh.length) ring();
  });
}

function pick() {
  for (const form of document.querySelectorAll("[data-pick]")) {
    const picked = form.querySelectorAll("input[name=case]:checked").length;
    form.querySelector("[data-picked]").textContent = picked;
    form.querySelector("[data-bulk]").classList.toggle("on", picked > 0);
  }
}

function decide(event) {
  const box = document.querySelector("[data-approvals]");
  if (!box || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(typing)) return;
  const button = box.querySelector(`[data-decides="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const opinion = box.querySelector("[data-opinion]");
  if ("needsOpinion" in button.dataset && !opinion.value.trim()) opinion.focus();
  else button.click();
}

export function startLead() {
  watchBoard();
  document.addEventListener("change", (event) => event.target.matches("[data-pick] input") && pick());
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-quiet]")) return;
    if (event.target.checked) localStorage.removeItem(QUIET);
    else localStorage.setItem(QUIET, "1");
  });
  for (const box of document.querySelectorAll("[data-quiet]")) box.checked = !localStorage.getItem(QUIET);
  document.addEventListener("keydown", decide, true);
}
