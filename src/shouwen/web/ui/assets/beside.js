// On a wide screen a row's case opens beside the list; a click with Ctrl, a middle click or a phone goes to its page.
import htmx from "htmx.org";

const WIDE = "(min-width: 1280px)";

function shut() {
  const drawer = document.querySelector("#beside");
  if (!drawer?.firstChild || drawer.querySelector("dialog[open]")) return;
  drawer.replaceChildren();
  document.querySelector("[data-row].here")?.focus();
}

export function startBeside() {
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && shut());
  document.addEventListener("click", (event) => {
    const drawer = document.querySelector("#beside");
    if (event.target.closest("[data-shuts]")) {
      shut();
      return;
    }
    const link = event.target.closest("a[data-beside]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !drawer || !isPlain || !window.matchMedia(WIDE).matches) return;
    event.preventDefault();
    htmx.ajax("GET", link.href, { target: drawer, select: "#case-now", swap: "innerHTML" });
  });
}
