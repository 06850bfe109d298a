"""One query: asking it, its page, and each step of its thread; who replies stays where they replied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from bedside.conduct.casebook.actions_comments import MayIdentify
from bedside.conduct.casebook.places import Place, place_in, protocol_at, visit_text
from bedside.conduct.casebook.posting import text_of
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.frame.words import say, told
from bedside.conduct.monitoring import actions
from bedside.conduct.monitoring.models import Query
from bedside.conduct.monitoring.threads import place_of_query, thread_of
from bedside.conduct.participants.finding import may_act, person_for
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import Action
from bedside.errors import ProtocolError

PAGE_OF_QUERY = "query"
"""Says that a step was taken on the query's own page, to which it goes back."""


@page(Action.RAISE_QUERY)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask about one item: the address (or what was sent) says which."""
    person = person_for(request, code, Action.RAISE_QUERY)
    asked = request.POST if request.method == "POST" else request.GET
    place, item = _place(person, asked), asked.get("item", "")
    try:
        protocol_at(person, place).form(place.form).item(item)
    except ProtocolError as error:
        raise Http404(str(error)) from error
    if request.method != "POST":
        return _ask_page(request, person, place, item, {})
    by = allowed(request, Action.RAISE_QUERY, person.site)
    try:
        kept = actions.raise_query(by, person, place, item, *_text(request))
    except MayIdentify as error:
        return _ask_page(request, person, place, item, _held(request, error))
    messages.success(request, say("monitoring.kept"))
    return redirect(f"{place.address(person.code)}#q-{kept.pk}")


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def query(request: HttpRequest, code: str, query: int) -> HttpResponse:
    """The page of one query."""
    return _page(request, _query(request, code, query, Action.SEE_IDENTITY_FREE_DATA), {})


@require_POST
@page(Action.ANSWER_QUERY)
def answer(request: HttpRequest, code: str, query: int) -> HttpResponse:
    """Answer it."""
    return _step(request, code, query, Action.ANSWER_QUERY, actions.answer)


@require_POST
@page(Action.CLOSE_QUERY)
def close(request: HttpRequest, code: str, query: int) -> HttpResponse:
    """Close it."""
    return _step(request, code, query, Action.CLOSE_QUERY, actions.close)


@require_POST
@page(Action.CLOSE_QUERY)
def reopen(request: HttpRequest, code: str, query: int) -> HttpResponse:
    """Open it again."""
    return _step(request, code, query, Action.CLOSE_QUERY, actions.reopen)


def _step(request: HttpRequest, code: str, number: int, action: Action, step: Callable[..., object]) -> HttpResponse:
    held = _query(request, code, number, action)
    try:
        step(allowed(request, action, held.person.site), held, *_text(request))
    except MayIdentify as error:
        return _page(request, held, _held(request, error))
    messages.success(request, say("monitoring.kept"))
    if request.POST.get("from") == PAGE_OF_QUERY:
        return redirect(f"{reverse('query', kwargs={'code': code, 'query': number})}#r-{number}")
    return redirect(f"{place_of_query(held).address(code)}#r-{number}")


def _query(request: HttpRequest, code: str, number: int, action: Action) -> Query:
    """The query of a person of whom the reader may do this. Raises Http404, UsageError, Forbidden."""
    person = person_for(request, code, action)
    found = Query.objects.filter(pk=number, person=person).select_related("person").first()
    if found is None:
        raise Http404
    return found


def _text(request: HttpRequest) -> tuple[str, str]:
    """What is said, and why a text that may identify somebody may stay."""
    return text_of(request.POST.get("text", "")), text_of(request.POST.get("why", ""))


def _held(request: HttpRequest, error: MayIdentify) -> dict[str, object]:
    """A text that was not kept, and why."""
    return {"text": _text(request)[0], "says": say("monitoring.identifies", found=told(error.found)), "asks": True}


def _page(request: HttpRequest, held: Query, refused: Mapping[str, object]) -> HttpResponse:
    site = held.person.site
    context = {
        "here": site, "person": held.person, "thread": thread_of(held), "held": refused,
        "answers": may_act(request, Action.ANSWER_QUERY, site), "closes": may_act(request, Action.CLOSE_QUERY, site),
        "from": PAGE_OF_QUERY,
    }  # fmt: skip
    return render(request, "monitoring/query.html", context, status=422 if refused else 200)


def _ask_page(
    request: HttpRequest, person: Person, place: Place, item: str, refused: Mapping[str, object]
) -> HttpResponse:
    protocol = protocol_at(person, place)
    form = protocol.form(place.form)
    context = {
        "here": person.site, "person": person, "place": place, "form": form, "item": form.item(item), "held": refused,
        "visit": visit_text(protocol, place.visit, place.day), "address": place.address(person.code),
    }  # fmt: skip
    return render(request, "monitoring/ask.html", context, status=422 if refused else 200)


def _place(person: Person, asked: Any) -> Place:
    """The occasion that an address names. Raises Http404 for one that there is not."""
    day, number = asked.get("day", ""), asked.get("number", "1")
    if not (day.isdecimal() or not day) or not number.isdecimal() or len(number) > 5 or len(day) > 5:
        raise Http404
    named = Place(asked.get("visit", ""), asked.get("form", ""), int(day) if day else None, int(number))
    return place_in(protocol_at(person, named), named.visit, named.form, named.day, named.number)
