"""The section of measured values on the eligibility page: what its template names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from bedside.conduct.casebook.missing import KINDS, REASONS
from bedside.conduct.inclusion.known_values import known_values
from bedside.conduct.inclusion.links import Link
from bedside.conduct.inclusion.measuring import Book, Group, book_of, groups_of, shown
from bedside.conduct.inclusion.standing import Standing
from bedside.conduct.participants.finding import may_act
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import Action


def measured_now(request: HttpRequest, person: Person, found: Standing, open_: bool) -> tuple[Book, list[Group]]:
    """The person's casebook, and what the reader may type of it now: nothing unless the screening is `open_`."""
    book, user = book_of(person, found), request.user
    writes = open_ and isinstance(user, User) and may_act(request, Action.WRITE_DATA, person.site)
    return book, groups_of(book, user) if writes and isinstance(user, User) else []


def measured_context(
    request: HttpRequest, book: Book, groups: Sequence[Group], links: Mapping[str, Link]
) -> dict[str, object]:
    """The fields that can be typed, and the values that are known."""
    fields = shown(book, groups, request.user) if isinstance(request.user, User) else []
    return {
        "measured": fields,
        "measured_typed": any(field.changed for each in fields for field in each.fields),
        "measured_others": " ".join(filter(None, (each.others for each in fields))),
        "known_values": known_values(book, links),
        "kinds": tuple((kind.value, text) for kind, text in KINDS.items()), "reasons": tuple(REASONS.items()),
    }  # fmt: skip
