"""Freezing and locking: the study, a site, a participant with their visits and forms; each with its checklist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook.places import visit_text
from bedside.conduct.closing.actions import close
from bedside.conduct.closing.checklist import checklist
from bedside.conduct.closing.part import Part
from bedside.conduct.closing.signing import Signatures
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say, told
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Level, Scope
from bedside.conduct.locks.states import WAY_WORDS, WAYS, WORDS, State, Way
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import sites as sites_of
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.values.wording import Text

View = Callable[..., HttpResponse]


@page(Action.SEE_CLOSING)
@require_GET
def study(request: HttpRequest) -> HttpResponse:
    """The whole study, and its sites that the reader may see."""
    return _page(request, Scope(), [(Text(each, each), Scope(each)) for each in seen_sites(request)])


@page(Action.SEE_CLOSING)
@require_GET
def site(request: HttpRequest, site: str) -> HttpResponse:
    """A site, and everybody there."""
    if not Site.objects.filter(code=site).exists():
        raise Http404
    persons = Person.objects.filter(site=site).select_related("enrolled").order_by("pk")
    return _page(request, Scope(site), [(_name(each), Scope(site, each.code)) for each in persons])


@page(Action.SEE_CLOSING)
@require_GET
def participant(request: HttpRequest, code: str) -> HttpResponse:
    """A participant, with their visits and forms; or the place among these that the address names."""
    person = person_for(request, code, Action.SEE_CLOSING)
    scope = scope_in(request.GET, Scope(person.site, person.code))
    return _page(request, scope, list(_below(person, scope)), person)


def _doing(way: Way) -> View:
    """The view that takes a way: its scope is that of the address, narrowed by what was sent."""

    @require_POST
    @page(WAYS[way].action)
    def do(request: HttpRequest, site: str = "", code: str = "") -> HttpResponse:
        if code:
            person = person_for(request, code, WAYS[way].action)
            scope = scope_in(request.POST, Scope(person.site, person.code))
        else:
            scope = Scope(site)
        by = allowed(request, WAYS[way].action, scope.site)
        row = close(by, way, scope, free_text(request, "reason")[:500])
        messages.success(request, say("closing.done", state=told(WORDS[State(row.state)])))
        return redirect(address(scope))

    return do


do = {way: _doing(way) for way in Way}


def seen_sites(request: HttpRequest) -> list[str]:
    """The sites of which the reader may see what is closed and signed."""
    assert isinstance(request.user, User)
    return sites_of(request.user, Action.SEE_CLOSING, list(Site.objects.values_list("code", flat=True)))


def scope_in(sent: Any, above: Scope) -> Scope:
    """The place below a participant that was named. Raises Http404 for what is no number, UsageError for a gap."""
    parts = {name: sent.get(name, "").strip()[:60] for name in ("visit", "form", "item")}
    day, number = sent.get("day", ""), sent.get("number", "") or "1"
    if not number.isdigit() or not (day == "" or day.isdigit()):
        raise Http404
    return Scope(above.site, above.participant, **parts, day=int(day) if day else None, number=int(number))


def query(scope: Scope) -> str:
    """A place below a participant as the end of an address."""
    parts = {"visit": scope.visit, "day": "" if scope.day is None else scope.day, "form": scope.form,
             "number": scope.number if scope.number != 1 else "", "item": scope.item}  # fmt: skip
    said = "&".join(f"{name}={part}" for name, part in parts.items() if part != "")
    return f"?{said}" if said else ""


def address(scope: Scope) -> str:
    """The page on which a scope is closed and opened."""
    if scope.participant:
        return reverse("closing-participant", kwargs={"code": scope.participant}) + query(scope)
    return reverse("closing-site", kwargs={"site": scope.site}) if scope.site else reverse("closing-study")


def _page(
    request: HttpRequest, scope: Scope, below: list[tuple[Text, Scope]], person: Person | None = None
) -> HttpResponse:
    held = closings(scope)
    signatures = Signatures([person] if person else [])
    asked = "checklist" in request.GET
    lines = checklist(scope) if asked else []
    return render(request, "closing/closing.html", {
        "here": scope.site, "person": person, "scope": scope, "level": scope.level.value, "closing": held.at(scope),
        "state": held.state(scope), "rows": list(_rows(below, held, signatures, person)), "asked": asked,
        "ways": list(_ways(request, scope, held.states(scope))), "lines": lines,
        "standing": sum(line.stands for line in lines), "parts": parts(scope), "title": _title(scope, person),
        "acts": [row for covered, row in held.rows if covered.covers(scope)], "query": query(scope),
    })  # fmt: skip


def _rows(
    below: list[tuple[Text, Scope]], held: Any, signatures: Signatures, person: Person | None
) -> Iterator[dict[str, Any]]:
    for text, scope in below:
        yield {
            "text": text, "address": address(scope), "state": held.state(scope), "level": scope.level.value,
            "states": [state for state in State if state in held.states(scope)],
            "signing": signatures.state(scope) if person and signatures.begun(scope) else None,
        }  # fmt: skip


def _ways(request: HttpRequest, scope: Scope, found: frozenset[State]) -> Iterator[tuple[Way, Text, str]]:
    """What the reader may do here, and where it is sent."""
    prefix, names = _prefix(scope)
    for way, rule in WAYS.items():
        if may_act(request, rule.action, scope.site) and found & rule.needs and not found & rule.excludes:
            yield way, WAY_WORDS[way], reverse(f"{prefix}-{way.name.lower()}", kwargs=names)


def _prefix(scope: Scope) -> tuple[str, dict[str, str]]:
    if scope.participant:
        return "closing-participant", {"code": scope.participant}
    return ("closing-site", {"site": scope.site}) if scope.site else ("closing-study", {})


def _below(person: Person, scope: Scope) -> Iterator[tuple[Text, Scope]]:
    """The visits of a casebook with their forms, as far as there is something or the schedule asks for it."""
    part, protocol = Part(scope), protocol_for(person)
    forms = {form.id: form for form in protocol.forms}
    places = dict.fromkeys(
        [*(Scope(person.site, person.code, f.place.visit, f.place.day, f.place.form, f.place.number)
           for _, _, held in part.visits for f in held), *(each for _, each, _ in part.filled())]
    )  # fmt: skip
    before = None
    for place in places:
        visit = Scope(place.site, place.participant, place.visit, place.day)
        if scope.level is Level.PARTICIPANT and visit != before:
            yield visit_text(protocol, place.visit, place.day), visit
            before = visit
        if scope.level in (Level.PARTICIPANT, Level.VISIT):
            form = forms[place.form].text if place.form in forms else Text(place.form, place.form)
            yield form, place
        elif scope.level is Level.FORM and place.form in forms:
            for item in forms[place.form].items:
                yield item.text, replace(place, item=item.id)


def parts(scope: Scope) -> list[tuple[str, object]]:
    """The parts of a place below a participant that are named, as a form sends them back."""
    return [(name, value) for name in ("visit", "day", "form", "number", "item")
            if (value := getattr(scope, name)) not in ("", None)]  # fmt: skip


def _name(person: Person) -> Text:
    said = f"{person.enrolled.number} ({person.code})" if hasattr(person, "enrolled") else person.code
    return Text(said, said)


def _title(scope: Scope, person: Person | None) -> str:
    return scope.place if person else f"{say('site')} {scope.site}" if scope.site else say("closing.of_study")
