"""How the protocol was kept, as a cut tells it: deviations of participants and of sites, inclusions put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.cuts.columns import utc
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.inclusion.actions_put_right import correct_enrolment, take_back_enrolment
from bedside.conduct.participants import consent
from bedside.conduct.participants.actions import deviate, record_consent
from bedside.conduct.registers.actions import classify, deviate_at
from bedside.conduct.registers.breaches import Severity
from bedside.values.moment import HOUR, Moment, now

Make = Callable[..., Any]
BOTH = pytest.mark.parametrize("kind", list(Kind))


def rows(kind: Kind, name: str) -> list[dict[str, Any]]:
    return [dict(row) for table in gather(kind).tables if table.name == name for row in table.records()]


@BOTH
def test_a_deviation_of_a_site_is_told_beside_those_of_participants(kind: Kind, included: Make, actor: Make) -> None:
    person, found = included(3), Moment(now() - HOUR)
    own = deviate(actor("nurse"), person, "ineligible", found, "read again", "E1", serious=True)
    site = deviate_at(actor("nurse", "02"), "02", "equipment", found, "the freezer stood open")
    classify(actor("data manager", ""), own, Severity.MAJOR, Moment(found), "no harm")
    first, second = rows(kind, "deviations")
    assert first == {
        "participant": person.code, "site": "01", "number": own.pk, "kind": "ineligible", "criterion": "E1",
        "found": utc(found), "serious": 1, "severity": "major", "state": "assessed", "told": "read again",
    }  # fmt: skip
    assert (second["participant"], second["site"], second["number"], second["kind"]) == (
        None,
        "02",
        site.pk,
        "equipment",
    )
    assert (second["serious"], second["severity"], second["state"]) == (None, None, "to assess")


@BOTH
def test_who_objects_leaves_both_tables(kind: Kind, included: Make, actor: Make) -> None:
    person, found = included(3), Moment(now() - HOUR)
    deviate(actor("nurse"), person, "visit", found, "a day late")
    deviate_at(actor("nurse"), "01", "staff", found, "a task nobody delegated")
    record_consent(actor(), person, consent.Taken(consent.Step.OBJECT, now()))
    assert [row["kind"] for row in rows(kind, "deviations")] == ["staff"]
    assert rows(kind, "inclusions") == []


@BOTH
def test_an_inclusion_put_right_or_taken_back_stays_told(kind: Kind, included: Make, actor: Make) -> None:
    moved, gone = included(3), included(0)
    said, right = moved.enrolled.at_us, Moment(moved.enrolled.at_us + 10 * HOUR // 60)
    correct_enrolment(actor(), moved, right, "read off the wrong clock")
    take_back_enrolment(actor(), gone, "the number was meant for another patient")
    first, second = rows(kind, "inclusions")
    assert (first["participant"], first["at"], first["put_right"], first["taken_back"]) == (
        moved.code, utc(said), utc(right), 0,
    )  # fmt: skip
    assert (second["participant"], second["enrolled_as"], second["put_right"], second["taken_back"]) == (
        gone.code, "01-002", None, 1,
    )  # fmt: skip
    assert [row["participant"] for row in rows(kind, "participants")] == [moved.code]
