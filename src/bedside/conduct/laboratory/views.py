"""The reference ranges of a site: the list, one more, one less, and files of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say
from bedside.conduct.laboratory import actions, files
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.laboratory.judging import range_text
from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import overlapping, ranges_of, until
from bedside.conduct.laboratory.typed import COLUMNS, Problem, Typed, problems
from bedside.conduct.laboratory.words import WORDS
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.clock import today
from bedside.errors import UnreadableFile, UsageError
from bedside.values.quantity import shown
from bedside.values.wording import Text

SEXES = {"": WORDS["both"], "female": WORDS["female"], "male": WORDS["male"]}


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def ranges(request: HttpRequest, site: str) -> HttpResponse:
    """Every range of the site, those in force first."""
    return _list(request, site, Typed(from_day=today().isoformat()), ())


@page(Action.MANAGE_RANGES)
@require_POST
def add(request: HttpRequest, site: str) -> HttpResponse:
    """Keep one more; what is wrong with it is shown beside what was typed."""
    by = allowed(request, Action.MANAGE_RANGES, _site(site))
    typed = Typed(**{name: request.POST.get(name, "").strip()[:200] for name in COLUMNS})
    found = problems(typed) or _taken(typed, site)
    if found:
        return _list(request, site, typed, found, 422)
    actions.add_range(by, site, typed)
    messages.success(request, say("laboratory.added"))
    return redirect("laboratory-ranges", site=site)


@page(Action.MANAGE_RANGES)
@require_POST
def end(request: HttpRequest, site: str, number: int) -> HttpResponse:
    """Let a range hold until a day and no longer."""
    by = allowed(request, Action.MANAGE_RANGES, _site(site))
    held = Range.objects.filter(pk=number, site=site).first()
    if held is None:
        raise Http404
    actions.end_range(by, held, request.POST.get("to_day", ""), free_text(request, "reason")[:500])
    messages.success(request, say("laboratory.was_ended"))
    return redirect("laboratory-ranges", site=site)


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def export(request: HttpRequest, site: str) -> HttpResponse:
    """The ranges as a file that can be sent back."""
    by = allowed(request, Action.SEE_IDENTITY_FREE_DATA, _site(site))
    rows = files.rows_of(reversed(ranges_of(site)))
    return exported(by, f"ranges-{site}.csv", as_csv(rows), "text/csv; charset=utf-8", site)


@page(Action.MANAGE_RANGES)
@require_POST
def upload(request: HttpRequest, site: str) -> HttpResponse:
    """Show what a file says, row by row; nothing is kept."""
    allowed(request, Action.MANAGE_RANGES, _site(site))
    sent = request.FILES.get("file")
    if sent is None:
        raise UsageError("no file was sent.", "ranges", "Choose a file.")
    if sent.size > files.LARGEST:
        raise UnreadableFile(f"the file is longer than {files.LARGEST // 1000} kB.", "ranges", "Send it in parts.")
    text = files.text_of(sent.name or "", sent.read())
    return _preview(request, site, text)


@page(Action.MANAGE_RANGES)
@require_POST
def keep(request: HttpRequest, site: str) -> HttpResponse:
    """Keep the new rows of a file that was looked at, all or none; it is read again, whatever was shown."""
    by = allowed(request, Action.MANAGE_RANGES, _site(site))
    text = files.text_of("kept.csv", request.POST.get("text", "").encode())
    lines = files.lines_of(text, ranges_of(site))
    if any(line.problems for line in lines):
        return _preview(request, site, text)
    kept = actions.add_ranges(by, site, [line.typed for line in lines if not line.known])
    messages.success(request, say("laboratory.n_added", count=len(kept)))
    return redirect("laboratory-ranges", site=site)


def _preview(request: HttpRequest, site: str, text: str) -> HttpResponse:
    lines = files.lines_of(text, ranges_of(site))
    wrong = sum(bool(line.problems) for line in lines)
    new = sum(not line.problems and not line.known for line in lines)
    context = {"here": site, "lines": lines, "wrong": wrong, "new": new, "text": text, "columns": COLUMNS}
    return render(request, "laboratory/preview.html", context, status=422 if wrong else 200)


def _site(code: str) -> str:
    if not Site.objects.filter(code=code).exists():
        raise Http404
    return code


def _taken(typed: Typed, site: str) -> list[Problem]:
    other = overlapping(typed, ranges_of(site))
    if other is None:
        return []
    places = {"laboratory": other.laboratory, "low": other.low, "high": other.high, "unit": other.unit,
              "from_day": other.from_day, "to_day": until(other) or "…"}  # fmt: skip
    return [Problem("from_day", WORDS["overlaps"].filled(**places))]


def _list(request: HttpRequest, site: str, typed: Typed, found: Any, status: int = 200) -> HttpResponse:
    assert isinstance(request.user, User)
    _site(site)
    day, known = today().isoformat(), variables()
    rows = [_row(each, day, known) for each in ranges_of(site)]
    names = [(name, _name(variable), " ".join(units)) for name, (variable, units) in known.items()]
    context = {
        "here": site, "rows": sorted(rows, key=lambda row: (not row["holds"], row["name"].en)),
        "manages": may(request.user, Action.MANAGE_RANGES, site), "typed": vars(typed), "today": day,
        "problems": {each.column: each.text for each in found}, "sexes": list(SEXES.items()),
        "variables": sorted(names, key=lambda each: each[1].say(language())),
        "units": sorted({(code, shown(code)) for _, units in known.values() for code in units}),
        "kilobytes": files.LARGEST // 1000, "rows_most": files.MOST,
        "laboratories": sorted({row["range"].laboratory for row in rows}),
    }  # fmt: skip
    return render(request, "laboratory/ranges.html", context, status=status)


def _row(range_: Range, today: str, known: dict[str, Any]) -> dict[str, Any]:
    last = until(range_)
    begun, over = range_.from_day <= today, bool(last) and last < today
    name = _name(known[range_.variable][0]) if range_.variable in known else Text(range_.variable, range_.variable)
    return {
        "range": range_, "name": name, "text": range_text(range_), "sex": SEXES[range_.sex], "until": last,
        "ages": _ages(range_), "holds": begun and not over, "ended": getattr(range_, "ended", None),
        "state": "over" if over else "holds" if begun else "to_come",
    }  # fmt: skip


def _ages(range_: Range) -> str:
    """Ages in years; empty for any."""
    if range_.age_from is None or range_.age_to is None:
        bounds = {"≥": range_.age_from, "≤": range_.age_to}
        return " ".join(f"{sign} {age}" for sign, age in bounds.items() if age is not None)
    return f"{range_.age_from}–{range_.age_to}"


def _name(variable: Any) -> Text:
    return Text(variable.say("en"), variable.say("fr"))
