"""What is done with an infection from its form: told as an adverse event, linked to one, the link taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import language, say
from bedside.conduct.participants.finding import person_for
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.safety import actions_infections as actions
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError


@require_POST
@page(Action.WRITE_DATA)
def tell(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Open an adverse event of an infection, and go on there."""
    by, infection = _asked(request, code, sheet)
    made = actions.tell_as_event(by, infection, language())
    messages.success(request, say("safety.was_told_as_event"))
    return redirect(place_of_sheet(made.told_on).address(infection.person.code))


@require_POST
@page(Action.WRITE_DATA)
def link(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Link an infection to an event that is there."""
    by, infection = _asked(request, code, sheet)
    chosen = request.POST.get("event", "")
    event = sheet_of(infection.person.code, int(chosen) if chosen.isdecimal() else 0)
    actions.link(by, infection, event)
    messages.success(request, say("safety.was_linked"))
    return _back(infection)


@require_POST
@page(Action.WRITE_DATA)
def unlink(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Take its link back."""
    by, infection = _asked(request, code, sheet)
    actions.unlink(by, infection, free_text(request, "reason")[:500])
    messages.success(request, say("safety.was_unlinked"))
    return _back(infection)


def sheet_of(code: str, number: int) -> Sheet:
    """A sheet of somebody. Raises UsageError where there is none."""
    held = Sheet.objects.filter(pk=number, person__code=code).select_related("person__enrolled").first()
    if held is None:
        raise UsageError("there is no such form.", code, "Look in the casebook.")
    return held


def _asked(request: HttpRequest, code: str, sheet: int) -> tuple[Actor, Sheet]:
    person = person_for(request, code, Action.WRITE_DATA)
    return allowed(request, Action.WRITE_DATA, person.site), sheet_of(person.code, sheet)


def _back(sheet: Sheet) -> HttpResponse:
    return redirect(place_of_sheet(sheet).address(sheet.person.code))
