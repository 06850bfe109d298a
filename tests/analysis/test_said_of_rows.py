"""Rows, tables and figures say what they are: an empty value why, a typed term that it was typed, the last day, one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.figures.words import word
from bedside.analysis.people import Listed
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import Made, known_person

EVENTS = st.lists(
    st.tuples(st.floats(0.1, 40), st.sampled_from(["", "grade_2", "grade_5"]), st.sampled_from(["", "yes", "no"])),
    max_size=3,
)
PEOPLE = st.lists(
    st.builds(
        lambda number, success, died, alive, dosed, adverse: replace(
            known_person(number, success), died=died, alive_until=alive, dosed=dosed, adverse=adverse
        ),
        st.integers(1, 40), st.booleans(), st.none() | st.floats(0, 200), st.none() | st.floats(0, 200),
        st.none() | st.just(0.2), EVENTS,
    ),
    max_size=4, unique_by=lambda each: each.code,
)  # fmt: skip


@pytest.mark.proves("analysis rows")
@settings(deadline=None, max_examples=15)
@given(people=PEOPLE)
def test_every_row_has_a_value_or_says_why_not(people: list[Made]) -> None:
    """An empty word is no value: of a death without a cause, of an event without a grade, that nothing is written."""
    silent = [row for row in rows_of(worked_of(people)) if row.value in (None, "") and not row.warnings]
    assert silent == []


def test_a_death_without_a_cause_and_an_event_of_which_little_is_written_say_so() -> None:
    person = replace(known_person(1, True), died=20.0, alive_until=None, adverse=[(2.0, "", "yes")])
    rows = {row.statistic: row for row in rows_of(worked_of([person]))}
    for name in ("death_cause", "serious_grade", "serious_term", "serious_relation", "serious_why"):
        assert rows[name].value is None and rows[name].warnings[0].en == "nothing is written of it", name
        assert rows[name].warnings[0].fr == "rien n’en est consigné"


@pytest.mark.parametrize(("language", "head"), [
    ("en", "reported term, as it was typed (asked for: Term of CTCAE v5.0)"),
    ("fr", "terme rapporté, tel que saisi (demandé\u00a0: Terme de la CTCAE v5.0)"),
])  # fmt: skip
def test_what_was_typed_is_told_as_the_reported_term(
    worked: Worked, rows: tuple[Row, ...], language: str, head: str
) -> None:
    """The form asks for a term of the CTCAE; what somebody typed may be any words."""
    held = replace(worked, people=tuple(replace(each, listed=typed(each.listed)) for each in worked.people))
    (kinds,) = [
        each for each in tables_of(rows_of(held), held, language) if (each.outcome, each.name) == ("S8", "kinds")
    ]
    assert [line[0] for line in kinds.body if line[1] == "red skin"] == [head]


def typed(listed: Mapping[str, tuple[Listed, ...]]) -> dict[str, tuple[Listed, ...]]:
    return {
        name: tuple(replace(each, holds={**each.holds, "term": "red skin"}) for each in held)
        for name, held in listed.items()
    }


@pytest.mark.parametrize(("language", "said"), [
    ("en", "at day 29 the last day of the window in which events count has passed."),
    ("fr", "à J29, le dernier jour de la fenêtre où les événements comptent est écoulé."),
])  # fmt: skip
def test_the_figure_of_an_incidence_says_what_its_last_day_is(
    worked: Worked, rows: tuple[Row, ...], language: str, said: str
) -> None:
    figures = figures_of(rows, worked)
    told = [each.caption.say(language) for name, each in figures.items() if name in ("S8-incidence", "S11-incidence")]
    assert len(told) == 2 and said in told[0]
    assert all("29" not in figures[name].caption.say(language) for name in figures if name.startswith("S2"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_of_one_participant_says_one(language: str) -> None:
    told = word("told_swimmer", lanes=1, deaths=1).say(language)
    assert told == {"en": "1 participant, 1 death.", "fr": "1 participant, 1 décès."}[language]
