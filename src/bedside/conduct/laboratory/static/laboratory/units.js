// Of all units, only those of the chosen analyte are offered.
(() => {
  const analyte = document.getElementById("variable");
  const unit = document.getElementById("unit");
  if (!analyte) return;
  const all = [...unit.options];
  const offer = () => {
    const codes = (analyte.selectedOptions[0].dataset.units || "").split(" ").filter(Boolean);
    const chosen = unit.value;
    const known = codes.map((code) => all.find((each) => each.value === code)).filter(Boolean);
    unit.replaceChildren(...(codes.length ? known : all));
    unit.value = codes.length && !codes.includes(chosen) ? codes[0] : chosen;
  };
  analyte.addEventListener("change", offer);
  offer();
})();
