// Keeps what is typed on the server, every few seconds, and says so. The page works without it: “Continue” keeps too.
const EVERY = 3000; // milliseconds; the longest that a closed tab can lose

for (const form of document.querySelectorAll("form[data-keep]")) {
  const said = form.querySelector("[data-kept]");
  let kept = written(form);
  let lastKept = "";
  let isBusy = false;
  let isLeaving = false;

  const say = (words, isTrouble) => {
    if (said.textContent !== words) said.textContent = words;
    said.classList.toggle("govuk-error-message", isTrouble);
    said.classList.toggle("govuk-hint", !isTrouble);
  };

  const trouble = (why) => {
    const since = lastKept ? `What you typed after ${lastKept} is not saved.` : "What you typed is not saved.";
    say(`${since} ${why} Nothing has been sent. If it is urgent, ring.`, true);
  };

  const keep = async () => {
    const now = written(form);
    if (now === kept || isBusy || isLeaving) return;
    isBusy = true;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body: words(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
      });
      if (answer.ok) {
        lastKept = (await answer.json()).kept;
        kept = now;
        say(`Saved ${lastKept}. Not sent yet.`, false);
      } else if (answer.status === 409) {
        say("This was sent already, perhaps from another window. Nothing more is saved here.", true);
      } else if (answer.type === "opaqueredirect" || answer.status === 403) {
        trouble("You are no longer signed in. Sign in again in another window, then go on here.");
      } else {
        trouble("Something is wrong on our side. We go on trying.");
      }
    } catch {
      trouble("We cannot reach the service. We go on trying.");
    } finally {
      isBusy = false;
    }
  };

  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  window.addEventListener("pagehide", keep);
  setInterval(keep, EVERY);
}

// Files go with “Continue” alone.
function words(form) {
  const all = new FormData(form);
  for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
  return all;
}

function written(form) {
  return JSON.stringify([...words(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
}
