"""What the calendar, the sheets and the table of outcomes say of stays that cannot all be so.

Which event ends which stay is read off the protocol: the schedule says what state an event ends, and the rules of a
time what state they read. Leaving hospital ends a stay in intensive care too, whose own end cannot come later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from bedside.analysis.firsts import DEATH
from bedside.analysis.people import Person
from bedside.analysis.recorded import listing_of
from bedside.analysis.snapshot import column_of
from bedside.analysis.worked import Worked
from bedside.analysis.written_times import MINUTE, Span, span_of, when
from bedside.protocol.estimands import Estimand, Intercurrent
from bedside.protocol.evaluating import NOT_ENDED
from bedside.rules.nodes import variables
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, show
from bedside.values.wording import Text

Pair = tuple[str, Text]
"""The outcome that it is of (empty: of the person), and what contradicts what, with what the analysis did."""
BY: Mapping[str, Text] = {
    "calendar": Text("by the calendar", "selon le calendrier"),
    "outcomes": Text("from inclusion, by the table of outcomes", "depuis l’inclusion, selon la table des critères"),
}


@dataclass(frozen=True)
class Leaving:
    """An ending (by its `name`) of a part of an outcome, the event of the calendar that tells of it too, the state that
    this event ends, and whether that state is what the outcome times."""

    outcome: str
    part: str
    name: str
    event: Intercurrent
    state: str
    ends_it: bool


def stays_contradicted(worked: Worked, person: Person) -> Iterator[Pair]:
    """What contradicts what of somebody's stays."""
    yield from _left(worked, person)
    yield from _order(worked, person)
    yield from _not_ended(worked, person)
    yield from (("", told) for told in _sheets(worked, person))


def _left(worked: Worked, person: Person) -> Iterator[Pair]:
    """An event of the calendar that ends a stay, before inclusion or after death."""
    for event, span in person.happened.items():
        estimand = _ended_by(worked, event)
        if estimand is None or event == _death_of(worked):
            continue
        said = next(each.text for each in worked.promised.intercurrent if each.id == event)
        if span.last < person.included:
            yield (
                estimand.outcome,
                Text(
                    f"{said.en} ({when(span)}) before inclusion ({show(person.included)}); the answer of the rules is"
                    " analysed",
                    f"{said.fr} ({when(span)}) avant l’inclusion ({show(person.included)})\u202f; la réponse des"
                    " règles est analysée",
                ),
            )
        elif person.died is not None and span.first > person.died:
            yield (
                estimand.outcome,
                Text(
                    f"{said.en} ({when(span)}) after death ({show(person.died)}); the answer of the rules is analysed",
                    f"{said.fr} ({when(span)}) après le décès ({show(person.died)})\u202f; la réponse des règles est"
                    " analysée",
                ),
            )


def _ended_by(worked: Worked, event: str) -> Estimand | None:
    held = (each for each in worked.promised.estimands if any(by == event for _, by in each.endings))
    return next(held, None)


def _death_of(worked: Worked) -> str:
    """The intercurrent event that is death."""
    return next((each.id for each in worked.promised.intercurrent if each.event == DEATH), "")


def _order(worked: Worked, person: Person) -> Iterator[Pair]:
    """Leaving hospital before intensive care: of the calendar, and else of the table of outcomes."""
    leaving = tuple(_leaving(worked))
    for inner, outer in product(leaving, leaving):
        if not inner.state or inner.state != outer.state or not inner.ends_it or outer.ends_it:
            continue
        first, last = person.happened.get(outer.event.id), person.happened.get(inner.event.id)
        if first and last and first.last < last.first and not _back(worked, person, inner.state):
            early, late = when(first), when(last)
            yield outer.outcome, _told(outer, inner, Text(early, early), Text(late, late), "calendar")
            continue
        hours = _hours(person, outer), _hours(person, inner)
        if hours[0] and hours[1] and hours[0].high < hours[1].low:
            early, late = (f"{each.low:.6g}\u00a0h" for each in (hours[0], hours[1]))
            yield outer.outcome, _told(outer, inner, _decimal(early), _decimal(late), "outcomes")


