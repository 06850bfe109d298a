"""Safety of everybody: what is counted to the cut, listed and left out, against counts made here by other code."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.__main__ import main
from bedside.analysis.exposed import exposed
from bedside.analysis.extent import Course, course_of, extent
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.listed_events import OUTSIDE, SERIOUS, deaths, listed_events
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_safety import listing_tables, safety_tables
from bedside.analysis.worked import Worked, version_of, work_on
from bedside.documents.blocks import Document
from bedside.documents.board import board_document
from bedside.errors import UsageError
from bedside.exports.tables import Cell
from bedside.exports.writing import write_folder
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import INCLUSION, PROTOCOL, Made, cut, known_person, snapshot
from tests.analysis.test_adverse import OUTCOME, WINDOW, Told, _with, at
from tests.analysis.test_plan import reported, written


def of(told: list[Told], doses: dict[int, float], dead: dict[int, float], count: int) -> Worked:
    """So many people with their events, first doses and deaths."""
    people = [Made(f"01-S{n:03}", dosed=doses.get(n), died=dead.get(n), alive_until=None) for n in range(count)]
    held = worked_of(people)
    return replace(held, people=tuple(_with(person, told, n) for n, person in enumerate(held.people)))


def drawn(seed: int, count: int = 25) -> tuple[list[Told], dict[int, float], dict[int, float]]:
    """Events from ten days before inclusion to a hundred after it, far beyond the window."""
    draw = random.Random(seed)
    doses = {n: round(draw.random() * 4, 2) for n in range(count) if draw.random() < 0.7}
    dead = {n: round(20 + draw.random() * 90, 2) for n in range(count) if draw.random() < 0.3}
    told = [
        Told(n, round(draw.random() * 110 - 10, 2), draw.choice([1, 2, 3, 4]), "pyrexia", draw.random() < 0.5, False)
        for n in range(count) for _ in range(draw.choice([0, 1, 3]))
    ]  # fmt: skip
    return told, doses, dead


def one(rows: list[Row], statistic: str, group: str) -> object:
    (row,) = [each for each in rows if (each.statistic, each.group) == (statistic, group)]
    return row.value


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("seed", range(4))
def test_everybody_exposed_is_counted_to_the_cut_and_the_window_stands_beside(seed: int) -> None:
    told, doses, dead = drawn(seed)
    worked = of(told, doses, dead, 25)
    rows = list(exposed(worked))
    serious = [each for each in told if each.serious]
    late = [each for each in serious if each.who in doses and each.day >= max(doses[each.who], 0)]
    inside = [each for each in late if each.day <= WINDOW]
    assert len(late) > len(inside) > 0, "otherwise this would say nothing of the window"
    group = "exposed_treated"
    assert one(rows, "exposed_members", group) == len(doses)
    assert one(rows, "exposed_serious", group) == len(late)
    assert one(rows, "exposed_serious_people", group) == len({each.who for each in late})
    assert one(rows, "exposed_window", group) == len(inside)
    assert one(rows, "exposed_window_people", group) == len({each.who for each in inside})
    assert one(rows, "exposed_before", group) == sum(each.who in doses for each in serious) - len(late)
    assert one(rows, "exposed_deaths", group) == len(dead.keys() & doses.keys())
    others = [each for each in serious if each.who not in doses]
    assert one(rows, "exposed_serious", "exposed_untreated") == len(others)
    assert one(rows, "exposed_deaths", "exposed_untreated") == len(dead.keys() - doses.keys())


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("seed", range(4))
def test_every_event_is_in_the_tables_or_left_out_and_every_serious_one_is_listed(seed: int) -> None:
    told, doses, dead = drawn(seed)
    worked = of(told, doses, dead, 25)
    rows = list(listed_events(worked, worked.protocol.estimand(OUTCOME)))
    inside = [each for each in told if each.who in doses and max(doses[each.who], 0) <= each.day <= WINDOW]
    left = {row.statistic: row.value for row in rows if row.variable == OUTSIDE}
    assert left["outside_events"] == len(told) - len(inside)
    assert left["outside_serious"] == sum(each.serious for each in told) - sum(each.serious for each in inside)
    assert left["outside_before_inclusion"] == sum(each.day < 0 for each in told)
    places = [left[f"outside_{each}"] for each in ("before_inclusion", "before_dose", "after_window")]
    assert sum(map(int, map(str, places))) == left["outside_events"]
    lines = [row for row in rows if row.variable == SERIOUS and row.statistic == "serious_place"]
    assert len(lines) == sum(each.serious for each in told)
    assert sum(row.value == "counted_in_window" for row in lines) == sum(each.serious for each in inside)
    numbers = [row.value for row in rows if row.variable == SERIOUS and row.statistic == "serious_participant"]
    assert sorted(map(str, numbers)) == sorted(str(each.who + 1) for each in told if each.serious)


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_listings_and_the_line_of_what_is_left_out_are_in_words(language: str) -> None:
    told = [
        Told(0, -1.0, 2, "chills", True, False), Told(0, 2.0, 5, "pyrexia", True, False),
        Told(0, 45.0, 3, "anaemia", True, False), Told(1, 3.0, 3, "anaemia", False, False),
    ]  # fmt: skip
    worked = of(told, {0: 0.5}, {0: 50.0}, 2)
    worked = replace(worked, people=(replace(worked.people[0], cause="shock"), *worked.people[1:]))
    estimand = worked.protocol.estimand(OUTCOME)
    related, serious = listing_tables(list(listed_events(worked, estimand)), worked, estimand, language)
    assert [line[1] for line in serious.body] == ["chills", "pyrexia", "anaemia"]
    words = {
        "en": ("before inclusion", "in the window, counted", "after the window"),
        "fr": ("avant l’inclusion", "dans la fenêtre, compté", "après la fenêtre"),
    }[language]
    assert tuple(line[6] for line in serious.body) == words
    assert [line[7] for line in serious.body] == {"en": ["no", "yes", "no"], "fr": ["non", "oui", "non"]}[language]
    assert related.body[-1][1:] == ("1 (100.0\u00a0%)" if language == "en" else "1 (100,0\u00a0%)", "1", "1", "1")
    rows = [*exposed(worked), *extent(worked), *deaths(worked)]
    *_, dead = safety_tables(rows, worked, language)
    assert dead.body[0][0] == "1" and dead.body[0][1] == "shock"
    assert dead.body[0][2:] == (("50.0", "49.5", "49.5") if language == "en" else ("50,0", "49,5", "49,5"))
    assert [line[9] for line in serious.body] == (
        ["−1.0", "2.0", "45.0"] if language == "en" else ["−1,0", "2,0", "45,0"]
    )


@pytest.mark.parametrize(
    ("days", "course"),
    [
        ([0.0], Course(1, 1, 1, 0)),
        ([0.0, 0.5, 1.2], Course(3, 2, 2, 0)),
        ([0.0, 1.0, 3.5, 4.0, 8.0], Course(5, 9, 5, 2)),
        ([2.0, 3.9], Course(2, 2, 2, 0)),
        ([2.0, 4.0], Course(2, 3, 2, 1)),
    ],
)
def test_the_extent_of_exposure_of_somebody(days: list[float], course: Course) -> None:
    assert course_of([at(each) for each in days]) == course


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_days_with_and_without_a_dose_are_the_days_of_treatment(days: list[int]) -> None:
    found = course_of([at(float(each)) for each in sorted(days)])
    assert found.dosed == len(set(days)) and found.dosed + found.without == max(days) - min(days) + 1
    assert found.gaps <= found.without and (found.gaps == 0) is (found.without == 0)


# --- a cut for safety -------------------------------------------------------------------------------------------------


def for_safety(folder: Path, objected: int = 1) -> Path:
    """Three people in full, and one who objects, of whom there is an event that led to death after the window."""
    people = [known_person(number, True, adverse=[]) for number in (1, 2, 3)]
    other = Made("02-S004", adverse=[(40.0, "grade_5", "yes")])
    held = snapshot([*people, other], kind="safety", counts={"screened": 5, "participants": 4, "objected": objected})
    write_folder(replace(held, people=held.people[:-1]), folder)
    return folder


def board(worked: Worked, language: str = "en") -> Document:
    rows = rows_of(worked)
    return board_document(rows, worked, figures_of(rows, worked), language)


@pytest.mark.proves("analysis safety")
def test_a_board_reads_a_cut_for_safety_and_is_told_whom_it_holds(tmp_path: Path) -> None:
    path = for_safety(tmp_path / "cut")
    worked = work_on("jakahdi", path, safety=True)
    assert [len(worked.people), len(worked.reduced)] == [3, 1] and len(worked.members("included")) == 3
    for language, whom, line in (
        ("en", "in full, and of those who object to the use of their data (1)", "their serious events: 1, fatal: 1"),
        ("fr", "en entier, et de ceux qui s’opposent", "graves\u00a0: 1, dont fatals\u00a0: 1"),
    ):
        said = written(board(worked, language))
        assert whom in said and line in said and "\nO1\npyrexia\n" in said
        assert "02-S004" not in said
    out = str(tmp_path / "board")
    assert main(["dsmb", "jakahdi", "--data", str(path), "--out", out]) == 0


@pytest.mark.proves("analysis safety")
def test_no_primary_outcome_and_no_other_analysis_is_read_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = for_safety(tmp_path / "cut")
    wanted = ["dsmb", "jakahdi", "--data", str(path), "--out", str(tmp_path / "board")]
    assert main([*wanted, "--primary"]) == 2
    assert "the primary outcome is not read from it. Leave it out" in capsys.readouterr().err
    assert not (tmp_path / "board").exists()
    for command in ("analyse", "report"):
        assert main([command, "jakahdi", "--data", str(path), "--out", str(tmp_path / "out")]) == 2
        assert "for the safety board, `bedside dsmb` reads this one" in capsys.readouterr().err


def test_a_cut_for_safety_that_lacks_records_of_others_is_refused(tmp_path: Path) -> None:
    path = for_safety(tmp_path / "cut", objected=0)
    with pytest.raises(UsageError, match="the snapshot holds no canonical records of 02-S004"):
        work_on("jakahdi", path, safety=True)


# --- which version ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("analysis safety")
def test_a_command_and_a_page_analyse_by_the_same_version(tmp_path: Path) -> None:
    """The command has the trial's folder, the page every version of the study: a later one that nobody is under."""
    later = replace(PROTOCOL, version="1.1", hash="1" * 64, amended_from=("1.0",))
    stated = {PROTOCOL.version: PROTOCOL.hash, later.version: later.hash}
    held = work_on("jakahdi", cut(tmp_path / "cut", [Made("01-S001")], versions=stated)).snapshot
    assert version_of(held, [PROTOCOL]) is version_of(held, [PROTOCOL, later]) is PROTOCOL
    under: list[dict[str, Cell]] = [{**row, "protocol": "1.1"} for row in held.tables["participants"]]
    moved = replace(held, tables={**held.tables, "participants": under})
    assert version_of(moved, [PROTOCOL, later]) is later
    nobody = replace(held, tables={**held.tables, "participants": []})
    assert version_of(nobody, [PROTOCOL, later]) is later and version_of(nobody, [PROTOCOL]) is PROTOCOL
    first = replace(PROTOCOL, promised=None)
    assert version_of(held, [first, later]) is later, "a study gets its estimands by an amendment"


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_synopsis_leads_with_everybody_exposed_and_says_its_warnings(language: str) -> None:
    told = [Told(0, 2.0, 3, "pyrexia", True, False), Told(0, 60.0, 3, "anaemia", True, False)]
    worked = of(told, {0: 0.0, 1: 0.0}, {1: 70.0}, 3)
    rows = rows_of(worked)
    said = written(reported(rows, worked, language))
    exposed_now, window = {
        "en": ("first dose to the cut: 2, participants with one: 1", "in the window of S8: 1"),
        "fr": ("à l’extraction\u00a0: 2, participants concernés\u00a0: 1", "dans la seule fenêtre de S8\u00a0: 1"),
    }[language]
    assert said.index(exposed_now) < said.index(window) < said.index("P1.1")
    warning = {"en": "P1: rests on an assumption", "fr": "P1\u00a0: repose sur une hypothèse"}[language]
    assert warning in said


def test_moments_of_the_cut_are_not_counted_as_deaths_before_it() -> None:
    worked = of([], {0: 0.0}, {0: 500.0}, 1)
    assert worked.taken < Moment(INCLUSION + 500 * DAY)
    assert one(list(exposed(worked)), "exposed_deaths", "exposed_treated") == 0
