"""The pages of one site: its day, its screening log, its participants."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.found_later import found_later
from bedside.conduct.inclusion.importing import import_stay, sources
from bedside.conduct.monitoring.choosing import on_me
from bedside.conduct.monitoring.states import WAITS_FOR
from bedside.conduct.participants import actions, consent_words
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.models import Included, Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.safety.outbox import unsent
from bedside.conduct.study.actions import not_enrolling
from bedside.conduct.study.protocol import read_once
from bedside.conduct.study.reading import target
from bedside.conduct.today import board, log
from bedside.conduct.today.clocks import clocks, events_of, to_judge
from bedside.conduct.today.flow_figure import figure, whole_flow
from bedside.conduct.today.waiting import waiting
from bedside.errors import UsageError

MOST = 25
"""Lines that a card lists; the others are counted, and stand on the site's other pages."""
PAGE = 100
"""Lines of a list on one page."""


@page(Action.SEE_PARTICIPANTS)
@read_once()
def today(request: HttpRequest, site: str) -> HttpResponse:
    """What the site has to do today."""
    held, protocol = _site(site), site_protocol(site)
    persons = board.people(site)
    events = events_of(persons)
    upcoming, by_code = board.upcoming(persons), {person.code: person for person in persons}
    following = sorted(((by_code[code], visit) for code, visit in upcoming.items()), key=lambda e: e[1].due.opens)
    context = {
        "site": held, "here": site, "tab": "today", "most": MOST, "most_lines": f":{MOST}",
        "candidates": board.candidates(persons), "seeking": board.seeking(persons),
        "due": board.assessments(persons), "recent": board.recent(site), "following": following[:5],
        "clocks": clocks(persons, events=events) if any(form.reporting for form in protocol.forms) else None,
        "judging": to_judge(events) if may_act(request, Action.JUDGE_EVENT, site) else None,
        "waiting": waiting(reader(request), site) if may_act(request, Action.WRITE_DATA, site) else None,
        "asked": on_me(reader(request), site) if _asks_of(request, site) else None,
        "enrolled": sum(hasattr(person, "enrolled") for person in persons), "target": target(protocol),
        "not_enrolling": not_enrolling(),
        "enrolled_in_all": Included.objects.count(), "screens": may_act(request, Action.SCREEN, site),
        "enrols": may_act(request, Action.ENROL, site),
        "records_consent": may_act(request, Action.RECORD_CONSENT, site),
        "alerts": bool(protocol.alerts),
        "mails": unsent(_my_sites(request)) if may_act(request, Action.ASSESS_SAFETY, site) else None,
        "reads_safety": may_act(request, Action.SEE_SAFETY, site),
        "reads_data": may_act(request, Action.SEE_IDENTITY_FREE_DATA, site),
    }  # fmt: skip
    return render(request, "today/today.html", context)


@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def newly(request: HttpRequest, site: str) -> HttpResponse:
    """The card of results newly out of their range: it takes longer than the page, which fetches it afterwards."""
    found = board.by_person(board.newly(_site(site).code))
    return render(request, "today/newly.html", {"newly": found, "most": MOST, "most_lines": f":{MOST}"})


@page(Action.SEE_IDENTITY_FREE_DATA)
@read_once()
def found_ineligible(request: HttpRequest, site: str) -> HttpResponse:
    """The card of participants who were not eligible by what their records say now, until that is recorded or put
    right; empty where there is nobody. The site's day and its data review fetch it afterwards: it takes longer."""
    found = found_later(board.people(_site(site).code))
    deviates = may_act(request, Action.RECORD_DEVIATION, site)
    return render(request, "today/found_ineligible.html", {"found": found, "deviates": deviates})


@page(Action.SEE_PARTICIPANTS)
@read_once()
def screening(request: HttpRequest, site: str) -> HttpResponse:
    """The screening log of the site, and ways to open another screening."""
    held, persons, protocol = _site(site), board.people(site), site_protocol(site)
    state = request.GET.get("state", "")
    shown = [person for person in reversed(persons) if state in ("", log.state_of(person))]
    lines = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "site": held, "here": site, "tab": "screening", "page": lines, "lines": log.lines(list(lines), protocol),
        "states": log.STATES, "state": state,
        "writes": may_act(request, Action.SCREEN, site), "sources": list(sources()),
    }  # fmt: skip
    return render(request, "today/screening.html", context)


@page(Action.SEE_PARTICIPANTS)
@read_once()
def flow(request: HttpRequest, site: str) -> HttpResponse:
    """The flow of the site, up to this moment: it takes longer than the log, which fetches it afterwards."""
    found = whole_flow(board.people(_site(site).code), site_protocol(site))
    return render(request, "today/flow.html", {"flow": found, "svg": mark_safe(figure(found))})


@require_POST
@page(Action.SCREEN)
def new(request: HttpRequest, site: str) -> HttpResponse:
    """Open a screening: typed, or with a stay of a source."""
    actor = allowed(request, Action.SCREEN, site)
    if request.POST.get("source"):
        stay = request.POST.get("stay", "").strip()
        if not stay:
            raise UsageError("no stay is named.", "screening", "Type the number of the stay in the source.")
        person = import_stay(actor, site, request.POST["source"], stay)
        messages.success(request, say("today.imported", code=person.code, count=person.imported.count()))
    else:
        person = actions.screen(actor, site)
        messages.success(request, say("today.opened", code=person.code))
    return redirect(f"/participants/{person.code}/")


@page(Action.SEE_PARTICIPANTS)
@read_once()
def participants(request: HttpRequest, site: str) -> HttpResponse:
    """Everybody enrolled at the site; a search goes straight to one person."""
    held = _site(site)
    wanted = request.GET.get("q", "").strip()
    everybody = board.people(site)
    persons = [person for person in everybody if hasattr(person, "enrolled")]
    if wanted:
        exact = [each for each in everybody if wanted.lower() in _names(each)]
        if len(exact) == 1:
            return redirect(f"/participants/{exact[0].code}/")
        persons = [each for each in everybody if any(wanted.lower() in name for name in _names(each))]
    lines = Paginator(persons, PAGE).get_page(request.GET.get("page"))
    here = list(lines)
    upcoming, states, due = board.upcoming(here), board.state_of(here), board.due_of(here)
    rows = [(person, *consent_words.headline(states[person.code]), due.get(person.code, ()), upcoming.get(person.code))
            for person in here]  # fmt: skip
    context = {"site": held, "here": site, "tab": "participants", "rows": rows, "page": lines, "wanted": wanted}
    return render(request, "today/participants.html", context)


def _asks_of(request: HttpRequest, site: str) -> bool:
    """Whether queries can wait for the reader at a site."""
    return any(may_act(request, action, site) for action in set(WAITS_FOR.values()))


def _names(person: Person) -> tuple[str, ...]:
    """The code, and the number of somebody enrolled, in small letters."""
    number = (person.enrolled.number.lower(),) if hasattr(person, "enrolled") else ()
    return (person.code.lower(), *number)


def _site(code: str) -> Site:
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise UsageError(f"there is no site {code}.", "site", "Choose one of the study's sites.")
    return site


def _my_sites(request: HttpRequest) -> list[str]:
    """The sites whose safety the reader may see."""
    return [each for each in Site.objects.values_list("code", flat=True) if may_act(request, Action.SEE_SAFETY, each)]
