// What a host page does: it has signed somebody in by its own means, and hands the token to the chat.
const form = document.getElementById("sign-in");
const told = document.getElementById("told");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const handle = new FormData(form).get("handle");
  const answer = await fetch("/v1/development/sign-in", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ handle }),
  });
  const found = await answer.json();
  if (answer.ok) {
    window.Tidewell.signIn(found.token);
    window.Tidewell.open();
    told.textContent = `Signed in as ${handle}.`;
  } else {
    told.textContent = found.detail;
  }
});
