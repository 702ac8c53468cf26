// The bar of a planning run, moved while it runs; the page is loaded anew when it has ended.
const run = document.querySelector("[data-status]");
const bar = run.querySelector("progress");
const words = run.querySelector("[data-step]");

async function look() {
  try {
    const answer = await fetch(run.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const { underway, fraction, step } = await answer.json();
    if (!underway) return location.reload();
    bar.value = fraction;
    if (words.textContent !== step) words.textContent = step;
  } catch {
    // The site cannot be reached just now: the next look may succeed.
  }
  setTimeout(look, 1000);
}

setTimeout(look, 1000);
