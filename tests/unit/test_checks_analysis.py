"""What is estimated and only assumed is a question to the sponsor."""

from __future__ import annotations

from dataclasses import replace

from bedside.lint.checks import check
from bedside.protocol.loading import load
from tests.clean_protocol import clean, codes


def test_an_estimand_that_is_assumed_is_a_question() -> None:
    found = [each for each in check(load("jakahdi")).findings if each.code == "P070"]
    asked = {each.question.en for each in found}
    assert any(question.startswith("What counts as failure at day 7") for question in asked)
    assert any(question.startswith("Who is analysed") for question in asked)
    assert all(each.where.startswith("analysis.yaml:") and each.assumption.en for each in found)


def test_what_an_outcome_assumes_already_is_not_asked_twice() -> None:
    found = [each for each in check(load("jakahdi")).findings if each.code == "P070"]
    assert not any("CTCAE" in each.question.en for each in found)


def test_a_protocol_without_estimands_is_asked_nothing() -> None:
    assert "P070" not in codes(clean())
    assert "P070" in codes(load("jakahdi"))


def test_an_estimand_that_is_stated_is_asked_nothing() -> None:
    protocol = load("jakahdi")
    assert protocol.promised is not None and protocol.promised.baseline is not None
    stated = replace(
        protocol.promised,
        sets=tuple(replace(each, assumptions=()) for each in protocol.promised.sets),
        estimands=tuple(replace(each, assumptions=()) for each in protocol.promised.estimands),
        baseline=replace(protocol.promised.baseline, assumptions=()),
    )
    assert "P070" not in codes(replace(protocol, promised=stated))
