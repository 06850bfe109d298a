// Keys of a sheet: digits choose, t, y and v are today, yesterday and the day of the visit, Enter goes to the next item, F8 to the next to fill,
// and, where nothing is left on this form, to the next form of the visit that is not complete.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  document.documentElement.classList.add("scripted");
  const rows = () => [...sheet.querySelectorAll("[data-item]")].filter((row) => row.offsetParent !== null);
  const main = (row) => row.querySelector("input[type=radio][data-main]:checked") || row.querySelector("[data-main]");
  const lacksReason = (row) => {
    const missing = row.querySelector("select[name^='m-']").value;
    return Boolean(missing) && missing !== "awaited" && !row.querySelector("[data-because]").value;
  };
  const go = (row) => {
    const place = row && (lacksReason(row) ? row.querySelector("[data-because]") : main(row));
    if (place) {
      place.focus();
      if (place.select && place.type !== "radio") place.select();
    }
    return Boolean(place);
  };
  const answered = (row) => {
    const radio = row.querySelector("input[type=radio][data-main]");
    const value = radio ? (row.querySelector("input[type=radio][data-main]:checked") || { value: "" }).value : main(row).value;
    const missing = row.querySelector("select[name^='m-']").value;
    return Boolean(value.trim() || (missing && (missing === "awaited" || row.querySelector("[data-because]").value)));
  };
  const clock = (withTime) => {
    const parts = new Intl.DateTimeFormat("sv-SE", {
      timeZone: sheet.dataset.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }).format(withTime.at);
    return withTime.time ? parts : parts.slice(0, 10);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      const all = rows();
      const here = all.indexOf(document.activeElement.closest("[data-item]"));
      const open = (row) => row.hasAttribute("data-problem") || !answered(row);
      const order = [...all.slice(here + 1), ...all.slice(0, here + 1)];
      const next = document.querySelector(".rail a[data-open]:not([aria-current])");
      if (!go(order.find((row) => open(row) && row.hasAttribute("data-required")) || order.find(open)) && next) next.focus();
      return;
    }
    const row = event.target.closest("[data-item]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.type === "radio" && /^[0-9]$/.test(event.key)) {
      const choice = row.querySelector(`input[data-key="${event.key}"]`);
      if (choice) {
        event.preventDefault();
        choice.checked = true;
        choice.focus();
        choice.dispatchEvent(new Event("change", { bubbles: true }));
      }
    } else if (event.target.classList.contains("when") && !event.target.value.trim() && /^[ty]$/i.test(event.key)) {
      event.preventDefault();
      const today = event.key.toLowerCase() === "t";
      const time = today && row.dataset.kind === "time";
      event.target.value = clock({ at: new Date(Date.now() - (today ? 0 : 86400000)), time });
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.target.classList.contains("when") && !event.target.value.trim() && sheet.dataset.visit && /^v$/i.test(event.key)) {
      event.preventDefault();
      event.target.value = sheet.dataset.visit;
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("input, textarea, select")) {
      event.preventDefault();
      const all = rows();
      if (!go(all[all.indexOf(row) + 1])) sheet.querySelector(".sheet-end button").focus();
    }
  });

  const first = sheet.querySelector("[data-problem]");
  if (first) {
    const told = first.querySelector(".confirm:not([hidden]) input, .two input, .needs-reason input") || main(first);
    const focus = () => {
      told.focus();
      first.scrollIntoView({ block: "center" });
    };
    // The browser goes to the address's fragment once the page is loaded, and takes the focus with it.
    window.addEventListener("load", () => setTimeout(focus, 0));
    focus();
  }
  window.bedsideSheet = { sheet, rows, main, answered };
})();
