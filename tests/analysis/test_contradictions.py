"""Contradictions are found before anything is analysed, and told with whose they are and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bedside.analysis.contradictions import contradictions
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.people import Person
from bedside.analysis.results import rows_of
from bedside.analysis.snapshot import Record
from bedside.analysis.worked import Worked, work_on
from bedside.analysis.written_times import Span
from bedside.documents.board import board_document
from bedside.exports.tables import Cell, Column, Type, table
from bedside.exports.writing import write_folder
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import MET
from bedside.values.moment import EVER, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import WORD, YES, Made, known_person, snapshot
from tests.analysis.test_adverse import OUTCOME, Told, _with, at
from tests.analysis.test_plan import reported, written

CODE = "01-S001"


def made(**more: object) -> Made:
    return Made(CODE, **{"alive_until": 20.0, "dosed": 0.1, **more})  # type: ignore[arg-type]


def events(*told: tuple[float, int], ended: float | None = None, serious: bool = True) -> Callable[[Person], Person]:
    """Adverse events of somebody: their day and grade, and when they ended."""

    def change(person: Person) -> Person:
        mine = _with(person, [Told(0, day, grade, "chills", serious, False) for day, grade in told], 0).listed[OUTCOME]
        until = None if ended is None else at(ended)
        return replace(person, listed={OUTCOME: tuple(replace(each, ended=until) for each in mine)})

    return change


FATAL = [(2.5, "grade_5", "yes")]
"""The adverse event of which somebody dies, without which their death contradicts the form."""

CASES: dict[str, tuple[Made, Callable[[Person], Person] | None, str, str]] = {
    "death before inclusion": (
        made(died=-2.0, alive_until=None, dosed=None), None,
        "death (2026-02-27 08:00) before inclusion (2026-03-01 08:00); analysed as dead from", "avant l’inclusion",
    ),
    "alive after death": (
        made(died=5.0, alive_until=8.0, adverse=FATAL), None,
        "known alive (2026-03-09 08:00) after death (2026-03-06 08:00); analysed as dead from then on", "connu vivant",
    ),
    "success of the dead": (
        made(died=3.0, alive_until=None, answers={("P1", ""): YES}, adverse=FATAL), None,
        "success for P1 although death (2026-03-04 08:00) came before it was asked", "succès pour P1 malgré un décès",
    ),
    "dose before inclusion": (made(dosed=-1.0), None, "a dose (2026-02-28 08:00) before inclusion", "une prise"),
    "dose after death": (
        made(died=3.0, alive_until=None, doses=[4.0], adverse=FATAL), None,
        "a dose (2026-03-05 08:00) after death", "après le décès",
    ),
    "discharge before inclusion": (
        made(events=[("icu_discharge", -1.0)]), None,
        "Discharge from intensive care (2026-02-28 08:00) before inclusion", "Sortie de réanimation",
    ),
    "discharge after death": (
        made(died=3.0, alive_until=None, events=[("hospital_discharge", 4.0)], adverse=FATAL), None,
        "Discharge from hospital (2026-03-05 08:00) after death", "Sortie de l’hôpital",
    ),
    "left hospital before intensive care": (
        made(events=[("icu_discharge", 9.0), ("hospital_discharge", 6.0)]), None,
        "Discharge from hospital (2026-03-07 08:00) before discharge from intensive care (2026-03-10 08:00), by the"
        " calendar; each", "avant sortie de réanimation (2026-03-10 08:00), selon le calendrier",
    ),
    "left hospital before intensive care, by the outcomes": (
        made(answers={("S2", ""): (240.0, 240.0, "left_intensive_care"), ("S4", ""): (100.5, 100.5, "left_hospital")}),
        None,
        "Discharge from hospital (100.5\u00a0h) before discharge from intensive care (240\u00a0h), from inclusion, by"
        " the table of outcomes; each", "Sortie de l’hôpital (100,5\u00a0h) avant sortie de réanimation (240\u00a0h)",
    ),
    "discharge of who had not left": (
        made(events=[("icu_discharge", 5.0), ("hospital_discharge", 15.0)],
             answers={("S4", ""): (4392.0, 4392.0, "not ended")}), None,
        "Discharge from hospital (2026-03-16 08:00) by the calendar, and by the table of outcomes S4 had not ended"
        " 4392\u00a0h after inclusion; analysed as not ended",
        "Sortie de l’hôpital (2026-03-16 08:00) selon le calendrier, et selon la table des critères S4 n’avait pas pris"
        " fin 4392\u00a0h après l’inclusion\u202f; analysé comme non terminé",
    ),
    "value after death": (
        made(died=3.0, alive_until=None, adverse=FATAL, answers={("S12", ""): (900.0, 900.0)}), None,
        "a value of S12 although death (2026-03-04 08:00) came before any record could count for it (from 2026-03-26",
        "une valeur de S12 malgré un décès (2026-03-04 08:00) antérieur à toute donnée pouvant y compter",
    ),
    "values of a panel after death": (
        made(died=3.0, alive_until=None, adverse=FATAL,
             answers={("S3", "il2"): (9.0, 9.0), ("S3", "il6"): (0.0, 2.0), ("S1", ""): (4.0, 4.0)}), None,
        "a value of S1, S3 although death (2026-03-04 08:00) came before any record could count for it (from 2026-03",
        "une valeur de S1, S3 malgré un décès",
    ),
    "event ended before it began": (
        made(), events((4.0, 2), ended=3.0), "the event “chills” ended (2026-03-04 08:00) before it began", "terminé",
    ),
    "event after death": (
        made(died=3.0, alive_until=None), events((2.0, 5), (4.0, 2)),
        "the event “chills” began (2026-03-05 08:00) after death", "débuté",
    ),
    "death and no fatal event": (
        made(died=3.0, alive_until=None), events((2.0, 4)),
        "death (2026-03-04 08:00) while adverse events are counted, and no fatal event is recorded; counted among the",
        "aucun événement fatal n’est consigné",
    ),
    "fatal event and no death": (made(), events((4.0, 5)), "told to be fatal, and no death is recorded", "aucun décès"),
    "fatal event and not serious": (
        made(died=5.0, alive_until=None), events((4.0, 5), serious=False), "told to be fatal, and not to be serious",
        "et non grave",
    ),
    "death after the cut": (
        made(died=500.0, alive_until=None), None, "after the cut was taken", "après l’extraction",
    ),
}  # fmt: skip


def worked_with(person: Made, change: Callable[[Person], Person] | None) -> Worked:
    held = worked_of([person])
    return replace(held, people=tuple(change(each) if change else each for each in held.people))


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("name", CASES)
def test_each_is_one_row_that_says_who_what_and_what_was_made_of_it(name: str) -> None:
    person, change, english, french = CASES[name]
    count, *found = contradictions(worked_with(person, change))
    (row,) = found
    assert count.value == 1 and row.group == CODE
    (told,) = row.warnings
    assert told.en.startswith(f"{CODE} (no. 1): ") and english in told.en and french in told.fr
    assert "; " in told.en and "\u202f; " in told.fr, "what the analysis did stands after it"


@pytest.mark.parametrize("person", [
    known_person(1, True), made(), made(died=5.0, alive_until=5.0, dosed=5.0, adverse=FATAL),
    made(died=120.0, alive_until=None),
    made(died=28.5, alive_until=None, adverse=FATAL, answers={("S12", ""): (900.0, 900.0)}),
    made(events=[("icu_discharge", 5.0), ("hospital_discharge", 5.0)]),
    made(events=[("hospital_discharge", 15.0)], answers={("S4", ""): (240.0, 240.0, "not ended")}),
    made(events=[("hospital_discharge", 15.0)], answers={("S4", ""): (240.0, 4392.0, "cannot tell")}),
    made(died=7.0, alive_until=None, adverse=FATAL,
         answers={("S2", ""): (168.0, 168.0, "death"), ("S4", ""): (100.0, 100.0, "left_hospital")}),
    made(dosed=0.0),
    made(events=[("icu_discharge", 0.0), ("death", 9.0)]),
])  # fmt: skip
def test_what_can_be_is_no_contradiction(person: Made) -> None:
    assert [row.value for row in contradictions(worked_of([person]))] == [0]


def test_who_came_back_left_intensive_care_more_than_once() -> None:
    """The calendar has the first discharge of each kind, which a second stay may put in the other order."""
    held = worked_of([made(events=[("icu_discharge", 9.0), ("hospital_discharge", 6.0)])])
    back: list[Record] = [{"participant": CODE, "event": "icu_readmission", "at": "2026-03-08", "taken_back": 0}]
    tables = {**held.snapshot.tables, "events": back}
    again = replace(held, snapshot=replace(held.snapshot, tables=tables))
    assert [[row.value for row in contradictions(each)] for each in (held, again)] == [[1, 1], [0]]


def test_a_time_written_in_part_contradicts_only_where_it_must() -> None:
    held = worked_of([made(died=3.0, alive_until=None, adverse=FATAL)])
    day = Span(at(2.5).first, at(3.5).first)
    person = replace(held.people[0], doses=(held.people[0].doses[0], day))
    assert [row.value for row in contradictions(replace(held, people=(person,)))] == [0]


@pytest.mark.proves("analysis safety")
def test_a_discharge_before_its_admission_is_read_off_the_sheet(tmp_path: Path) -> None:
    held = snapshot([made()])
    names = ("participant", "icu_admitted", "icu_discharged")
    source = [Column(name, Type.TEXT, WORD, source=f"stays.{name}" if name != "participant" else "") for name in names]
    sheet: dict[str, Cell] = dict(zip(names, (CODE, "2026-03-02T10:00", "2026-03-01T10:00"), strict=True))
    write_folder(replace(held, data=(*held.data, table("form_stays", WORD, source, [sheet]))), tmp_path / "cut")
    _, row = contradictions(work_on("jakahdi", tmp_path / "cut"))
    told = f"{CODE} (no. 1): Stays: ended (2026-03-01 10:00) before it began (2026-03-02 10:00)"
    assert row.warnings[0].en.startswith(told)


@pytest.mark.proves("analysis safety")
def test_a_number_that_the_form_contradicts_is_told_with_both_and_never_chosen_silently() -> None:
    person = known_person(1, True, infections=[(3.0, "bacterial"), (4.0, "viral"), (5.0, "fungal")])
    at_home = Fact("out_of_hospital", at(14.0).first, Moment(at(14.0).first + EVER), MET, at(14.0).first)
    worked = worked_of([person])
    worked = replace(worked, people=tuple(with_facts(each, at_home) for each in worked.people))
    count, *found = contradictions(worked)
    told = {row.warnings[0].en.partition("; ")[0] for row in found}
    assert count.value == 2 and {row.outcome for row in found} == {"S11"}
    assert told == {
        f"{CODE} (no. 1): S11, nosocomial infections recorded: the table of outcomes has 0, and of the 3 that the form"
        " “Nosocomial infections” lists in the window its rule counts 2",
        f"{CODE} (no. 1): S11, fungal infections recorded: the table of outcomes has 0, and of the 3 that the form"
        " “Nosocomial infections” lists in the window its rule counts 1",
    }
    french = found[0].warnings[0].fr
    assert french.startswith(
        f"{CODE} (n°\u00a01)\u00a0: S11, infections nosocomiales enregistrées\u00a0: la table des critères en a 0,"
        " et parmi les 3 que le formulaire «\u00a0Infections nosocomiales\u00a0» liste dans la fenêtre la règle en"
        " compte 2\u202f; "
    )
    rows = rows_of(worked)
    for language in LANGUAGES:
        assert found[0].warnings[0].say(language) in written(reported(rows, worked, language))


COUNTS: dict[str, tuple[dict[str, object], str]] = {
    "as many": ({"adverse": [(2.0, "grade_2", "no")]}, ""),
    "one after the window, one before inclusion": (
        {"adverse": [(-2.0, "grade_3", "no"), (2.0, "grade_2", "no"), (35.0, "grade_3", "yes")]}, "",
    ),
    "an early infection does not count": ({"infections": [(0.5, "bacterial")]}, ""),
    "a kind that is no infection of the outcome": ({"infections": [(3.0, "other")]}, ""),
    "perhaps out of hospital": ({"infections": [(3.0, "viral")]}, "its rule counts 0 to 1"),
    "none listed": ({"adverse": []}, "the table of outcomes has 1, and of the 0"),
    "two listed, one severe": (
        {"adverse": [(2.0, "grade_2", "no"), (3.0, "grade_3", "no")]}, "in the window its rule counts 2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_what_does_not_count_by_the_rule_is_no_contradiction(name: str) -> None:
    more, expected = COUNTS[name]
    _, *found = contradictions(worked_of([known_person(1, True, **more)]))
    told = " ".join(row.warnings[0].en for row in found)
    assert expected in told and bool(found) is bool(expected)


def test_the_least_of_a_number_that_nobody_confirmed_must_hold_what_is_listed() -> None:
    told = [(0.0, 1000.0), (2.0, 1000.0), (3.0, 1000.0)]
    adverse = [(day, "grade_1", "no") for day in (1.0, 2.0)]
    people = [made(adverse=adverse, answers={("S8", "number"): each}) for each in told]
    found = [[row.warnings[0].en for row in list(contradictions(worked_of([each])))[1:]] for each in people]
    assert "the table of outcomes has at least 0, and of the 2" in found[0][0] and found[1] == []
    assert "the table of outcomes has at least 3, and of the 2" in found[2][0]


def with_facts(person: Person, *facts: Fact) -> Person:
    held = [each for of in person.chart.facts.values() for each in of]
    return replace(person, chart=Chart.of([*held, *facts], person.chart.recorded | {each.variable for each in facts}))


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("language", LANGUAGES)
def test_they_stand_in_the_synopsis_and_a_success_is_told_to_no_board_that_reads_none(language: str) -> None:
    person, _, english, french = CASES["success of the dead"]
    worked = worked_of([replace(person, doses=[6.0])])
    rows, words = rows_of(worked), english if language == "en" else french
    said = written(reported(rows, worked, language))
    dose = {"en": "a dose (2026-03-07 08:00) after death", "fr": "une prise (2026-03-07 08:00) après le décès"}[
        language
    ]
    assert words in said and dose in said and said.index(words) < said.index("P1.1")
    figures = figures_of(rows, worked)
    without, asked = (written(board_document(rows, worked, figures, language, primary)) for primary in (False, True))
    assert words in asked and words not in without and dose in without
