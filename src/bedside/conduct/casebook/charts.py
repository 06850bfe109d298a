"""Everything known of a person as a chart: typed in the casebook, imported from a source, certified for consent.

What a consent certifies it alone answers: a form or a source that says the same adds nothing, and that says otherwise
is asked about (`checks_consent`).

Each fact of the casebook keeps the entry it was read from, so that a value worked out can name its inputs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.reading import Sheets, facts_and_entries, sheets_of
from bedside.conduct.casebook.speaking import Speaks, speaks_of
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.models import ConsentStep, Imported, Person
from bedside.conduct.participants.reading import left_at, protocol_for, steps_of
from bedside.conduct.study.one_page import remembered
from bedside.protocol.model import Protocol
from bedside.protocol.spoken import ended, unspoken
from bedside.records.deaths import STAY, alive_before, death_in, ended_by
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import MET, Interval
from bedside.values.moment import EVER, Moment
from bedside.values.unknown import Because

Said = tuple[Fact, Entry | None]
"""A fact, with the entry that it was read from; None for what was imported or certified."""


@dataclass(frozen=True)
class Known:
    """A person's chart, the entry of each fact that was typed (by the identity of the fact), and until when what is
    said of them holds (`speaks`).

    `said` are the facts as they were recorded, `held` as they stand beside each other: a death ends a stay in intensive
    care that nobody ended. The chart holds them as far as somebody spoke of them. `left` is when somebody left the
    study by a step of their consent.
    """

    chart: Chart
    entries: dict[int, Entry]
    speaks: Speaks
    said: tuple[Said, ...]
    held: tuple[Said, ...]
    left: Moment | None = None
    charts: dict[str, Chart] = field(default_factory=dict, compare=False)

    def entry_of(self, fact: Fact) -> Entry | None:
        """The entry a fact was read from; None for what was imported or certified."""
        return self.entries.get(id(fact))

    def under(self, protocol: Protocol) -> Chart:
        """The chart as a version of the protocol reads it: what its forms hold every occurrence of, and until when."""
        if protocol.hash not in self.charts:
            chart, typed = _chart(self.held, protocol, self.speaks)
            self.charts[protocol.hash] = chart
            self.entries.update(typed)
        return self.charts[protocol.hash]

    def after(self, sheet: Sheet, entries: Mapping[str, Entry]) -> Known:
        """What is known once a sheet holds these entries, in the order in which it would be read."""
        typed = [(fact, entry) for fact, entry in self.said if entry is not None and entry.sheet_id != sheet.pk]
        protocol = protocol_for(sheet.person)
        typed += _beside_consent(protocol, facts_and_entries(sheet.person, [(sheet, dict(entries))]))
        typed.sort(key=lambda pair: pair[1].sheet_id)
        others = [(fact, entry) for fact, entry in self.said if entry is None]
        return _known([*typed, *others], protocol, self.speaks.after(sheet, entries), self.left)

    def on(self, fact: Fact, sheet: Sheet) -> bool:
        """Whether a fact was typed on this sheet."""
        entry = self.entry_of(fact)
        return entry is not None and entry.sheet_id == sheet.pk


def known_of(person: Person, protocol: Protocol | None = None, sheets: Sheets | None = None) -> Known:
    """Everything known of a person now; `sheets` when they were read already."""
    held = protocol or protocol_for(person)
    if sheets is not None:
        return _known_by(person, held, sheets)
    return remembered(("known", person.pk, held.hash), lambda: _known_by(person, held, sheets_of(person)))


def _known_by(person: Person, held: Protocol, written: Sheets) -> Known:
    rows, steps = list(person.imported.select_related("event")), steps_of(person)
    others = ((imported(row), None) for row in rows)
    said = [*_beside_consent(held, [*facts_and_entries(person, written), *others])]
    said += ((fact, None) for fact in _certified(steps))
    return _known(said, held, speaks_of(person, written, rows), left_at(steps))


def _beside_consent(protocol: Protocol, said: Iterable[Said]) -> Iterator[Said]:
    """What was typed or imported, but for the questions that a consent answers."""
    asked = questions_of(protocol)
    return (each for each in said if each[0].variable not in asked)


def _known(said: Sequence[Said], protocol: Protocol, speaks: Speaks, left: Moment | None) -> Known:
    held = tuple(_beside_each_other(said))
    chart, typed = _chart(held, protocol, speaks)
    return Known(chart, typed, speaks, tuple(said), held, left, {protocol.hash: chart})


def _chart(held: Sequence[Said], protocol: Protocol, speaks: Speaks) -> tuple[Chart, dict[int, Entry]]:
    """The facts as far as somebody spoke of them, and the entries of those that were typed."""
    told, open_until = speaks.told(protocol), speaks.open_until(protocol)
    known = [(ended(fact, open_until[fact.variable]) if fact.variable in open_until else fact, entry)
             for fact, entry in held]  # fmt: skip
    facts = [fact for fact, _ in known]
    chart = Chart.of([*facts, *unspoken(facts, told)], speaks.recorded(protocol))
    return chart, {id(fact): entry for fact, entry in known if entry is not None}


def _beside_each_other(said: Sequence[Said]) -> Iterator[Said]:
    """The facts with what those told again and a death among them say of the others."""
    death = death_in(fact for fact, _ in said)
    for fact, entry in _told_again(said):
        yield from ((told, entry) for told in ended_by(death, fact))
        if fact is death:
            yield alive_before(fact), entry


def _told_again(said: Sequence[Said]) -> Iterator[Said]:
    """What was recorded without an end has the end that was told of it since, from when that is known.

    The same thing typed again from the same beginning, with its end (a stay, at discharge), takes the place of the
    first record. A stay that is left open otherwise, by a hospital source or where it was typed again from another
    minute, lasts until the first discharge that was typed after it began: nobody is in intensive care twice at once.
    """
    closed = [(fact, entry) for fact, entry in said if fact.start < fact.end and not _lasts(fact)]
    for fact, entry in said:
        if not _lasts(fact):
            yield fact, entry
        elif same := [each.available for each, _ in closed if _is_same(each, fact)]:
            yield replace(fact, superseded=max(fact.available, *same)), entry
        elif left := _discharges(closed, fact):
            first = min(left, key=lambda each: each.end)
            learned = max(fact.available, first.available)
            yield replace(fact, superseded=learned), entry
            yield replace(fact, end=first.end, available=learned), entry
        else:
            yield fact, entry


def _discharges(closed: Sequence[Said], stay: Fact) -> list[Fact]:
    """The stays that were typed with their end and ended after this one began; none where it is no stay."""
    typed = (each for each, entry in closed if entry is not None)
    return [each for each in typed if each.variable == stay.variable == STAY and each.end > stay.start]


def _lasts(fact: Fact) -> bool:
    """Whether nobody said when it ended: until then it lasts for ever."""
    return fact.end >= EVER // 4


def _is_same(one: Fact, other: Fact) -> bool:
    return (one.variable, one.start, one.value) == (other.variable, other.start, other.value)


def chart_of(person: Person, protocol: Protocol | None = None) -> Chart:
    """Everything known of a person now, as rules read it."""
    return known_of(person, protocol).chart


def imported(row: Imported) -> Fact:
    """The fact that a record of a hospital source was kept as."""
    course = tuple(Moment(int(end)) for end in row.course.split()) if row.course else None
    return Fact(
        row.variable, Moment(row.start_us), Moment(row.end_us), Interval(float(row.low), float(row.high)),
        Moment(row.available_us), course if course is None else (course[0], course[1]),
        Because(row.because) if row.because else None, row.origin, row.written,
    )  # fmt: skip


def certified(person: Person) -> list[Fact]:
    """What was answered when consent was given answers the same questions of the criteria."""
    return _certified(steps_of(person))


def _certified(steps: Iterable[ConsentStep]) -> list[Fact]:
    return [
        Fact(question, Moment(at), Moment(at), MET, Moment(at), origin=f"consent, event {step.pk}", written="yes")
        for step in steps
        for question, at in sorted(json.loads(step.given or "{}").items())
    ]
