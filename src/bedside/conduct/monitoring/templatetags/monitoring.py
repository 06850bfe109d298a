"""What casebook pages show of monitoring: `{% beside sheet as monitored %}`, then each field's marks, the threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import Place, place_of_sheet
from bedside.conduct.monitoring.models import Verification
from bedside.conduct.monitoring.plan import NEEDS, Need
from bedside.conduct.monitoring.threads import Thread, on_place, threads_of
from bedside.conduct.monitoring.verification import Mark, Marked, marked
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import rights
from bedside.conduct.people.roles import ROLES, Action
from bedside.values.wording import Text

register = template.Library()
_ROLES = {role.value: text for role, text in ROLES.items()}


@dataclass(frozen=True)
class Beside:
    """What monitoring has to say of a sheet, and what its reader may do about it."""

    sheet: Sheet
    place: Place
    threads: Sequence[Thread]
    marks: Mapping[str, Marked]
    raises: bool
    answers: bool
    closes: bool


@register.simple_tag(takes_context=True)
def beside(context: Any, sheet: Sheet) -> Beside:
    """What monitoring has to say of a sheet, begun or not."""
    user, place, site = context["user"], place_of_sheet(sheet), sheet.person.site
    held = rights(user) if isinstance(user, User) else []
    may = {action: any(right.allows(action, site) for right in held) for action in _STEPS}
    marks = {each.item.id: each for each in _marked(sheet) if each.mark in (Mark.VERIFIED, Mark.CHANGED)}
    return Beside(sheet, place, threads_of(on_place(sheet.person, place)), marks, *may.values())


_STEPS = (Action.RAISE_QUERY, Action.ANSWER_QUERY, Action.CLOSE_QUERY)


def _marked(sheet: Sheet) -> list[Marked]:
    verified = sheet.pk is not None and Verification.objects.filter(entry__sheet=sheet).exists()
    return marked(sheet) if verified else []


@register.inclusion_tag("monitoring/field.html")
def field_marks(beside: Beside, item: str, label: str) -> dict[str, Any]:
    """Of one field: its queries, whether its value was verified, and where one may ask about it."""
    threads = [each for each in beside.threads if each.query.item == item]
    return {"threads": threads, "mark": beside.marks.get(item), "label": label, "ask_at": _ask_at(beside, item)}


@register.inclusion_tag("monitoring/field.html")
def field_queries(beside: Beside, item: str, label: str) -> dict[str, Any]:
    """The same away from the form: no verification, which stands beside, and each query on its own page."""
    return {**field_marks(beside, item, label), "mark": None, "apart": beside.sheet.person.code}


@register.inclusion_tag("monitoring/aside.html", takes_context=True)
def query_threads(context: Any, beside: Beside) -> dict[str, Any]:
    """The threads of a sheet, each with what its reader may do."""
    return {"beside": beside, "csrf_token": context.get("csrf_token")}


def _ask_at(beside: Beside, item: str) -> str:
    """Where one asks about an item; empty for who may not."""
    if not beside.raises:
        return ""
    place = beside.place
    named = {"visit": place.visit, "day": place.day, "form": place.form, "number": place.number, "item": item}
    asked = urlencode({name: value for name, value in named.items() if value is not None})
    return f"{reverse('query-ask', kwargs={'code': beside.sheet.person.code})}?{asked}"


@register.filter
def in_role(role: str) -> Text:
    """A role in words; one that is no longer in the table as it was kept."""
    return _ROLES.get(role, Text(role, role))


@register.filter
def need_words(need: Need) -> Text:
    """Of whom an item is verified, in words."""
    return NEEDS[need]
