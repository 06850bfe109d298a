"""What a person's page says of their inclusions, and where one is put right: its time corrected, or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.actions_put_right import correct_enrolment, done_under, take_back_enrolment
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Enrolled, EnrolmentCorrected, EnrolmentTakenBack, Person
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text


@dataclass(frozen=True)
class Inclusion:
    """An inclusion as it was written, and what was written of it since."""

    enrolled: Enrolled
    corrections: tuple[EnrolmentCorrected, ...]
    undone: EnrolmentTakenBack | None


def put_right_context(request: HttpRequest, person: Person) -> dict[str, object]:
    """What the page says of the inclusions of somebody who was ever included; whether the reader may put one right,
    and what was done under the one that holds."""
    corrects = hasattr(person, "enrolled") and may_act(request, Action.ENROL, person.site)
    return {
        "inclusions": list(_inclusions(person)),
        "corrects": corrects, "done_under": done_under(person) if corrects else [],
    }  # fmt: skip


def _inclusions(person: Person) -> Iterator[Inclusion]:
    kept = person.enrolments.select_related("event", "taken_back__event").order_by("pk")
    for each in kept.prefetch_related("corrections__event"):
        corrections = sorted(each.corrections.all(), key=lambda row: row.pk)
        yield Inclusion(each, tuple(corrections), getattr(each, "taken_back", None))


@require_POST
@page(Action.ENROL)
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the time of an inclusion."""
    person = person_for(request, code, Action.ENROL)
    actor = allowed(request, Action.ENROL, person.site)
    at = read_local(request.POST.get("at", ""), "enrolment")
    correct_enrolment(actor, person, at, free_text(request, "reason"))
    messages.success(request, say("inclusion.time_corrected"))
    return redirect(f"/participants/{person.code}/")


@require_POST
@page(Action.ENROL)
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take an inclusion back that was recorded by mistake."""
    person = person_for(request, code, Action.ENROL)
    actor = allowed(request, Action.ENROL, person.site)
    number = take_back_enrolment(actor, person, free_text(request, "reason")).enrolled.number
    messages.success(request, say("inclusion.inclusion_taken_back", number=number))
    return redirect(f"/participants/{person.code}/")
