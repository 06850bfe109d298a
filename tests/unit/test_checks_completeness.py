"""Criteria that are missing whole: found, and a protocol that has them is silent."""

from dataclasses import replace

from bedside.protocol.model import Criterion, Protocol
from tests.clean_protocol import check, clean, codes


def with_criteria(*kept: str) -> Protocol:
    """The clean protocol with these of its criteria only."""
    criteria: tuple[Criterion, ...] = tuple(each for each in clean().criteria if each.id in kept)
    return replace(clean(), criteria=criteria)


def test_age_alone_is_no_eligibility() -> None:
    found = check(with_criteria("I1"))
    assert found.exit_code == 1
    assert [each.message.en for each in found.with_code("P053")] == [
        "nothing but age decides who takes part: nearly everybody would be eligible."
    ]


def test_age_beside_anything_else_is() -> None:
    assert "P053" not in codes(with_criteria("I1", "I2")) and "P053" not in codes(with_criteria("I1", "E1"))
    assert "P053" not in codes(with_criteria()), "no criterion at all is another finding"


def test_a_protocol_that_excludes_nobody_is_asked_about() -> None:
    found = check(with_criteria("I1", "I2", "I3", "I4"))
    assert [(each.code, each.severity, each.where) for each in found.with_code("P054")] == [
        ("P054", "warning", "criteria")
    ]
    assert found.exit_code == 0 and "P054" not in codes(clean())
