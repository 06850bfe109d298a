// Skip logic hides and never erases; a reason is asked where a saved value changes; the count of answers is kept up.
(() => {
  const held = window.bedsideSheet;
  if (!held) return;
  const { sheet, rows, answered } = held;
  const value = (item) => {
    const place = sheet.elements[`v-${item}`];
    return place ? place.value : "";
  };
  const snapshot = (row) => JSON.stringify([...row.querySelectorAll("[name]")].filter((each) => /^[vumba]-/.test(each.name)).map(
    (each) => (each.type === "radio" ? each.checked : each.value)));
  const before = new Map([...sheet.querySelectorAll("[data-item]")].map((row) => [row, snapshot(row)]));

  const look = () => {
    let corrections = 0;
    for (const row of sheet.querySelectorAll("[data-item]")) {
      if (row.dataset.when) row.toggleAttribute("data-hidden", !row.dataset.holds.split(" ").includes(value(row.dataset.when)));
      const missing = row.querySelector("select[name^='m-']").value;
      row.querySelector("[data-because]").classList.toggle("asked", Boolean(missing));
      const changed = snapshot(row) !== before.get(row) || row.hasAttribute("data-problem");
      row.classList.toggle("changed", changed || row.matches(".changed.problem"));
      const why = row.querySelector(".why");
      const asks = !row.querySelector(".confirm").hidden;
      // Who adds the reason why there is no value completes it, and changes nothing.
      const main = row.querySelector("input[type=radio][data-main]:checked") || row.querySelector("[data-main]");
      const completes = Boolean(why.dataset.lacks) && why.dataset.lacks === missing && !main.value.trim();
      const corrects = changed && why.dataset.had === "1" && !completes;
      corrections += corrects;
      why.classList.toggle("asked", corrects || asks);
    }
    sheet.querySelector(".why-all")?.classList.toggle("asked", corrections > 1);
    const shown = rows();
    document.getElementById("answered").textContent = sheet.dataset.count
      .replace("{answered}", shown.filter(answered).length).replace("{total}", shown.length);
  };
  sheet.addEventListener("input", look);
  sheet.addEventListener("change", look);
  held.look = look;
  look();
})();
