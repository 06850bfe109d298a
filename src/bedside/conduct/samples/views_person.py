"""The samples of one participant: each tube and its aliquots, what is recorded of them, and their chain of custody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.frame.exports import exported
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import local_now, read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.samples import actions, actions_custody, posted
from bedside.conduct.samples.chain import act_of, links_of
from bedside.conduct.samples.custody import Held, asked_of
from bedside.conduct.samples.flags import Flag
from bedside.conduct.samples.labels import labels
from bedside.conduct.samples.models import (
    Aliquot,
    Draw,
    Freezer,
)
from bedside.conduct.samples.states import TABLE, USES, Step, Use
from bedside.conduct.samples.tubes import Tube
from bedside.conduct.samples.words import DRAWERS, LOOKS, REASONS
from bedside.conduct.samples.work import Work, tally, work_on
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.protocol.quoting import said_parameter
from bedside.values.wording import Text


@dataclass(frozen=True)
class Row:
    """A tube on the page, with what is to be said of it and of each aliquot."""

    tube: Tube
    flags: tuple[Flag, ...]
    aliquots: tuple[tuple[Held, tuple[Flag, ...]], ...]

    @property
    def volume(self) -> Text:
        """The volume of an aliquot, in words."""
        return volume_of(self.tube.protocol, self.tube.sample.volume)


def volume_of(protocol: Protocol, parameter: str) -> Text:
    """A volume of the protocol in words."""
    value = protocol.parameter(parameter).value
    return Text(said_parameter(value, "en"), said_parameter(value, "fr"))


@page(Action.SEE_SAMPLES)
@require_GET
def samples(request: HttpRequest, code: str) -> HttpResponse:
    """Every tube of a participant, what may be recorded of it, and its aliquots."""
    person = person_for(request, code, Action.SEE_SAMPLES)
    work = work_on(person)
    held, asked = work.collections[0], asked_of(person)
    context = {
        "person": person, "here": person.site, "tab": "samples", "held": held, "use": USES[held.use], "asked": asked,
        "rows": list(_rows(work)), "draws": held.use is Use.FREE, "processes": held.use in (Use.FREE, Use.KEPT),
        "tally": tally(held, asked) if asked else None, "ended": held.use in (Use.KEPT, Use.STOPPED),
        "assumed": held.use in (Use.KEPT, Use.STOPPED, Use.TO_DESTROY),
        "writes": may_act(request, Action.RECORD_SAMPLES, person.site), "now": local_now(),
        "drawers": DRAWERS.items(), "reasons": REASONS.items(), "looks": LOOKS.items(),
        "freezers": Freezer.objects.filter(site=person.site),
        "storable": [each for each in held.aliquots if each.can(Step.STORE)],
    }  # fmt: skip
    return render(request, "samples/person.html", context)


def _rows(work: Work) -> Iterator[Row]:
    for tube in work.tubes:
        aliquots = ((each, tuple(work.of_aliquot(each, tube))) for each in tube.aliquots)
        yield Row(tube, tuple(work.of_tube(tube)), tuple(aliquots))


@page(Action.RECORD_SAMPLES)
@require_POST
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a tube was drawn."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by = allowed(request, Action.RECORD_SAMPLES, person.site)
    told = free_text(request, "told")
    actions.draw(by, person, _where(request), posted.text(request, "at"), posted.text(request, "drawer"), told)
    return _back(request, person)


@page(Action.RECORD_SAMPLES)
@require_POST
def not_drawn(request: HttpRequest, code: str) -> HttpResponse:
    """Record that a tube is not drawn, and why."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by = allowed(request, Action.RECORD_SAMPLES, person.site)
    actions.not_drawn(by, person, _where(request), posted.text(request, "because"), free_text(request, "told"))
    return _back(request, person)


