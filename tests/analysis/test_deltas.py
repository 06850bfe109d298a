"""Falls that are not known, imputed and made less: what holds whatever is drawn."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.analysis.deltas import Falls
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import work_on
from bedside.protocol.supplementary import Delta
from bedside.statistics.answer import Absent
from bedside.values.interval import Interval
from bedside.values.wording import Text
from tests.analysis.synthetic import NO, YES, Made, cut

HELD = Delta(Text("", ""), (0, 1, 2), 20, 1)


def scored(number: int, before: int, after: int | None) -> Made:
    """Somebody alive with a total before and, if it was measured, at day 7."""
    points = {("", 0): float(before)} | ({("", 8): float(after)} if after is not None else {})
    verdict = {} if after is None else {("P1", ""): YES if before - after >= 3 else NO}
    return Made(f"01-S{number:03}", verdict, scores=points, alive_until=60.0)


def found(people: list[Made]) -> dict[tuple[str, str], Row]:
    """The rows of the deltas by delta and statistic."""
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    return {(row.group, row.statistic): row for row in rows if row.variable == "delta"}


PEOPLE = [scored(n, 6 + n % 7, 6 + n % 7 - (5 if n % 4 else 1)) for n in range(30)]
GONE = [scored(40 + n, 7 + n % 5, None) for n in range(8)]
DEAD = [Made(f"01-S{90 + n:03}", {("P1", ""): NO}, died=3.0) for n in range(2)]


@pytest.mark.proves("analysis delta")
def test_the_share_falls_with_delta_and_the_dead_are_failures() -> None:
    rows = found([*PEOPLE, *GONE, *DEAD])
    shares = [rows[str(delta), "share"].value for delta in range(7)]
    assert shares == sorted(shares, key=float, reverse=True) and shares[0] != shares[-1]
    known = sum(each.answers == {("P1", ""): YES} for each in PEOPLE)
    assert all(isinstance(share, float) and known / 40 <= share <= (known + 8) / 40 for share in shares)
    assert rows["0", "imputed"].value == 8


def test_nothing_missing_moves_nothing() -> None:
    rows = found([*PEOPLE, *DEAD])
    known = sum(each.answers == {("P1", ""): YES} for each in PEOPLE)
    assert {rows[str(delta), "share"].value for delta in range(7)} == {known / 32}
    assert rows["all", "tips_at_delta"].value is None
    assert "succeeds at each of these deltas" in rows["all", "tips_at_delta"].warnings[0].en


def test_where_the_conclusion_changes() -> None:
    people = [scored(n, 6 + n % 7, 6 + n % 7 - (4 if n % 2 else 1)) for n in range(24)]
    people += [scored(40 + n, 7 + n % 5, None) for n in range(10)]
    rows = found(people)
    tips = rows["all", "tips_at_delta"].value
    assert isinstance(tips, int)
    for delta in range(7):
        share = rows[str(delta), "succeeds"].value
        assert isinstance(share, float) and (share < 0.5) == (delta >= tips)


@pytest.mark.parametrize("people", [[], DEAD, GONE, GONE[:1], PEOPLE[:1], [*PEOPLE[:2], *GONE], [*PEOPLE[:3], *DEAD]])
def test_awkward_people_give_stated_results(people: list[Made]) -> None:
    assert all(row.value is not None or row.warnings for row in found(people).values())


ranges = st.tuples(st.integers(-10, 10), st.integers(0, 8)).map(lambda pair: Interval(pair[0], pair[0] + pair[1]))


@settings(deadline=None)
@given(held=st.lists(ranges, min_size=5, max_size=20), less=st.integers(0, 6))
def test_what_is_imputed_lies_within_what_is_known(held: list[Interval], less: int) -> None:
    completed = Falls(tuple(held), tuple(float(n % 5) for n in range(len(held))), 0).completed(HELD, less)
    if not isinstance(completed, Absent):
        assert completed.shape == (20, len(held)) and (completed == completed.round()).all()
        for column, each in zip(completed.T, held, strict=True):
            assert column.min() >= each.low and column.max() <= each.high
