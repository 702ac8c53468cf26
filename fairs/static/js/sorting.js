// Lets questions be drawn to their place by the mouse. It sends what the buttons send, with as many steps at once.

const list = document.querySelector("[data-sortable]");
let drawn = null;

function placeAt(y) {
  const others = [...list.children].filter((item) => item !== drawn);
  return others.find((item) => y < item.getBoundingClientRect().top + item.offsetHeight / 2) ?? null;
}

function drop(before) {
  const items = [...list.children];
  const from = items.indexOf(drawn);
  const others = items.filter((item) => item !== drawn);
  const to = before ? others.indexOf(before) : others.length;
  if (to === from) return;
  const form = drawn.querySelector("form:has([name=steps])");
  form.elements.steps.value = String(to - from);
  form.submit();
}

for (const item of list?.children ?? []) {
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.textContent = "⠿";
  handle.setAttribute("aria-hidden", "true"); // by keyboard there are buttons
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    drawn = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(item, 0, 0);
    item.classList.add("drawn");
  });
  handle.addEventListener("dragend", () => {
    item.classList.remove("drawn");
    list.querySelector(".drop-before")?.classList.remove("drop-before");
    list.classList.remove("drop-last");
    drawn = null;
  });
  item.prepend(handle);
}
list?.addEventListener("dragover", (event) => {
  if (!drawn) return;
  event.preventDefault();
  const before = placeAt(event.clientY);
  list.querySelector(".drop-before")?.classList.remove("drop-before");
  before?.classList.add("drop-before");
  list.classList.toggle("drop-last", before === null);
});
list?.addEventListener("drop", (event) => {
  if (!drawn) return;
  event.preventDefault();
  drop(placeAt(event.clientY));
});
