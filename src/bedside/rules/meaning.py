"""What every rule means: the reference interpreter, slow and obvious, that judges the engines.

`ask(rule, chart, at)` answers for one patient at one moment, with a `Meaning`: value and explanation in one
object. Guarantee: the value is sound (it contains the answer that any completion of the unknowns within their
variables' bounds would give), and tight for rules that are monotone in each unknown and use it once.

Stated rules of reading:
- A window is (T − back, T − until]; see `values.moment`. One usable record in it makes the answer known.
- A record counts only if it was available at the moment of knowing (T unless said otherwise).
- A pending result is an unknown value that exists: it may be anything within the bounds, and widens.
- A record whose time is an interval counts for certain when the whole interval is in the window, else perhaps.
- "Latest": every record that no certain record is surely later than; ties give the range of the tied values.
- What lasts (infusion, support) counts when it was in force at any moment of the window; where the source
  records every occurrence, no record means none, else it means not known.
- `each` and `where` are asked at the record's time, knowing what is known at T; where that time is not exact,
  their looks may find anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bedside.errors import RuleError
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.rules.nodes import (
    Choose,
    Constant,
    Named,
    Node,
    Over,
    Own,
    Pick,
    free_own,
)
from bedside.values.interval import MET, NOT_MET, Interval, hull
from bedside.values.moment import EVER, Moment
from bedside.values.unknown import Because, Unknown
from bedside.values.variable import Kind, Variable


@dataclass(frozen=True)
class Reading:
    """A record as a rule read it: the value taken from it, whether it counts for certain, and why."""

    fact: Fact
    value: Interval
    certain: bool
    parts: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """The answer of a rule and its reasons: the answers of its parts, the records read, what is unknown.

    `unknown` names what could still change this answer; it is empty when the answer is known.
    """

    rule: Node
    value: Interval
    parts: tuple[Meaning, ...] = ()
    readings: tuple[Reading, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    def find(self, name: str) -> Meaning:
        """The first part, from the top, that is a `Named` rule of this name. Raises KeyError when none is."""
        queue = [self]
        while queue:
            here = queue.pop(0)
            if isinstance(here.rule, Named) and here.rule.name == name:
                return here
            queue.extend(here.parts)
        raise KeyError(name)


def ask(
    rule: Node,
    chart: Chart,
    at: Moment,
    known: Moment | None = None,
    given: Mapping[str, float] | None = None,
) -> Meaning:
    """Answer a rule for one patient at the moment `at`, with what could be read at `known` (default: `at`).

    `given` answers unknowns hypothetically, by variable name: a value measured at `at` wherever a look finds
    no record that counts, and in place of a pending result. What is known stays as it is.
    Raises RuleError when the rule stands on an `Own` outside any `Over`.
    """
    (meaning,) = ask_each([rule], chart, at, known, given)
    return meaning


def ask_each(
    rules: Iterable[Node],
    chart: Chart,
    at: Moment,
    known: Moment | None = None,
    given: Mapping[str, float] | None = None,
) -> list[Meaning]:
    """Answer several rules as `ask` does each of them; what they share is worked out once."""
    question = _Question(chart, at if known is None else known, given or {})
    return [question.ask(_closed(rule), at, None) for rule in rules]


def ask_supposing(
    rule: Node, chart: Chart, at: Moment, known: Moment, supposed: Iterable[Mapping[str, float]]
) -> Iterator[Meaning]:
    """Answer a rule for each of `supposed`, as `ask` does with it `given`; what it does not bear on is asked once."""
    plain = _Question(chart, known, {})
    for given in supposed:
        yield _Question(chart, known, given, beside=plain).ask(_closed(rule), at, None)


def _closed(rule: Node) -> Node:
    loose = free_own(rule)
    if loose:
        names = ", ".join(sorted(variable.name for variable in loose))
        raise RuleError("`Own` outside `each` or `where`.", names, "Use latest, highest or lowest.")
    return rule


@dataclass
class _Question:
    """One question to one chart; answers are kept, so that a shared rule is worked out once.

    `beside` is the same question with nothing given: it answers all that nothing given bears on.
    """

    chart: Chart
    known: Moment
    given: Mapping[str, float]
    beside: _Question | None = None
    kept: dict[tuple[int, Moment | None, Interval | None], Meaning] = field(default_factory=dict)
    read: dict[str, list[Fact]] = field(default_factory=dict)
    looked_at: dict[int, frozenset[str]] = field(default_factory=dict)

    def ask(self, rule: Node, at: Moment | None, own: Interval | None) -> Meaning:
        """Answer at a moment; None is a moment that is not exact."""
        if self.beside is not None and self.given.keys().isdisjoint(self.beside.names(rule)):
            return self.beside.ask(rule, at, own)
        key = (id(rule), at, own)
        if key not in self.kept:
            self.kept[key] = self._answer(rule, at, own)
        return self.kept[key]

    def names(self, rule: Node) -> frozenset[str]:
        """The variables that a rule looks at."""
        if id(rule) not in self.looked_at:
            inner = (rule.each, rule.where) if isinstance(rule, Over) else rule.parts
            below = frozenset[str]().union(*(self.names(part) for part in inner if part is not None))
            self.looked_at[id(rule)] = below | {rule.variable.name} if isinstance(rule, Over) else below
        return self.looked_at[id(rule)]

    def _answer(self, rule: Node, at: Moment | None, own: Interval | None) -> Meaning:
        match rule:
            case Constant():
                return Meaning(rule, rule.range)
            case Own():
                return Meaning(rule, rule.range if own is None else own)
            case Over():
                return _anything(rule) if at is None else self._look(rule, at)
            case Choose():
                return self._choose(rule, at, own)
            case _:
                parts = tuple(self.ask(part, at, own) for part in rule.parts)
                return _made_of(rule, rule.combine([part.value for part in parts]), parts)

    def _choose(self, rule: Choose, at: Moment | None, own: Interval | None) -> Meaning:
        when = self.ask(rule.when, at, own)
        if when.value.known:
            taken = self.ask(rule.then if when.value == MET else rule.otherwise, at, own)
            return _made_of(rule, taken.value, (when, taken))
        then, otherwise = self.ask(rule.then, at, own), self.ask(rule.otherwise, at, own)
        return _made_of(rule, hull((then.value, otherwise.value)), (when, then, otherwise))

    def _look(self, rule: Over, at: Moment) -> Meaning:
        readings = [r for fact in self._about(rule.variable) if (r := self._read(rule, fact, at)) is not None]
        if not any(r.certain for r in readings) and rule.pick is not Pick.COUNT:
            readings += self._supposed(rule, at)
        value = picked(rule, readings, rule.variable.name in self.chart.recorded)
        if value.known:
            return Meaning(rule, value, (), tuple(readings), ())
        return Meaning(rule, value, (), tuple(readings), self._unknowns(rule, readings, at))

    def _about(self, variable: Variable) -> list[Fact]:
        if variable.name not in self.read:
            self.read[variable.name] = self.chart.about(variable, self.known)
        return self.read[variable.name]

    def _supposed(self, rule: Over, at: Moment) -> list[Reading]:
        """The hypothetical record that would be made now."""
        variable = rule.variable
        if variable.name not in self.given or variable.name in self.chart.recorded:
            return []
        value = Interval.point(self.given[variable.name])
        end = Moment(at + EVER) if variable.lasting else at
        fact = Fact(variable.name, at, end, value, course=(LONG_AGO, end), origin="supposed")
        reading = self._read(rule, fact, at)
        return [] if reading is None else [reading]

    def _read(self, rule: Over, fact: Fact, at: Moment) -> Reading | None:
        certain = in_window(rule, fact, at)
        if certain is None:
            return None
        if fact.because is Because.PENDING and rule.variable.name in self.given:
            fact = replace(fact, value=Interval.point(self.given[rule.variable.name]), because=None)
        parts: tuple[Meaning, ...] = ()
        value = fact.value
        when = fact.end if fact.start == fact.end else None
        if rule.where is not None:
            kept = self.ask(rule.where, when, fact.value)
            parts += (kept,)
            if kept.value == NOT_MET:
                return None
            certain = certain and kept.value == MET
        if rule.each is not None:
            each = self.ask(rule.each, when, fact.value)
            parts += (each,)
            value = each.value
        return Reading(fact, value, certain, parts)

    def _unknowns(self, rule: Over, readings: list[Reading], at: Moment) -> tuple[Unknown, ...]:
        found: list[Unknown] = []
        name = rule.variable.name
        for reading in readings:
            if reading.fact.because is not None:
                found.append(Unknown(name, reading.fact.because))
            elif not reading.certain and reading.fact.start != reading.fact.end:
                found.append(Unknown(name, Because.UNCERTAIN_TIME))
            for part in reading.parts:
                found.extend(part.unknown)
        if not any(in_window(rule, reading.fact, at) for reading in readings):  # else only `where` leaves it open
            found.append(Unknown(name, self.chart.why_unknown(rule.variable)))
            for inner in (rule.where, rule.each):
                if inner is not None:
                    found.extend(self.ask(inner, at, rule.variable.bounds).unknown)
        return unique(found) or (Unknown(name, _of_the_same_time(rule, readings)),)


def _of_the_same_time(rule: Over, readings: list[Reading]) -> Because:
    """Why known records leave a range: the latest of them are tied, or one of them may be later than the others."""
    vague = not rule.variable.lasting and any(reading.fact.start != reading.fact.end for reading in readings)
    return Because.UNCERTAIN_TIME if vague else Because.CONTRADICTED


def _anything(rule: Over) -> Meaning:
    """What a look finds at a moment that is not exact."""
    return Meaning(rule, rule.range, unknown=(Unknown(rule.variable.name, Because.UNCERTAIN_TIME),))


def in_window(rule: Over, fact: Fact, at: Moment) -> bool | None:
    """True when a record counts for certain, False when perhaps, None when it does not."""
    after, until = at - rule.window.back, at - rule.window.until
    if rule.variable.lasting:
        first, last = fact.course or (fact.start, fact.end)
        if last - first < rule.sustained:
            return None
        begun = max(fact.start, first + rule.sustained)
        return True if begun <= until and fact.end > after else None
    if fact.end <= after or fact.start > until:
        return None
    return after < fact.start and fact.end <= until


def picked(rule: Over, readings: list[Reading], recorded: bool) -> Interval:
    """One value from the readings of a window."""
    certain = [r.value for r in readings if r.certain]
    perhaps = [r.value for r in readings if not r.certain]
    if rule.pick is Pick.COUNT:
        return Interval(float(len(certain)), float(len(readings)))
    none_is_none = rule.variable.lasting or (rule.variable.kind is Kind.OUTPUT and rule.pick is Pick.TOTAL)
    if recorded and none_is_none and not certain:
        certain = [Interval.point(0.0)]
    if not certain:
        return rule.range
    match rule.pick:
        case Pick.HIGHEST:
            return Interval(max(v.low for v in certain), max(v.high for v in certain + perhaps))
        case Pick.LOWEST:
            return Interval(min(v.low for v in certain + perhaps), min(v.high for v in certain))
        case Pick.TOTAL:
            return _total(rule.variable, certain, perhaps)
        case _:
            return _latest(readings)


def _latest(readings: list[Reading]) -> Interval:
    surely = max(r.fact.start for r in readings if r.certain)
    return hull(r.value for r in readings if r.fact.end >= surely)


def _total(variable: Variable, certain: list[Interval], perhaps: list[Interval]) -> Interval:
    """Sums are taken in scaled integers, so that no order of addition can change the last digit."""
    scale = 10.0**variable.decimals
    low = sum(round(v.low * scale) for v in certain) + sum(min(0, round(v.low * scale)) for v in perhaps)
    high = sum(round(v.high * scale) for v in certain) + sum(max(0, round(v.high * scale)) for v in perhaps)
    return Interval(low / scale, high / scale)


def _made_of(rule: Node, value: Interval, parts: tuple[Meaning, ...]) -> Meaning:
    unknown = () if value.known else unique(u for part in parts for u in part.unknown)
    return Meaning(rule, value, parts, (), unknown)


def unique(unknowns: Iterable[Unknown]) -> tuple[Unknown, ...]:
    """Each unknown once, in a stable order."""
    return tuple(sorted(set(unknowns)))