def _told(outer: Leaving, inner: Leaving, early: Text, late: Text, by: str) -> Text:
    told, one, two = BY[by], outer.event.text, inner.event.text
    return Text(
        f"{one.en} ({early.en}) before {_small(two.en)} ({late.en}), {told.en}; each is analysed as the table of"
        " outcomes has it",
        f"{one.fr} ({early.fr}) avant {_small(two.fr)} ({late.fr}), {told.fr}\u202f; chacune est analysée telle que"
        " dans la table des critères",
    )


def _decimal(hours: str) -> Text:
    return Text(hours, hours.replace(".", ","))


def _small(words: str) -> str:
    """The same words inside a sentence."""
    return words[:1].lower() + words[1:]


def _leaving(worked: Worked) -> Iterator[Leaving]:
    """Each ending of a stay of which the calendar can tell, but for death."""
    events = {each.id: each for each in worked.promised.intercurrent if each.event}
    for estimand in worked.promised.estimands:
        for name, by in estimand.endings:
            if by not in events or by == _death_of(worked):
                continue
            for duration in worked.durations(estimand):
                read = {read for each in duration.endings if each.name == name for read in variables(each)}
                state = worked.protocol.schedule.event(events[by].event).ends
                yield Leaving(estimand.outcome, duration.part, name, events[by], state, state in read)


def _back(worked: Worked, person: Person, state: str) -> bool:
    """Whether the calendar tells that somebody came back: then a later discharge is another one."""
    begins = {each.id for each in worked.protocol.schedule.events if each.begins == state}
    rows = worked.snapshot.tables.get("events", ())
    return any(row["participant"] == person.code and row["event"] in begins and not row["taken_back"] for row in rows)


def _hours(person: Person, leaving: Leaving) -> Interval | None:
    """When somebody left, in hours from inclusion, as the table of outcomes has it; None where it has not."""
    answer = person.answers.get((leaving.outcome, leaving.part))
    return answer.value if answer is not None and answer.known and answer.cause == leaving.name else None


def _not_ended(worked: Worked, person: Person) -> Iterator[Pair]:
    """An end of which the calendar tells, of what the table of outcomes says had not ended by then."""
    events = {each.id: each.text for each in worked.promised.intercurrent}
    for estimand in worked.promised.estimands:
        for duration in worked.durations(estimand):
            answer = person.answers.get((duration.outcome, duration.part))
            if answer is None or answer.cause != NOT_ENDED:
                continue
            until = person.included + round(answer.value.low * HOUR)
            for by in dict.fromkeys(by for _, by in estimand.endings):
                span = person.happened.get(by)
                if span is not None and person.included <= span.first and span.last + MINUTE < until:
                    hours = _decimal(f"{answer.value.low:.6g}\u00a0h")
                    yield (
                        estimand.outcome,
                        Text(
                            f"{events[by].en} ({when(span)}) by the calendar, and by the table of outcomes"
                            f" {estimand.outcome} had not ended {hours.en} after inclusion; analysed as not ended",
                            f"{events[by].fr} ({when(span)}) selon le calendrier, et selon la table des critères"
                            f" {estimand.outcome} n’avait pas pris fin {hours.fr} après l’inclusion\u202f; analysé"
                            " comme non terminé",
                        ),
                    )


def _sheets(worked: Worked, person: Person) -> Iterator[Text]:
    """A sheet on which what lasts ended before it began, such as a discharge before its admission."""
    found = listing_of(worked)
    listed = found[1].id if found else ""
    for form in worked.protocol.forms:
        if form.id == listed or form.drawn is None or not form.drawn.ended:
            continue
        for began, ended in _lasting(worked, person, form.id, form.drawn.began, form.drawn.ended):
            if ended.last < began.first:
                yield Text(
                    f"{form.text.en}: ended ({when(ended)}) before it began ({when(began)}); the records of the cut"
                    " are analysed as they are",
                    f"{form.text.fr}\u00a0: fin ({when(ended)}) avant le début ({when(began)})\u202f; les données de"
                    " l’extraction sont analysées telles quelles",
                )


def _lasting(worked: Worked, person: Person, form: str, first: str, last: str) -> Iterator[tuple[Span, Span]]:
    """Begin and end as each sheet of somebody has them, where it has both."""
    tables = worked.snapshot.tables
    one, two = column_of(tables, f"{form}.{first}"), column_of(tables, f"{form}.{last}")
    for row in tables.get(f"form_{form}", ()) if one and two else ():
        began, ended = (span_of(row[at[1]]) if at else None for at in (one, two))
        if row["participant"] == person.code and began and ended:
            yield began, ended
