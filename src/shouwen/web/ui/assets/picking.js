// Several cases chosen in the list at once.
// What is chosen in the list: a count, and the bar with what can be done to all of it.
export function pick() {
  const boxes = [...document.querySelectorAll("#list [data-row] input[name=case]")];
  const picked = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]").classList.toggle("picked", box.checked);
  const told = document.querySelector("[data-picked]");
  if (told) told.textContent = picked.length;
  document.querySelector("#bulk")?.classList.toggle("on", picked.length > 0);
  const all = document.querySelector("[data-all]");
  if (all) {
    all.checked = boxes.length > 0 && picked.length === boxes.length;
    all.indeterminate = picked.length > 0 && !all.checked;
  }
}

export function pickRow(row) {
  const box = row?.querySelector("input[name=case]");
  if (!box) return false;
  box.checked = !box.checked;
  pick();
  return true;
}

export function unpick() {
  for (const box of document.querySelectorAll("#list input[name=case]")) box.checked = false;
  pick();
}

export function startPicking() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) for (const box of document.querySelectorAll("#list [data-row] input[name=case]")) box.checked = event.target.checked;
    if (event.target.matches("[data-all], #list input[name=case]")) pick();
  });
}
