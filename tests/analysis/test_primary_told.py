"""What is said of the primary outcome where little is known, few are analysed, nobody is treated, data contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.worked import Worked
from bedside.documents.found import main_rows
from bedside.documents.sentences import sentences
from bedside.documents.sentences_changed import of_sensitivity
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import Made, known_person
from tests.golden import same_as

PLANNED = 42


def told(worked: Worked, language: str = "en") -> list[str]:
    """Each sentence on the primary outcome, then each on a sensitivity analysis of it."""
    rows = rows_of(worked)
    found = main_rows(rows, worked, worked.promised.estimands[0], language)
    return [*sentences(found), *of_sensitivity(rows, found)]


def unscored() -> list[Made]:
    """As many as are planned, half of whom succeed: six fail without two components, of the others no score is told."""
    people = [known_person(number, number % 2 == 1) for number in range(1, PLANNED + 1)]
    failing = known_person(2, False).scores
    return [replace(each, scores=failing if place < 6 else {}) for place, each in enumerate(people)]


SITUATIONS: Mapping[str, Sequence[Made]] = {"scores of six alone": unscored()}


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_primary_outcome_is_told_word_for_word(language: str) -> None:
    said = [(name, each) for name, people in SITUATIONS.items() for each in told(worked_of(people), language)]
    same_as(f"primary_told_{language}.txt", "".join(f"{name} | {each}\n" for name, each in said))


@pytest.mark.proves("analysis report")
def test_an_analysis_of_which_little_is_known_says_between_what_it_lies() -> None:
    """Thirty-six of forty-two may have succeeded: 36 / 42 is 85.7 %."""
    (said,) = [each for each in told(worked_of(unscored())) if each.startswith("SOFA without")]
    assert "the undetermined (36) being counted as failures" in said
    assert said.endswith("the proportion lies between 0.0\u00a0% and 85.7\u00a0%.")
