"""What the sponsor wrote wrongly of a report, put right from the page of its event."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.participants.finding import person_for
from bedside.conduct.participants.typed_times import read_local
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.safety import actions_corrections
from bedside.conduct.safety.models import Submission
from bedside.conduct.safety.views import report_of

WHY = 500
"""The longest reason, in characters."""


@require_POST
@page(Action.ASSESS_SAFETY)
def receipt(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """Write a receipt anew, with why it was wrong."""
    person = person_for(request, code, Action.ASSESS_SAFETY)
    by, report = allowed(request, Action.ASSESS_SAFETY, person.site), report_of(person, sheet, number)
    at, criteria = read_local(request.POST.get("at", ""), "received"), request.POST.getlist("criteria")
    actions_corrections.correct_receipt(by, report, at, criteria, free_text(request, "reason")[:WHY])
    messages.success(request, say("safety.was_corrected"))
    return redirect("safety-event", code=person.code, sheet=sheet)


@require_POST
@page(Action.ASSESS_SAFETY)
def submission(request: HttpRequest, code: str, sheet: int, number: int) -> HttpResponse:
    """Take a submission back, by its number in the trail, with why it was wrong."""
    person = person_for(request, code, Action.ASSESS_SAFETY)
    by = allowed(request, Action.ASSESS_SAFETY, person.site)
    held = Submission.objects.filter(pk=number, report__sheet=sheet, report__sheet__person=person)
    found = held.select_related("report__sheet__person").first()
    if found is None:
        raise Http404
    actions_corrections.take_back(by, found, free_text(request, "reason")[:WHY])
    messages.success(request, say("safety.was_taken_back"))
    return redirect("safety-event", code=person.code, sheet=sheet)
