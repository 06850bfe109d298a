"""Comparisons of two arms: what is compared, what is refused, and what a single group says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bedside.__main__ import main
from bedside.analysis.comparing import comparison
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked, work_on
from bedside.documents.found import main_rows
from bedside.documents.report import report_document
from bedside.documents.sentences_beside import beside
from bedside.documents.sentences_changed import of_sensitivity
from bedside.errors import BedsideError
from bedside.protocol.loading import load
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.analysis.synthetic import NO, YES, Made, cut
from tests.analysis.two_arms import in_two_arms

ADRENAL = load("adrenal")
LISTED = "participant,arm\n01-S001,hydrocortisone\n01-S002,placebo\n"


def adrenal(folder: Path) -> Path:
    """A cut of the second trial with two people."""
    people = [Made("01-S001", {("P1", ""): YES}), Made("01-S002", {("P1", ""): NO})]
    return cut(folder / "cut", [replace(each, version=ADRENAL.version, alive_until=99.0) for each in people], ADRENAL)


@pytest.mark.proves("analysis arms")
def test_the_second_trial_is_compared_without_code(tmp_path: Path) -> None:
    (tmp_path / "arms.csv").write_text(LISTED, encoding="utf-8")
    snapshot, out = adrenal(tmp_path), tmp_path / "out"
    assert (
        main(["analyse", "adrenal", "--data", str(snapshot), "--arms", str(tmp_path / "arms.csv"), "--out", str(out)])
        == 0
    )
    page = (out / "analysis.html").read_text(encoding="utf-8")
    assert "Comparison of the groups" in page and "Comparaison des groupes" in page
    assert "does not tell who was assigned" not in page and "does not establish superiority" not in page


@pytest.mark.proves("analysis arms")
def test_without_the_list_nothing_is_compared(tmp_path: Path) -> None:
    worked = work_on("adrenal", adrenal(tmp_path))
    (row,) = (row for row in rows_of(worked) if row.analysis == "P1" and row.variable == "comparison")
    assert row.value is None and "does not tell who was assigned" in row.warnings[0].en


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("code,arm\n", "the columns are not participant and arm"),
        (LISTED.replace("placebo", "sugar"), "01-S002 is assigned to “sugar”, which is no arm"),
        (LISTED + "01-S001,placebo\n", "01-S001 stands twice"),
        (LISTED + "01-S009,placebo\n", "01-S009 is not in the snapshot"),
        (LISTED.partition("01-S002")[0], "01-S002 has no arm"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(written: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "arms.csv").write_text(written, encoding="utf-8")
    with pytest.raises(BedsideError) as error:
        work_on("adrenal", adrenal(tmp_path), tmp_path / "arms.csv")
    assert told in error.value.what and error.value.todo


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BedsideError, match="cannot be read"):
        work_on("adrenal", adrenal(tmp_path), tmp_path / "none.csv")


AWKWARD = {
    "nobody": ([], []),
    "one arm alone": ([Made("01-S001", {("P1", ""): YES})], [True]),
    "no event": ([Made(f"01-S{n:03}", alive_until=300.0) for n in range(4)], [True, False] * 2),
    "all dead at once": ([Made(f"01-S{n:03}", {("S2", ""): (24, 24, "death")}, died=1.0) for n in range(4)],
                         [True, False] * 2),
    "apart": ([Made(f"01-S{n:03}", {("S2", ""): (24 * n, 24 * n, "death")}, died=n) for n in range(1, 5)],
              [False, False, True, True]),
}  # fmt: skip


def test_a_hierarchy_is_for_groups_alone(worked: Worked, rows: tuple[Row, ...]) -> None:
    (row,) = (row for row in rows if row.variable == "hierarchy")
    assert row.value is None and "no comparator" in row.warnings[0].en
    assert "Hierarchical composite: no comparator" in page_of(rows, worked, figures_of(rows, worked), "en")
    assert not any(table.name == "wins" for table in tables_of(rows, worked, "en"))


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_groups_give_stated_results(name: str) -> None:
    worked = in_two_arms(*AWKWARD[name])
    rows = rows_of(worked)
    assert all(row.value is not None or row.warnings for row in rows)
    for language in ("en", "fr"):
        assert "nan" not in page_of(rows, worked, figures_of(rows, worked), language).lower().split("<main")[1].split()


@pytest.mark.proves("analysis arms", "analysis report")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_of_groups_tells_the_hierarchical_composite(language: str) -> None:
    """Its table has a number, and its sentences are those of its rows."""
    worked = in_two_arms(many(24), [number % 2 == 0 for number in range(24)])
    rows = rows_of(worked)
    document = report_document(rows, worked, {}, language)
    title = {"en": "Hierarchical composite, pair by pair", "fr": "Critère hiérarchique, paire par paire"}[language]
    (grid,) = [each for each in document.grids() if each.title == title]
    assert grid.number in ("Table P1.11", "Tableau P1.11")
    held = {row.statistic: row.value for row in rows if row.variable == "wins" and row.group == "all"}
    said = " ".join(beside(main_rows(rows, worked, worked.protocol.estimand("P1"), language)))
    assert held["pairs"] == 144 and held["won"] + held["lost"] + held["tied"] == 144  # type: ignore[operator]
    for statistic in ("pairs", "won", "lost", "tied"):
        assert f" {held[statistic]}" in said
    parts = [row for row in rows if row.variable == "wins" and row.statistic == "won" and row.group != "all"]
    assert parts and sum(int(str(row.value)) for row in parts) == held["won"]
    assert all(f" {row.value}," in said for row in parts)


@pytest.mark.proves("analysis time-zero", "analysis report")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_sensitivity_analysis_with_rows_has_a_sentence(language: str) -> None:
    worked = worked_of(many(30))
    rows = rows_of(worked)
    for estimand in worked.promised.estimands:
        said = list(of_sensitivity(rows, main_rows(rows, worked, estimand, language)))
        for each in estimand.sensitivity:
            assert [one for one in said if one.startswith(each.text.say(language))], (estimand.outcome, each.id)
    dead = next(row.value for row in rows if row.analysis == "S9.first_dose" and row.statistic == "deaths")
    (said_of,) = of_sensitivity(rows, main_rows(rows, worked, worked.protocol.estimand("S9"), language))
    assert f" {dead}." in said_of, "the deaths among those treated"
    left = next(row for row in rows if row.analysis == "S9.first_dose" and row.warnings).warnings[0]
    assert said_of.endswith(f"{left.say(language)}.")


def test_a_trial_that_declares_no_comparator_compares_nothing() -> None:
    held = in_two_arms([Made("01-S001")], [True])
    worked = Worked(held.protocol, replace(held.promised, comparator=""), held.snapshot, held.people, held.arms)
    (row,) = comparison(worked, worked.promised.estimands[0])
    assert row.value is None and "declares no comparator" in row.warnings[0].en
