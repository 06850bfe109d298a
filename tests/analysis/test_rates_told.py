"""A rate of events that nobody confirmed to be all is a minimum, and told as one: in its rows, table and sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked
from bedside.documents.found import main_rows
from bedside.documents.sentences import sentences
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES, Text
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import TAKEN, Made, known_person

OPEN = {"en": "nobody has confirmed of 2 participants that all is recorded; the true rate may be above the upper limit",
        "fr": "pour 2 participants, personne n’a confirmé que tout est enregistré\u202f; le taux réel"}  # fmt: skip
EARLY = {"en": "before the time of 1 participant had come: not the final analysis",
         "fr": "avant l’échéance de 1 participant\u00a0: ce n’est pas l’analyse finale"}  # fmt: skip


def three() -> Worked:
    """One of whom everything is known, one of whom nothing is, one included two days before the cut; all had a dose."""
    unknown = Made("01-S002", alive_until=60.0, dosed=0.5)
    return worked_of(
        [known_person(1, True), unknown, replace(unknown, code="01-S003", included=Moment(TAKEN - 2 * DAY))]
    )


def rates(worked: Worked, outcome: str) -> list[Row]:
    return [
        row for row in rows_of(worked) if row.outcome == outcome and row.statistic in ("rate", "rate_low", "rate_high")
    ]


def said(warnings: tuple[Text, ...], language: str) -> str:
    return " ".join(each.say(language) for each in warnings)


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rate_of_what_nobody_confirmed_says_that_its_upper_limit_bounds_nothing(language: str) -> None:
    for outcome, fewest in (("S8", 9), ("S11", 3)):
        held = rates(three(), outcome)
        assert len(held) >= fewest, "from inclusion and, of adverse events, from the first dose on"
        for row in held:
            assert OPEN[language] in said(row.warnings, language) and EARLY[language] in said(row.warnings, language)


def test_a_rate_of_what_is_confirmed_warns_of_nothing() -> None:
    held = rates(worked_of([known_person(n, True) for n in range(1, 4)]), "S8")
    assert held and not [row for row in held if row.warnings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_and_the_sentences_of_rates_say_it_too(language: str) -> None:
    worked = three()
    rows = rows_of(worked)
    for outcome, sentence in (("S8", 3), ("S11", 1)):
        (table,) = [
            each for each in tables_of(rows, worked, language) if (each.outcome, each.name) == (outcome, "rates")
        ]
        assert any(OPEN[language] in each for each in table.footnotes)
        assert all("(" in line[-1].rpartition("\u2009")[2] for line in table.body), "each rate bears a letter"
        found = main_rows(rows, worked, worked.protocol.estimand(outcome), language)
        assert len([each for each in sentences(found) if OPEN[language] in each]) == sentence
