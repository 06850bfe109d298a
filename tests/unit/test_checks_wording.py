"""The words of criteria: each fault is found, and what looks like it is not."""

import pytest

from bedside.rules.nodes import Named
from bedside.values.wording import Text
from tests.clean_protocol import assuming, clean, codes, only, with_criterion, with_line


@pytest.mark.parametrize(
    "words",
    [
        "5 or 6 of the 8 criteria",
        "five or six criteria",
        "2 or 3 clinical signs",
        "3 or 4 of the following symptoms",
    ],
)
def test_alternative_counts_are_found(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ("P010",)


@pytest.mark.parametrize(
    "words",
    [
        "at least 5 or 6 criteria", "≥ 2 or 3 signs", "2 or more of the criteria", "7 or 8 of the 8 criteria",
        "5 of 8 criteria", "1 or 2 litres of fluid", "2 or 3 or more symptoms",
    ],
)  # fmt: skip
def test_other_counts_are_silent(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ()


def test_the_number_of_all_is_said() -> None:
    found = only(with_criterion("I3", "five or six out of nine criteria"))
    assert found.message.en.startswith("“five or six” of 9, read literally, refuses a higher count")


def test_the_assumption_taken_meanwhile_is_carried() -> None:
    protocol = with_criterion("I3", "5 or 6 of the 8 criteria", assumptions=("counting",))
    found = only(assuming(protocol, "counting", "Does “5 or 6” refuse 7?", "At least 5."))
    assert (found.question.en, found.assumption.en) == ("Does “5 or 6” refuse 7?", "At least 5.")


@pytest.mark.parametrize(
    "words", ["older than 18 years", "adults over 18", "age > 18 years", "aged more than 65 years"]
)
def test_an_age_that_leaves_out_its_group_is_found(words: str) -> None:
    assert codes(with_criterion("I1", words)) == ("P011",)


@pytest.mark.parametrize(
    "words", ["18 years or older", "age ≥ 18 years", "older than 40 years", "in the ward for more than 18 hours"]
)
def test_other_ages_are_silent(words: str) -> None:
    assert codes(with_criterion("I1", words)) == ()


def test_a_minimum_age_of_the_record_counts_too() -> None:
    protocol = with_criterion("I1", "older than 16 years")
    assert codes(protocol) == ()
    assert codes(with_line("minimum_age", "16 Years", protocol=protocol)) == ("P011",)


@pytest.mark.parametrize(
    "words",
    [
        "negative pregnancy test prior to trial entry",
        "a CT scan before inclusion",
        "blood samples before treatment",
    ],
)
def test_a_test_of_any_age_is_found(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ("P012",)


@pytest.mark.parametrize(
    "words", ["pregnancy test in the 7 days before inclusion", "a CT scan at screening", "consent before inclusion"]
)
def test_a_dated_test_is_silent(words: str) -> None:
    assert codes(with_criterion("I3", words)) == ()


@pytest.mark.parametrize("words", ["uncontrolled hypertension", "significant liver disease", "recent surgery"])
def test_vague_words_are_found(words: str) -> None:
    assert codes(with_criterion("E1", words)) == ("P013",)


@pytest.mark.parametrize(
    "words",
    ["uncontrolled hypertension, defined as a treatment failure", "recent surgery (< 7 days)", "heart failure"],
)
def test_defined_words_are_silent(words: str) -> None:
    assert codes(with_criterion("E1", words)) == ()


@pytest.mark.parametrize(
    ("french", "found"),
    [
        ("Défaillance d'organe", ("P014",)), ("lorsqu'il respire", ("P014",)), ("Défaillance d’organe", ()),
        ("selon Crohn's Index", ()), ("« 'grave' » selon l’équipe", ()),
    ],
)  # fmt: skip
def test_a_typewriters_apostrophe_is_found_in_french(french: str, found: tuple[str, ...]) -> None:
    assert codes(with_criterion("I3", text=Text("organ failure", french))) == found


def test_a_typewriters_apostrophe_is_told_once_a_part_and_where_it_stands() -> None:
    found = only(with_criterion("I3", text=Text("organ failure", "L'organe et l'autre")))
    assert "“L'organe”" in found.message.en and found.where.endswith("criterion I3")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), ("P015",)), ((("en", "late"),), ("P015",)), ((("fr", "tardif"),), ("P015",)),
        ((("en", "late"), ("fr", "tardif")), ()),
    ],
)  # fmt: skip
def test_a_rule_that_a_language_cannot_say_is_found(words: tuple[tuple[str, str], ...], found: tuple[str, ...]) -> None:
    rule = next(each.rule for each in clean().criteria if each.id == "I3")
    protocol = with_criterion("I3", rule=Named("outer", Named("late_onset", rule.of, words), rule.text))
    assert codes(protocol) == found
    if found:
        assert "“late_onset”" in only(protocol).message.en and only(protocol).where.endswith("criterion I3")
