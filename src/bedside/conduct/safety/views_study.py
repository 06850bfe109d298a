"""The pages of the whole study's safety: every event with its clocks, listings to take away, the queue of mails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import sites
from bedside.conduct.people.roles import Action
from bedside.conduct.safety import listing, listing_pdf, pregnancies, tabulation
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.deadlines import DAY_ZERO, Progress
from bedside.conduct.safety.outbox import queue, unsent
from bedside.conduct.safety.reading import cases, first_doses
from bedside.conduct.safety.told import ClockNow
from bedside.conduct.safety.views import clocks_now
from bedside.conduct.study.clock import read_day
from bedside.conduct.study.protocol import read_once
from bedside.values.moment import now


@page(Action.SEE_SAFETY)
@read_once()
def study(request: HttpRequest) -> HttpResponse:
    """Every adverse event at the reader's sites: what is to be done first, then all of them."""
    at, found = now(), list(cases(_persons(request)))
    rows = [(each, clocks_now(each, at)) for each in found]
    running = [row for row in rows if _open(row[0]) or row[0].lacking]
    running.sort(key=_due_first)
    serious = [row for row in rows if row[0].serious]
    context = {
        "running": running, "serious": serious, "others": len(rows) - len(serious), "day_zero": DAY_ZERO,
        "pregnancies": [each for each in pregnancies.followed(_persons(request)) if each.open],
        "mails": unsent(_sites(request)),
        "breach_sites": [site for site in _sites(request) if may_act(request, Action.SEE_REGISTERS, site)],
        "overdue": sum(_overdue(row[0], at) for row in rows),
    }  # fmt: skip
    return render(request, "safety/study.html", context)


@page(Action.SEE_SAFETY)
def mails(request: HttpRequest) -> HttpResponse:
    """The mails about events at the reader's sites: what each says, and what came of every try at sending it."""
    context = {
        "mails": queue(_sites(request)), "demonstration": settings.DEMONSTRATION, "leaves": bool(settings.MAIL_TO),
        "addressed": bool(settings.ADDRESS),
    }  # fmt: skip
    return render(request, "safety/mails.html", context)


def _due_first(row: tuple[Case, list[ClockNow]]) -> int:
    """What ends first first; before it all, what has no clock because its day 0 is not known."""
    return 0 if row[0].lacking else min(each.due for each in row[0].clocks if each.done is None)


def _open(case: Case) -> bool:
    return any(each.done is None for each in case.clocks)


def _overdue(case: Case, at: int) -> bool:
    return any(each.progress(at) is Progress.OVERDUE for each in case.clocks)  # type: ignore[arg-type]


@page(Action.SEE_SAFETY)
@read_once()
def board(request: HttpRequest) -> HttpResponse:
    """The line listing of adverse events for a data monitoring board, those that are treatment-emergent apart."""
    persons = list(_persons(request))
    found = list(cases(persons))
    context = {"columns": listing.header(), "lines": [listing.on_screen(each) for each in found],
               "emergent": sum(each.emergent is True for each in found),
               "summary": list(tabulation.summary(found, first_doses(persons)))}  # fmt: skip
    return render(request, "safety/board.html", context)


@page(Action.SEE_SAFETY)
@read_once()
def board_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    rows = [listing.header(), *(listing.line(each) for each in cases(_persons(request)))]
    return _file(request, "adverse-events.csv", rows)


@page(Action.SEE_SAFETY)
@read_once()
def board_pdf(request: HttpRequest) -> HttpResponse:
    """The same to print."""
    return _paper(request, "adverse-events.pdf", listing_pdf.board_pdf(list(_persons(request))))


@page(Action.SEE_SAFETY)
@read_once()
def annual(request: HttpRequest) -> HttpResponse:
    """Serious events of a year, line by line and counted by term, for the annual safety report."""
    first, last, held = _annual(request)
    context = {"first": first.isoformat(), "last": last.isoformat(), "columns": listing.header(annual=True),
               "lines": [listing.annual_on_screen(each) for each in held.cases], "held": held}  # fmt: skip
    return render(request, "safety/annual.html", context)


@page(Action.SEE_SAFETY)
@read_once()
def annual_csv(request: HttpRequest) -> HttpResponse:
    """The line listing of a year as a file."""
    first, last, held = _annual(request)
    rows = [listing.header(annual=True), *map(listing.annual_line, held.cases)]
    return _file(request, f"serious-events-{first}-{last}.csv", rows)


@page(Action.SEE_SAFETY)
@read_once()
def annual_pdf(request: HttpRequest) -> HttpResponse:
    """The year to print: its lines, and the counts beside those since the beginning."""
    first, last = _days(request)
    content = listing_pdf.annual_pdf(list(_persons(request)), first, last)
    return _paper(request, f"serious-events-{first}-{last}.pdf", content)


def _annual(request: HttpRequest) -> tuple[date, date, tabulation.Annual]:
    first, last = _days(request)
    persons = list(_persons(request))
    return first, last, tabulation.annual(cases(persons), first_doses(persons), first, last)


def _paper(request: HttpRequest, name: str, content: bytes) -> HttpResponse:
    return exported(allowed(request, Action.SEE_SAFETY, _sites(request)[0]), name, content, "application/pdf")


def _file(request: HttpRequest, name: str, rows: list[list[str]]) -> HttpResponse:
    by = allowed(request, Action.SEE_SAFETY, _sites(request)[0])
    return exported(by, name, as_csv(rows), "text/csv; charset=utf-8")


def _days(request: HttpRequest) -> tuple[date, date]:
    """The days asked for; the last year by default."""
    typed = {name: text for name in ("first", "last") if (text := request.GET.get(name))}
    asked = {name: read_day(text, "annual listing") for name, text in typed.items()}
    return tabulation.period(asked.get("first"), asked.get("last"))


def _sites(request: HttpRequest) -> list[str]:
    """The sites whose events the reader may see; never none, for the page is refused then."""
    assert isinstance(request.user, User)
    return sites(request.user, Action.SEE_SAFETY, list(Site.objects.values_list("code", flat=True)))


def _persons(request: HttpRequest) -> Iterator[Person]:
    """Everybody there with something written, whose events they may be."""
    held = Person.objects.filter(site__in=_sites(request), sheets__isnull=False).distinct()
    yield from held.select_related("event", "enrolled").order_by("pk")
