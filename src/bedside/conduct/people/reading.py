"""The people of a study as a page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Q

from bedside.conduct.people.factors import FACTORS
from bedside.conduct.people.models import Ended, Grant, User
from bedside.conduct.people.roles import ROLES, Role
from bedside.conduct.trail.models import Event
from bedside.values.moment import now
from bedside.values.wording import Text


@dataclass(frozen=True)
class Given:
    """A role that was given: when, by whom, until when, and when it was taken back (by whom)."""

    grant: int
    role: Text
    site: str
    at_us: int
    by: str
    until_us: int | None
    ended_us: int | None
    ended_by: str

    @property
    def in_force(self) -> bool:
        """Whether it holds now."""
        return self.ended_us is None and (self.until_us is None or self.until_us > int(now()))


@dataclass(frozen=True)
class Account:
    """A user with their roles, and whether they have a second factor."""

    user: User
    given: tuple[Given, ...]
    second_factor: bool

    @property
    def roles(self) -> tuple[Given, ...]:
        """Those in force."""
        return tuple(each for each in self.given if each.in_force)


def accounts(users: Iterable[User] | None = None) -> list[Account]:
    """Everybody, or these, by name."""
    chosen = list(User.objects.order_by("username") if users is None else users)
    with_factor = set(Authenticator.objects.filter(user__in=chosen, type__in=FACTORS).values_list("user_id", flat=True))
    given = list(_given(chosen))
    return [
        Account(user, tuple(role for owner, role in given if owner == user.pk), user.pk in with_factor)
        for user in chosen
    ]


def _given(users: list[User]) -> Iterator[tuple[int, Given]]:
    grants = list(Grant.objects.filter(user__in=users).order_by("pk"))
    ended = dict(Ended.objects.filter(grant__in=grants).values_list("grant_id", "event_id"))
    numbers = Q(number__in=[each.pk for each in grants]) | Q(number__in=list(ended.values()))
    events = {event.number: event for event in Event.objects.filter(numbers)}
    for each in grants:
        start, end = events[each.pk], events.get(ended.get(each.pk, 0))
        yield each.user_id, Given(
            each.pk, ROLES[Role(each.role)], each.site, start.at_us, start.actor, each.until_us,
            end.at_us if end else None, end.actor if end else "",
        )  # fmt: skip
