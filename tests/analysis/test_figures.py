"""The figures of results: each outcome has its own, they show what their rows say, no text lies on another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.figures.plot import day_stops
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import work_on
from bedside.design.chart import LEFT, PLOT, RIGHT, TOP, WIDTH
from bedside.protocol.loading import load
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.analysis.read_svg import beyond, corners, elements, of_class, overlapping, texts
from tests.analysis.synthetic import NO, TAKEN, YES, Made, cut, known_person
from tests.golden import same_as

OF = {
    "": ("participants-flow", "participants-swimmer"),
    "P1": ("P1-forest", "P1-null-rates", "P1-waterfall", "P1-spider"), "S1": ("S1-trajectories",),
    "S2": ("S2-incidence",), "S4": ("S4-incidence",), "S8": ("S8-incidence",), "S9": ("S9-survival",),
    "S11": ("S11-incidence",),
}  # fmt: skip
"""The figures of an outcome; of a measurement its course."""


def figures(people: Sequence[Made]) -> Mapping[str, Drawn]:
    worked = worked_of(people)
    return figures_of(rows_of(worked), worked)


def of_cut(people: Sequence[Made], trial: str) -> Mapping[str, Drawn]:
    with TemporaryDirectory() as place:
        worked = work_on(trial, cut(Path(place) / "cut", people, load(trial)))
    return figures_of(rows_of(worked), worked)


@lru_cache
def drawn(count: int) -> Mapping[str, Drawn]:
    return of_cut(many(count), "jakahdi") if count > 3 else figures(many(count))


def values(rows: Sequence[Row], statistic: str, **parts: str) -> list[float]:
    found = (row for row in rows if all(getattr(row, name) == held for name, held in parts.items()))
    return [float(str(row.value)) for row in found if row.statistic == statistic and row.value is not None]


def height(share: float) -> float:
    """Where a share of 0 to 1 stands in a plot."""
    return TOP + 14 + PLOT * (1 - share)


def across(share: float) -> float:
    return LEFT + share * (WIDTH - RIGHT - LEFT)


# --- which there are ------------------------------------------------------------------------------------------------


@pytest.mark.proves("analysis pictures")
@pytest.mark.parametrize("count", [0, 3, 42])
def test_each_outcome_has_its_figures_whatever_the_data(count: int) -> None:
    found: dict[str, tuple[str, ...]] = {}
    for each in drawn(count).values():
        found[each.outcome] = (*found.get(each.outcome, ()), each.name)
    outcomes = [each.id for each in load("jakahdi").outcomes]
    assert found == {"": OF[""]} | {outcome: OF.get(outcome, (f"{outcome}-course",)) for outcome in outcomes}


def test_the_second_trial_has_its_own() -> None:
    version = load("adrenal").version
    people = [
        Made(f"01-S{n:03}", {("P1", ""): YES, ("S1", ""): NO}, alive_until=100.0, version=version) for n in (1, 2)
    ]
    found = of_cut(people, "adrenal")
    assert list(found)[:2] == ["participants-flow", "participants-swimmer"]
    assert {each.outcome for each in found.values()} == {"", "P1", "S1"}


@pytest.mark.proves("analysis pictures")
@pytest.mark.parametrize("count", [0, 3, 42])
def test_each_is_told_in_both_languages_with_its_data(count: int) -> None:
    for each in drawn(count).values():
        assert each.title.en and each.title.fr and each.caption.en and each.caption.fr
        for language in LANGUAGES:
            svg, table = each.file(language), each.tables[language]
            assert svg.startswith("<svg xmlns=") and f"<title>{escape(each.title.say(language))}" in svg
            assert table.body or not (count and each.rows), each.name
            assert all(len(line) == len(table.head) for line in table.body)
            assert " id=" not in svg, "two languages on one page would share it"


def test_nobody_is_named() -> None:
    for each in drawn(42).values():
        assert not any("01-S0" in svg for svg in each.svg.values())
        assert not any("01-S0" in f"{row.group} {row.value}" for row in each.rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3, 42])
def test_no_text_lies_on_another_or_outside(count: int, language: str) -> None:
    for each in drawn(count).values():
        assert overlapping(each.svg[language]) == [], each.name
        assert beyond(each.svg[language]) == [], each.name


# --- they show their rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["S9-survival", "S2-incidence", "S4-incidence", "S8-incidence", "S11-incidence"])
def test_a_curve_has_a_corner_where_its_rows_have_a_value(name: str) -> None:
    each = drawn(42)[name]
    statistic = "survival" if name == "S9-survival" else "incidence"
    groups = list(dict.fromkeys(row.group for row in each.rows))
    curves = [path for path in of_class(each.svg["en"], "path", "curve") if len(corners(path)) > 2]
    assert len(curves) == len(groups)
    stops = {int(row.time): row.value for row in each.rows if row.variable == "at_risk" and row.group == groups[0]}
    assert {int(box.text) for box in texts(each.svg["en"]) if box.text.isdigit()} >= set(stops)
    for group, path in zip(groups, curves, strict=True):
        points = corners(path)
        held = [row for row in each.rows if (row.variable, row.group, row.statistic) == ("curve", group, statistic)]
        last = max(float(row.time) for row in held)
        end = 183.0 if name == "S9-survival" else float(-(-last // 1))
        assert len(points) == 2 * len(held) + 1
        for row, (x, y) in zip(held, points[2::2], strict=True):
            assert (x, y) == pytest.approx((across(float(row.time) / end), height(float(str(row.value)))), abs=0.06)


def test_numbers_at_risk_are_those_with_a_time_of_at_least_the_day() -> None:
    each = drawn(42)["S9-survival"]
    told = [int(box.text) for box in texts(each.svg["fr"]) if 390 < box.top < 440 and box.text.isdigit()]
    assert told == [int(value) for value in values(each.rows, "at_risk", variable="at_risk")]
    assert told[0] == 42 and told == sorted(told, reverse=True)


def test_a_waterfall_has_a_bar_of_each_change() -> None:
    each = drawn(42)["P1-waterfall"]
    low, high = values(each.rows, "low"), values(each.rows, "high")
    least, most = min(*low, -3.0) - 1, max(*high, 0.0) + 1
    points = PLOT / (most - least)
    ends = sorted(high_ - low_ for low_, high_ in zip(low, high, strict=True) if high_ > low_)
    light = [each for each in elements(each.svg["en"]) if each[0].get("fill") == "#cfe2f0"][:-1]
    assert sorted(float(bar.get("height", 0)) for bar, _ in light) == pytest.approx(
        [end * points for end in ends], abs=0.11
    )
    states = [str(row.value) for row in each.rows if row.statistic == "state"]
    assert len(states) == 42 and len(low) == states.count("changed")
    for state, told in (("dead", "dead"), ("change_unknown", "change not known"), ("not_due", "not due")):
        assert f"{told} ({states.count(state)})" in each.svg["en"]


def test_a_swimmer_has_a_lane_of_everybody() -> None:
    each = drawn(42)["participants-swimmer"]
    svg, grid = each.svg["en"], [float(e.get("x1", 0)) for e in of_class(each.svg["en"], "line", "grid")]
    days = [float(box.text) for box in texts(svg) if box.text.isdigit() and box.top > TOP + 16 * 43]
    a_day, edge = (grid[-1] - grid[0]) / days[-1], float(of_class(svg, "line", "axis")[0].get("x2", 0))
    bars = [float(e.get("width", 0)) for e, _ in elements(svg) if e.get("fill") == "#0072b2" and e.get("x") != "0"]
    stays = [min(stay * a_day, edge - grid[0]) for stay in values(each.rows, "stay", variable="S2")]
    assert len(bars) == 42 and sorted(bars) == pytest.approx(sorted(stays), abs=0.15)
    verdicts = [str(row.value) for row in each.rows if row.statistic == "verdict"]
    marks = of_class(svg, "circle", "full"), of_class(svg, "circle", "open")
    assert [len(found) - 1 for found in marks] == [verdicts.count("success"), verdicts.count("no_success")]
    assert len(of_class(svg, "path", "ink")) - 1 == len(values(each.rows, "died"))


def test_what_comes_after_the_axis_of_a_swimmer_is_told_by_its_day() -> None:
    """One of ten is in hospital for 150 days: the others keep the first 28."""
    svg = figures([*(known_person(n, True) for n in range(1, 10)), *_late()])["participants-swimmer"].svg["en"]
    told = [box.text for box in texts(svg)]
    assert "later, day" in told and "150" in told and {"21", "28"} <= set(told)


def _late() -> list[Made]:
    left = {("S2", ""): (24.0, 24.0, "left_intensive_care"), ("S4", ""): (3600.0, 3600.0, "left_hospital")}
    return [Made("01-S099", left, alive_until=190.0)]


def test_a_forest_has_a_mark_at_each_estimate() -> None:
    each = drawn(42)["P1-forest"]
    lines = [e for e in of_class(each.svg["en"], "line", "ink")]
    found = [(float(e.get("x1", 0)), float(e.get("x2", 0))) for e in lines]
    ends = list(zip(values(each.rows, "estimate_low"), values(each.rows, "estimate_high"), strict=True))
    assert [x for pair in found for x in pair] == pytest.approx(
        [300 + 176 * e for pair in ends for e in pair], abs=0.06
    )
    assert len(ends) == 4 + len(load("jakahdi").estimand("P1").sensitivity)


def test_the_decision_changes_where_its_rows_say() -> None:
    each = drawn(42)["P1-null-rates"]
    decided = [str(row.value) for row in each.rows if row.statistic == "decision"]
    full, open_ = of_class(each.svg["en"], "rect", "full"), of_class(each.svg["en"], "circle", "open")
    assert (len(full) - 1, len(open_) - 1) == (decided.count("success"), decided.count("no_success"))
    placed = sorted(float(e.get("cy", 0)) for e in open_)[1:]
    p = [float(str(row.value)) for row in each.rows if row.statistic == "p_value"]
    expected = sorted(height(value) for value, word in zip(p, decided, strict=True) if word == "no_success")
    assert sorted(float(e.get("cy", 0)) for e in open_ if float(e.get("cy", 0)) > 10) == pytest.approx(
        expected, abs=0.06
    )
    assert placed


def test_a_course_has_a_mark_at_each_median() -> None:
    each = drawn(42)["S16-course"]
    medians = values(each.rows, "median")
    shown = [e for e, moved in elements(each.svg["en"]) if e.tag == "circle" and moved[1] < 400]
    assert len(shown) == len(medians)
    ends = [float(str(row.value)) for row in each.rows if row.statistic in ("lower_quartile", "upper_quartile")]
    air = (max(ends) - min(ends)) * 0.08
    low, high = max(min(ends) - air, 0.0), max(ends) + air
    expected = [height((value - low) / (high - low)) for value in medians]
    assert [float(e.get("cy", 0)) for e in shown] == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("name", ["P1-spider", "S1-trajectories"])
def test_the_median_of_a_score_is_a_mark_or_a_stroke(name: str) -> None:
    """Ranges on both sides of a median leave it known: then it is a mark all the same."""
    each = drawn(42)[name]
    inside = [(e, y) for e, (_, y) in elements(each.svg["en"]) if y == 0.0]
    marks = [e for e, _ in inside if e.tag == "circle" and e.get("fill") == "#d55e00"]
    strokes = [e for e, _ in inside if e.tag == "line" and e.get("stroke-width") == "3"]
    ranges = [
        high > low for low, high in zip(values(each.rows, "median_from"), values(each.rows, "median_to"), strict=True)
    ]
    assert len(marks) == len(values(each.rows, "median")) + ranges.count(False) > 0
    assert len(strokes) == ranges.count(True) > 0


def test_a_median_beyond_a_limit_is_a_stroke() -> None:
    """IL-6 falls below its limit: then the median is a range, which no mark pretends to be a number."""
    each = drawn(42)["S3-course"]
    within = [row for row in each.rows if row.variable == "il6" and row.statistic == "median_from"]
    strokes = [e for e, _ in elements(each.svg["en"]) if e.tag == "line" and e.get("stroke-width") == "5"]
    absent = [row for row in each.rows if row.variable == "il6" and row.statistic == "median" and row.value is None]
    assert len(absent) == len(within) > 0 and strokes


def test_a_flow_adds_up() -> None:
    told = {row.statistic: row.value for row in drawn(42)["participants-flow"].rows if row.analysis == "participants"}
    assert told["screened"] == told["included"] + told["not_included"]  # type: ignore[operator]
    assert told["analysed"] == told["treated"] + told["never_dosed"]  # type: ignore[operator]
    assert told["included"] == told["analysed"] + told["objecting"]  # type: ignore[operator]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["S9-survival", "P1-waterfall"])
def test_the_figure_is_the_one_that_was_looked_at(name: str, language: str) -> None:
    svg = drawn(3)[name].file(language)
    same_as(f"{name}.{language}.svg", re.sub(r"<style>.*?</style>", "", svg).replace("><", ">\n<") + "\n")


# --- awkward data ---------------------------------------------------------------------------------------------------

AWKWARD = {
    "one, of whom nothing is known": [Made("01-S001")],
    "everybody succeeded": [known_person(n, True) for n in range(1, 4)],
    "all dead at once": [
        Made(f"01-S{n:03}", {("P1", ""): NO, ("S2", ""): (24, 24, "death")}, died=1.0) for n in range(5)
    ],
    "all dead at inclusion": [Made(f"01-S{n:03}", {("P1", ""): NO}, died=0.0, icu_days=0.0) for n in range(3)],
    "not due yet": [Made(f"01-S{n:03}", included=Moment(TAKEN - DAY)) for n in range(3)],
    "scores that tell nothing": [Made("01-S001", scores={("", 0): 24.0, ("", 8): (0.0, 24.0)}, alive_until=9.0)],
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_data_are_drawn_or_said_in_words(name: str) -> None:
    for each in figures(AWKWARD[name]).values():
        for language in LANGUAGES:
            assert "nan" not in each.svg[language] and "inf" not in re.sub(
                "[a-zé]inf|inf[a-zé]", "", each.svg[language]
            )
            assert overlapping(each.svg[language]) == [], each.name


def test_a_figure_of_nobody_says_so() -> None:
    told = {each.name: " ".join(box.text for box in texts(each.svg["fr"])) for each in drawn(0).values()}
    assert told["S9-survival"] == "Personne n’a été analysé\u00a0: rien à représenter."
    assert told["S16-course"] == "Personne n’a été mesuré."
    assert told["S1-trajectories"] == "L’extraction ne contient aucun score\u00a0: rien à représenter."


ends = st.tuples(st.integers(0, 24), st.integers(0, 24)).map(lambda each: (float(min(each)), float(max(each))))
anyone = st.builds(
    lambda died, alive, dosed, icu, scores, answer, value: Made(
        "", {("P1", ""): answer}, {("", day): each for day, each in scores.items()}, died, alive, dosed, icu,
        ranged=[("platelets", day + 0.5, value, value * 2) for day in scores],
    ),
    st.none() | st.floats(0, 300), st.none() | st.floats(0, 300), st.none() | st.floats(0, 10), st.floats(0, 60),
    st.dictionaries(st.integers(0, 30), ends, max_size=6), st.sampled_from([YES, NO, (0.0, 1.0)]), st.floats(0.5, 900),
)  # fmt: skip


@settings(deadline=None, max_examples=12)
@given(people=st.lists(anyone, max_size=4))
def test_whoever_is_drawn_stays_inside_the_picture(people: list[Made]) -> None:
    held = [Made(**{**vars(each), "code": f"01-S{number:03}"}) for number, each in enumerate(people)]
    for each in figures(held).values():
        assert overlapping(each.svg["fr"]) == [] == beyond(each.svg["fr"]), each.name
        for shape, (x, _) in elements(each.svg["en"]):
            for name in ("x", "x1", "x2", "cx"):
                assert -1 <= x + float(shape.get(name, 0)) <= WIDTH + 1, each.name


@given(last=st.floats(1, 2000))
def test_the_days_of_an_axis_begin_at_inclusion_and_are_few(last: float) -> None:
    stops = day_stops(last)
    assert stops[0] == 0 and stops[-1] <= last and len(stops) <= 9
    assert len({b - a for a, b in pairwise(stops)}) <= 1
