// While the server works: a form that takes long says so and counts the seconds, and is not sent a second time; so does
// a page (data-working-page) whose frame is still being worked out.
const counting = new Map();
const buttons = (form) => (form.matches("form") ? form.querySelectorAll("button") : []);

function count(on, told) {
  told.hidden = false;
  const begun = Date.now();
  const tick = () => (told.querySelector("[data-seconds]").textContent = Math.floor((Date.now() - begun) / 1000));
  counting.set(on, [told, setInterval(tick, 1000)]);
  for (const button of buttons(on)) button.setAttribute("aria-disabled", "true");
}

document.addEventListener("submit", (event) => {
  const told = event.target.querySelector("[data-working]");
  if (!told) return;
  if (counting.has(event.target)) event.preventDefault();
  else count(event.target, told);
});

// What a frame holds is there once the page is, all of it.
if (document.readyState !== "complete") {
  for (const place of document.querySelectorAll("[data-working-page]")) count(place, place.querySelector("[data-working]"));
}

// The page is there with its frames; or one that the browser kept is shown again when somebody goes back: nothing works.
window.addEventListener("pageshow", () => {
  for (const [on, [told, timer]] of counting) {
    clearInterval(timer);
    told.hidden = true;
    for (const button of buttons(on)) button.removeAttribute("aria-disabled");
  }
  counting.clear();
});
