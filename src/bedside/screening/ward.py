"""The ward report, filled in from the table of verdicts: who is where, since when, what is missing, and why.

Everyone is read from the table; reasons and what would settle each criterion come from the reference meaning, for the
stays that get a page of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bedside.engines.verdict_reading import standing
from bedside.protocol.model import LANGUAGES, Criterion, CriterionKind, Protocol
from bedside.records.source import Source
from bedside.report.pages import Barring, Flow, Lacking, ScoreNow, WardReport, WardRow
from bedside.rules.nodes import Named, walk
from bedside.screening.bounds import needed_of
from bedside.screening.flow import barring_word, data_flow, full_flow
from bedside.screening.learning import to_learn
from bedside.screening.patient import PageMaker
from bedside.screening.screen import DATA_WORDS, MISSING, VERDICT_WORDS, Screening, costs_of, data_column, needed
from bedside.values.interval import Interval
from bedside.values.moment import Moment
from bedside.values.variable import Variable
from bedside.values.wording import Text
from bedside.virtual.naming import in_both

PAGES = 30
"""Stays that get a page of their own, unless said otherwise: the whole report stays below 5 MB."""
ROWS = 500
"""Stays in the ward list, unless said otherwise."""

DATA_ORDER = (DATA_WORDS[0], DATA_WORDS[2], DATA_WORDS[1])
ORDER = (VERDICT_WORDS[0], VERDICT_WORDS[2], VERDICT_WORDS[1])


@dataclass(frozen=True)
class Names:
    """Columns of missing things (`ferritin + splenomegaly`), in words that say what is to be found out."""

    variables: Mapping[str, Variable]
    costs: Mapping[str, float]

    @classmethod
    def of(cls, protocol: Protocol) -> Names:
        """From the variables that the criteria read and the costs that the protocol states."""
        return cls(needed(protocol), costs_of(protocol))

    def lacking(self, missing: str | Sequence[str], answers: Mapping[str, bool] | None = None) -> Lacking:
        """What is missing, from the column's text or from names; `answers` are those that alone leave the way open."""
        names = [name for name in missing.split(" + ") if name] if isinstance(missing, str) else missing
        return Lacking(tuple((self._said(name, answers or {}), self.costs.get(name, 1.0)) for name in names))

    def _said(self, name: str, answers: Mapping[str, bool]) -> Text:
        held = self.variables.get(name)
        return Text(name, name) if held is None else to_learn(held, answers.get(name))


def ward_report(
    connection: Any,
    screening: Screening,
    source: Source,
    made_at: Moment,
    imported: Sequence[Text] = (),
    pages: int = PAGES,
    rows: int = ROWS,
    language: str = "en",
    at: Moment | None = None,
) -> WardReport:
    """The report of what `screen` left in the connection (tables verdicts, stays, patients, facts).

    `imported` are the sentences of the import report; `pages` and `rows` limit the stays with a page and in the list;
    `at` is the moment that was asked for. Those who are there stand before those whose stay has ended.
    """
    protocol = screening.protocol
    names, scores = Names.of(protocol), totals(screening.scores)
    columns = ["data_verdict", "verdict", *MISSING, *_ends(scores), *_verdicts(protocol)]
    stood = sorted(standing(connection, columns), key=lambda row: _interest(row, names))
    listed = stood[:rows]
    paged = [row for row in listed if _of_interest(row)][:pages]
    held = {row["stay_id"]: _row(row, scores, names, screening) for row in listed}
    held |= {row["stay_id"]: replace(held[row["stay_id"]], page=True) for row in paged}
    maker = PageMaker(connection, screening, source, scores, names.lacking)
    patients = {row["stay_id"]: maker.page(row, held[row["stay_id"]]) for row in paged}
    held |= {stay: page.row for stay, page in patients.items()}
    return WardReport(
        title=protocol.text, source=in_both(source.name), not_real=source.not_real,
        protocol=protocol.id, version=protocol.version, hash=protocol.hash,
        made_at_us=made_at, as_of=str(screening.as_of.value),
        first_us=min((row["admitted_us"] for row in stood), default=0),
        last_us=max((row["at_us"] for row in stood), default=0),
        rows=tuple(held.values()),
        patients=tuple(patients.values()),
        flows=_flows(connection, protocol, names), stays=len(stood),
        imported=tuple(imported), language=language, at_us=at,
    )  # fmt: skip


