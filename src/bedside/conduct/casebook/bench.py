"""The laboratory results of one person, judged: by the ranges of their site, their sex and age, and their baseline.

The baseline of a variable is its last result at or before inclusion; where there is none, the first on a sheet of a
visit that the protocol plans on day 0. Before inclusion every result may yet become the baseline, and is graded as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.sight import Sight, Times
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.laboratory.choices import ctcae
from bedside.conduct.laboratory.judging import Judged, judge
from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import limits_of, range_for, ranges_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, Protocol
from bedside.rules.chart import Fact
from bedside.scores.ctcae import Baseline, Version
from bedside.values.interval import MET, Interval
from bedside.values.moment import Moment, to_datetime
from bedside.values.unknown import Because
from bedside.values.variable import Variable
from bedside.values.wording import Text


class Bench:
    """Everything by which the results of one person are judged, read once."""

    def __init__(
        self, person: Person, known: Known, protocol: Protocol, ranges: Sequence[Range] | None = None,
        version: Version | None = None,
    ) -> None:  # fmt: skip
        self.person, self.known, self.protocol = person, known, protocol
        enrolled = getattr(person, "enrolled", None)
        self.included = Moment(enrolled.at_us) if enrolled else None
        self.ranges = ranges_of(person.site) if ranges is None else ranges
        self.version = version or ctcae()
        self._baselines: dict[str, Fact | None] = {}

    @cached_property
    def sex(self) -> str:
        """`female` or `male`; empty where it is not known."""
        told = self._last("female")
        return "" if told is None or not told.known else "female" if told == MET else "male"

    @cached_property
    def age(self) -> float | None:
        """In years, as recorded last."""
        told = self._last("age")
        return told.low if told is not None and told.known else None

    def judged(self, variable: Variable, value: Interval, at: Times | None, assay: str = "", given: str = "") -> Judged:
        """A result in the variable's own unit, sampled between two moments (None: nobody says when).

        `given` is the unit that was typed; empty where it is the variable's own.
        """
        first = self.baseline(variable.name)
        own = self.included is None or (at is not None and at[1] <= self.included) or _same(first, at)
        held, before = self.range(variable.name, at, assay), None if own else self._with_range(first, variable)
        return judge(variable, value, held, before, self.version, own, given)

    def fact(self, fact: Fact, variable: Variable) -> Judged:
        """A result that is kept."""
        return self.judged(variable, fact.value, (fact.start, fact.end), self._assay(fact), self._given(fact))

    def range(self, name: str, at: Times | None, assay: str) -> Range | None:
        """The range of a variable at that time."""
        days = {_day(each) for each in at} if at else set()
        day = days.pop() if len(days) == 1 else None
        return range_for(self.person.site, name, self.sex, self.age, day, assay, self.ranges)

    def baseline(self, name: str) -> Fact | None:
        """The result before treatment."""
        if name not in self._baselines:
            self._baselines[name] = self._baseline(name)
        return self._baselines[name]

    def results(self, variable: Variable) -> list[Fact]:
        """The results of a variable, in the order of their samples; what is still awaited is none."""
        kept = (each for each in self.known.chart.facts.get(variable.name, ()) if each.because is not Because.PENDING)
        return sorted((each for each in kept if each.superseded is None), key=lambda each: (each.start, each.end))

    def _baseline(self, name: str) -> Fact | None:
        if self.included is None or name not in self.protocol.vocabulary:
            return None
        found = self.results(self.protocol.vocabulary[name])
        before = [each for each in found if each.end <= self.included]
        if before:
            return before[-1]
        first_day = {visit.id for visit in self.protocol.schedule.visits if visit.day == 0}
        entries = ((each, self.known.entry_of(each)) for each in found)
        return next((fact for fact, entry in entries if entry and entry.sheet.visit in first_day), None)

    def _with_range(self, fact: Fact | None, variable: Variable) -> Baseline | None:
        if fact is None:
            return None
        held = self.range(variable.name, (fact.start, fact.end), self._assay(fact))
        return Baseline(fact.value, limits_of(held, variable), self._given(fact))

    def _assay(self, fact: Fact) -> str:
        entry = self.known.entry_of(fact)
        return entry.assay if entry else ""

    def _given(self, fact: Fact) -> str:
        entry = self.known.entry_of(fact)
        if entry is None:
            return ""
        item = protocol_of(entry.sheet.version).form(entry.sheet.form).item(entry.item)
        return entry.unit or next(iter(item.units), "")

    def _last(self, name: str) -> Interval | None:
        found = [each for each in self.known.chart.facts.get(name, ()) if each.superseded is None]
        return max(found, key=lambda each: each.start).value if found else None


def bench_of(person: Person, protocol: Protocol | None = None, known: Known | None = None) -> Bench:
    """The bench of a person; what is given was read already."""
    held = protocol or protocol_for(person)
    return Bench(person, known or known_of(person, held), held)


def bench_for(person: Person, protocol: Protocol, form: Form, known: Known) -> Bench | None:
    """The bench of a person where the form has laboratory items; None where nothing is to be judged."""
    return Bench(person, known, protocol) if any(analytes(protocol, form)) else None


def value_of(item: Item, variable: Variable, typed: Typed) -> Interval | None:
    """What was typed, in the variable's own unit: a point, or all beyond a limit; None where it is no such value."""
    found = numbers.read(typed.text)
    if found is None or (typed.unit and typed.unit not in item.units) or (found.limit and not item.limits):
        return None
    number = float(numbers.in_unit_of(variable, found.number, typed.unit or item.units[0]))
    if number not in variable.bounds:
        return None
    low, high = variable.bounds.low, variable.bounds.high
    return {"": Interval.point(number), "<": Interval(low, number), ">": Interval(number, high)}[found.limit]


def lines_of(bench: Bench | None, sight: Sight, item: Item, typed: Typed) -> list[Text]:
    """What there is to say of a result as it is typed; nothing for any other item."""
    variable = sight.variable(item)
    if bench is None or variable is None or item.id not in {each.id for each in analytes(sight.protocol, sight.form)}:
        return []
    value, given = value_of(item, variable, typed), typed.unit or item.units[0]
    return [] if value is None else bench.judged(variable, value, sight.time(item.time), typed.assay, given).lines


def _same(fact: Fact | None, at: Times | None) -> bool:
    return fact is not None and at is not None and (fact.start, fact.end) == at


def _day(at: Moment) -> date:
    return to_datetime(at).astimezone(zone()).date()
