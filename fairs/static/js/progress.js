// The bars of long work, moved while it goes on; the page is loaded anew when something has ended.
// News come as a stream of events. Where the site has no place for one more stream, the page asks again and again.
const EVERY = 1000;

function show(run, { underway, fraction, step }) {
  if (!underway) return location.reload();
  const words = run.querySelector("[data-step]");
  run.querySelector("progress").value = fraction;
  if (words.textContent !== step) words.textContent = step;
}

function listen(run) {
  const news = new EventSource(run.dataset.events);
  news.onmessage = (message) => {
    const found = JSON.parse(message.data);
    if (!found.underway) news.close();
    show(run, found);
  };
  news.onerror = () => {
    if (news.readyState === EventSource.CLOSED) setTimeout(() => ask(run), EVERY); // refused: no place
  };
  addEventListener("pagehide", () => news.close());
}

async function ask(run) {
  try {
    const answer = await fetch(run.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const found = await answer.json();
    if (!found.underway) return location.reload();
    show(run, found);
  } catch {
    // The site cannot be reached just now: the next look may succeed.
  }
  setTimeout(() => ask(run), EVERY);
}

document.querySelectorAll("[data-events]").forEach(listen);
