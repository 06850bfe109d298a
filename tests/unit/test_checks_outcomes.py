"""Outcomes: each fault is found, and what looks like it is not."""

from dataclasses import replace
from typing import Any

import pytest

from bedside.protocol.model import Protocol, Text
from tests.clean_protocol import assuming, clean, codes, only, with_outcome

PLAIN = Text("as usual", "comme d’habitude")


@pytest.mark.parametrize(
    "words", ["ALT level", "Measurement of ALT concentration", "Platelets count", "Dosages of IL-6", "Liver tests"]
)
def test_a_laboratory_outcome_without_unit_or_assay_is_found(words: str) -> None:
    """The last is known by its form item, which asks for the assay."""
    assert codes(with_outcome("S2", says=words)) == ("P030",)


@pytest.mark.parametrize(
    "words", ["ALT in U/L", "ALT level (µmol/L)", "ALT by ELISA", "platelets in 10^9/L", "Hb in g/dL"]
)
def test_a_unit_or_an_assay_is_enough(words: str) -> None:
    assert codes(with_outcome("S2", says=words)) == ()


def test_a_level_of_care_is_no_laboratory_outcome() -> None:
    assert codes(with_outcome("S1", says="Number of days awake")) == ()


def test_a_definition_settles_the_assay_unless_it_is_assumed() -> None:
    told = Text("In the unit of each laboratory.", "Dans l’unité de chaque laboratoire.")
    assert codes(with_outcome("S2", says="ALT level", definition=told)) == ()
    guess = with_outcome("S2", says="ALT level", definition=told, assumptions=("guess",))
    found = only(assuming(guess, "guess", "In which unit is it?", "The laboratory's own."))
    assert (found.code, found.assumption.en) == ("P030", "The laboratory's own.")


@pytest.mark.parametrize("words", ["Incidence of nosocomial infections", "Number of infections, all kinds"])
def test_undefined_infections_are_found(words: str) -> None:
    assert codes(with_outcome("S4", says=words)) == ("P031",)


@pytest.mark.parametrize(
    "words", ["Infections defined by the CDC", "Infections by ECDC HAI-Net", "Infections documented by culture"]
)
def test_defined_infections_are_silent(words: str) -> None:
    assert codes(with_outcome("S4", says=words)) == ()


def test_a_list_of_infections_without_fungi_is_found() -> None:
    assert codes(with_outcome("S4", says="Viral and bacterial infections by CDC definition")) == ("P032",)
    assert codes(with_outcome("S4", says="Bacterial infections by CDC definition")) == ()


@pytest.mark.parametrize(
    ("says", "describes"),
    [
        ("Length of stay", "days from inclusion to ICU discharge or death"),
        ("Hospital length of stay, to death or hospital discharge", None),
        ("Days in the ICU until discharge/death", None),
        ("Duration of hospital stay", "until transfer, or death"),
    ],
)
def test_a_stay_that_mixes_discharge_and_death_is_found(says: str, describes: str | None) -> None:
    changes: dict[str, Any] = {"describes": describes} if describes else {}
    assert codes(with_outcome("S6", says=says, dead=None, **changes)) == ("P033",)


def test_a_stay_with_a_rule_for_deaths_is_silent() -> None:
    words = "Length of stay until discharge or death"
    assert codes(with_outcome("S6", says=words)) == ()
    guess = with_outcome("S6", says=words, assumptions=("guess",))
    protocol = assuming(guess, "guess", "How do deaths count in the length of stay?", "Apart.")
    assert only(protocol).code == "P033"


def test_discharge_alive_alone_is_silent() -> None:
    assert codes(with_outcome("S6", says="Length of stay until discharge", dead=None)) == ()


@pytest.mark.parametrize("when", ["At day 2", "Day 2", "2 days", "at Day 2 after inclusion"])
def test_a_day_needs_rules_for_the_dead_and_the_discharged(when: str) -> None:
    assert codes(with_outcome("S1", when=when, dead=None)) == ("P034",)
    assert codes(with_outcome("S1", when=when, discharged=None)) == ("P035",)


@pytest.mark.parametrize("when", ["Until day 2", "Up to 2 days", "Within 2 days", "Daily until day 2", "At inclusion"])
def test_a_time_is_not_a_day(when: str) -> None:
    assert codes(with_outcome("S1", when=when, dead=None, discharged=None)) == ()


def test_survival_needs_no_such_rule_but_survival_with_a_measurement_does() -> None:
    assert codes(with_outcome("S5")) == ()
    assert clean().outcome("S5").dead is None and clean().outcome("S5").discharged is None
    assert codes(with_outcome("S5", says="Survival with a temperature below 38")) == ("P035",)


def test_an_assumed_rule_is_still_asked_for() -> None:
    guess = with_outcome("S1", dead=PLAIN, assumptions=("guess",))
    found = only(assuming(guess, "guess", "What is recorded at day 2 of those who died?", "Nothing."))
    assert (found.code, found.assumption.en) == ("P034", "Nothing.")
    guess = with_outcome("S1", discharged=PLAIN, assumptions=("guess",))
    found = only(assuming(guess, "guess", "What is measured in those who left?", "The last value."))
    assert (found.code, found.assumption.en) == ("P035", "The last value.")


def test_severe_for_serious_is_found() -> None:
    words = "Adverse events and severe adverse events, CTCAE v5.0"
    assert codes(with_outcome("S3", says=words)) == ("P036",)
    assert codes(with_outcome("S3", says=words.replace("severe", "serious and severe"))) == ()


@pytest.mark.parametrize("when", ["At day 7", "At 3 months", "At week 2"])
def test_a_day_without_visit_is_found(when: str) -> None:
    assert codes(with_outcome("S5", when=when)) == ("P037",)


@pytest.mark.parametrize("when", ["At day 30", "At 1 month", "At 4 weeks", "At day 28", "At discharge"])
def test_a_day_with_a_visit_is_silent(when: str) -> None:
    assert codes(with_outcome("S5", when=when)) == ()


def test_a_visit_repeated_daily_holds_every_day() -> None:
    def daily(protocol: Protocol) -> Protocol:
        visits = tuple(replace(v, until_day=9) if v.id == "D2" else v for v in protocol.schedule.visits)
        return replace(protocol, schedule=replace(protocol.schedule, visits=visits))

    assert codes(with_outcome("S1", when="At day 8")) == ("P037",)
    assert codes(daily(with_outcome("S1", when="At day 8"))) == ()
