"""What the trial's own rules say of every situation that a virtual participant can be in.

The evaluations of an endpoint are asked over all sheets at once by the engine that answers for hospitals; the verdict
is asked, by the interpreter, for each pair of different answers. So a simulated participant is judged by the same code
as a real one, and a trial of any number of participants asks no rule twice. Tests hold the table equal to
`protocol.evaluating.evaluate` on whole charts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bedside.engines.duck import compute
from bedside.errors import UsageError
from bedside.protocol.endpoints import Endpoint, Evaluation
from bedside.protocol.evaluating import decide
from bedside.records.columns import hold
from bedside.records.contract import ENGINE
from bedside.records.deaths import DEAD, lived
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import variables
from bedside.simulation.sheets import RECORDED, SHEETS, VARIABLES, codes, facts
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, Moment, moment, read_length

Floats = NDArray[np.float64]
Small = NDArray[np.int8]
Whole = NDArray[np.int64]

INCLUSION = moment("2100-01-01T00:00")
FAR_FUTURE = moment("9999-12-31T00:00")
NO, YES, OPEN = 0, 1, 2
"""A verdict: not met, met, left undetermined by the rules."""
DIED, LOST = SHEETS, SHEETS + 1
"""In the place of a sheet's number: who died before the moment, and of whom nothing was recorded any more."""


@dataclass(frozen=True)
class Judge:
    """The verdict of an endpoint, by the sheet at inclusion and by what became of the participant.

    `first` has a class for each of SHEETS; `later` one for each of them, for DIED and for LOST; `verdicts` has a row
    a class of `first` and a column a class of `later`. `day` is when the endpoint is asked: a number of days.
    """

    day: int
    first: Whole
    later: Whole
    verdicts: Small

    def of(self, first: Whole, later: Whole) -> Small:
        """The verdicts of participants by their two sheets, in any shape."""
        found: Small = self.verdicts[self.first[first], self.later[later]]
        return found


def judge(endpoint: Endpoint) -> Judge:
    """The table of an endpoint. Raises UsageError where a virtual participant has nothing that it reads."""
    before, after, day = _moments(endpoint)
    answers = _sheets([*before, *after])
    asked = Moment(INCLUSION + day * DAY)
    later = [answers[:, 2 * len(before) :], _answers(after, died(asked), asked), _answers(after, LOST_CHART, asked)]
    first_class, first_kinds = _classes(answers[:, : 2 * len(before)])
    later_class, later_kinds = _classes(np.concatenate(later))
    verdicts = np.array(
        [[_verdict(endpoint, before, one, after, other) for other in later_kinds] for one in first_kinds], dtype=np.int8
    )
    return Judge(day, first_class, later_class, verdicts)


def _moments(endpoint: Endpoint) -> tuple[list[Evaluation], list[Evaluation], int]:
    """The evaluations at inclusion, those at the one later moment, and the day of it."""
    known = VARIABLES | {DEAD}
    for each in endpoint.evaluations:
        if not known & set(variables(each.rule)):
            what = f"{each.variable.name} reads nothing that a virtual participant has."
            raise UsageError(what, endpoint.name, f"They have: {', '.join(sorted(known))}.")
    before = [each for each in endpoint.evaluations if read_length(each.after) == 0]
    after = [each for each in endpoint.evaluations if read_length(each.after)]
    spans = {read_length(each.after) for each in after}
    if len(spans) != 1 or next(iter(spans)) % DAY:
        what = f"{endpoint.name} is not judged at one moment, whole days after inclusion."
        raise UsageError(what, "outcome", "Simulate an outcome that is asked at inclusion and at one later moment.")
    return before, after, next(iter(spans)) // DAY


