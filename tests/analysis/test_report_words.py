"""Words around numbers: one of something is not told as several, a count says of what, and a range is told once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.analysis.plurals import of_one
from bedside.analysis.results import rows_of
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.documents.found import main_rows
from bedside.documents.headlines import headlines
from bedside.documents.sentences import sentences
from bedside.documents.words import word
from bedside.protocol.telling_blocks import Heading
from bedside.values.wording import LANGUAGES, Text
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import Made, known_person
from tests.analysis.test_plan import reported, written

CASES = [
    ("Of 1 participants, died: 0.", "Of 1 participant, died: 0."),
    ("0 of 1 participants have at least one", "0 of 1 participant has at least one"),
    ("21 participants, 1.1 events, 1,001 events, 1\u00a0001 events", None),
    ("1 events, 11 events and 1 events", "1 event, 11 events and 1 event"),
]
FRENCH = [
    ("1 sur 1 participants en ont au moins un", "1 sur 1 participant en a au moins un"),
    ("30 des 1 participants prévus, 1 événements", "30 des 1 participant prévu, 1 événement"),
    ("1,1 événements, 101 participants", None),
]


@pytest.mark.parametrize(("several", "one"), CASES)
def test_a_noun_after_one_is_singular_in_english(several: str, one: str | None) -> None:
    assert of_one(Text(several, "")).en == (one or several)


@pytest.mark.parametrize(("several", "one"), FRENCH)
def test_a_noun_after_one_is_singular_in_french(several: str, one: str | None) -> None:
    assert of_one(Text("", several)).fr == (one or several)


@given(st.integers(2, 10**6), st.sampled_from(["participants", "events", "participants have"]))
def test_every_other_number_keeps_its_noun(number: int, noun: str) -> None:
    told = Text(f"of {number} {noun} or {number / 10} {noun}", f"{number} participants")
    assert of_one(told) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_on_one_person_tells_of_one(language: str) -> None:
    worked = worked_of([known_person(1, True)])
    said = written(reported(rows_of(worked), worked, language))
    assert not [each for each in (" 1 participants", " 1 events", " 1 événements", " 1 personnes") if each in said]
    screened = {"en": "People screened: 4; included: 2.",
                "fr": "Personnes présélectionnées\u00a0: 4\u202f; incluses\u00a0: 2."}  # fmt: skip
    assert screened[language] in said


def test_a_number_of_successes_says_what_it_counts() -> None:
    said = word(
        "proportion_test", **dict.fromkeys(("rate", "alpha", "participants", "needed", "p", "least"), "x"), successes=9
    )
    assert "Successes found: 9; exact" in said.en and "Succès obtenus\u00a0: 9\u202f; p exact" in said.fr
    worked = worked_of([known_person(1, True)])
    (first, *_) = sentences(main_rows(rows_of(worked), worked, worked.promised.estimands[0], "en"))
    assert "undetermined: 0." in first and "the result of 0 is" not in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_median_of_which_nothing_is_known_shows_its_range_once(language: str) -> None:
    worked = worked_of([Made("01-S001", {("S1", ""): (0.0, 19.0)}, alive_until=190.0, dosed=0.1)])
    tables = tables_of(rows_of(worked), worked, language)
    (measured,) = [each for each in tables if (each.outcome, each.name) == ("S1", "measured")]
    cells = [cell for line in measured.body for cell in line]
    alike = {"en": "0–19 (both quartiles too)", "fr": "0–19 (les deux quartiles aussi)"}[language]
    assert any(cell.startswith(alike) for cell in cells) and not any("0–19 (0–19" in cell for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_measured_in_nobody_is_one_line_that_names_it(language: str) -> None:
    worked = worked_of([Made("01-S001", alive_until=190.0, dosed=0.1)])
    found = main_rows(rows_of(worked), worked, worked.protocol.estimand("S3"), language)
    (told,) = sentences(found)
    (line,) = headlines(found)
    begins = {"en": "easured in nobody (7): ", "fr": "esurés chez personne (7)\u00a0: "}[language]
    for said in (told, line[0]):
        assert begins in said and said.count(", ") >= 6
    assert line[1:] == ("0", "–")


def test_one_measurement_of_nobody_is_told_as_before() -> None:
    worked = worked_of([Made("01-S001", alive_until=190.0, dosed=0.1)])
    (told,) = sentences(main_rows(rows_of(worked), worked, worked.protocol.estimand("S7"), "en"))
    assert "Measured in nobody" not in told and "nobody was measured" in told


def test_deaths_stand_right_after_the_primary_result() -> None:
    worked = worked_of([known_person(1, True)])
    blocks = reported(rows_of(worked), worked, "en").blocks
    anchors = [each.anchor for each in blocks if isinstance(each, Heading)]
    assert anchors.index("synopsis_S9") == anchors.index("synopsis_P1") + 1
    assert anchors.index("synopsis_S9") < anchors.index("at_a_glance")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_of_a_table_that_is_left_out_is_explained(language: str) -> None:
    worked = worked_of([known_person(1, True)])
    told = {"en": "one that these data leave without a line is left out", "fr": "celui que ces données laissent sans"}
    assert told[language] in written(reported(rows_of(worked), worked, language))
