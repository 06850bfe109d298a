"""The page of one patient: trajectories from the table of verdicts, reasons from the reference meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bedside.engines.stages import AsOf
from bedside.engines.verdict_reading import course
from bedside.protocol.model import LANGUAGES, Criterion, CriterionKind
from bedside.records.charts import chart
from bedside.records.source import Source
from bedside.report.pages import (
    CriterionNow,
    Lacking,
    Path,
    PatientPage,
    Series,
    Tally,
    TraceLine,
    WardRow,
)
from bedside.rules.chart import Chart
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import AtLeast, Named, Node, walk
from bedside.rules.settle import Settlement, Settler
from bedside.rules.text import tell
from bedside.screening.bounds import bounds_of, measured, needed_of
from bedside.screening.learning import answers_needed
from bedside.screening.screen import WORDS, Screening, costs_of, needed
from bedside.values.interval import MET, Interval
from bedside.values.moment import DAY, EVER, Moment
from bedside.values.wording import Text

PANELS = 12
"""Measurements drawn on a page at most; those that a criterion compares with a bound come first."""
BEFORE = DAY
"""How long before admission a measurement is still drawn."""
FEWEST = 3
"""Items from which "at least n of these" deserves a list of its own."""
RECORDS = 3
"""Records shown under each look of a trace: those that decide or are latest."""

Row = Mapping[str, Any]
Lacks = Callable[..., Lacking]
"""From names, and the answers to them that are needed, to what is to be found out, in words."""
Settle = Callable[[Settler], Settlement | None]


class PageMaker:
    """Makes pages, one patient after the other; what is the same for all is worked out once."""

    def __init__(
        self,
        connection: Any,
        screening: Screening,
        source: Source,
        scores: Mapping[Named, Sequence[Named]],
        lacking: Lacks,
    ) -> None:
        self.connection, self.screening, self.source = connection, screening, source
        self.scores, self.lacking = scores, lacking
        self.protocol = screening.protocol

    @cached_property
    def settlers(self) -> dict[str, Settler]:
        """What would settle each criterion, by its id."""
        costs = costs_of(self.protocol)
        return {c.id: Settler(c.rule, costs, self.source.recorded) for c in self.protocol.criteria}

    @cached_property
    def tallied(self) -> tuple[tuple[Named, AtLeast], ...]:
        """Every named "at least n of these" whose items have names."""
        found = (node for node in walk(self.protocol.population) if isinstance(node, Named))
        return tuple((node, node.of) for node in found if isinstance(node.of, AtLeast) and _listable(node.of))

    def page(self, stood: Row, row: WardRow) -> PatientPage:
        """The page of the stay that `stood` describes (see `verdict_reading.standing`)."""
        at, whole = Moment(stood["at_us"]), chart(self.connection, stood["patient_id"], self.source)
        known = at if self.screening.as_of is AsOf.AVAILABLE else Moment(EVER)
        meanings = {id(each.rule): each for each in _inside(ask(self.protocol.population, whole, at, known))}
        return PatientPage(
            row=self._with_answers(row, stood, whole, at, known), sex=stood["sex"] or "", age=_age(whole, at),
            admitted_us=stood["admitted_us"], discharged_us=stood["discharged_us"], died_us=stood["died_us"],
            paths=self._paths(stood["stay_id"]), series=self._series(whole, stood["admitted_us"], known),
            tallies=tuple(_tally(rule, of, meanings) for rule, of in self.tallied),
            criteria=tuple(
                self._criterion(c, meanings[id(c.rule)], lambda settler: settler.ask(whole, at, known))
                for c in self.protocol.criteria
            ),
        )  # fmt: skip

    def _with_answers(self, row: WardRow, stood: Row, whole: Chart, at: Moment, known: Moment) -> WardRow:
        """The row, where something else qualifies than settles with the answers that it takes."""

        def told(column: str, rule: Node, settles: str) -> Lacking:
            names = stood[column].split(" + ") if stood[column] else []
            if stood[column] == stood[settles]:
                return self.lacking(names)
            return self.lacking(names, answers_needed(rule, names, needed(self.protocol), whole, at, known))

        return replace(
            row,
            to_qualify=told("to_qualify", self.protocol.population, "missing"),
            data_to_qualify=told("data_to_qualify", self.protocol.data_population, "data_missing"),
        )

    def _paths(self, stay_id: Any) -> tuple[Path, ...]:
        rules = [rule for total, parts in self.scores.items() for rule in (total, *parts)]
        columns = [f"{rule.name}_{end}" for rule in rules for end in ("low", "high")]
        hours = course(self.connection, stay_id, columns)
        asked = needed_of(self.protocol.population)
        return tuple(
            _path(total, hours, asked.get(total.name), tuple(_path(part, hours) for part in parts))
            for total, parts in self.scores.items()
        )

    def _series(self, whole: Chart, admitted: int, known: Moment) -> tuple[Series, ...]:
        bounds = bounds_of(self.protocol.population)
        drawn: list[Series] = []
        for variable in measured(self.protocol.population):
            facts = [
                f for f in whole.facts.get(variable.name, ()) if admitted - BEFORE <= f.end and f.available <= known
            ]
            records = tuple(sorted((int(f.end), f.value.low, f.value.high) for f in facts))
            about = bounds.get(variable.name, ())
            if variable.name != "age" and about and (records or any(bound.strong for bound in about)):
                drawn.append(Series(_words(variable), variable.unit, records, about))
        return tuple(drawn[:PANELS])

    def _criterion(self, criterion: Criterion, meaning: Meaning, settle: Settle) -> CriterionNow:
        settlement = None if meaning.value.known else settle(self.settlers[criterion.id])
        return CriterionNow(
            id=criterion.id, exclusion=criterion.kind is CriterionKind.EXCLUSION, sentence=criterion.sentence,
            text=criterion.text, verdict=_verdict(meaning.value),
            answered_by=tuple(answerer.value for answerer in criterion.answerers),
            lacking=self.lacking(settlement.names if settlement else ()),
            trace=tuple((language, _trace(meaning, language)) for language in LANGUAGES),
        )  # fmt: skip


def _trace(meaning: Meaning, language: str) -> tuple[TraceLine, ...]:
    return tuple(TraceLine(line.level, line.text) for line in tell(meaning, language, RECORDS))


def _inside(meaning: Meaning) -> Iterator[Meaning]:
    """The meaning and all its parts, each once."""
    seen: set[int] = set()
    stack = [meaning]
    while stack:
        here = stack.pop()
        if id(here) not in seen:
            seen.add(id(here))
            yield here
            stack.extend(here.parts)


def _listable(rule: AtLeast) -> bool:
    return len(rule.of) >= FEWEST and all(isinstance(item, Named) for item in rule.of)


def _tally(rule: Named, of: AtLeast, meanings: Mapping[int, Meaning]) -> Tally:
    items = tuple((_words(item), _verdict(meanings[id(item)].value)) for item in of.of if isinstance(item, Named))
    return Tally(_words(rule), of.count, items)


def _path(rule: Named, hours: Sequence[Row], needed_: float | None = None, parts: tuple[Path, ...] = ()) -> Path:
    points = tuple((row["at_us"], row[f"{rule.name}_low"], row[f"{rule.name}_high"]) for row in hours)
    return Path(_words(rule), rule.range.high, points, needed_, parts)


def _age(whole: Chart, at: Moment) -> Interval | None:
    known = [fact for fact in whole.facts.get("age", ()) if fact.end <= at]
    return max(known, key=lambda fact: fact.end).value if known else None


def _verdict(value: Interval) -> str:
    met, not_met, cannot_tell = WORDS
    return cannot_tell if not value.known else (met if value == MET else not_met)


def _words(said: Any) -> Text:
    return Text(*(said.say(language) for language in LANGUAGES))
