"""The numbers of ten people, counted by hand; and what awkward snapshots give: stated results, never a NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.analysis.competing import competing
from bedside.analysis.describing import quantile
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row, as_csv, as_json
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import work_on
from bedside.analysis.written_times import span_of
from bedside.exports.tables import Cell, Column, Type, table
from bedside.exports.writing import write_folder
from bedside.values.moment import DAY, Moment, moment
from tests.analysis.conftest import ten
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import NO, TAKEN, WORD, YES, Made, cut, known_person, snapshot

UNKNOWN = (0.0, 1.0)


def value(rows: Sequence[Row], analysis: str, statistic: str, **parts: str) -> object:
    """The value of the one row that this is."""
    found = [
        row for row in rows
        if (row.analysis, row.statistic) == (analysis, statistic)
        and all(getattr(row, name) == held for name, held in parts.items())
    ]  # fmt: skip
    assert len(found) == 1, (analysis, statistic, parts, found)
    return found[0].value


def results(people: Sequence[Made]) -> tuple[Row, ...]:
    with TemporaryDirectory() as place:
        return rows_of(work_on("jakahdi", cut(Path(place) / "cut", people)))


# --- ten people, counted by hand -----------------------------------------------------------------------------------


@pytest.mark.proves("analysis sets")
def test_who_is_analysed(rows: tuple[Row, ...]) -> None:
    told = {row.statistic: row.value for row in rows if row.analysis == "participants"}
    assert told == {
        "screened": 13, "included": 11, "objecting": 1, "analysed": 10, "never_dosed": 1, "criteria_not_met": 1,
        "criteria_open": 1, "planned": 42,
    }  # fmt: skip
    assert {row.set: row.value for row in rows if row.analysis == "sets"} == {
        "included": 10,
        "treated": 9,
        "criteria": 8,
    }
    assert value(rows, "intercurrent", "any", variable="icu_discharge", set="included") == 9


@pytest.mark.proves("analysis sets")
@pytest.mark.parametrize("kind", ["ineligible", "ineligible after enrolment"])
def test_who_a_deviation_says_was_not_eligible_met_not_every_criterion(kind: str, tmp_path: Path) -> None:
    """Of the first the records say that all were met: the deviation leads, and the contradiction is told."""
    said = [{"participant": "01-S001", "kind": kind, "criterion": "E13"},
            {"participant": "01-S002", "kind": "visit", "criterion": None},
            {"participant": None, "kind": kind, "criterion": None}]  # fmt: skip
    found = with_deviations(tmp_path / "cut", said)
    told = {row.statistic: row.value for row in found if row.analysis == "participants"}
    assert (told["criteria_not_met"], told["criteria_open"]) == (2, 1)
    assert value(found, "sets", "participants", set="criteria") == 7
    assert value(found, "P1.criteria", "participants", group="declared") == 7
    (row,) = [row for row in found if row.statistic == "contradiction" and "deviation" in row.warnings[0].en]
    assert row.warnings[0].en == (
        "01-S001 (no. 1): a deviation says not eligible, found later (E13), and by the records every criterion is met;"
        " not among those who met every criterion"
    )
    assert "un écart dit non éligible, constaté après (E13)" in row.warnings[0].fr


def with_deviations(folder: Path, said: Sequence[Mapping[str, Cell]]) -> tuple[Row, ...]:
    """All results of the ten, whose cut has these deviations."""
    names = ("participant", "kind", "criterion", "serious")
    held, columns = snapshot(ten()), [Column(name, Type.TEXT, WORD) for name in names]
    write_folder(replace(held, data=(*held.data, table("deviations", WORD, columns, said))), folder)
    return rows_of(work_on("jakahdi", folder))


@pytest.mark.proves("analysis unknown")
def test_the_declared_derivation_and_its_bounds(rows: tuple[Row, ...]) -> None:
    """Six succeeded, three failed (one by death), of one nothing is known: a failure, and a success at most."""
    told = {g: (value(rows, "P1", "successes", variable="success", group=g), value(rows, "P1", "participants", group=g))
            for g in ("declared", "least", "most", "known")}  # fmt: skip
    assert told == {"declared": (6, 10), "least": (6, 10), "most": (7, 10), "known": (6, 9)}
    assert value(rows, "P1", "dead", variable="success") == 1
    assert value(rows, "P1", "undetermined") == 1
    assert value(rows, "P1.left_is_success", "successes", group="declared") == 7
    assert value(rows, "P1.treated", "participants", group="declared") == 9
    assert value(rows, "P1.criteria", "participants", group="declared") == 8


def test_the_boundary_is_that_of_the_number_reached(rows: tuple[Row, ...]) -> None:
    """Ten participants: 8 successes rule out 40 % (P(X >= 7) = 0.0548, P(X >= 8) = 0.0123)."""
    assert value(rows, "P1", "needed", variable="success", group="declared") == 8
    assert value(rows, "P1", "decision", variable="success", group="declared") == "no_success"
    assert value(rows, "P1", "p_value", variable="success", group="declared") == pytest.approx(0.166239, abs=1e-6)


def test_the_tipping_point_is_out_of_reach(rows: tuple[Row, ...]) -> None:
    assert value(rows, "P1", "tips_at", variable="tipping") is None
    assert [value(rows, "P1", "successes", variable="tipping", group=k) for k in ("0", "1")] == [6, 7]


def test_successes_who_died_later_are_counted_by_each_later_visit() -> None:
    """Of five: dead on day 20, dead on day 100, seen last on day 60, alive at six months, and one dead before day 8."""
    ends: list[dict[str, float | None]] = [
        {"died": 20.0, "alive_until": None}, {"died": 100.0, "alive_until": None}, {"alive_until": 60.0},
        {"alive_until": 190.0}, {"died": 3.0, "alive_until": None},
    ]  # fmt: skip
    worked = worked_of([replace(known_person(n, True), **each) for n, each in enumerate(ends, 1)])  # type: ignore[arg-type]
    found = {(row.time, row.statistic): row.value for row in rows_of(worked) if row.variable == "later_deaths"}
    assert found == {
        ("28", "succeeded"): 4, ("28", "died_after"): 1, ("28", "not_followed"): 0,
        ("183", "succeeded"): 4, ("183", "died_after"): 2, ("183", "not_followed"): 1,
    }  # fmt: skip


def test_without_the_disease_and_by_component(rows: tuple[Row, ...]) -> None:
    """Respiration alone falls, by 4, in the six; leaving out coagulation and liver changes nothing."""
    assert value(rows, "P1.without_disease", "successes", group="declared") == 6
    assert value(rows, "P1", "fall_median", variable="component", group="respiration") == 4.0
    assert value(rows, "P1", "fall_median", variable="component", group="liver") == 0.0


def test_lengths_of_stay_keep_death_apart(rows: tuple[Row, ...]) -> None:
    assert value(rows, "S2", "ended", group="left_intensive_care") == 8
    assert value(rows, "S2", "ended", group="death") == 1
    assert value(rows, "S2", "censored", group="any") == 1
    assert value(rows, "S2", "incidence", group="death", time="7") == pytest.approx(1 / 9)


@pytest.mark.parametrize("people", [10, 51])
def test_where_all_left_alive_the_incidence_is_1_and_has_no_interval_from_0_to_1(people: int) -> None:
    ended = [{("S2", ""): (24.0 * n, 24.0 * n, "left_intensive_care")} for n in range(1, people + 1)]
    worked = worked_of([Made(f"01-S{n:03}", each, alive_until=190.0) for n, each in enumerate(ended, 1)])
    stay = next(each for each in worked.promised.estimands if each.outcome == "S2")
    last = [row for row in competing(worked, stay) if (row.group, row.time) == ("left_intensive_care", "183")]
    told = {row.statistic: row.value for row in last if row.analysis == "S2"}
    assert told == {"at_risk": 0, "incidence": 1.0, "incidence_low": None, "incidence_high": None}


def test_a_discharge_that_only_the_calendar_knows_is_told(rows: tuple[Row, ...]) -> None:
    """Of the tenth, the calendar says that they left intensive care; no record of theirs does."""
    told = {row.group: row.warnings for row in rows if (row.analysis, row.statistic) == ("S2", "ended")}
    assert "for 1 more participant," in told["left_intensive_care"][0].en
    assert told["death"] == () and told["any"] == ()


def test_a_worst_grade_is_told_by_how_many_have_it_and_never_added_up(rows: tuple[Row, ...]) -> None:
    """Eight have grade 2 as their worst; of two nobody has recorded any: 0, which is a minimum."""
    held = [row for row in rows if (row.outcome, row.analysis, row.variable) == ("S8", "S8", "worst")]
    told = {row.group: row.value for row in held if row.statistic == "at_level"}
    assert told == {"0": 2, "2": 8}
    assert [row.value for row in held if row.statistic == "level_share"] == pytest.approx([0.2, 0.8])
    assert "a minimum" in next(row for row in held if row.statistic == "at_level").warnings[0].en
    assert not {"events", "greatest", "share", "any_at_least"} & {row.statistic for row in held}


def test_survival_to_six_months(rows: tuple[Row, ...]) -> None:
    assert value(rows, "S9", "deaths") == 1
    assert value(rows, "S9", "survival", time="183") == pytest.approx(0.9)
    assert value(rows, "S9", "at_risk", time="28") == 8


def test_counted_events_are_a_minimum_until_confirmed(rows: tuple[Row, ...]) -> None:
    assert value(rows, "S8", "any_at_least", variable="number") == 8
    assert value(rows, "S8", "any_at_most", variable="number") == 10
    assert value(rows, "S8", "confirmed", variable="number") == 8
    row = next(row for row in rows if (row.analysis, row.statistic, row.variable) == ("S8", "share", "number"))
    assert "a minimum" in row.warnings[0].en
    assert value(rows, "S8", "having", variable="grade", group="grade_2") == 8
    assert value(rows, "S8", "days", group="rate") == pytest.approx(8 * 29 + 3 + 8.5)
    assert value(rows, "S11", "days", group="rate") == pytest.approx(sum(range(6, 14)) + 3 + 6)


def test_baseline_is_the_worst_before_inclusion(rows: tuple[Row, ...]) -> None:
    assert value(rows, "S15", "baseline_median", variable="temperature") == 39.5
    assert value(rows, "S15", "baseline_median", variable="platelets") == 20.0
    assert value(rows, "S15", "with_baseline", variable="ferritin") == 0


def test_nobody_leaves_a_table_in_silence(rows: tuple[Row, ...]) -> None:
    for name in ("ferritin", "temperature"):
        told = {row.statistic: row.value for row in rows if (row.analysis, row.variable) == ("S15", name)}
        parts = ("dead", "not_measured", "within_limits", "measured")
        assert sum(int(str(told[part])) for part in parts) == told["participants"] == 10


@pytest.mark.proves("analysis no-comparison")
def test_there_is_no_comparator(rows: tuple[Row, ...]) -> None:
    compared = [row for row in rows if row.statistic == "difference"]
    assert len(compared) == 17 and all(row.value is None for row in compared)
    assert {row.warnings[0].en.partition(":")[0] for row in compared} == {"no comparator"}


def test_every_value_that_is_not_there_says_why(rows: tuple[Row, ...]) -> None:
    assert all(row.warnings for row in rows if row.value is None)
    assert all(each.en and each.fr for row in rows for each in row.warnings)


# --- awkward snapshots ----------------------------------------------------------------------------------------------


def fit_to_print(rows: Sequence[Row]) -> None:
    """No NaN, no infinity, and a reason wherever a number is missing."""
    for row in rows:
        assert not isinstance(row.value, float) or math.isfinite(row.value), row
        assert row.value is not None or row.warnings, row
    assert "nan" not in as_csv(rows).lower().replace("ruxolitinib", "")
    as_json(rows)


AWKWARD = {
    "nobody": [],
    "one, of whom nothing is known": [Made("01-S001")],
    "one who succeeded": [known_person(1, True)],
    "all dead at once": [
        Made(f"01-S{n:03}", {("P1", ""): NO, ("S2", ""): (24, 24, "death")}, died=1.0) for n in range(5)
    ],
    "all dead at inclusion": [Made(f"01-S{n:03}", {("P1", ""): NO}, died=0.0, icu_days=0.0) for n in range(3)],
    "ties only": [replace(known_person(3, True), code=f"01-S{n:03}") for n in range(6)],
    "not due yet": [replace(known_person(n, True), included=Moment(TAKEN - DAY)) for n in range(1, 4)],
    "events that nobody was observed for": [
        Made("01-S001", {("S8", "number"): (2.0, 2.0)}, adverse=[(1.0, "grade_3", "yes")])
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_snapshots_give_stated_results(name: str, tmp_path: Path) -> None:
    worked = work_on("jakahdi", cut(tmp_path / "cut", AWKWARD[name]))
    found = rows_of(worked)
    fit_to_print(found)
    for language in ("en", "fr"):
        assert (
            "nan" not in page_of(found, worked, figures_of(found, worked), language).lower().split("<main")[1].split()
        )


def test_where_all_die_at_once_no_cell_is_a_dash_without_a_reason(tmp_path: Path) -> None:
    worked = work_on("jakahdi", cut(tmp_path / "cut", AWKWARD["all dead at once"]))
    for language in ("en", "fr"):
        held = {(each.outcome, each.name): each for each in tables_of(rows_of(worked), worked, language)}
        assert not [line for line in held["S2", "incidence"].body if "–" in line]
        either = held["S2", "either"]
        told = {"en": ("no limits: all times are the same", "nobody’s time differs"),
                "fr": ("pas de limites\u00a0: tous les délais sont les mêmes", "aucun délai ne diffère")}  # fmt: skip
        assert all(any(why in note for note in either.footnotes) for why in told[language])


def test_who_is_not_due_is_left_out_and_told(tmp_path: Path) -> None:
    people = [*ten(), replace(known_person(11, True), included=Moment(TAKEN - 3 * DAY))]
    found = results(people)
    assert value(found, "P1", "participants", group="declared") == 10
    row = next(row for row in found if (row.analysis, row.statistic, row.group) == ("P1", "participants", "declared"))
    assert "not the final analysis" in row.warnings[0].en


verdicts = st.lists(st.sampled_from([YES, NO, UNKNOWN]), min_size=1, max_size=12)


@settings(deadline=None, max_examples=6)
@given(held=verdicts)
def test_the_bounds_hold_whatever_is_unknown(held: list[tuple[float, float]]) -> None:
    found = results([Made(f"01-S{n:03}", {("P1", ""): each}) for n, each in enumerate(held)])
    fit_to_print(found)
    least, declared, most = (value(found, "P1", "successes", variable="success", group=g)
                             for g in ("least", "declared", "most"))  # fmt: skip
    assert (least, declared, most) == (held.count(YES), held.count(YES), held.count(YES) + held.count(UNKNOWN))


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), share=st.floats(0, 1))
def test_a_quantile_lies_between_its_neighbours(values: list[float], share: float) -> None:
    found = quantile(values, share)
    below, above = sum(each < found for each in values), sum(each > found for each in values)
    assert min(values) <= found <= max(values)
    assert below <= share * len(values) + 1e-6 and above <= (1 - share) * len(values) + 1e-6


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-11-28T04:48+01:00", "2026-11-28T03:48", "2026-11-28T03:48"),
        ("2026-11-28", "2026-11-28T00:00", "2026-11-29T00:00"),
        ("2026-12", "2026-12-01T00:00", "2027-01-01T00:00"),
        ("2026", "2026-01-01T00:00", "2027-01-01T00:00"),
    ],
)
def test_a_time_known_in_part_is_a_span(written: str, first: str, last: str) -> None:
    span = span_of(written)
    assert span is not None and span.first == moment(first)
    assert span.last == moment(last) - (0 if "T" in written else 1)


@pytest.mark.parametrize("written", [None, "", "unknown", "2026-13", "28/11/2026"])
def test_what_is_no_time_is_none(written: object) -> None:
    assert span_of(written) is None
