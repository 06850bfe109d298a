"""The pages of the whole study's safety: every event with its clocks, listings to take away, the queue of mails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import sites
from bedside.conduct.people.roles import Action
from bedside.conduct.safety import listing, pregnancies
from bedside.conduct.safety.case import Case, cases
from bedside.conduct.safety.deadlines import DAY_ZERO, Progress
from bedside.conduct.safety.outbox import waiting
from bedside.conduct.safety.views import clocks_now
from bedside.conduct.study.protocol import read_once
from bedside.errors import UsageError
from bedside.values.moment import now

YEAR = timedelta(days=364)
"""From its first day to its last."""


@page(Action.SEE_SAFETY)
@read_once()
def study(request: HttpRequest) -> HttpResponse:
    """Every adverse event at the reader's sites: what is to be done first, then all of them."""
    at, found = now(), list(cases(_persons(request)))
    rows = [(each, clocks_now(each, at)) for each in found]
    running = [row for row in rows if _open(row[0])]
    running.sort(key=lambda row: min(each.due for each in row[0].clocks if each.done is None))
    serious = [row for row in rows if row[0].serious]
    context = {
        "running": running, "serious": serious, "others": len(rows) - len(serious), "day_zero": DAY_ZERO,
        "pregnancies": [each for each in pregnancies.followed(_persons(request)) if each.open],
        "mails": len(waiting()), "overdue": sum(_overdue(row[0], at) for row in rows),
    }  # fmt: skip
    return render(request, "safety/study.html", context)


def _open(case: Case) -> bool:
    return any(each.done is None for each in case.clocks)


def _overdue(case: Case, at: int) -> bool:
    return any(each.progress(at) is Progress.OVERDUE for each in case.clocks)  # type: ignore[arg-type]


@page(Action.SEE_SAFETY)
@read_once()
def board(request: HttpRequest) -> HttpResponse:
    """The line listing of adverse events for a data monitoring board, those that are treatment-emergent apart."""
    found = list(cases(_persons(request)))
    context = {"columns": listing.header(), "lines": [listing.on_screen(each) for each in found],
               "emergent": sum(each.emergent is True for each in found)}  # fmt: skip
    return render(request, "safety/board.html", context)


@page(Action.SEE_SAFETY)
@read_once()
def board_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    rows = [listing.header(), *(listing.line(each) for each in cases(_persons(request)))]
    return _file(request, "adverse-events.csv", rows)


@page(Action.SEE_SAFETY)
@read_once()
def annual(request: HttpRequest) -> HttpResponse:
    """Serious events of a year, line by line and counted by term, for the annual safety report."""
    first, last = _days(request)
    found = list(listing.in_year(cases(_persons(request)), first, last))
    context = {"first": first.isoformat(), "last": last.isoformat(), "columns": listing.header(),
               "lines": [listing.on_screen(each) for each in found], "counts": listing.counts(found)}  # fmt: skip
    return render(request, "safety/annual.html", context)


@page(Action.SEE_SAFETY)
@read_once()
def annual_csv(request: HttpRequest) -> HttpResponse:
    """The line listing of a year as a file."""
    first, last = _days(request)
    found = listing.in_year(cases(_persons(request)), first, last)
    return _file(request, f"serious-events-{first}-{last}.csv", [listing.header(), *map(listing.line, found)])


def _file(request: HttpRequest, name: str, rows: list[list[str]]) -> HttpResponse:
    by = allowed(request, Action.SEE_SAFETY, _sites(request)[0])
    return exported(by, name, as_csv(rows), "text/csv; charset=utf-8")


def _days(request: HttpRequest) -> tuple[date, date]:
    """The days asked for; the last year by default."""
    try:
        asked = {name: date.fromisoformat(text) for name in ("first", "last") if (text := request.GET.get(name))}
    except ValueError:
        raise UsageError("this is not a day.", "annual listing", "Write it like 2026-11-22.") from None
    last = asked.get("last", timezone.localdate())
    first = asked.get("first", last - YEAR)
    if first > last:
        raise UsageError("the days are the wrong way round.", "annual listing", "Correct one of them.")
    return first, last


def _sites(request: HttpRequest) -> list[str]:
    """The sites whose events the reader may see; never none, for the page is refused then."""
    assert isinstance(request.user, User)
    return sites(request.user, Action.SEE_SAFETY, list(Site.objects.values_list("code", flat=True)))


def _persons(request: HttpRequest) -> Iterator[Person]:
    """Everybody there with something written, whose events they may be."""
    held = Person.objects.filter(site__in=_sites(request), sheets__isnull=False).distinct()
    yield from held.select_related("event", "enrolled").order_by("pk")
