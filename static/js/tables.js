// A table or a diagram wider than the page slides in its box. Only then is the box a stop for Tab, so that the arrow keys slide it.

const BOXES = ".table-scroll, .slides";

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest(BOXES);
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});

function watch(root) {
  for (const box of root.querySelectorAll(BOXES)) {
    sizes.observe(box);
    if (box.firstElementChild) sizes.observe(box.firstElementChild);
  }
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));
