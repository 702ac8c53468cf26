// A button that copies what stands beside it. Without this script it is not there; the words can be marked by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = button.parentElement.querySelector("input");
  source.addEventListener("focus", () => source.select());
  if (!navigator.clipboard) continue; // only where the site is served over TLS
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    button.textContent = button.dataset.copied;
  });
}
