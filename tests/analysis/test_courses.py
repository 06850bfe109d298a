"""Days alive without organ failure and the area under a score, counted by hand on a few people."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.score_days import ScoreDays
from bedside.analysis.worked import work_on
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval
from tests.analysis.synthetic import Made, cut

ORGANS = ("respiration", "coagulation", "liver", "cardiovascular", "cns", "renal")


def scored(failing_until: int, until: int) -> dict[tuple[str, int], float]:
    """Each day to `until`: a respiration of 4 points up to a day, of 1 after it; nothing else."""
    found: dict[tuple[str, int], float] = {}
    for day in range(until + 1):
        found |= {(name, day): 0.0 for name in ORGANS}
        found["respiration", day] = 4.0 if day <= failing_until else 1.0
    return found


PEOPLE = [
    Made("01-S001", scores=scored(10, 28), alive_until=100.0),  # 18 days; area 4 × 10 + 2.5 + 17
    Made("01-S002", scores=scored(0, 5), died=5.5),  # dead: 0 days; area 2.5 + 4
    Made("01-S003", scores=scored(3, 7), alive_until=30.0, events=[("icu_discharge", 6.9)]),  # 4 to 25 days
    Made("01-S004", alive_until=0.5),  # nothing known
]


def found(people: list[Made]) -> dict[tuple[str, str, str], Row]:
    """The rows of the course by variable, group and statistic."""
    with TemporaryDirectory() as place:
        rows = rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))
    return {(row.variable, row.group, row.statistic): row for row in rows if row.analysis == "S1"}


@pytest.fixture(scope="module")
def four() -> dict[tuple[str, str, str], Row]:
    return found(PEOPLE)


@pytest.mark.proves("analysis course")
def test_days_without_organ_failure_keep_their_range(four: dict[tuple[str, str, str], Row]) -> None:
    free = {key[2]: row for key, row in four.items() if key[:2] == ("failure_free_days", "recorded")}
    assert (free["participants"].value, free["dead"].value, free["fully_known"].value) == (4, 1, 2)
    ends = {name: (free[f"{name}_from"].value, free[f"{name}_to"].value) for name in ("minimum", "median", "maximum")}
    assert ends == {"minimum": (0, 0), "median": (2, 21.5), "maximum": (18, 28)}
    assert free["mean"].value is None and "only as a range" in free["mean"].warnings[0].en


def test_after_leaving_the_unknown_is_at_its_lowest(four: dict[tuple[str, str, str], Row]) -> None:
    assert four["failure_free_days", "left", "maximum_from"].value == 25.0
    assert four["failure_free_days", "left", "fully_known"].value == 3


def test_the_area_ends_with_life(four: dict[tuple[str, str, str], Row]) -> None:
    assert four["score_area", "left", "participants"].value == 3, "who is not known to have lived a day has no area"
    ends = [four["score_area", "left", name].value for name in ("minimum", "median", "maximum")]
    assert ends == [2.5 + 4, 4 * 3 + 2.5 + 3 + 0.5, 4 * 10 + 2.5 + 17]
    assert four["score_mean", "left", "maximum"].value == pytest.approx(59.5 / 28)


def test_who_is_followed_for_less_is_told() -> None:
    rows = found([Made("01-S001", scores=scored(3, 9), alive_until=9.5)])
    assert "known alive for fewer days" in rows["score_area", "recorded", "participants"].warnings[0].en
    assert rows["failure_free_days", "recorded", "minimum_from"].value == 0, "they may have died since"


points = st.integers(0, 4).flatmap(lambda low: st.integers(low, 4).map(lambda high: Interval(float(low), float(high))))
courses = st.lists(st.tuples(points, points, st.sampled_from([MET, CANNOT_TELL])), min_size=2, max_size=12)


@given(held=courses, share=st.lists(st.booleans(), min_size=24, max_size=24))
def test_whatever_the_unknown_is_the_truth_lies_in_the_range(
    held: list[tuple[Interval, Interval, Interval]], share: list[bool]
) -> None:
    alive = [MET] * (len(held) - 1) + [held[-1][2]]
    ends = [(_end(day[0], share[2 * i]), _end(day[1], share[2 * i + 1])) for i, day in enumerate(held)]
    loose = ScoreDays(tuple(_sum(day[:2]) for day in held), tuple(day[:2] for day in held), tuple(alive))
    exact = ScoreDays(tuple(map(_sum, ends)), tuple(ends), tuple(MET for _ in held))
    assert loose.free_of_failure(3).encloses(exact.free_of_failure(3))
    assert exact.free_of_failure(3).known and exact.free_of_failure(5) == Interval.point(len(held) - 1)
    if alive[-1] == MET:
        area, inside = loose.area(), exact.area()
        assert area is not None and inside is not None and area.encloses(inside) and inside.known


def _end(of: Interval, upper: bool) -> Interval:
    return Interval.point(of.high if upper else of.low)


def _sum(parts: tuple[Interval, ...]) -> Interval:
    return Interval(sum(each.low for each in parts), sum(each.high for each in parts))


def test_the_dead_have_no_day_without_failure() -> None:
    low = (Interval.point(0.0),)
    assert ScoreDays(low * 3, (low,) * 3, (MET, MET, NOT_MET)).free_of_failure(3) == NOT_MET
