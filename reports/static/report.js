(() => {
  "use strict";
  const linked = [...document.querySelectorAll("[data-points]")];
  const numbers = (element) => element.dataset.points.split(" ");
  const light = (points) => {
    for (const element of linked) {
      element.classList.toggle("lit", numbers(element).some((n) => points.includes(n)));
    }
  };
  for (const element of linked) {
    element.addEventListener("pointerenter", () => light(numbers(element)));
    element.addEventListener("pointerleave", () => light([]));
    element.addEventListener("focusin", () => light(numbers(element)));
    element.addEventListener("focusout", () => light([]));
  }
  for (const words of document.querySelectorAll("mark[data-points]")) {
    words.addEventListener("click", () => {
      if (!String(getSelection())) location.hash = "point-" + numbers(words)[0];
    });
  }
  const folded = [...document.querySelectorAll("details:not([open])")];
  const unfold = (open) => folded.forEach((details) => { details.open = open; });
  addEventListener("beforeprint", () => unfold(true));
  addEventListener("afterprint", () => unfold(false));
})();
