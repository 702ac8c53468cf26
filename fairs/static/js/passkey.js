// Lets the browser make a passkey, or show one, and sends its answer with the form of the page.

const WAYS = { create: "create", get: "get" };

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential || !navigator.credentials) continue;
  document.querySelector(".without-passkeys")?.remove();
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.answer.value) return; // it is there: let the form go
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const trouble = form.querySelector("[role=alert]");
  trouble.hidden = true;
  form.setAttribute("aria-busy", "true");
  try {
    const options = { publicKey: decoded(JSON.parse(form.dataset.options)) };
    const credential = await navigator.credentials[WAYS[form.dataset.passkey]](options);
    form.elements.answer.value = JSON.stringify(encoded(credential));
    form.requestSubmit();
  } catch {
    trouble.hidden = false;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// Bytes travel as base64url.
function decoded(options) {
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

function encoded(credential) {
  const answer = credential.response;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((name) => answer[name]).map((name) => [name, text(answer[name])]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(given),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(written) {
  const plain = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
