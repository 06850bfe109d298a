"""A cut says of every adverse event what the sponsor made of it, as it stood at the moment of the cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants import consent
from bedside.conduct.safety import actions
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA
from bedside.exports.tables import Cell
from bedside.values.moment import HOUR, Moment, now, to_datetime
from tests.conduct.safety.conftest import event, told

__all__ = ["event", "told"]
Make = Callable[..., Any]


def row(kind: Kind = Kind.SAFETY) -> dict[str, Cell]:
    (table,) = (each for each in gather(kind).tables if each.name == "adverse_events")
    (found,) = table.records()
    return dict(found)


def day(at: Moment) -> str:
    return to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.mark.proves("out described")
def test_a_cut_carries_receipt_assessment_and_submission_of_an_event(event: Make, told: Make, actor: Make) -> None:
    sheet, sponsor = event(), actor("safety officer", "")
    nothing = row()
    assert (nothing["reports"], nothing["submissions"], nothing["susar"]) == (0, 0, "cannot_tell")
    asked = ("received", "day_zero", "by_sponsor", "expected", "safety_information", "submitted", "authority_reference")
    assert [nothing[name] for name in asked] == [None] * len(asked) and nothing["by_investigator"] == "related"
    report = told(sheet)
    at = Moment(now() - HOUR // 4)
    actions.receive(sponsor, report, at, tuple(CRITERIA))
    actions.assess(sponsor, report, Judgement("unrelated", "expected", "SmPC 2026-09", "the catheter explains it"))
    held = row()
    assert (held["received"], held["day_zero"]) == (day(at), None), "expected: nothing is reportable"
    assert (held["by_investigator"], held["by_sponsor"], held["expected"]) == ("related", "unrelated", "expected")
    assert (held["susar"], held["safety_information"], held["reports"]) == ("no", "SmPC 2026-09", 1)
    sent = now()
    actions.assess(sponsor, report, Judgement("related", "unexpected", "SmPC 2026-10", informed=sent))
    actions.submit(sponsor, report, "ANSM", "EC-2026-1", sent)
    later = row(Kind.EFFICACY)
    assert (later["by_sponsor"], later["expected"], later["susar"]) == ("related", "unexpected", "yes")
    assert later["day_zero"] == day(sent)
    assert (later["submissions"], later["submitted"], later["last_submitted"]) == (1, day(sent), day(sent))
    assert (later["authority"], later["authority_reference"]) == ("ANSM", "EC-2026-1")


@pytest.mark.proves("law objection-safety")
def test_of_somebody_who_objects_the_sponsors_side_leaves_for_safety_only(event: Make, told: Make, actor: Make) -> None:
    sheet = event()
    actions.receive(actor("safety officer", ""), told(sheet), Moment(now() - HOUR // 4), tuple(CRITERIA))
    participants.record_consent(actor(), sheet.person, consent.Taken(consent.Step.OBJECT, now()))
    assert row()["received"] and row()["reports"] == 1
    (efficacy,) = (each for each in gather(Kind.EFFICACY).tables if each.name == "adverse_events")
    assert not efficacy.records()


@pytest.mark.proves("out described")
def test_every_code_of_the_sponsors_side_is_in_the_list_of_codes_in_both_languages(running: Any) -> None:
    held = {each.name: each for each in gather(Kind.SAFETY).tables}
    codes = {(line["column"], line["code"]) for line in held["codes"].records() if line["table"] == "adverse_events"}
    assert {("by_sponsor", "related"), ("by_investigator", "unrelated"), ("expected", "unexpected"),
            ("susar", "cannot_tell")} <= codes  # fmt: skip
    named = {line["column"]: line for line in held["dictionary"].records() if line["table"] == "adverse_events"}
    assert all(named[name]["english"] != named[name]["french"] for name in ("received", "submitted", "authority"))
