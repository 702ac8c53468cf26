// What a page waits for comes without being asked for: parts that wait are looked at again until they wait no more.
// Without this script a link in the part itself leads to the same page.
const EVERY = 2000;
const LOOKS = 60;

async function look(part, left) {
  if (!left || !part.isConnected) return;
  try {
    const answer = await fetch(part.dataset.news || location.pathname, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`[data-news][aria-labelledby="${part.getAttribute("aria-labelledby")}"]`);
    if (!fresh) return;
    if (!fresh.hasAttribute("data-waits")) {
      fresh.setAttribute("role", "status");
      part.replaceWith(fresh);
      return;
    }
  } catch {
    // The site cannot be reached just now: the next look may succeed.
  }
  setTimeout(() => look(part, left - 1), EVERY);
}

document.querySelectorAll("[data-news][data-waits]").forEach((part) => setTimeout(() => look(part, LOOKS), EVERY));
