// Nothing typed is lost: a draft on the server while typing, on this device while there is no network or no log-in.
(() => {
  const held = window.bedsideSheet;
  if (!held || held.sheet.querySelector("fieldset").disabled) return;
  const { sheet, look } = held;
  const state = document.getElementById("draft-state");
  const others = document.getElementById("others");
  const key = `bedside ${sheet.dataset.user} ${location.pathname}`;
  const fields = () => [...new FormData(sheet)].filter(([name]) => name !== "csrfmiddlewaretoken");
  let unsaved = sheet.hasAttribute("data-unsaved");
  let timer = 0;
  let leaving = false;
  let going = false;
  let sending = 0;
  let reached = true;
  let queue = Promise.resolve();
  const PATIENCE_MS = 3000;

  // What an answer shows moves what lies below it: while something is pressed it waits, so that it is let go of where it was.
  let pressed = false;
  const answers = [];
  const calmly = (shows) => (pressed ? answers.push(shows) : shows());
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => {
      pressed = false;
      for (const shows of answers.splice(0)) shows();
    }), true);
  }

  const say = (text, bad) => {
    state.textContent = text;
    state.classList.toggle("warn", Boolean(bad));
  };
  const keepHere = () => {
    try {
      localStorage.setItem(key, JSON.stringify(fields()));
    } catch (error) {
      say(String(error), true);
    }
  };
  const forgetHere = () => localStorage.removeItem(key);

  const show = (left) => {
    const row = document.getElementById(`f-${left.item}`);
    const says = row.querySelector(".says");
    const canonical = row.querySelector(".canonical");
    if (canonical) canonical.textContent = left.canonical ? `= ${left.canonical}` : "";
    if (left.value !== null && document.activeElement !== row.querySelector("[data-main]")) {
      row.querySelector("[data-main]").value = left.value;
    }
    const tone = { result: "result", refuse: "error", confirm: "warn", tell: "caption" };
    const results = (left.results || []).map((text) => ({ gravity: "result", text }));
    says.replaceChildren(...[...results, ...left.findings].map((each) => {
      const line = document.createElement("p");
      line.className = tone[each.gravity];
      line.textContent = each.text;
      return line;
    }));
    const asks = left.findings.filter((each) => each.gravity === "confirm").map((each) => each.check).join(" ");
    const confirm = row.querySelector(".confirm");
    const box = confirm.querySelector("input");
    if (box.value !== asks) box.checked = false;
    confirm.hidden = !asks;
    box.value = asks;
    const place = row.querySelector("[data-main]");
    if (left.findings.some((each) => each.gravity === "refuse")) place.setAttribute("aria-invalid", "true");
    else place.removeAttribute("aria-invalid");
    look();
  };

  const send = async (left) => {
    const body = new FormData(sheet);
    if (left) body.set("left", left);
    const sent = JSON.stringify(fields());
    sending += 1;
    try {
      const answer = await fetch(sheet.dataset.draft, { method: "POST", body, headers: { Accept: "application/json" } });
      reached = true;
      const kind = answer.headers.get("Content-Type") || "";
      if (answer.redirected || answer.status === 401 || (answer.status === 403 && !kind.includes("json"))) {
        say(sheet.dataset.out, true);
      } else if (!answer.ok || !kind.includes("json")) {
        say(sheet.dataset.refused.replace("{what}", answer.status), true);
      } else {
        const told = await answer.json();
        // Once the next page was asked for, what it will show may be older than this answer: this device keeps it.
        if (!going && JSON.stringify(fields()) === sent) forgetHere();
        unsaved = told.count > 0;
        calmly(() => {
          say(told.count ? sheet.dataset.saved.replace("{at}", told.at) : "");
          others.textContent = told.others;
          others.hidden = !told.others;
          if (told.left) show(told.left);
        });
      }
    } catch (error) {
      reached = false;
      say(sheet.dataset.local, true);
    } finally {
      sending -= 1;
    }
  };
  const later = (left, wait) => {
    clearTimeout(timer);
    const run = () => { queue = queue.then(() => send(left)); };
    if (wait) timer = setTimeout(run, wait);
    else run();
  };

  sheet.addEventListener("input", () => {
    unsaved = true;
    going = false;
    keepHere();
    later("", 800);
  });
  sheet.addEventListener("change", (event) => {
    const row = event.target.closest("[data-item]");
    if (!row) return;
    unsaved = true;
    keepHere();
    later(/^[vumbao]-/.test(event.target.name) ? row.dataset.item : "", 0);
  });
  // A draft that arrived after the save of the same text would ask which of the two holds: what was sent first is
  // answered first, as long as one would wait for it. Where there was no network, the draft goes first and tells
  // whether there is one again: if not, the page stays, for the browser's own would take its place.
  const patience = (until) => new Promise((past) => setTimeout(past, until - performance.now()));
  const answered = async () => {
    const end = performance.now() + PATIENCE_MS;
    while (sending && performance.now() < end) await Promise.race([queue, patience(end)]);
  };
  const tried = () => Promise.race([send(""), patience(performance.now() + PATIENCE_MS)]);
  const inOrder = (form, goes) => {
    let waits = false;
    let waited = false;
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      const away = !reached || !navigator.onLine;
      if (waited || !(sending || away)) {
        goes();
        return;
      }
      event.preventDefault();
      if (waits) return;
      waits = true;
      (away ? tried() : answered()).then(() => {
        waits = false;
        if (away && !reached) return;
        waited = true;
        form.requestSubmit(event.submitter);
        waited = false;
      });
    });
  };
  inOrder(sheet, () => {
    leaving = true;
    keepHere();
  });
  window.addEventListener("online", () => later("", 0));
  window.addEventListener("beforeunload", (event) => {
    going = true;
    if (unsaved && !leaving) event.preventDefault();
  });
  for (const note of document.querySelectorAll("form.draft-note")) {
    inOrder(note, () => {
      leaving = true;
      forgetHere();
    });
  }

  // What this device kept comes back unless the server has it: a save that went through leaves the same text, saved.
  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (!kept) return;
    const version = Object.fromEntries(kept.filter(([name]) => name.startsWith("n-")));
    let changed = false;
    for (const [name, value] of kept) {
      const item = name.slice(2);
      const base = sheet.elements[`n-${item}`];
      const places = sheet.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      if (!/^[vumbarok]-/.test(name) || !base || !places.length) continue;
      if (Number(version[`n-${item}`]) < Number(base.value)) continue;
      for (const place of places) {
        if (place.type === "radio") {
          changed = changed || (place.value === value && !place.checked);
          place.checked = place.value === value;
        } else if (place.value !== value) {
          place.value = value;
          place.closest("[data-item]").removeAttribute("data-problem");
          changed = true;
        }
      }
    }
    if (!changed) {
      forgetHere();
      return;
    }
    say(sheet.dataset.back, true);
    unsaved = true;
    look();
    later("", 1500);
  };
  restore();
  held.saved = () => { unsaved = false; };
})();
