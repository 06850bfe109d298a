"""The pages of one site: its day, its screening log, its participants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.importing import import_stay, sources
from bedside.conduct.participants import actions, consent_words
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.people.models import Site
from bedside.conduct.people.roles import Action
from bedside.conduct.today import board
from bedside.conduct.today.flow import figure, flow_of
from bedside.conduct.today.words import WORDS
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.values.wording import Text

TONES = {"candidate": "good", "eligible": "good", "excluded": "bad", "not eligible": "bad", "cannot tell": "open"}

MOST = 25
"""Lines that a card lists; the others are counted, and stand on the site's other pages."""


@page(Action.SEE_PARTICIPANTS)
def today(request: HttpRequest, site: str) -> HttpResponse:
    """What the site has to do today."""
    held = _site(site)
    persons = board.people(site)
    due, lines = board.assessments(persons)
    following = [
        (person, visit) for person in persons if person.code in lines and (visit := board.upcoming(lines[person.code]))
    ]
    context = {
        "site": held, "here": site, "tab": "today", "most": MOST, "most_lines": f":{MOST}",
        "candidates": board.candidates(persons),
        "seeking": board.seeking(persons), "due": due, "recent": board.recent(site),
        "following": sorted(following, key=lambda each: each[1].due.opens)[:5],
        "enrolled": sum(hasattr(person, "enrolled") for person in persons),
    }  # fmt: skip
    return render(request, "today/today.html", context)


@page(Action.SEE_PARTICIPANTS)
def screening(request: HttpRequest, site: str) -> HttpResponse:
    """The screening log of the site, its flow, and ways to open another screening."""
    held, persons, protocol = _site(site), board.people(site), site_protocol(site)
    flow = flow_of(persons, protocol, WORDS["other_reason"])
    context = {
        "site": held, "here": site, "tab": "screening", "lines": list(_log(persons, protocol)), "flow": flow,
        "svg": mark_safe(figure(flow)),
        "writes": may_act(request, Action.SCREEN, site), "sources": list(sources()),
    }  # fmt: skip
    return render(request, "today/screening.html", context)


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
    due, lines = board.assessments(persons)
    states = board.state_of(persons)
    rows = [(person, *consent_words.headline(states[person.code]), [d for d in due if d.person.pk == person.pk],
             board.upcoming(lines[person.code]) if person.code in lines else None) for person in persons]  # fmt: skip
    context = {"site": held, "here": site, "tab": "participants", "rows": rows, "wanted": wanted}
    return render(request, "today/participants.html", context)


def _names(person: Person) -> tuple[str, ...]:
    """The code, and the number of somebody enrolled, in small letters."""
    number = (person.enrolled.number.lower(),) if hasattr(person, "enrolled") else ()
    return (person.code.lower(), *number)


@dataclass(frozen=True)
class LogLine:
    """One line of the log. The verdicts of somebody whose screening has ended are not worked out again."""

    person: Person
    state: str
    tone: str
    data_verdict: str
    verdict: str
    missing: tuple[Text, ...]
    said: str

    @property
    def data_tone(self) -> str:
        """The colour that goes with the verdict by data."""
        return TONES.get(self.data_verdict, "still")

    @property
    def verdict_tone(self) -> str:
        """The colour that goes with the verdict by all criteria."""
        return TONES.get(self.verdict, "still")


def _log(persons: list[Person], protocol: Protocol) -> Iterator[LogLine]:
    standing = {each.person.code: each for each in board.candidates(persons)}
    names = {each.id: Text(f"{each.id} {each.text.en}", f"{each.id} {each.text.fr}") for each in protocol.criteria}
    for person in reversed(persons):
        if each := standing.get(person.code):
            found = each.standing
            missing = tuple(names[name] for name in each.barred) if each.barred else each.to_qualify
            yield LogLine(person, "in_screening", "open", board.data_verdict(found), board.verdict(found), missing, "")
        elif hasattr(person, "enrolled"):
            yield LogLine(person, "enrolled", "good", "", "", (), "")
        else:
            end = person.not_enrolled
            reasons = tuple(names.get(name, Text(name, name)) for name in end.criteria.split())
            yield LogLine(person, "left_out", "still", "", "", reasons, end.other or "")


def _site(code: str) -> Site:
    site = Site.objects.filter(code=code).first()
    if site is None:
        raise UsageError(f"there is no site {code}.", "site", "Choose one of the study's sites.")
    return site
