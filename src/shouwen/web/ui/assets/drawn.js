// A signature drawn with finger, pen or mouse: form[data-drawn] with a canvas; what was drawn goes with the form as a PNG.
function startOne(form) {
  const canvas = form.querySelector("canvas.drawn");
  const pen = canvas.getContext("2d");
  let last = null;
  let strokes = 0;

  function wipe() {
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.round(box.width * 2);
    canvas.height = Math.round(box.height * 2);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(2, 2);
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    strokes = 0;
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    strokes += 1;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (last = null));
  form.querySelector("[data-wipe]").addEventListener("click", wipe);
  form.addEventListener("submit", () => {
    form.elements.drawing.value = strokes ? canvas.toDataURL("image/png") : "";
  });
  wipe();
}

export function startDrawn() {
  document.querySelectorAll("form[data-drawn]").forEach(startOne);
  // An address to pass on is taken whole with one touch.
  document.addEventListener("focusin", (event) => event.target.matches("input[data-whole]") && event.target.select());
}
