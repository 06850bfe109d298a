"""Tables of adverse events: each number against one counted here, by other code, from what was written down."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bedside.analysis.adverse import adverse
from bedside.analysis.listed_events import listed_events
from bedside.analysis.people import Listed, Person
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table
from bedside.analysis.tables_of_adverse import adverse_tables
from bedside.analysis.worked import Worked, work_on
from bedside.analysis.written_times import Span
from bedside.documents.found import main_rows
from bedside.documents.sentences import sentences
from bedside.exports.tables import Cell, Column, Type, table
from bedside.exports.tables import Table as CutTable
from bedside.exports.writing import write_folder
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import INCLUSION, WORD, Made, snapshot
from tests.analysis.two_arms import in_two_arms

OUTCOME, WINDOW = "S8", 29
"""Events are counted to the end of day 28, whose 24 hours close 29 days after inclusion."""
TERMS = {"pyrexia": ("General disorders", "Pyrexia"), "chills": ("General disorders", "Chills"),
         "anaemia": ("Blood disorders", "Anaemia")}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One event as it was drawn: whose, on which day, its grade (0: none written), its term, whether it is coded."""

    who: int
    day: float
    grade: int
    term: str
    serious: bool
    coded: bool


def drawn(count: int, seed: int = 3) -> tuple[Sequence[Told], Mapping[int, float]]:
    """Events of so many people, and on which day each had the first dose; some have none, of either."""
    draw = random.Random(seed)
    doses = {who: round(draw.random() * 3, 2) for who in range(count) if draw.random() < 0.8}
    told = [
        Told(who, round(draw.random() * 33 - 2, 2), draw.choice([0, 1, 2, 3, 4, 5]), draw.choice(list(TERMS)),
             draw.random() < 0.3, draw.random() < 0.6)
        for who in range(count) for _ in range(draw.choice([0, 0, 1, 2, 4]))
    ]  # fmt: skip
    return told, doses


def at(day: float) -> Span:
    moment = Moment(INCLUSION + round(day * DAY))
    return Span(moment, moment)


def of_people(told: Sequence[Told], doses: Mapping[int, float], count: int) -> Worked:
    people = [Made(f"01-S{who:03}", dosed=doses.get(who), alive_until=190.0) for who in range(count)]
    held = worked_of(people)
    return replace(held, people=tuple(_with(person, told, who) for who, person in enumerate(held.people)))


def _with(person: Person, told: Sequence[Told], who: int) -> Person:
    mine = tuple(
        Listed(
            at(each.day),
            {"term": each.term, "grade": f"grade_{each.grade}" if each.grade else "",
             "serious": "yes" if each.serious else "no"},
            TERMS[each.term] if each.coded else None,
        )
        for each in told if each.who == who
    )  # fmt: skip
    return replace(person, listed={OUTCOME: mine})


def counted(told: Sequence[Told], doses: Mapping[int, float]) -> Sequence[Told]:
    """Those from the first dose on, until the window closes."""
    return [each for each in told if each.who in doses and max(doses[each.who], 0.0) <= each.day <= WINDOW]


def value(rows: Sequence[Row], variable: str, statistic: str, group: str = "all") -> object:
    (row,) = [each for each in rows if (each.variable, each.statistic, each.group) == (variable, statistic, group)]
    return row.value


def rows_on(worked: Worked) -> list[Row]:
    return list(adverse(worked, worked.protocol.estimand(OUTCOME)))


@pytest.mark.proves("analysis adverse-events")
@pytest.mark.parametrize("seed", range(4))
def test_participants_events_and_worst_grades_are_those_counted_here(seed: int) -> None:
    told, doses = drawn(40, seed)
    rows, kept = rows_on(of_people(told, doses, 40)), counted(told, doses)
    lines = {"adverse": kept, "adverse > serious": [each for each in kept if each.serious]}
    for name, (above, preferred) in TERMS.items():
        lines[f"adverse > {above} > {preferred}"] = [e for e in kept if e.coded and e.term == name]
        lines[f"adverse > {above}"] = [e for e in kept if e.coded and TERMS[e.term][0] == above]
        lines[f"adverse > not_coded > {name}"] = [e for e in kept if not e.coded and e.term == name]
    lines["adverse > not_coded"] = [each for each in kept if not each.coded]
    assert {row.variable for row in rows} == {name for name, held in lines.items() if held or name in list(lines)[:2]}
    assert value(rows, "adverse", "ae_members") == len(doses)
    for name, held in lines.items():
        if not held:
            continue
        people = {each.who for each in held}
        assert value(rows, name, "ae_participants") == len(people)
        assert value(rows, name, "ae_share") == pytest.approx(len(people) / len(doses), abs=1e-15)
        assert value(rows, name, "ae_events") == len(held)
        worst = [max(each.grade for each in held if each.who == who) for who in people]
        for grade in range(1, 6):
            assert value(rows, name, f"ae_worst_{grade}") == worst.count(grade)
        assert value(rows, name, "ae_worst_none") == worst.count(0)


