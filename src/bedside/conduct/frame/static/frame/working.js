// While the server works on a file: its form says so and counts the seconds, and is not sent a second time.
const works = (form) => form.querySelector("[data-working]");
const counting = new Map();

document.addEventListener("submit", (event) => {
  const told = works(event.target);
  if (!told) return;
  if (counting.has(event.target)) {
    event.preventDefault();
    return;
  }
  told.hidden = false;
  const begun = Date.now();
  const tick = () => (told.querySelector("[data-seconds]").textContent = Math.floor((Date.now() - begun) / 1000));
  counting.set(event.target, setInterval(tick, 1000));
});

// A page that the browser kept is shown again when somebody goes back: nothing works any more.
window.addEventListener("pageshow", () => {
  for (const [form, timer] of counting) {
    clearInterval(timer);
    works(form).hidden = true;
  }
  counting.clear();
});
