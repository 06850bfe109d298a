"""Which events of the trail somebody asked for, and a page of them at a time.

A page begins after an event, named by its number: events never change, so a page stays what it was while others write.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import of_datetime

SORTS = ("number", "actor", "action", "site", "participant", "place")
A_PAGE = 50
EXACT = ("action", "site")
WITHIN = ("actor", "participant", "place", "reason")
DAYS = ("since", "until")


@dataclass(frozen=True)
class Choice:
    """What was asked for: the columns' contents (empty: any), the days on the sites' clock, the order."""

    asked: Mapping[str, str]
    sort: str = "number"
    down: bool = True

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choice:
        """As the address of a page says it. Raises UsageError for a day that is none, or an order there is not."""
        sort = given.get("sort") or "-number"
        if sort.removeprefix("-") not in SORTS:
            raise UsageError(f"the trail is not sorted by “{sort}”.", "audit trail", f"Choose from {', '.join(SORTS)}.")
        asked = {name: given[name].strip() for name in (*EXACT, *WITHIN, *DAYS) if given.get(name, "").strip()}
        choice = cls(asked, sort.removeprefix("-"), sort.startswith("-"))
        choice.when()
        return choice

    def when(self) -> Q:
        """The condition on the time."""
        since, until = (_day(self.asked[name]) if name in self.asked else None for name in DAYS)
        found = Q(at_us__gte=_begins(since)) if since else Q()
        return found & Q(at_us__lt=_begins(until + datetime.timedelta(days=1))) if until else found

    def events(self, sites: Sequence[str] | None) -> QuerySet[Event]:
        """All of them, in order, of these sites (None: of all, and of none in particular)."""
        found = Event.objects.filter(self.when(), **{name: self.asked[name] for name in EXACT if name in self.asked})
        for name in WITHIN:
            if name in self.asked:
                found = found.filter(**{f"{name}__icontains": self.asked[name]})
        if sites is not None:
            found = found.filter(site__in=sites)
        sign = "-" if self.down else ""
        return found.order_by(*dict.fromkeys((f"{sign}{self.sort}", f"{sign}number")))

    def beyond(self, last: Event) -> Q:
        """The condition of coming after an event in this order."""
        than = "lt" if self.down else "gt"
        value = getattr(last, self.sort)
        return Q(**{f"{self.sort}__{than}": value}) | Q(**{self.sort: value, f"number__{than}": last.number})

    def page(self, sites: Sequence[str] | None, after: int | None = None, size: int = A_PAGE) -> list[Event]:
        """The next so many, after this event or from the beginning; one more where there are more."""
        found = self.events(sites)
        last = Event.objects.filter(pk=after).first() if after is not None else None
        return list((found.filter(self.beyond(last)) if last else found)[: size + 1])

    def all(self, sites: Sequence[str] | None, to: int, size: int = 500) -> Iterator[list[Event]]:
        """All of them up to an event, some at a time."""
        found = self.events(sites).filter(number__lte=to)
        some = list(found[:size])
        while some:
            yield some
            some = list(found.filter(self.beyond(some[-1]))[:size])


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"“{text}” is no day.", "audit trail", "Write it like 2026-11-22.") from error


def _begins(day: datetime.date) -> int:
    return int(of_datetime(datetime.datetime.combine(day, datetime.time(), ZoneInfo(settings.TIME_ZONE))))
