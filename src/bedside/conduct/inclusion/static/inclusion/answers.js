// Questions answered by one key each: o or y yes, n no, ? cannot tell; arrows up and down move between questions.
const questions = () => [...document.querySelectorAll("[data-question]")];
const answerKeys = { o: "yes", y: "yes", n: "no", "?": "cannot tell" };

function goTo(question) {
  if (question) {
    (question.querySelector("input:checked") || question.querySelector("input")).focus();
  }
}

document.addEventListener("keydown", (event) => {
  const all = questions();
  const free = event.target === document.body || event.target.id === "main";
  const first = all.find((each) => !each.querySelector("input:checked")) || all[0];
  const question = free && event.key.toLowerCase() in answerKeys ? first : event.target.closest("[data-question]");
  if (!question || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const place = all.indexOf(question);
  const value = answerKeys[event.key.toLowerCase()];
  if (value) {
    event.preventDefault();
    const input = question.querySelector(`input[value="${value}"]`);
    if (input && !input.disabled) {
      input.checked = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      goTo(all.slice(place + 1).find((each) => !each.querySelector("input:checked")) || question);
    }
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    goTo(all[place + (event.key === "ArrowDown" ? 1 : -1)]);
  }
});

// What was answered and not saved is not lost without a word.
const form = document.querySelector("form.answers");
let changed = false;
if (form) {
  form.addEventListener("change", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
    }
  });
}

// Answers and measured values are on one page: to save the ones saves the others too, each by its own way.
const sheet = document.getElementById("sheet");
let typed = Boolean(sheet && sheet.hasAttribute("data-unsaved"));
const alone = new Set();

async function saveFirst(other, event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target, submitter } = event;
  const answer = await fetch(other.action, { method: "POST", body: new FormData(other), redirect: "manual" }).catch(() => null);
  if (answer && answer.type === "opaqueredirect") {
    alone.add(target);
    if (other === form) changed = false;
    else window.bedsideSheet.saved();
    target.requestSubmit(submitter);
  } else {
    alone.add(other); // its refusal is to be read
    other.requestSubmit();
  }
}

if (form && sheet) {
  sheet.addEventListener("input", () => { typed = true; });
  sheet.addEventListener("change", () => { typed = true; });
  document.addEventListener("submit", (event) => {
    if (alone.has(event.target)) return;
    if (event.target === form && typed) saveFirst(sheet, event);
    else if (event.target === sheet && changed) saveFirst(form, event);
  }, true);
}
