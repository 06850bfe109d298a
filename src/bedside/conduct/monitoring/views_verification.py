"""Source data verification on the screen: a casebook's forms, one form with a tick an item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet, visit_text
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.monitoring import actions_verification as actions
from bedside.conduct.monitoring.plan import plan_now
from bedside.conduct.monitoring.verification import Mark, Progress, marked, progress_of
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.roles import Action
from bedside.conduct.privacy.free_texts import free_text
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.errors import UsageError

ALL = "all"
"""Says that a form is shown with what is not in the plan, or that everything shown is verified."""


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
@read_once()
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """The forms of a person that were begun, each with what is to be verified on it."""
    person = person_for(request, code, Action.SEE_IDENTITY_FREE_DATA)
    plan, sheets = plan_now(), list(person.sheets.order_by("pk"))
    progress = progress_of(_of(person, sheets), plan)
    context = {
        "here": person.site, "person": person, "plan": plan, "sampled": plan.samples(protocol_for(person), person.code),
        "lines": [(*_named(sheet), progress[sheet.pk]) for sheet in sheets],
        "whole": sum(progress.values(), Progress()),
    }  # fmt: skip
    return render(request, "monitoring/verification.html", context)


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def sheet(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """One form, to be read beside its source."""
    held = _sheet(request, code, sheet, Action.SEE_IDENTITY_FREE_DATA)
    plan, whole = plan_now(), ALL in request.GET
    items = [each for each in marked(held, plan) if whole or each.mark is not Mark.NOT_ASKED]
    _, form, visit = _named(held)
    context = {
        "here": held.person.site, "person": held.person, "sheet": held, "form": form, "visit": visit,
        "items": items, "whole": whole, "address": place_of_sheet(held).address(code),
        "verifies": may_act(request, Action.VERIFY_SOURCE, held.person.site),
        "asks": may_act(request, Action.RAISE_QUERY, held.person.site),
        "left": sum(not each.stands for each in items), "progress": progress_of([held], plan)[held.pk],
    }  # fmt: skip
    return render(request, "monitoring/sheet.html", context)


@require_POST
@page(Action.VERIFY_SOURCE)
def verify(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Keep what was ticked, or all that was shown, in the version that was shown."""
    held = _sheet(request, code, sheet, Action.VERIFY_SOURCE)
    by = allowed(request, Action.VERIFY_SOURCE, held.person.site)
    sent = request.POST.getlist("shown" if ALL in request.POST else "tick")
    kept = actions.verify(by, held, dict(_seen(each) for each in sent))
    messages.success(request, say("monitoring.n_verified", count=len(kept)))
    return _back(request, code, sheet)


@require_POST
@page(Action.VERIFY_SOURCE)
def take_back(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    """Take one verification back."""
    held = _sheet(request, code, sheet, Action.VERIFY_SOURCE)
    by = allowed(request, Action.VERIFY_SOURCE, held.person.site)
    number = request.POST.get("entry", "")
    entry = Entry.objects.filter(sheet=held, pk=int(number) if number.isdecimal() and len(number) < 19 else 0).first()
    if entry is None:
        raise Http404
    actions.take_back(by, entry, free_text(request, "why"))
    messages.success(request, say("monitoring.taken_back"))
    return _back(request, code, sheet)


def _seen(sent: str) -> tuple[str, int]:
    """An item and the version that was shown: `platelets:2`."""
    item, _, number = sent.partition(":")
    if not number.isdecimal() or len(number) > 9:
        raise UsageError(f"“{sent[:60]}” is no item with its version.", "verification", "Load the page again.")
    return item, int(number)


def _sheet(request: HttpRequest, code: str, number: int, action: Action) -> Sheet:
    """A sheet of a person of whom the reader may do this. Raises Http404, UsageError, Forbidden."""
    person = person_for(request, code, action)
    found = Sheet.objects.filter(pk=number, person=person).first()
    if found is None:
        raise Http404
    return _of(person, [found])[0]


def _of(person: Person, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, each with its person as it is known already."""
    for each in sheets:
        each.person = person
    return sheets


def _named(held: Sheet) -> tuple[Sheet, Any, Any]:
    """A sheet with its form and its visit in words."""
    protocol = protocol_of(held.version)
    return held, protocol.form(held.form), visit_text(protocol, held.visit, held.day)


def _back(request: HttpRequest, code: str, sheet: int) -> HttpResponse:
    answer = redirect("verification-sheet", code=code, sheet=sheet)
    if request.POST.get("whole"):
        answer["Location"] += f"?{ALL}"
    return answer
