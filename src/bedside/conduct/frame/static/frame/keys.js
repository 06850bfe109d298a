// Keys that work on every page: "/" goes to the search box, "?" opens the list of keys, Ctrl+S saves the form
// that one types in, or else the first of the page.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[data-save]") || document.querySelector("form[data-save]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  } else if (event.key === "/" && !typing) {
    const box = document.querySelector("input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  }
});
