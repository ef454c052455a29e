// Buttons that ask for a passkey. Each is hidden until this module has seen that the browser knows passkeys; everything else works
// without it. The server gives what is to be signed, the answer goes into the form's hidden field, and the form is sent.
const WAYS = {
  enter: { options: "/signin/passkey/options", field: "response", create: false },
  again: { options: "/again/options", field: "fresh_passkey", create: false },
  register: { options: "/account/passkeys/options", field: "response", create: true },
};
const WORDS = {
  ja: "パスキーを使用できませんでした。もう一度お試しいただくか、認証コードを使用してください。",
  en: "The passkey could not be used. Try again, or use your one-time code.",
};

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

const read = (options, create) =>
  create
    ? {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      }
    : { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };

const written = (credential, create) => {
  const given = credential.response;
  const response = create
    ? { attestationObject: letters(given.attestationObject), transports: given.getTransports?.() ?? [] }
    : {
        authenticatorData: letters(given.authenticatorData),
        signature: letters(given.signature),
        ...(given.userHandle ? { userHandle: letters(given.userHandle) } : {}),
      };
  return JSON.stringify({
    id: credential.id,
    rawId: letters(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: letters(given.clientDataJSON), ...response },
    clientExtensionResults: {},
  });
};

const asked = async (way, form) => {
  const answer = await fetch(way.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.namedItem("csrf_token").value },
  });
  if (!answer.ok) throw new Error(`asked: ${answer.status}`);
  const publicKey = read(await answer.json(), way.create);
  return way.create ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
};

const tell = (button, wrong) => {
  let note = button.parentElement.querySelector(".passkey-note");
  if (!note) {
    note = document.createElement("p");
    note.className = "error passkey-note";
    note.setAttribute("role", "alert");
    button.after(note);
  }
  note.textContent = wrong ? (WORDS[document.documentElement.lang] ?? WORDS.ja) : "";
  note.hidden = !wrong;
};

const use = async (button) => {
  const way = WAYS[button.dataset.passkey];
  const form = button.form ?? button.closest("form");
  if (way.create && !form.reportValidity()) return;
  button.disabled = true;
  tell(button, false);
  try {
    form.elements.namedItem(way.field).value = written(await asked(way, form), way.create);
    form.requestSubmit();
  } catch {
    tell(button, true);
  } finally {
    button.disabled = false;
  }
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const button of document.querySelectorAll("button[data-passkey]")) {
    if (!(button.dataset.passkey in WAYS) || button.dataset.passkeyReady) continue;
    button.dataset.passkeyReady = "yes";
    button.hidden = false;
    button.addEventListener("click", () => use(button));
  }
  for (const without of document.querySelectorAll("[data-without-passkey]")) without.hidden = true;
}
