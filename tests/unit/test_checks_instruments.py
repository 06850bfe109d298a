"""What sentences say of scores: each fault is found, and what looks like it is not."""

import re
from dataclasses import replace

import pytest

from bedside.lint.known_instruments import Instrument, instruments, mentions, named
from bedside.protocol.model import Parameter, Text
from tests.clean_protocol import assuming, clean, codes, only, with_criterion, with_outcome

GCS = "The Glasgow Coma Score"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("P001", f"{GCS} ranges from 0 to 15."),
        ("P001", f"{GCS} varies between 3 and 20 points"),
        ("P001", "SAPS II is scored from 0 to 100."),
        ("P001", "The RASS ranges from -4 to 4."),
        ("P001", "NIHSS ranges from 0 to 40."),
        ("P002", f"A higher {GCS} indicates worse consciousness."),
        ("P002", f"{GCS} has 3 parts. Lower values mean better outcome."),
        ("P002", "For the modified Rankin Scale, higher scores reflect a better result."),
        ("P003", f"{GCS}: a higher score indicates better renal function."),
        ("P005", f"success is {GCS} ≥ 20"),
        ("P005", "success is a GCS score of at least 16"),
    ],
)
def test_a_fault_is_found(code: str, words: str) -> None:
    assert codes(with_outcome("S1", describes=words)) == (code,)


@pytest.mark.parametrize(
    "words",
    [
        f"{GCS} ranges from 3 to 15.",
        "SAPS II is scored from 0 to 163, higher is worse.",
        "The RASS ranges from -5 to 4.",
        "The RASS ranges from –5 to 4.",
        "Mortality ranging from 40 to 70% by Glasgow Coma Score.",
        "SOFA 1996 ranges from 0 to 24; each organ is scored from 0 to 4.",
        "A higher SOFA 1996 indicates more severe organ failure.",
        "A lower modified Rankin Scale means better functional outcome.",
        f"A higher {GCS} indicates better neurological function.",
        "renal function is measured beside the Glasgow Coma Score",
        f"success is {GCS} ≥ 15",
        "platelets ≥ 50, with the GCS recorded",
    ],
)
def test_a_true_sentence_is_silent(words: str) -> None:
    assert codes(with_outcome("S1", describes=words)) == ()


def test_one_organs_range_is_no_range_of_the_total() -> None:
    found = only(with_outcome("S1", describes="The SOFA (Vincent 1996) varies from 0 to 4 points."))
    assert found.code == "P001" and re.fullmatch(r"protocol\.yaml:\d+ outcome S1", found.where)
    assert "runs from 0 to 24, not from 0 to 4 (that is one organ)" in found.message.en


@pytest.mark.parametrize("words", ["graded by CTCAE", "graded by the Common Terminology Criteria for Adverse Events"])
def test_a_version_is_asked_for(words: str) -> None:
    found = only(with_outcome("S3", says=f"Adverse events and serious adverse events, {words}"))
    assert found.code == "P004" and "3.0, 4.0, 5.0, 6.0" in found.message.en


@pytest.mark.parametrize("words", ["CTCAE v5.0", "CTCAE version 6", "NCI-CTC 4.03"])
def test_a_version_that_is_named_is_not_asked_for(words: str) -> None:
    assert codes(with_outcome("S3", says=f"Adverse events and serious adverse events by {words}")) == ()


def test_a_version_is_named_by_a_parameter_only_when_that_has_a_source() -> None:
    protocol = with_outcome("S3", says="Serious adverse events by CTCAE")
    text = Text("version of CTCAE", "version de la CTCAE")
    sourced = Parameter("ctcae", "CTCAE v5.0", text, source="protocol, section 8")
    assert codes(replace(protocol, parameters=(*protocol.parameters, sourced))) == ()
    assumed = replace(sourced, source="", assumption="grading")
    guessing = assuming(protocol, "grading", "Which version of CTCAE?", "Version 5.0.")
    found = only(replace(guessing, parameters=(*protocol.parameters, assumed)))
    assert (found.code, found.question.en, found.assumption.en) == ("P004", "Which version of CTCAE?", "Version 5.0.")


@pytest.mark.parametrize("words", ["APACHE II ≥ 20", "qSOFA ≥ 2", "HScore above 169"])
def test_a_score_of_worst_values_needs_a_time(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ("P006",)


@pytest.mark.parametrize("words", ["APACHE II ≥ 20 in the first 24 hours", "qSOFA ≥ 2 at inclusion", "GCS ≥ 9"])
def test_a_score_with_a_time_is_silent(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ()


def test_what_an_instrument_leaves_open_is_asked() -> None:
    protocol = with_criterion("I3", "at least 5 HLH-2004 criteria at inclusion")
    others = tuple(each for each in protocol.parameters if each.name != "fever")
    assert codes(replace(protocol, parameters=others)) == ("P007",)
    fever = Parameter("fever_limit", "38.5 degrees", Text("fever in HLH-2004", "fièvre"), source="section 5")
    assert codes(replace(protocol, parameters=(*others, fever))) == ()


def test_a_change_needs_a_beginning() -> None:
    words = "Decrease in Glasgow Coma Score of at most 1 point"
    assert codes(with_outcome("S1", says=words)) == ("P008",)
    assert codes(with_outcome("S1", says=f"{words} from inclusion")) == ()
    told = Text("Inclusion minus day 2.", "Inclusion moins J2.")
    assert codes(with_outcome("S1", says=words, definition=told)) == ()


def test_of_two_names_the_longer_counts() -> None:
    assert [each.key for each in named("qSOFA, quick SOFA and SOFA-2")] == ["qsofa", "sofa"]
    assert [mention.start for mention in mentions("GCS, RASS, GCS")] == [0, 5, 11]
    assert named("the sofa in the waiting room")[0].key == "sofa"
    assert named("insofar") == ()


@pytest.mark.parametrize("each", instruments(), ids=lambda each: each.key)
def test_every_instrument_has_a_range_a_direction_and_a_source_it_was_checked_against(each: Instrument) -> None:
    assert each.better in ("lower", "higher", "neither")
    assert (each.range is None) == bool(each.no_range), "either a range, or the reason why there is none"
    assert each.range is None or each.range.low < each.range.high
    assert each.part is None or each.range is None or each.part.range.high <= each.range.high
    assert re.search(r"\b(?:19|20)\d\d\b", each.source) or "EuroQol" in each.source, (
        "a paper or standard, with its year"
    )
    assert re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", each.checked)
    assert each.measures and each.spellings and each.what.en and each.name.en
    for text in (each.name, each.what, *([each.part.of] if each.part else []), *(one.what for one in each.unsettled)):
        assert text.fr and text.fr != text.en
    assert re.match(r"le |la |l’", each.name.fr), "in French the name carries its article"


def test_a_value_that_a_range_ends_with_is_within_it_and_the_next_is_not() -> None:
    for each in instruments():
        if each.range:
            name, low, high = each.spellings[0], each.range.low, each.range.high
            dated = f"{name} {each.versions[0][1][0]}" if each.versions else name
            assert "P005" not in codes(with_outcome("S1", describes=f"success is {dated} score ≥ {high}")), each.key
            assert "P005" in codes(with_outcome("S1", describes=f"success is {name} ≥ {high + 1}")), each.key
            assert "P005" in codes(with_outcome("S1", describes=f"success is {name} ≥ {low - 1}")), each.key


def test_the_clean_protocol_names_instruments() -> None:
    """Otherwise its silence would say nothing about these rules."""
    told = " ".join(claim.said.text for claim in clean().claims())
    assert {each.key for each in named(told)} >= {"gcs", "ctcae"}
