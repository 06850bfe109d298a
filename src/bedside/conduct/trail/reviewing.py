"""Odd things in the trail that somebody should look at: none is wrong by itself.

The limits are settings of the study (`[review]` in study.toml).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from bedside.conduct.trail import downtime, triggers
from bedside.conduct.trail.models import Event
from bedside.values.moment import DAY, HOUR, Moment, now, to_datetime

MOST = 200
"""Oddities of one kind that are listed, newest first."""


@dataclass(frozen=True)
class Limits:
    """From when on something is odd, and how many days back anybody looks."""

    days: int = 30
    late_hours: int = 72
    corrections_a_day: int = 50
    night_from: int = 23
    night_to: int = 5

    @classmethod
    def of_study(cls) -> Limits:
        """As study.toml says, the rest as here."""
        stated = settings.FOLDER.stated.get("review", {})
        return cls(**{name: int(stated[name]) for name in cls.__dataclass_fields__ if name in stated})


@dataclass(frozen=True)
class Odd:
    """One thing to look at: its kind (a word of `words`), the event, and how much."""

    kind: str
    event: Event
    much: str = ""


Look = Callable[[QuerySet[Event], Limits], Iterator[Odd]]
"""What is odd among these events, the newest first."""


def odd(sites: Sequence[str] | None, limits: Limits, kinds: Sequence[str] = ()) -> list[Odd]:
    """What is to be looked at, at these sites (None: everywhere); of these kinds only, where any is named."""
    events = Event.objects.filter(at_us__gte=int(now()) - limits.days * DAY)
    if sites is not None:
        events = events.filter(site__in=sites)
    return [each for kind, look in looks().items() if not kinds or kind in kinds for each in look(events, limits)]


def looks() -> Mapping[str, Look]:
    """Every kind of oddity, in the order in which it is shown."""
    return {"late": _late, "downtime": _paper, "many": _many, "night": _night, "back": _back, **_LOOKS}


def look_for(kind: str, look: Look) -> None:
    """From now on, look for this kind too; an application above says so when it is ready. `kind` and `<kind>_much` are
    words of the trail."""
    _LOOKS[kind] = look


_LOOKS: dict[str, Look] = {}


def _late(events: QuerySet[Event], limits: Limits) -> Iterator[Odd]:
    """Kept long after it happened: every kept row that says when it happened (`at_us`)."""
    for model in triggers.protected():
        if model is not Event and any(field.name == "at_us" for field in model._meta.concrete_fields):
            of: Any = model._default_manager.filter(event__in=events).select_related("event").order_by("-pk")
            for row in of.filter(event__at_us__gt=F("at_us") + limits.late_hours * HOUR)[:MOST]:
                yield Odd("late", row.event, str((row.event.at_us - row.at_us) // HOUR))


def _many(events: QuerySet[Event], limits: Limits) -> Iterator[Odd]:
    """Many values corrected (with a reason) by one person on one day."""
    corrected = events.exclude(kept_in="").exclude(reason="").order_by("number")
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    for number, actor, at in corrected.values_list("number", "actor", "at_us").iterator():
        day = (actor, _local(at).date().isoformat())
        counts[day] += 1
        last[day] = number
    many = [(day, count) for day, count in counts.items() if count > limits.corrections_a_day]
    found = Event.objects.in_bulk([last[day] for day, _ in many])
    yield from (Odd("many", found[last[day]], str(count)) for day, count in reversed(many))


def _night(events: QuerySet[Event], limits: Limits) -> Iterator[Odd]:
    """Kept at night, on the sites' clock."""
    listed = 0
    for event in events.exclude(kept_in="").order_by("-number").iterator():
        hour = _local(event.at_us).hour
        if hour >= limits.night_from or hour < limits.night_to:
            yield Odd("night", event, f"{_local(event.at_us):%H:%M}")
            listed += 1
            if listed == MOST:
                return


def _back(events: QuerySet[Event], limits: Limits) -> Iterator[Odd]:
    """Written when the clock said an earlier time than at the event before."""
    before = 0
    for event in events.order_by("number").iterator():
        if event.at_us < before:
            yield Odd("back", event, f"{(before - event.at_us) / 1e6:.1f}")
        before = event.at_us


def _paper(events: QuerySet[Event], _: Limits) -> Iterator[Odd]:
    """Typed from a paper form that was filled while the system was down, and how much later."""
    for model in triggers.protected():
        if any(field.name == "originator" for field in model._meta.concrete_fields):
            of: Any = model._default_manager.filter(event__in=events, originator__startswith=downtime.MARK)
            for row in of.select_related("event").order_by("-pk")[:MOST]:
                paper = downtime.read(row.originator)
                if paper:
                    yield Odd("downtime", row.event, str((row.event.at_us - paper.at) // HOUR))


def _local(at_us: int) -> Any:
    return timezone.localtime(to_datetime(Moment(at_us)))
