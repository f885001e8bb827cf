"use strict";
(function () {
  const held = JSON.parse(document.getElementById("held").textContent);
  const form = document.getElementById("ask");
  const said = document.getElementById("said");
  const shown = document.getElementById("shown");
  const expires = new Date(held.expires);
  const bytes = (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));
  const encoder = new TextEncoder();

  const isOver = () => Date.now() >= expires.getTime();

  function refuse() {
    shown.replaceChildren();
    form.hidden = true;
    said.textContent =
      "This pack is out of date. Its cover ended on " +
      expires.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: "Europe/London" }) +
      ". Delete this file. If the service is still down, ask for a new pack.";
  }

  async function opened(password) {
    const secret = await crypto.subtle.importKey("raw", encoder.encode(password), "PBKDF2", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "PBKDF2", hash: "SHA-256", salt: bytes(held.salt), iterations: held.rounds },
      secret,
      { name: "AES-GCM", length: 256 },
      false,
      ["decrypt"],
    );
    const bound = { name: "AES-GCM", iv: bytes(held.nonce), additionalData: encoder.encode(held.expires) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(bound, key, bytes(held.words)));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isOver()) return refuse();
    const field = document.getElementById("password");
    said.textContent = "Opening …";
    try {
      shown.innerHTML = await opened(field.value);
      said.textContent = "";
      form.hidden = true;
      document.getElementById("close").hidden = false;
      document.getElementById("shown").focus();
    } catch {
      said.textContent = "It does not open. Check the password and try again. A file that was changed never opens.";
      field.focus();
    }
    field.value = "";
  });

  document.getElementById("close").addEventListener("click", () => {
    shown.replaceChildren();
    form.hidden = false;
    document.getElementById("close").hidden = true;
    document.getElementById("password").focus();
  });

  setInterval(() => isOver() && refuse(), 5000);
  if (isOver()) refuse();
})();
