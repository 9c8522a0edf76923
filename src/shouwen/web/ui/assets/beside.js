// On a wide screen a row's case opens beside the list; a click with Ctrl, a middle click or a phone goes to its page.
import htmx from "htmx.org";

const WIDE = "(min-width: 1280px)";

export function startBeside() {
  document.addEventListener("click", (event) => {
    const drawer = document.querySelector("#beside");
    if (event.target.closest("[data-shuts]") && drawer) {
      drawer.replaceChildren();
      document.querySelector("[data-row].here")?.focus();
      return;
    }
    const link = event.target.closest("a[data-beside]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !drawer || !isPlain || !window.matchMedia(WIDE).matches) return;
    event.preventDefault();
    htmx.ajax("GET", link.href, { target: drawer, select: "#case-now", swap: "innerHTML" });
  });
}
