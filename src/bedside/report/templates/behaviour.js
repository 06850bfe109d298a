"use strict";
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  var radios = Array.from(document.querySelectorAll("input[name=language]"));
  var halves = Array.from(document.querySelectorAll(".half"));

  function half() { return halves.find(function (h) { return h.lang === root.lang; }); }
  function target() { return location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null; }
  function open(id) { location.hash = id; }

  function speak(language, follow) {
    var shown = target();
    root.lang = language;
    radios.forEach(function (r) { r.checked = r.value === language; if (r.checked) document.title = r.dataset.title; });
    if (follow && shown && shown.matches(".patient") && shown.closest(".half").lang !== language)
      open(shown.id.replace(/^[a-z]+/, language));
    halves.forEach(update);
  }
  radios.forEach(function (r) { r.addEventListener("change", function () { speak(r.value, true); }); });

  function rows(h) { return Array.from(h.querySelectorAll("table.list tbody tr")); }
  function visible() { return rows(half()).filter(function (r) { return !r.hidden; }); }

  function update(h) {
    var pressed = h.querySelector(".filter[aria-pressed=true]");
    var wanted = pressed ? pressed.dataset.filter : "";
    var text = h.querySelector("input[type=search]").value.trim().toLowerCase();
    var count = 0;
    rows(h).forEach(function (r) {
      var fits = !wanted || r.dataset.verdicts.split("|").indexOf(wanted) >= 0;
      r.hidden = !(fits && (!text || r.textContent.toLowerCase().indexOf(text) >= 0));
      if (!r.hidden) count += 1;
    });
    var shown = h.querySelector(".shown");
    shown.textContent = shown.dataset.phrase.replace("#", count);
    h.querySelector(".no-match").hidden = count > 0;
  }

  function sortable(h) {
    h.querySelectorAll("table.list thead th").forEach(function (th, place) {
      var button = document.createElement("button");
      button.type = "button";
      while (th.firstChild) button.appendChild(th.firstChild);
      th.appendChild(button);
      button.addEventListener("click", function () {
        var down = th.getAttribute("aria-sort") === "ascending";
        th.parentNode.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        var numeric = th.dataset.sort === "number";
        var sorted = rows(h).map(function (r, i) { return [r.cells[place].dataset.v, i, r]; });
        sorted.sort(function (a, b) {
          var order = numeric ? a[0] - b[0] : a[0].localeCompare(b[0], undefined, { numeric: true });
          return (down ? -order : order) || a[1] - b[1];
        });
        var body = h.querySelector("table.list tbody");
        sorted.forEach(function (one) { body.appendChild(one[2]); });
      });
    });
  }

  halves.forEach(function (h) {
    sortable(h);
    h.querySelector("input[type=search]").addEventListener("input", function () { update(h); });
    h.querySelectorAll(".filter").forEach(function (b) {
      b.addEventListener("click", function () {
        h.querySelectorAll(".filter").forEach(function (o) { o.setAttribute("aria-pressed", String(o === b)); });
        update(h);
      });
    });
    h.querySelectorAll("tr[data-page]").forEach(function (r) {
      r.addEventListener("click", function (e) { if (!e.target.closest("a,details")) open(r.dataset.page); });
    });
    update(h);
  });

  var chosen = null;
  function choose(r) {
    if (chosen) chosen.classList.remove("chosen");
    chosen = r;
    if (!r) return;
    r.classList.add("chosen");
    r.scrollIntoView({ block: "nearest" });
    var link = r.querySelector("a");
    if (link) link.focus({ preventScroll: true });
  }
  function move(by) {
    var patient = target();
    if (patient && patient.matches(".patient")) {
      var link = patient.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
      if (link) open(link.getAttribute("href").slice(1));
      return;
    }
    var list = visible();
    if (list.length) choose(list[Math.max(0, Math.min(list.length - 1, list.indexOf(chosen) + by))]);
  }
  document.addEventListener("keydown", function (e) {
    var typing = e.target.matches("input[type=search]");
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape") {
      if (typing) { e.target.value = ""; update(half()); e.target.blur(); }
      else if (target()) { open(half().id); choose(chosen || visible()[0]); }
    } else if (typing) {
      if (e.key === "Enter") { e.target.blur(); choose(visible()[0]); }
    } else if (e.key === "j") move(1);
    else if (e.key === "k") move(-1);
    else if (e.key === "/") { e.preventDefault(); if (target() && target().matches(".patient")) open(half().id); half().querySelector("input[type=search]").focus(); }
    else if (e.key === "Enter" && e.target === document.body && chosen && chosen.dataset.page) open(chosen.dataset.page);
  });

  function arrive() {
    var shown = target();
    if (shown && shown.closest(".half") && shown.closest(".half").lang !== root.lang) speak(shown.closest(".half").lang, false);
    if (shown && shown.matches(".patient")) {
      window.scrollTo(0, 0);
      shown.focus({ preventScroll: true });
      choose(half().querySelector('tr[data-page="' + shown.id + '"]'));
      shown.focus({ preventScroll: true });
    }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