@pytest.mark.proves("analysis adverse-events")
def test_each_arm_has_its_own_denominator() -> None:
    told, doses = drawn(30, 9)
    people = [Made(f"01-S{who:03}", dosed=doses.get(who)) for who in range(30)]
    base = in_two_arms(people, [who % 3 > 0 for who in range(30)])
    worked = replace(base, people=tuple(_with(person, told, who) for who, person in enumerate(base.people)))
    rows, kept = rows_on(worked), counted(told, doses)
    own = worked.protocol.arms[0].id
    for arm, treated in ((own, True), ("control", False)):
        members = [who for who in doses if (who % 3 > 0) is treated]
        having = {each.who for each in kept if each.who in members}
        assert value(rows, "adverse", "ae_members", arm) == len(members)
        assert value(rows, "adverse", "ae_participants", arm) == len(having)
        assert value(rows, "adverse", "ae_share", arm) == pytest.approx(len(having) / len(members))
    (by_term, by_worst) = adverse_tables(rows, worked, worked.protocol.estimand(OUTCOME), "en")
    assert len(by_term.head) == 2 + 2 * 3 and len({line[2] for line in by_worst.body}) == 3
    assert [line[3].split("\u2009")[0] for line in by_worst.body[:3]] == [
        str(len(doses)),
        *(str(sum((who % 3 > 0) is treated for who in doses)) for treated in (True, False)),
    ]


@pytest.mark.proves("analysis adverse-events")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_say_of_whom_they_are_and_what_is_not_coded(language: str) -> None:
    told, doses = drawn(40)
    worked = of_people(told, doses, 40)
    by_term, by_worst = tables(worked, language)
    size = f"N\u00a0=\u00a0{len(doses)}"
    assert by_term.body[0][2].split("\u2009")[0] == str(len(doses))
    assert any(size in note for note in by_term.footnotes)
    words = {"en": ("not coded", "Coded by the study’s dictionary"), "fr": ("non codé", "Codés selon le dictionnaire")}
    last, note = words[language]
    assert by_term.body[-2][0] == last and any(each.startswith(note) for each in by_term.footnotes)
    assert [line[:2] for line in by_term.body[:-1]] == [line[:2] for line in by_worst.body]
    none = tables(of_people([replace(each, coded=False) for each in told], doses, 40), language)[0]
    assert {line[0] for line in none.body[3:-1]} == {last}
    assert not any(line[0] == last and not line[1] for line in none.body), "what is of no class has no line of a class"


def tables(worked: Worked, language: str) -> tuple[Table, Table]:
    estimand = worked.protocol.estimand(OUTCOME)
    rows = [*rows_on(worked), *listed_events(worked, estimand)]
    by_term, by_worst = adverse_tables(rows, worked, estimand, language)
    return by_term, by_worst


def test_nobody_treated_everybody_and_spellings() -> None:
    told, _ = drawn(12)
    assert value(rows_on(of_people(told, {}, 12)), "adverse", "ae_share") is None
    assert value(rows_on(of_people([], {0: 0.1}, 3)), "adverse", "ae_share") == 0
    alike = [Told(0, 2.0, 1, term, False, False) for term in ("Fever ", "fever", "fever")]
    rows = rows_on(of_people(alike, {0: 0.1}, 1))
    assert value(rows, "adverse > not_coded > fever", "ae_events") == 3
    odd = [Told(0, 2.0, 2, " ", False, False), Told(0, 3.0, 0, "a > b", True, False)]
    unsaid = rows_on(of_people(odd, {0: 0.0}, 1))
    assert value(unsaid, "adverse > not_coded > not_said", "ae_events") == 1
    (mark,) = {each for row in unsaid if row.variable == "adverse" for each in row.warnings if "grade" in each.en}
    assert mark.en.startswith("1 event bears no grade")
    assert value(unsaid, "adverse > not_coded > a › b", "ae_worst_none") == 1


def test_the_sentence_says_the_rows() -> None:
    told, doses = drawn(40)
    worked = of_people(told, doses, 40)
    rows = [*rows_of(worked)]
    said = sentences(main_rows(rows, worked, worked.protocol.estimand(OUTCOME), "en"))
    having, kept = {each.who for each in counted(told, doses)}, counted(told, doses)
    whom = f"{len(having)} of {len(doses)} participants had any"
    assert any(whom in each and f"events: {len(kept)}" in each for each in said)


@pytest.mark.proves("analysis adverse-events")
def test_codes_are_read_from_the_cut_by_the_sheet_that_they_stand_on(tmp_path: Path) -> None:
    people = [Made("01-S001", dosed=0.1, adverse=[(2.0, "grade_2", "no"), (3.0, "grade_3", "no")], alive_until=190.0)]
    held = snapshot(people)
    data = tuple(_numbered(each) if each.name == "form_adverse_events" else each for each in held.data)
    codes = {"form": "adverse_events", "item": "term", "term": "Fever", "parent": "Pyrexia", "top": "General disorders"}
    row = {"participant": "01-S001", "visit": "AE", "day": None, "number": 2, **codes}
    columns = [Column(name, Type.WHOLE if name in ("day", "number") else Type.TEXT, WORD) for name in row]
    write_folder(replace(held, data=(*data, table("coded_terms", WORD, columns, [row]))), tmp_path / "cut")
    worked = work_on("jakahdi", tmp_path / "cut")
    assert [each.coded for each in worked.people[0].listed[OUTCOME]] == [None, ("General disorders", "Pyrexia")]


def _numbered(of: CutTable) -> CutTable:
    """The same table with visit, day and number of each sheet."""
    more: list[dict[str, Cell]] = [{"visit": "AE", "day": None, "number": place} for place, _ in enumerate(of.rows, 1)]
    names = [each.name for each in of.columns]
    rows = [dict(zip(names, row, strict=True)) | told for row, told in zip(of.rows, more, strict=True)]
    columns = [*of.columns, Column("visit", Type.TEXT, WORD), *(Column(n, Type.WHOLE, WORD) for n in ("day", "number"))]
    return table(of.name, WORD, columns, rows)
