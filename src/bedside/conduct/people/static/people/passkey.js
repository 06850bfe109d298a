// What went wrong with a passkey is said on the page, where allauth would only write to the console.
document.addEventListener("allauth.error", (event) => {
  const told = document.getElementById("passkey-failed");
  if (told) {
    event.preventDefault();
    told.hidden = false;
  }
});