def totals(scores: Sequence[Named]) -> dict[Named, tuple[Named, ...]]:
    """The scores that are not part of another, each with its parts, in the order of the rules."""
    inside = {score: {id(node) for node in walk(score.of)} for score in scores}
    parts = {score: tuple(other for other in scores if id(other) in inside[score]) for score in scores}
    nested = {id(part) for those in parts.values() for part in those}
    return {score: those for score, those in parts.items() if id(score) not in nested}


def _ends(scores: Mapping[Named, Sequence[Named]]) -> list[str]:
    return [f"{score.name}_{end}" for score in scores for end in ("low", "high")]


def _interest(row: Mapping[str, Any], names: Names) -> tuple[Any, ...]:
    """Those who are there first, then the nearest to inclusion; among equals, the cheapest to settle."""
    cost = names.lacking(row["data_missing"] or row["missing"]).cost
    return (
        _ended(row) is not None,
        ORDER.index(row["verdict"]),
        DATA_ORDER.index(row["data_verdict"]),
        cost,
        str(row["stay_id"]),
    )


def _of_interest(row: Mapping[str, Any]) -> bool:
    return bool(row["verdict"] != VERDICT_WORDS[1] or row["data_verdict"] == DATA_WORDS[0])


def _row(
    row: Mapping[str, Any], scores: Mapping[Named, Sequence[Named]], names: Names, screening: Screening
) -> WardRow:
    asked = needed_of(screening.protocol.population)
    return WardRow(
        stay=str(row["stay_id"]), patient=str(row["patient_id"]), unit=in_both(row["unit"] or ""), hours=row["hours"],
        at_us=row["at_us"], data_verdict=row["data_verdict"], verdict=row["verdict"], since_us=row["since_us"],
        scores=tuple(_score(score, row, asked.get(score.name)) for score in scores),
        data_lacking=names.lacking(row["data_missing"]), lacking=names.lacking(row["missing"]),
        data_to_qualify=names.lacking(row["data_to_qualify"]), to_qualify=names.lacking(row["to_qualify"]),
        data_bars=_bars(row, screening.protocol, by_data=True), bars=_bars(row, screening.protocol, by_data=False),
        ended_us=_ended(row), died=_died(row),
    )  # fmt: skip


def _verdicts(protocol: Protocol) -> list[str]:
    """The columns of each criterion: by all answers, and by hospital data."""
    by_data = [data_column(each) for each in protocol.criteria if each.data_rule is not None]
    return [*(each.id for each in protocol.criteria), *by_data]


def _bars(row: Mapping[str, Any], protocol: Protocol, by_data: bool) -> tuple[Barring, ...]:
    """The criteria that keep a stay out, in the protocol's order; none unless it is out."""
    column, out = ("data_verdict", DATA_WORDS[1]) if by_data else ("verdict", VERDICT_WORDS[1])
    if row[column] != out:
        return ()
    asked = [each for each in protocol.criteria if each.data_rule is not None or not by_data]
    held = [each for each in asked if row[data_column(each) if by_data else each.id] == barring_word(each)]
    return tuple(_barring(each) for each in held)


def _barring(criterion: Criterion) -> Barring:
    return Barring(criterion.id, criterion.text, criterion.kind is CriterionKind.EXCLUSION)


def _ended(row: Mapping[str, Any]) -> int | None:
    """When a stay ended, by discharge or death."""
    ends = [end for end in (row["discharged_us"], row["died_us"]) if end is not None]
    return min(ends, default=None)


def _died(row: Mapping[str, Any]) -> bool:
    return row["died_us"] is not None and row["died_us"] == _ended(row)


def _score(score: Named, row: Mapping[str, Any], needed_: float | None) -> ScoreNow:
    value = Interval(row[f"{score.name}_low"], row[f"{score.name}_high"])
    text = Text(*(score.say(language) for language in LANGUAGES))
    return ScoreNow(score.name, text, value, score.range.high, needed_)


def _flows(connection: Any, protocol: Protocol, names: Names) -> tuple[Flow, ...]:
    return (data_flow(connection, protocol, names.lacking), full_flow(connection, protocol, names.lacking))
