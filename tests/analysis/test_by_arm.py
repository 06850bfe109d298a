"""Figures of a trial with arms: a curve or a line an arm, each with the numbers of its own people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked, work_on
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.analysis.read_svg import beyond, corners, of_class, overlapping, texts
from tests.analysis.synthetic import Made
from tests.analysis.test_comparing import LISTED, adrenal
from tests.analysis.two_arms import in_two_arms

FIGURES = {"P1-arms", "S2-incidence-arms-left-intensive-care", "S2-incidence-arms-death",
           "S4-incidence-arms-left-hospital", "S4-incidence-arms-death", "S8-incidence-arms", "S9-survival-arms",
           "S11-incidence-arms"}  # fmt: skip


@lru_cache
def worked() -> Worked:
    return in_two_arms(many(30), [number % 3 > 0 for number in range(30)])


@lru_cache
def figures() -> Mapping[str, Drawn]:
    return figures_of(rows_of(worked()), worked())


@pytest.mark.proves("analysis arms", "analysis pictures")
def test_a_trial_with_arms_has_them_and_one_without_does_not() -> None:
    held = worked_of(many(6))
    assert {name for name in figures() if "arms" in name} == FIGURES
    assert not {name for name in figures_of(rows_of(held), held) if "arms" in name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_lies_on_another(language: str) -> None:
    for name in FIGURES:
        svg = figures()[name].svg[language]
        assert overlapping(svg) == [] == beyond(svg), name
        words = " ".join(box.text for box in texts(svg))
        assert {"en": "Control", "fr": "Contrôle"}[language] in words, name
        assert figures()[name].tables[language].body


@pytest.mark.proves("analysis arms")
def test_each_curve_has_the_people_of_its_arm() -> None:
    rows, people = figures()["S9-survival-arms"].rows, worked().people
    assert len(of_class(figures()["S9-survival-arms"].svg["en"], "path", "curve")) >= 2
    for arm in worked().protocol.arms:
        (begun,) = [r.value for r in rows if (r.group, r.variable, r.time) == (arm.id, "at_risk", "0")]
        assert begun == sum(person.arm == arm.id for person in people)
        alone = [person for person in people if person.arm == arm.id]
        deaths = len({row.time for row in rows if (row.group, row.statistic) == (arm.id, "survival")})
        assert 0 < deaths <= len(alone)
    stops = {arm.id: [r.time for r in rows if (r.group, r.variable) == (arm.id, "at_risk")]
             for arm in worked().protocol.arms}  # fmt: skip
    assert len({tuple(each) for each in stops.values()}) == 1, "both have their numbers at the same days"


@pytest.mark.proves("analysis arms")
def test_the_incidence_of_an_arm_is_that_of_its_people_alone() -> None:
    """The same people analysed as a trial of their own give the same curve."""
    control = [each for number, each in enumerate(many(30)) if number % 3 == 0]
    held = worked_of(control)
    alone = figures_of(rows_of(held), held)
    for name, arms, statistic, cause in (
        ("S2-incidence", "S2-incidence-arms-death", "incidence", "death"),
        ("S8-incidence", "S8-incidence-arms", "incidence", "first_event"),
        ("S9-survival", "S9-survival-arms", "survival", "all"),
    ):  # fmt: skip
        own = {r.time: r.value for r in alone[name].rows if (r.statistic, r.group) == (statistic, cause)}
        mine = {r.time: r.value for r in figures()[arms].rows if (r.statistic, r.group) == (statistic, "control")}
        assert own and own == mine, name
    assert corners(of_class(figures()["S9-survival-arms"].svg["en"], "path", "curve")[1])


@pytest.mark.proves("analysis arms")
def test_the_second_trial_has_its_proportions_by_arm(tmp_path: Path) -> None:
    (tmp_path / "arms.csv").write_text(LISTED, encoding="utf-8")
    held = work_on("adrenal", adrenal(tmp_path), tmp_path / "arms.csv")
    drawn = figures_of(rows_of(held), held)
    (table,) = [each.tables["en"] for name, each in drawn.items() if name == "P1-arms"]
    assert [line[:3] for line in table.body] == [("Hydrocortisone", "1", "1"), ("Placebo", "1", "0")]


@pytest.mark.parametrize(
    ("people", "treated"),
    [([], []), ([Made("01-S001")], [True]), ([Made(f"01-S{n:03}", died=0.0) for n in range(4)], [True, False] * 2)],
)
def test_awkward_groups_are_drawn_or_said_in_words(people: list[Made], treated: list[bool]) -> None:
    held = in_two_arms(people, treated)
    for name, each in figures_of(rows_of(held), held).items():
        if "arms" in name:
            assert "nan" not in each.svg["en"] and overlapping(each.svg["en"]) == [], name
