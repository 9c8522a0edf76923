// A whole case put into its place at once. The library would tell listeners of each of its eight hundred elements that goes, and look for
// a namesake of each one that comes: that took longer than drawing the case, and nothing of ours asks for either.
import htmx from "htmx.org";

// What can wait for the frame that shows the case does, and does not compete with it.
export const onceShown = (go) => requestAnimationFrame(() => setTimeout(go));

export function parsed(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return { title: page.title, box: page.querySelector("#case-now") };
}

// Whoever was in a field is in the field of that name again.
function holding(put) {
  const { id, selectionStart, selectionEnd } = document.activeElement || {};
  put();
  const field = id && document.activeElement === document.body && document.getElementById(id);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (typeof selectionStart === "number") field.setSelectionRange?.(selectionStart, selectionEnd);
}

// `target` is the case that stands there, or the place for one.
export function place(target, { title, box }) {
  if (!box) return;
  holding(() => (target.id === box.id ? target.replaceWith(box) : target.replaceChildren(box)));
  const told = target.isConnected ? target : box;
  htmx.trigger(told, "htmx:afterSwap");
  if (title) document.title = title;
  htmx.process(box);
  htmx.trigger(told, "htmx:afterSettle");
}