@page(Action.RECORD_SAMPLES)
@require_POST
def process(request: HttpRequest, code: str, draw: int) -> HttpResponse:
    """Record that a tube was centrifuged, and the aliquots that were made of it."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by = allowed(request, Action.RECORD_SAMPLES, person.site)
    held = Draw.objects.filter(pk=draw, person=person).select_related("person").first()
    if held is None:
        raise Http404
    look, enough = posted.text(request, "haemolysis"), posted.text(request, "enough") == "yes"
    made, told = posted.whole(request, "aliquots"), free_text(request, "told")
    actions.process(by, held, posted.text(request, "at"), look, enough, made, told)
    return _back(request, person)


@page(Action.RECORD_SAMPLES)
@require_POST
def destruction(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the participant asks for the destruction of their samples."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by = allowed(request, Action.RECORD_SAMPLES, person.site)
    actions.ask_destruction(by, person, read_local(posted.text(request, "at"), "samples"), free_text(request, "told"))
    return _back(request, person)


@page(Action.SEE_SAMPLES)
@require_GET
def print_labels(request: HttpRequest, code: str) -> HttpResponse:
    """The labels of a participant's tubes and aliquots."""
    person = person_for(request, code, Action.SEE_SAMPLES)
    by, held = allowed(request, Action.SEE_SAMPLES, person.site), work_on(person).collections[0]
    return exported(by, f"labels-{person.code}.pdf", labels(held), "application/pdf", person.site, person.code)


# --- one aliquot --------------------------------------------------------------------------------------------------


@page(Action.SEE_SAMPLES)
@require_GET
def custody(request: HttpRequest, code: str, aliquot: int) -> HttpResponse:
    """Where an aliquot is and has been, from the vein to its end, and what can be done with it now."""
    person = person_for(request, code, Action.SEE_SAMPLES)
    kept = _aliquot(person, aliquot)
    work = work_on(person)
    found = next(((tube, each) for tube in work.tubes for each in tube.aliquots if each.aliquot.pk == kept.pk), None)
    flags = [*work.of_tube(found[0]), *work.of_aliquot(found[1], found[0])] if found else []
    context = {
        "person": person, "here": person.site, "tab": "samples", "aliquot": kept, "held": found[1] if found else None,
        "tube": found[0] if found else None, "flags": flags, "links": list(links_of(kept)),
        "writes": may_act(request, Action.RECORD_SAMPLES, person.site),
        "freezers": Freezer.objects.filter(site=person.site),
        "alone": [rule for rule in TABLE if found and rule.step in actions_custody.ALONE and found[1].can(rule.step)],
        "stores": found is not None and (found[1].can(Step.STORE) or found[1].can(Step.MOVE)),
    }  # fmt: skip
    return render(request, "samples/aliquot.html", context)


@page(Action.RECORD_SAMPLES)
@require_POST
def step(request: HttpRequest, code: str, aliquot: int) -> HttpResponse:
    """Take a step that needs no place, parcel or run."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by, kept = allowed(request, Action.RECORD_SAMPLES, person.site), _aliquot(person, aliquot)
    wanted = posted.text(request, "step")
    if wanted not in set(Step):
        raise UsageError(f"“{wanted}” is no step.", kept.label, "Choose one of the list.")
    actions_custody.take_step(by, [kept], Step(wanted), posted.text(request, "at"), free_text(request, "told"))
    messages.success(request, say("samples.recorded"))
    return redirect("samples-aliquot", person.code, kept.pk)


@page(Action.RECORD_SAMPLES)
@require_POST
def take_back(request: HttpRequest, code: str, act: int) -> HttpResponse:
    """Say that one act on a participant's samples was written by mistake."""
    person = person_for(request, code, Action.RECORD_SAMPLES)
    by = allowed(request, Action.RECORD_SAMPLES, person.site)
    row = act_of(person, act)
    if row is None:
        raise Http404
    actions.take_back(by, [row], free_text(request, "reason"))
    return _back(request, person)


def _aliquot(person: Person, number: int) -> Aliquot:
    found = Aliquot.objects.filter(pk=number, processed__draw__person=person)
    held: Aliquot | None = found.select_related("event", "processed__event", "processed__draw__event").first()
    if held is None:
        raise Http404
    return held


def _where(request: HttpRequest) -> actions.Where:
    """Which tube a form is about."""
    day = posted.text(request, "day")
    return (
        posted.text(request, "kind"),
        posted.text(request, "visit"),
        int(day) if day.isdecimal() and len(day) < 5 else None,
    )


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    messages.success(request, say("samples.recorded"))
    return redirect("samples-person", person.code)
