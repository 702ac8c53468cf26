// Shows the questions that apply, as answers are given, and says at once that a file is too large.
// Without this script all are shown with their condition in words; the server leaves out what does not apply.

const conditional = [...document.querySelectorAll(".question[data-when]")];

function answersTo(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)];
  if (fields.some((field) => field.closest(".question")?.hidden)) return [];
  return fields
    .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
    .map((field) => field.value);
}

function show() {
  for (const question of conditional) {
    question.hidden = !answersTo(question.dataset.when).includes(question.dataset.is); // in their order
  }
}

function weigh(field) {
  const note = document.getElementById(`${field.id}-too-large`);
  const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.most));
  field.toggleAttribute("aria-invalid", tooLarge);
  if (!tooLarge) {
    note?.remove();
  } else if (!note) {
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.id = `${field.id}-too-large`;
    fault.setAttribute("role", "alert");
    fault.textContent = `▲ ${field.dataset.tooLarge}`;
    field.after(fault);
  }
}

document.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.dataset.most) weigh(event.target);
  show();
});
for (const condition of document.querySelectorAll(".question > .condition")) condition.hidden = true;
show();
