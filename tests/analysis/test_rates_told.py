"""A rate of events that nobody confirmed to be all is a minimum, and told as one: in its rows, table and sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bedside.analysis.contradictions import contradictions
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


AFTER = {
    "en": "1 event recorded after death is left out of the rate: the time at risk had ended",
    "fr": "1 événement consigné après le décès est écarté du taux\u00a0: le temps à risque avait pris fin",
}


@pytest.mark.proves("analysis safety")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_after_death_is_in_no_rate_and_counted_apart(language: str) -> None:
    events = [(2.0, "grade_2", "no"), (4.0, "grade_3", "yes")]
    answers = {("S8", "number"): (2.0, 2.0), ("S8", "severe"): (1.0, 1.0), ("S8", "serious"): (1.0, 1.0)}
    dead = Made("01-S001", answers, died=3.0, dosed=0.5, adverse=events)
    worked = worked_of([dead, known_person(2, True)])
    rows = [row for row in rows_of(worked) if row.outcome == "S8" and row.statistic.startswith(("events_", "rate"))]
    whole = [row for row in rows if row.analysis == "S8" and row.variable == "number"]
    assert [(row.statistic, row.value) for row in whole[:2]] == [("events_in_time", 2), ("events_after_death", 1)]
    rate = next(row for row in whole if row.statistic == "rate")
    assert rate.value == pytest.approx(100 * 2 / (3 + 29)) and AFTER[language] in said(rate.warnings, language)
    dosed = {(row.variable, row.statistic): row for row in rows if row.group == "rate_from_dose"}
    assert (dosed["events_from_dose", "events_in_time"].value, dosed["events_from_dose", "events_after_death"].value) \
        == (2, 1)  # fmt: skip
    assert dosed["serious_from_dose", "events_in_time"].value == 0
    assert dosed["events_from_dose", "rate"].value == pytest.approx(100 * 2 / (2.5 + 28.9))
    found = main_rows(rows_of(worked), worked, worked.protocol.estimand("S8"), language)
    assert len([each for each in sentences(found) if AFTER[language] in each]) == 3


def test_an_infection_after_death_is_in_no_rate_and_a_contradiction() -> None:
    fatal, late = [(3.5, "grade_5", "yes")], [(5.0, "bacterial")]
    dead = Made(
        "01-S001", {("S11", "number"): (1.0, 1.0)}, died=4.0, icu_days=4.0, adverse=fatal, infections=late
    )  # fmt: skip
    (count, first, *_) = contradictions(worked_of([dead]))
    assert count.value == 1 and first.outcome == "S11"
    assert first.warnings[0].en.startswith(
        "01-S001 (no. 1): an event of the form “Nosocomial infections” began (2026-03-06 08:00) after death (2026-03-05"
        " 08:00); it is counted among the events, and in no rate"
    )
    assert "dans aucun taux" in first.warnings[0].fr


SHARE = {
    "en": "nobody has confirmed of 2 participants that all is recorded; the true share may be above the upper",
    "fr": "pour 2 participants, personne n’a confirmé que tout est enregistré\u202f; la part réelle peut",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["S8", "S11"])
def test_a_share_and_an_incidence_of_what_nobody_confirmed_have_no_upper_limit(outcome: str, language: str) -> None:
    answers = {(each, "number"): (0.0, 1000.0) for each in ("S8", "S11")}
    unknown = [Made(f"01-S00{place}", answers, alive_until=60.0, dosed=0.5) for place in (2, 3)]
    worked = worked_of([known_person(1, True), *unknown])
    rows = [row for row in rows_of(worked) if row.outcome == outcome and row.value is not None]
    shares = [row for row in rows if row.statistic.startswith("share") and row.variable == "number"]
    events = [row for row in rows if row.statistic.startswith("incidence") and row.group == "first_event"]
    assert len(shares) >= 3 and len(events) >= 3
    for row in (*shares, *events):
        assert SHARE[language] in said(row.warnings, language)
    deaths = [row for row in rows if row.statistic.startswith("incidence") and row.group == "death"]
    assert deaths and not [row for row in deaths if SHARE[language] in said(row.warnings, language)]


def test_the_last_day_of_an_incidence_is_the_end_of_the_window_and_says_so() -> None:
    worked = worked_of([known_person(1, True)])
    for language, words in (("en", "The last line is the end of the window"), ("fr", "La dernière ligne est la fin")):
        (table,) = [
            each for each in tables_of(rows_of(worked), worked, language)
            if (each.outcome, each.name) == ("S8", "incidence")
        ]  # fmt: skip
        assert table.body[-1][1] == "29" and any(words in each for each in table.footnotes)
