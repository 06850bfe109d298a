"""What is said of the primary outcome where little is known, few are analysed, nobody is treated, data contradict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.finality import TOO_EARLY, TOO_FEW
from bedside.analysis.results import rows_of
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked
from bedside.documents.found import main_rows
from bedside.documents.sentences import sentences
from bedside.documents.sentences_changed import of_sensitivity
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import TAKEN, Made, known_person
from tests.analysis.with_looks import trial_of
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


def few(successes: int, count: int = 8) -> list[Made]:
    """So many of whom everything is known; these succeed."""
    return [known_person(number, number <= successes) for number in range(1, count + 1)]


def contradicted() -> list[Made]:
    """As many as are planned, half of whom succeed, of whom two are recorded as dead on the third day."""
    return [replace(each, died=3.0) if place < 2 else each for place, each in enumerate(few(21, PLANNED))]


SITUATIONS: Mapping[str, Sequence[Made]] = {
    "scores of six alone": unscored(),
    "eight, seven of whom succeed": few(7),
    "forty-two, none of whom had a dose": [replace(each, dosed=None) for each in few(30, PLANNED)],
    "two successes of the dead": contradicted(),
}


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


@pytest.mark.proves("analysis report")
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_ruled_out_before_the_planned_number(language: str) -> None:
    """Seven of eight would rule 40 % out (P(X >= 7 | 8, 0.4) = 0.0085) were they all: the design is of forty-two."""
    worked = worked_of(few(7))
    rows, said = rows_of(worked), " ".join(told(worked, language))
    decisions = [row for row in rows if row.outcome == "P1" and row.statistic == "decision"]
    held = [row for row in decisions if row.value is not None]
    assert len(held) > 20 and {row.value for row in held} == {"success", "no_success"}, "they are tabulated"
    assert all(TOO_FEW.reason in row.warnings for row in held), "and none of them is a decision yet"
    assert EARLY[language] in said
    assert not re.search("ruled out\\.|not ruled out|est exclu|n’est pas exclu|seraient exclus", said)
    p_value = next(row for row in rows if (row.analysis, row.group, row.statistic) == ("P1", "declared", "p_value"))
    assert p_value.value == pytest.approx(0.00851968, abs=1e-8) and TOO_FEW.reason in p_value.warnings
    assert EARLY[language] in figures_of(rows, worked)["P1-null-rates"].svg[language]


def test_what_tips_the_decision_carries_the_caution_that_it_is_none_yet() -> None:
    """Of falls made less by delta and of the undetermined alike; of the planned number nothing is cautioned."""
    tipping = ("succeeds", "tips_at_delta", "tips_at")
    for count, cautioned in ((8, True), (PLANNED, False)):
        rows = [row for row in rows_of(worked_of(few(7, count))) if row.statistic in tipping]
        assert {row.statistic for row in rows} == set(tipping)
        assert {TOO_FEW.reason in row.warnings for row in rows} == {cautioned}


CLAIMS = {"en": re.compile(r"decision\b|success\b"), "fr": re.compile(r"décision\b|succès\b")}
WOULD = {"en": "would meet the rule", "fr": "satisferait à la règle"}
EARLY = {"en": "Nothing is decided yet", "fr": "Rien n’est encore décidé"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "decided"), [(8, False), (PLANNED, True)])
def test_no_table_and_no_figure_claims_a_decision_while_nothing_is_decided(
    count: int, decided: bool, language: str
) -> None:
    """They say what the number so far would meet; of the planned number they say what is decided."""
    worked = worked_of(few(7, count))
    rows = rows_of(worked)
    held = {each.name: each for each in tables_of(rows, worked, language) if each.outcome == "P1"}
    for name in ("successes", "tipping", "null_rates"):
        column = (held[name].head[-1], *(line[-1].partition("\u2009")[0] for line in held[name].body))
        assert (column[0] == WOULD[language]) != decided, name
        assert bool(CLAIMS[language].search(" ".join(column))) == decided, column
    assert not CLAIMS[language].search(held["null_rates"].title)
    assert "trial succeeds" not in " ".join(held["deltas"].head)
    drawing = figures_of(rows, worked)["P1-null-rates"]
    words = re.sub("<[^>]*>", " ", drawing.svg[language])
    assert (WOULD[language] in words, bool(CLAIMS[language].search(words))) == (not decided, decided)
    assert (EARLY[language] in drawing.caption.say(language)) != decided
    assert not CLAIMS[language].search(drawing.title.say(language))


@pytest.mark.parametrize(("count", "decided"), [(PLANNED - 2, False), (PLANNED - 1, True), (PLANNED, True)])
def test_who_objects_counts_towards_the_planned_number(count: int, decided: bool) -> None:
    """One of the snapshot objects: forty-one are all that any analysis of forty-two can hold."""
    said = " ".join(told(worked_of(few(count, count))))
    assert ("A rate of 40\u00a0% is ruled out." in said, "not the final analysis" in said) == (decided, not decided)


def test_the_planned_number_decides_nothing_before_everybodys_time_has_come() -> None:
    people = [replace(each, included=Moment(TAKEN - DAY)) if place < 3 else each
              for place, each in enumerate(few(PLANNED, PLANNED))]  # fmt: skip
    assert TOO_EARLY.reason.en in " ".join(told(worked_of(people)))


def test_a_look_in_force_decides_and_what_comes_after_it_without_ending_does_not() -> None:
    ended, goes_on = trial_of("two_stages", [False] * 16), trial_of("two_stages", [True] * 20)
    assert "A rate of 40\u00a0% is not ruled out." in " ".join(told(ended))
    assert "Nothing is decided yet" in " ".join(told(goes_on))
    held = {(row.analysis, row.variable, row.group, row.statistic): row.value for row in rows_of(goes_on)}
    assert held["P1", "success", "declared", "decision"] is None
    assert held["P1", "looks", "20", "look_said"] is None and held["P1", "looks", "16", "look_said"] == "goes_on"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_of_the_untreated_and_one_of_the_dead_say_so_where_the_result_stands(language: str) -> None:
    untreated = {"en": "this is no result of treatment", "fr": "ce n’est pas un résultat du traitement"}[language]
    dead = {"en": "recorded as dead before the outcome was asked: 2.",
            "fr": "dont le décès est consigné avant l’échéance\u00a0: 2."}[language]  # fmt: skip
    said = {name: " ".join(told(worked_of(people), language)) for name, people in SITUATIONS.items()}
    assert [name for name in said if untreated in said[name]] == ["forty-two, none of whom had a dose"]
    assert [name for name in said if dead in said[name]] == ["two successes of the dead"]


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Of the successes alive at that moment (3), died since: 1 by day 28, 2 by day 183 (last seen alive before"
           " it: 1)."),
    ("fr", "Parmi les succès vivants à l’échéance (3), décédés depuis\u00a0: 1 au jour 28, 2 au jour 183 (vivants aux"
           " dernières nouvelles avant ce jour\u00a0: 1)."),
])  # fmt: skip
def test_successes_who_died_later_are_told_beside_the_primary_result(language: str, said: str) -> None:
    ends = ((20.0, None), (100.0, None), (None, 60.0))
    people = [replace(known_person(n, True), died=died, alive_until=seen) for n, (died, seen) in enumerate(ends, 1)]
    assert said in told(worked_of(people), language)
    assert not [each for each in told(worked_of(few(0)), language) if "died since" in each or "depuis" in each]
