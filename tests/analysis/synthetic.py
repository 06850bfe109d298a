"""Small snapshots of people who do not exist, written by the writers of cuts, without the web application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bedside.exports.canonical import Charted
from bedside.exports.tables import Cell, Column, Said, Table, Type, table
from bedside.exports.writing import Snapshot, write_folder
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.records.deaths import lived
from bedside.rules.chart import LONG_AGO, Chart, Fact
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, EVER, HOUR, Moment, moment, to_datetime
from bedside.values.wording import Text

PROTOCOL = load("jakahdi")
INCLUSION = moment("2026-03-01T08:00")
TAKEN = Moment(INCLUSION + 400 * DAY)
RECORDED = frozenset({"icu_stay", "dead"})
WORD = Text("word", "mot")
Key = tuple[str, str]


@dataclass(frozen=True)
class Made:
    """Somebody: what the rules answer (else all that it could be), scores, times in days from inclusion, form rows.

    `scores` are by component ("" for the total) and day, one number or both ends; `before` holds values an hour apart
    before inclusion, `measured` values with their days after it, `ranged` a variable's name, the day and both ends;
    `doses` come after the first one.
    """

    code: str
    answers: Mapping[Key, tuple[float, float] | tuple[float, float, str]] = field(default_factory=dict)
    scores: Mapping[tuple[str, int], float | tuple[float, float]] = field(default_factory=dict)
    died: float | None = None
    alive_until: float | None = None
    dosed: float | None = None
    icu_days: float = 10.0
    eligible: str = "met"
    included: Moment = INCLUSION
    version: str = PROTOCOL.version
    events: Sequence[tuple[str, float]] = ()
    adverse: Sequence[tuple[float, str, str]] = ()
    infections: Sequence[tuple[float, str]] = ()
    before: Mapping[str, Sequence[float]] = field(default_factory=dict)
    ranged: Sequence[tuple[str, float, float, float]] = ()
    doses: Sequence[float] = ()
    measured: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    recorded: frozenset[str] = RECORDED

    def at(self, days: float) -> Moment:
        """A moment of theirs."""
        return Moment(self.included + round(days * DAY))

    @property
    def chart(self) -> Chart:
        """What is recorded of them."""
        facts = [Fact("icu_stay", Moment(self.included - DAY), self.at(self.icu_days), MET, self.included)]
        if self.died is not None:
            facts.append(Fact("dead", self.at(self.died), Moment(self.at(self.died) + EVER), MET, self.at(self.died)))
        if self.alive_until is not None:
            until = self.at(self.alive_until)
            facts.append(Fact("dead", LONG_AGO, until, NOT_MET, until, (LONG_AGO, until)))
        for name, values in self.before.items():
            for hours, value in enumerate(values, 1):
                at = Moment(self.included - hours * HOUR)
                facts.append(Fact(name, at, at, Interval.point(value), at, origin="test", written=str(value)))
        for name, days, low, high in self.ranged:
            at = self.at(days)
            facts.append(Fact(name, at, at, Interval(low, high), at, origin="test", written=f"{low} {high}"))
        for name, dated in self.measured.items():
            for days, value in dated:
                at = self.at(days)
                facts.append(Fact(name, at, at, Interval.point(value), at, origin="test", written=str(value)))
        return lived(Chart.of(facts, self.recorded))


def snapshot(people: Iterable[Made], protocol: Protocol = PROTOCOL, **said: object) -> Snapshot:
    """A cut of these people for a protocol that has their forms."""
    held = list(people)
    about = Said(
        protocol.id, "efficacy", 7, written(TAKEN), "test", True, {protocol.version: protocol.hash},
        {"screened": len(held) + 3, "participants": len(held), "objected": 1},
    )  # fmt: skip
    tables = (_participants(held), _outcomes(held, protocol), _scores(held), _criteria(held), _events(held),
              *_forms(held, protocol))  # fmt: skip
    return Snapshot(replace(about, **said), tables, tuple(Charted(each.code, each.chart) for each in held))  # type: ignore[arg-type]


def cut(folder: Path, people: Iterable[Made], protocol: Protocol = PROTOCOL, **said: object) -> Path:
    """The same written to a folder."""
    write_folder(snapshot(people, protocol, **said), folder)
    return folder


def without_column(held: Snapshot, name: str, column: str) -> Snapshot:
    """A snapshot whose table lacks a column."""
    return replace(held, data=tuple(_less(each, column) if each.name == name else each for each in held.data))


def with_cell(held: Snapshot, name: str, row: int, column: str, cell: Cell) -> Snapshot:
    """A snapshot with one cell of a table changed."""
    return replace(held, data=tuple(_put(each, row, column, cell) if each.name == name else each for each in held.data))


def written(at: Moment) -> str:
    """A time as cuts write it."""
    return to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# --- tables -----------------------------------------------------------------------------------------------------------


def _columns(**types: Type) -> list[Column]:
    return [Column(name, kind, WORD) for name, kind in types.items()]


T, N, W = Type.TEXT, Type.NUMBER, Type.WHOLE


def _participants(people: Sequence[Made]) -> Table:
    columns = _columns(participant=T, site=T, enrolled=Type.TIME, protocol=T)
    rows = [
        {"participant": each.code, "site": "01", "enrolled": written(each.included), "protocol": each.version}
        for each in people
    ]
    return table("participants", WORD, columns, rows)


def _outcomes(people: Sequence[Made], protocol: Protocol) -> Table:
    columns = _columns(participant=T, site=T, outcome=T, part=T, low=N, high=N, unit=T, missing=T, cause=T)
    keys = [(each.outcome, each.part, each.verdict.range, each.verdict.unit) for each in protocol.endpoints]
    keys += [(each.outcome, each.part, Interval(0.0, 4392.0), "h") for each in protocol.durations]
    rows: list[dict[str, Cell]] = []
    for each in people:
        for outcome, part, whole, unit in keys:
            least = _listed(each).get((outcome, part), whole.low)
            low, high, *cause = each.answers.get((outcome, part), (least, whole.high, "cannot tell"))
            rows.append({
                "participant": each.code, "site": "01", "outcome": outcome, "part": part or None, "low": float(low),
                "high": float(high), "unit": unit, "cause": str(cause[0]) if cause else None,
            })  # fmt: skip
    return table("outcomes", WORD, columns, rows)


def _listed(of: Made) -> Mapping[Key, float]:
    """The adverse events of somebody in the window of 29 days: of whom nothing else is told, the least there were."""
    inside = [each for each in of.adverse if 0 <= each[0] <= 29]
    severe = sum(grade in ("grade_3", "grade_4", "grade_5") for _, grade, _ in inside)
    serious = sum(each == "yes" for _, _, each in inside)
    return {("S8", "number"): len(inside), ("S8", "severe"): severe, ("S8", "serious"): serious}


def _scores(people: Sequence[Made]) -> Table:
    columns = _columns(participant=T, score=T, component=T, day=W, low=N, high=N)
    rows: list[dict[str, Cell]] = [
        {"participant": each.code, "score": "sofa", "component": name or None, "day": day, "low": _ends(value)[0],
         "high": _ends(value)[1]}
        for each in people for (name, day), value in each.scores.items()
    ]  # fmt: skip
    return table("scores", WORD, columns, rows)


def _ends(value: float | tuple[float, float]) -> tuple[float, float]:
    low, high = value if isinstance(value, tuple) else (value, value)
    return float(low), float(high)


def _criteria(people: Sequence[Made]) -> Table:
    rows: list[dict[str, Cell]] = [
        {"participant": each.code, "criterion": "eligible", "verdict": each.eligible} for each in people
    ]
    return table("criteria", WORD, _columns(participant=T, criterion=T, verdict=T), rows)


def _events(people: Sequence[Made]) -> Table:
    rows: list[dict[str, Cell]] = [
        {"participant": each.code, "event": name, "at": written(each.at(days)), "taken_back": 0}
        for each in people for name, days in each.events
    ]  # fmt: skip
    return table("events", WORD, _columns(participant=T, event=T, at=Type.TIME, taken_back=W), rows)


def _forms(people: Sequence[Made], protocol: Protocol) -> list[Table]:
    """The forms that analyses read, each with the columns of its items."""
    doses: list[dict[str, Cell]] = [
        {"participant": each.code, "given_at": written(each.at(days))}
        for each in people
        if each.dosed is not None
        for days in (each.dosed, *each.doses)
    ]
    adverse: list[dict[str, Cell]] = [
        {"participant": each.code, "began": written(each.at(days)), "grade": grade, "serious": serious,
         "term": "pyrexia"}
        for each in people for days, grade, serious in each.adverse
    ]  # fmt: skip
    infections: list[dict[str, Cell]] = [
        {"participant": each.code, "began": written(each.at(days)), "kind": kind, "documented": "yes"}
        for each in people for days, kind in each.infections
    ]  # fmt: skip
    rows = {"ruxolitinib": doses, "hs_treatment": [], "adverse_events": adverse, "infections": infections}
    items = {
        "ruxolitinib": ("given_at",), "hs_treatment": ("given_at",),
        "adverse_events": ("began", "grade", "serious", "term"), "infections": ("began", "kind", "documented"),
    }  # fmt: skip
    known = {form.id for form in protocol.forms}
    return [
        table(f"form_{form}", WORD, [Column("participant", T, WORD), *(_item(form, each) for each in items[form])],
              rows[form])
        for form in items if form in known
    ]  # fmt: skip


def _item(form: str, item: str) -> Column:
    return Column(item, T, WORD, source=f"{form}.{item}")


def _less(of: Table, column: str) -> Table:
    place = [each.name for each in of.columns].index(column)
    rows = tuple((*row[:place], *row[place + 1 :]) for row in of.rows)
    return replace(of, columns=(*of.columns[:place], *of.columns[place + 1 :]), rows=rows)


def _put(of: Table, row: int, column: str, cell: Cell) -> Table:
    place = [each.name for each in of.columns].index(column)
    old = of.rows[row]
    new = (*old[:place], cell, *old[place + 1 :])
    return replace(of, rows=(*of.rows[:row], new, *of.rows[row + 1 :]))


# --- a study ----------------------------------------------------------------------------------------------------------

YES, NO = (1.0, 1.0), (0.0, 0.0)


def known_person(number: int, success: bool, **more: object) -> Made:
    """Somebody of whom everything is known, alive at six months."""
    value = float(number)
    answers: dict[Key, tuple[float, float] | tuple[float, float, str]] = {("P1", ""): YES if success else NO}
    for each in PROTOCOL.endpoints:
        if each.outcome in ("S1", "S3", "S5", "S6", "S7", "S10", "S12", "S13", "S14", "S15", "S16"):
            low = each.verdict.range.low
            at = low if low > -1e9 else 0.0
            answers[each.outcome, each.part] = (at + value % 20, at + value % 20)
    answers |= {("S8", "number"): YES, ("S8", "worst"): (2.0, 2.0), ("S8", "severe"): NO, ("S8", "serious"): NO}
    answers |= {("S9", ""): YES, ("S11", ""): NO}
    answers |= {("S11", part): NO for part in ("number", "fungal", "reactivations")}
    answers |= {("S2", ""): (24.0 * (5 + number), 24.0 * (5 + number), "left_intensive_care"),
                ("S4", ""): (24.0 * (9 + number), 24.0 * (9 + number), "left_hospital")}  # fmt: skip
    made = Made(
        f"01-S{number:03}", answers, alive_until=190.0, dosed=0.1, icu_days=5.0 + number,
        scores=_points(4.0 if success else 0.0), adverse=[(2.0, "grade_2", "no")],
        before={"temperature": (38.0, 39.5), "platelets": (20.0, 45.0)},
        events=[("icu_discharge", 5.0 + number), ("hospital_discharge", 9.0 + number)],
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def _points(fall: float) -> dict[tuple[str, int], float]:
    """Six components of SOFA before and after; respiration alone falls."""
    names = ("respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")
    found = {(name, 0): 1.0 for name in names} | {(name, 8): 1.0 for name in names}
    return found | {("respiration", 0): 4.0, ("respiration", 8): 4.0 - fall}