def _sheets(evaluations: list[Evaluation]) -> Floats:
    """A row a sheet: the ends of the answers of these evaluations, asked of somebody who is alive.

    A rule knows no date, so all are asked at one moment, each of the sheet that was recorded before it.
    """
    of_sheets = [each for each in evaluations if VARIABLES & set(variables(each.rule))]
    found = _engine(of_sheets) if of_sheets else {}
    alone = {each.variable.name: np.repeat(_answers([each], Chart.of((), RECORDED), INCLUSION), SHEETS, axis=0)
             for each in evaluations if each not in of_sheets}  # fmt: skip
    columns = [(found | alone)[each.variable.name] for each in evaluations]
    return np.concatenate(columns, axis=1)


def _engine(evaluations: list[Evaluation]) -> dict[str, Floats]:
    """The answers of evaluations over all sheets at once, by their names."""
    nobody = {
        name: {column: np.array([], dtype=object) for column, _ in ENGINE[name]} for name in ("patients", "stays")
    }
    connection = hold(nobody | {"facts": _columns()})
    try:
        connection.execute(
            f"CREATE TABLE moments AS SELECT range AS m, range::VARCHAR AS patient_id, {INCLUSION}::BIGINT AS moment_us"
            f" FROM range({SHEETS})"
        )
        compute(connection, {each.variable.name: each.rule for each in evaluations}, recorded=RECORDED)
        found = connection.execute("SELECT * FROM answers ORDER BY m").fetchnumpy()
    finally:
        connection.close()
    names = [each.variable.name for each in evaluations]
    return {name: np.stack([found[f"{name}_low"], found[f"{name}_high"]], axis=1) for name in names}


def _columns() -> dict[str, NDArray[np.generic]]:
    """The records of every sheet, as the engine reads them."""
    rows = [(str(number), fact) for number in range(SHEETS) for fact in facts(codes(number), INCLUSION)]
    courses = [fact.course or (None, None) for _, fact in rows]
    return {
        "patient_id": np.array([number for number, _ in rows]),
        "variable": np.array([fact.variable for _, fact in rows]),
        "low": np.array([fact.value.low for _, fact in rows]),
        "high": np.array([fact.value.high for _, fact in rows]),
        "start_us": np.array([fact.start for _, fact in rows]),
        "end_us": np.array([fact.end for _, fact in rows]),
        "available_us": np.array([fact.available for _, fact in rows]),
        "course_start_us": np.array([start for start, _ in courses], dtype=object),
        "course_end_us": np.array([end for _, end in courses], dtype=object),
    }


def died(asked: Moment) -> Chart:
    """Somebody who died the day before the moment."""
    at = Moment(asked - DAY // 2)
    return lived(Chart.of([Fact(DEAD, at, FAR_FUTURE, MET, at, (at, FAR_FUTURE))], RECORDED))


LOST_CHART = Chart.of([Fact(DEAD, INCLUSION, INCLUSION, NOT_MET, INCLUSION)])
"""Somebody of whom nothing was recorded after inclusion, death included."""


def _answers(evaluations: list[Evaluation], chart: Chart, asked: Moment) -> Floats:
    values = [ask(each.rule, chart, asked).value for each in evaluations]
    return np.array([[end for value in values for end in (value.low, value.high)]])


def _classes(answers: Floats) -> tuple[Whole, Floats]:
    """The different answers, and which of them each row is."""
    kinds, class_ = np.unique(answers, axis=0, return_inverse=True)
    return class_.reshape(-1).astype(np.int64), kinds


def _verdict(endpoint: Endpoint, before: list[Evaluation], one: Floats, after: list[Evaluation], other: Floats) -> int:
    answers = dict([*_named(before, one), *_named(after, other)])
    value = decide(endpoint, answers, INCLUSION).value
    return YES if value == MET else NO if value == NOT_MET else OPEN


def _named(evaluations: list[Evaluation], ends: Floats) -> Iterator[tuple[str, Interval]]:
    for place, each in enumerate(evaluations):
        yield each.variable.name, Interval(float(ends[2 * place]), float(ends[2 * place + 1]))
