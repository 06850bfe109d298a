"""The measured values of the eligibility page: saved together, each on its sheet of the casebook; their drafts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from bedside.conduct.casebook import posting
from bedside.conduct.casebook.actions import Filled
from bedside.conduct.casebook.actions_drafts import Typing
from bedside.conduct.casebook.actions_together import Posted, draft_together, fill_together
from bedside.conduct.casebook.canonical import typed_in
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import latest_of
from bedside.conduct.casebook.sheet_page import clock, others
from bedside.conduct.casebook.showing import place_before
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.casebook.views import look, tell_unexplained
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.measuring import sheet_sent, time_is_said
from bedside.conduct.inclusion.wanted import Wanted, measured, measured_at, wanted_of
from bedside.conduct.participants.finding import person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.model import Form, Protocol
from bedside.values.moment import now

HERE = "measured"
"""Where on the eligibility page they are typed."""


@page(Action.WRITE_DATA)
@require_POST
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Save what was typed; what could not be saved is shown again, with what is the matter."""
    person = _open(request, code)
    by, user = allowed(request, Action.WRITE_DATA, person.site), _user(request)
    done = fill_together(by, user, _sent(request.POST, person))
    kept = sum(len(filled.kept) for _, filled in done)
    held = [f"{place_before(sheet.form)}{item.id}"
            for sheet, filled in done for item in _form(sheet).items if item.id in _to_mend(sheet, filled)]  # fmt: skip
    if kept:
        messages.success(request, say("casebook.n_saved", count=kept))
    tell_unexplained(request, [entry for _, filled in done for entry in filled.kept])
    if held:
        messages.error(request, say("casebook.n_held", count=sum(len(filled.held) for _, filled in done)))
    elif not kept:
        messages.info(request, say("casebook.nothing"))
    return redirect(f"/participants/{person.code}/#{f'f-{held[0]}' if held else HERE}")


@page(Action.WRITE_DATA)
@require_POST
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what is being typed. With `left`, the field that was just left: what the checks say of it, as JSON."""
    person = _open(request, code)
    by, user = allowed(request, Action.WRITE_DATA, person.site), _user(request)
    sent = _sent(request.POST, person)
    begun = draft_together(by, user, sent)
    answer: dict[str, Any] = {
        "at": clock(now()), "count": sum(len(typed) for _, typed in begun),
        "others": " ".join(filter(None, (others(user, each.sheet) for each in sent))),
    }  # fmt: skip
    left = request.POST.get("left", "")
    typed_on: dict[str, tuple[Sheet, Mapping[str, Typed]]] = {sheet.form: (sheet, typed) for sheet, typed in begun}
    for each in sent:
        before = place_before(each.sheet.form)
        item = left.removeprefix(before)
        if left.startswith(before) and item in each.shown:
            sheet, typed = typed_on.get(each.sheet.form, (each.sheet, {}))
            answer["left"] = {**look(by, sheet, item, typed), "item": left}
    return JsonResponse(answer)


def _to_mend(sheet: Sheet, filled: Filled) -> set[str]:
    """The items at which something is to be mended: of what waits for its time, the time."""
    return (filled.held - filled.untimed) | {_form(sheet).item(name).time for name in filled.untimed}


def _open(request: HttpRequest, code: str) -> Person:
    person = person_for(request, code, Action.WRITE_DATA)
    if hasattr(person, "enrolled") or hasattr(person, "not_enrolled"):
        raise UsageError("the screening of this person has ended.", person.code, "Correct it in the casebook.")
    return person


def _sent(sent: QueryDict, person: Person) -> list[Posted]:
    """What was sent of each form that can be typed on the page."""
    protocol, found = protocol_for(person), []
    for wanted in wanted_of(protocol, frozenset(measured(protocol))):
        part = posting.part(sent, place_before(wanted.form.id))
        sheet = sheet_sent(person, protocol, wanted.form.id, part.get("p-", ""))
        if sheet is not None:
            shown = frozenset(item for item in wanted.asked if f"n-{item}" in part)
            read = partial(_read, part, shown, _form(sheet))
            found.append(Posted(sheet, shown, read, partial(_untimed, protocol, wanted, _form(sheet))))
    return found


def _read(part: QueryDict, shown: frozenset[str], form: Form, entries: list[Entry]) -> Typing:
    """What somebody typed of the items that were on the page."""
    typed, base = posting.read(part, form, entries)
    kept = {name: each for name, each in typed.items() if name in shown}
    return kept, {name: base[name] for name in kept}


def _untimed(
    protocol: Protocol, wanted: Wanted, form: Form, typed: Mapping[str, Typed], entries: list[Entry]
) -> set[str]:
    """What was typed of measurements of which nobody says when they were made: it is not saved yet. Why one was not
    made needs no time."""
    standing = latest_of(entries)
    return {
        each.id
        for time in form.items
        if not time_is_said(time, typed.get(time.id) or typed_in(standing.get(time.id)))
        for each in measured_at(protocol, wanted, time)
        if each.id in typed and typed[each.id].text
    }


def _form(sheet: Sheet) -> Form:
    return protocol_of(sheet.version).form(sheet.form)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
