// What was typed into a plain form comes back after its refusal, and nowhere else.
//
// The last form that was sent is kept in the storage of this tab: what was typed and chosen, the page it stood on and
// who typed it. A refusal says so (data-refused), or the log-in does, which comes in its place where the session had
// ended; on that same page the form is filled again for the same person, with a line that says it.
// Any other page wipes it: that it was saved, another one. So do pages of a log-in that come more than a quarter of an
// hour later, somebody else's log-in, and signing out, in every tab.
// Never kept: passwords, codes, files, what the page itself put in (hidden fields, the token), forms of an account,
// and sheets of the casebook, whose drafts are kept at the server. The list of identities is paper: no form asks for it.
const KEY = "bedside.typed";
const LONGEST_MS = 15 * 60 * 1000;
const others = new BroadcastChannel("bedside.signed-out");
others.addEventListener("message", () => sessionStorage.removeItem(KEY));

const here = () => location.pathname + location.search;
const reader = () => document.body.dataset.reader || "";
const goes = (form) => form.getAttribute("action") || location.pathname;
const isPlain = (form) => form.getAttribute("method") === "post" && !form.matches("[data-draft], .languages")
  && !goes(form).startsWith("/account/");
const isSecret = (field) => field.type === "password" || /password|one-time-code/.test(field.autocomplete);
const isTyped = (field) => field.name && field.matches("input, textarea, select")
  && !["hidden", "file", "submit", "button", "reset", "image"].includes(field.type) && !isSecret(field);

// Which form it is: where it goes, and what the page put into it (which step, which row), but for the token.
const named = (form) => JSON.stringify([goes(form), ...[...form.elements]
  .filter((field) => field.type === "hidden" && field.name !== "csrfmiddlewaretoken").map((field) => [field.name, field.value])]);

const value = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
  return [field.name, field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value];
};

function put(field, [, typed, checked]) {
  if (checked !== undefined) field.checked = checked;
  else if (field.multiple && field.options) for (const option of field.options) option.selected = typed.includes(option.value);
  else field.value = typed;
}

function keep(event) {
  const form = event.target;
  if (goes(form) === "/account/logout/") {
    sessionStorage.removeItem(KEY);
    others.postMessage("");
  } else if (isPlain(form) && !event.defaultPrevented) {
    const fields = [...form.elements].filter(isTyped).map(value);
    sessionStorage.setItem(KEY, JSON.stringify({ reader: reader(), page: here(), form: named(form), fields, refused: false, at: Date.now() }));
  }
}

// Each kept value goes to the next field of its name (and, of boxes, of its value); a field that is gone is passed over.
function fill(form, fields) {
  const left = [...form.elements].filter(isTyped);
  for (const kept of fields) {
    const at = left.findIndex((field) => field.name === kept[0] && (kept[2] === undefined || field.value === kept[1]));
    if (at >= 0) put(left.splice(at, 1)[0], kept);
  }
  for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
}

function say(form) {
  const line = document.createElement("p");
  line.className = "message";
  line.setAttribute("role", "status");
  form.before(line);
  line.textContent = document.body.dataset.typedAgain;
  form.scrollIntoView({ block: "nearest" });
}

function again() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  if (!kept) return;
  const mine = kept.reader && kept.reader === reader();
  const logsIn = !reader() && here().startsWith("/account/") && Date.now() - kept.at < LONGEST_MS;
  if (logsIn || (mine && document.querySelector("[data-refused]"))) {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, refused: true }));
  } else if (!mine || !kept.refused || kept.page !== here()) {
    sessionStorage.removeItem(KEY);
  } else {
    const form = [...document.forms].find((each) => isPlain(each) && named(each) === kept.form);
    if (!form) return;
    fill(form, kept.fields);
    say(form);
  }
}

document.addEventListener("submit", keep);
again();
