// An address to pass on is copied with one touch: button[data-copy] beside an input[data-whole].
async function copied(input) {
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    // Without https a browser has no clipboard for pages, but still copies what is selected.
    return document.execCommand("copy");
  }
}

export function startCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const done = await copied(button.parentElement.querySelector("input[data-whole]"));
    button.textContent = done ? button.dataset.copy : button.dataset.failed;
  });
}
