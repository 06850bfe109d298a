"""A trial that closed before its planned number: the number it reached is the final one, told with what became of the
error rates of its design.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import binom

from bedside.analysis.closing import STATUSES, closed_of
from bedside.analysis.finality import TOO_EARLY, TOO_FEW
from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked, work_on
from bedside.exports.tables import Cell, Column, Type, table
from bedside.exports.writing import write_folder
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES, Text
from tests.analysis.conftest import ten
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import TAKEN, WORD, Made, snapshot
from tests.analysis.test_plan import reported, written
from tests.analysis.test_primary_told import PLANNED, few, told
from tests.analysis.with_looks import trial_of
from tests.golden import same_as

Statuses = Sequence[Mapping[str, Cell]]
OPENED: Mapping[str, Cell] = {"status": "recruiting", "since": "2026-02-01T08:00:00.000000Z", "reason": None}
ENDED: Mapping[str, Cell] = {
    "status": "terminated", "since": "2026-06-01T08:00:00.000000Z", "reason": "no more supply of the drug.",
}  # fmt: skip


def closed(worked: Worked, statuses: Statuses = (OPENED, ENDED)) -> Worked:
    """The same of a study with these statuses."""
    tables = {**worked.snapshot.tables, STATUSES: list(statuses)}
    return replace(worked, snapshot=replace(worked.snapshot, tables=tables))


def thirty(successes: int = 18) -> list[Made]:
    return few(successes, 29)


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trial_that_closed_short_is_told_word_for_word(language: str) -> None:
    """Twenty-nine and one who objects: thirty of forty-two."""
    held = {
        "closed, ruled out": closed(worked_of(thirty())), "closed, not ruled out": closed(worked_of(thirty(12))),
        "closed between looks": closed(trial_of("two_stages", [True] * 20)),
    }  # fmt: skip
    said = [(name, each) for name, worked in held.items() for each in told(worked, language)]
    same_as(f"closed_short_{language}.txt", "".join(f"{name} | {each}\n" for name, each in said))


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_decided_by_the_number_reached_and_says_what_its_errors_are(language: str) -> None:
    said = " ".join(told(closed(worked_of(thirty())), language))
    assert not re.search("decided yet|encore décidé|not the final|pas l’analyse finale", said)
    assert {"en": "closed at 30 of 42 planned", "fr": "clos à 30 des 42 participants prévus"}[language] in said
    assert {"en": "A rate of 40\u00a0% is ruled out.", "fr": "Un taux de 40\u00a0% est exclu."}[language] in said
    for size in (29, PLANNED):
        needed = next(x for x in range(size + 1) if binom.sf(x - 1, size, 0.4) <= 0.05)
        for rate in (0.4, 0.6):
            number = f"{100 * binom.sf(needed - 1, size, rate):.4g}\u00a0%"
            assert (number if language == "en" else number.replace(".", ",")) in said


def test_rows_of_its_decision_carry_the_caution_and_none_that_more_are_to_come() -> None:
    rows = [row for row in rows_of(closed(worked_of(thirty()))) if row.outcome == "P1" and row.statistic == "decision"]
    for row in rows:
        if row.value is not None:
            warned = " ".join(each.en for each in row.warnings)
            assert "closed at 30 of 42 planned (terminated since 2026-06-01 08:00: no more supply" in warned
            assert "no longer hold exactly" in warned and TOO_FEW.reason not in row.warnings
    assert any(row.value is not None for row in rows)


@pytest.mark.parametrize(
    "statuses",
    [(), (OPENED,), (OPENED, {**ENDED, "status": "suspended"}), (OPENED, {**ENDED, "status": "suspended"}, OPENED)],
)
def test_a_trial_that_may_go_on_decides_nothing_yet(statuses: Statuses) -> None:
    worked = closed(worked_of(thirty()), statuses)
    assert worked.closed is None and TOO_FEW.reason.en in " ".join(told(worked))


def test_one_closed_as_planned_is_told_as_any_other() -> None:
    worked = worked_of(few(30, PLANNED))
    assert told(closed(worked)) == told(worked)


def test_one_closed_before_everybodys_time_has_come_waits_for_them_alone() -> None:
    people = [replace(each, included=Moment(TAKEN - DAY)) if place < 3 else each for place, each in enumerate(thirty())]
    said = " ".join(told(closed(worked_of(people))))
    assert TOO_EARLY.reason.en in said and "26 of 30 planned" in said and "chance of ruling it out" not in said


def test_looks_in_force_decide_by_the_boundary_of_the_number_reached() -> None:
    said = " ".join(told(closed(trial_of("two_stages", [True] * 20))))
    assert "no look in force had ended it" in said and "A rate of 40\u00a0% is ruled out." in said
    waits = " ".join(told(closed(trial_of("two_stages", [True] * 16))))
    assert "The design decides nothing: the last look lets the trial go on" in waits and "yet" not in waits


def test_the_first_status_that_ended_inclusion_says_since_when_and_the_last_reason_why() -> None:
    shut = {"status": "active, not recruiting", "since": "2026-05-01T08:00:00.000000Z", "reason": None}
    found = closed(worked_of(thirty()), (OPENED, shut, ENDED)).closed
    assert found is not None and found.reason == "no more supply of the drug"
    assert (found.status.en, found.told.en[:36]) == ("terminated", "terminated since 2026-05-01 08:00: no"[:36])
    assert closed_of(closed(worked_of([]), (OPENED,)).snapshot) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cut_carries_it_and_the_report_tells_it_with_the_participants(tmp_path: Path, language: str) -> None:
    held = snapshot(ten())
    words = (("terminated", Text("terminated", "arrêté prématurément")), ("recruiting", Text("recruiting", "ouvert")))
    columns = [Column("status", Type.TEXT, WORD, codes=words), Column("since", Type.TIME, WORD),
               Column("reason", Type.TEXT, WORD)]  # fmt: skip
    codes = [Column(name, Type.TEXT, WORD) for name in ("table", "column", "code", "english", "french")]
    listed: list[dict[str, Cell]] = [
        {"table": STATUSES, "column": "status", "code": code, "english": said.en, "french": said.fr}
        for code, said in words
    ]
    data = [each for each in held.data if each.name != "codes"]
    data.append(table(STATUSES, WORD, columns, [OPENED, ENDED]))
    if not any(each.name == "codes" for each in held.tables):
        data.append(table("codes", WORD, codes, listed))
    write_folder(replace(held, data=tuple(data)), tmp_path / "cut")
    worked = work_on("jakahdi", tmp_path / "cut")
    said = {"en": "closed to inclusion (terminated since 2026-06-01 08:00: no more supply of the drug), with 11",
            "fr": "clos aux inclusions (arrêté prématurément depuis le 2026-06-01 08:00\u00a0: no more supply of the"
                  " drug), avec 11"}[language]  # fmt: skip
    assert said in written(reported(rows_of(worked), worked, language))
