// Leaves the page where it is when a wish is declared. Without this script the page is sent for anew.

const FRAGMENT = "text/vnd.maillage.fragment";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.wish") || !event.submitter) return;
  event.preventDefault();
  const pressed = event.submitter;
  const typed = new FormData(form, pressed);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: typed,
      headers: { Accept: FRAGMENT },
      redirect: "manual",
    });
    if (answer.status !== 200) throw new Error("refused");
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.firstElementChild;
    form.replaceWith(fresh);
    const level = [...pressed.classList].find((name) => /^wish-(must|would|open|never)$/.test(name));
    fresh.querySelector(level ? `.${level}` : "textarea")?.focus({ preventScroll: true });
  } catch {
    sendWithoutScript(form, pressed);
  }
});

// The server says on a whole page what the matter is.
function sendWithoutScript(form, pressed) {
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  chosen.name = pressed.name;
  chosen.value = pressed.value;
  form.append(chosen);
  form.submit();
}
