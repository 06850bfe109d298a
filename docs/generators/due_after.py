"""Write docs/generated/due-after.md: what each event leaves of what is due, worked out from the trials' schedules."""

from collections.abc import Iterator
from pathlib import Path

from bedside.protocol.loading import load
from bedside.protocol.model import Event, Protocol, Visit
from bedside.protocol.schedule import Due, Happened, due
from bedside.values.moment import DAY, HOUR, Moment

HEAD = """\
# What is due after an event

Worked out from each trial's schedule (`schedule.events` of its protocol). Every event is set half a day before the
day of the visit: “all” means that the visit keeps all its forms, “–” that nothing of it stays due. Visits whose day
came before the event keep what they asked. The form of the end of a study or a stay is asked with the event itself.
Where an event takes away the lawful basis (a withdrawal, an objection, a refusal to go on), forms of earlier visits
that were not begun are no longer asked either, and are shown as such.
"""
HALF = 12 * HOUR
TRIALS = ("jakahdi", "adrenal")


def page() -> str:
    """The whole page."""
    return HEAD + "".join(part for trial in TRIALS for part in _trial(trial))


def _trial(trial: str) -> Iterator[str]:
    protocol = load(trial)
    visits = [visit for visit in protocol.schedule.visits if visit.day > 0 or visit.until_day is not None]
    yield f"\n## {protocol.text.en}\n\n"
    names = " | ".join(visit.text.en for visit in visits)
    yield f"| event | {names} | asks | ends or begins |\n|{'---|' * (len(visits) + 3)}\n"
    for event in protocol.schedule.events:
        left = " | ".join(_left(protocol, visit, event) for visit in visits)
        state = f"ends {event.ends}" if event.ends else f"begins {event.begins}" if event.begins else "–"
        yield f"| {event.text.en} | {left} | {_forms(protocol, event.asks)} | {state} |\n"


def _left(protocol: Protocol, visit: Visit, event: Event) -> str:
    """What an event of half a day before leaves of a visit."""
    before, after = (_of(visit, _planned(protocol, happened)) for happened in ((), (_just_before(visit, event),)))
    return "all" if after == before else _forms(protocol, after)


def _just_before(visit: Visit, event: Event) -> Happened:
    return Happened(event.id, Moment(visit.day * DAY - HALF))


def _planned(protocol: Protocol, happened: tuple[Happened, ...]) -> tuple[Due, ...]:
    """All that is due of somebody included at time 0 who is in every state until an event ends it."""
    ends = {protocol.schedule.event(each.event).ends: each.at for each in happened}
    states = {visit.during for visit in protocol.schedule.visits if visit.during}
    return due(protocol.schedule, Moment(0), happened, {name: [(Moment(0), ends.get(name))] for name in states})


def _of(visit: Visit, planned: tuple[Due, ...]) -> tuple[str, ...]:
    return next((each.forms for each in planned if (each.visit, each.day) == (visit.id, visit.day)), ())


def _forms(protocol: Protocol, names: tuple[str, ...]) -> str:
    return ", ".join(protocol.form(name).text.en for name in names) or "–"


if __name__ == "__main__":
    Path(__file__).parents[1].joinpath("generated", "due-after.md").write_text(page(), encoding="utf-8")
