"""What a report's papers say is what was known in it: printed again after anything else, byte by byte the same."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.frame.words import say
from bedside.conduct.safety import actions
from bedside.conduct.safety.actions import Judgement
from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.icsr import icsr
from bedside.conduct.safety.reading import case_of, known_in
from bedside.conduct.safety.report_pdf import page, pdf
from bedside.values.moment import HOUR, Moment, now

from .conftest import ago


@pytest.fixture
def first(event, told, actor):
    """An initial report, received and assessed."""
    report = told(event())
    _received(actor, report)
    actions.assess(actor("safety officer", ""), report, Judgement("related", "expected", "SmPC 2026-01"))
    return report


def _received(actor, report):
    return actions.receive(actor("safety officer", ""), report, now(), CRITERIA)


def follow_up(actor, sheet, **items):
    """A follow-up, once these items were corrected."""
    save(actor("nurse"), sheet, {name: Typed(text, reason="more is known") for name, text in items.items()})
    moment = now()
    return actions.notify(actor(), sheet, Moment(moment - HOUR // 8), Moment(moment - HOUR // 16), "more is known")


@pytest.mark.proves("law sae-follow-up")
def test_papers_of_an_earlier_report_never_say_what_came_to_be_known_later(first, actor):
    second = follow_up(actor, first.sheet, term="Septic shock", outcome="fatal")
    kept = (pdf(first), icsr(first))
    _received(actor, second)
    judged = Judgement("unrelated", "unexpected", "SmPC 2026-09", "the infection came first")
    actions.assess(actor("safety officer", ""), second, judged)
    actions.submit(actor("safety officer", ""), second, "ANSM", "EC-1", now())
    sheet = open_sheet(actor("nurse"), first.sheet.person, "unscheduled", "ruxolitinib", "1.0", None, 7)
    save(actor("nurse"), sheet, {"given_at": Typed(ago(24 * 30))})
    save(actor("nurse"), first.sheet, {"began": Typed(ago(24 * 40), reason="read again")})
    assert (pdf(first), icsr(first)) == kept
    assert case_of(first.sheet).susar is True and known_in(first).susar is False


def test_printed_again_the_last_report_is_the_same_too(first):
    assert (pdf(first), icsr(first)) == (pdf(first), icsr(first))


def test_what_the_sponsor_writes_before_the_next_report_is_of_this_one(first, actor):
    assert known_in(first).unexpected is False
    judged = Judgement("related", "unexpected", "SmPC 2026-09", informed=now())
    actions.assess(actor("safety officer", ""), first, judged)
    assert known_in(first).unexpected is True
    follow_up(actor, first.sheet, outcome="recovered")
    actions.assess(actor("safety officer", ""), first, Judgement("related", "expected", "SmPC 2026-10", "listed"))
    assert known_in(first).unexpected is True


def test_a_receipt_that_is_written_after_the_follow_up_is_asked_first_and_counts_for_the_clocks(event, told, actor):
    sheet = event()
    initial = told(sheet)
    second = follow_up(actor, sheet, outcome="recovering")
    assert case_of(sheet).to_receive == initial
    actions.receive(actor("safety officer", ""), initial, Moment(now() - HOUR // 4), CRITERIA)
    _received(actor, second)
    held = case_of(sheet)
    (receipt,) = held.receipts_of(held.reports[0])
    assert held.to_receive is None and held.zero == receipt.received_us


STEPS = st.lists(st.sampled_from(["receive", "assess", "correct", "follow up", "dose"]), max_size=6)


@pytest.mark.proves("law sae-follow-up")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_whatever_happens_afterwards(steps, first, actor):
    follow_up(actor, first.sheet, outcome="recovering", term=f"Sepsis {now()}")
    before = page(first)
    for number, step in enumerate(steps):
        _do(step, first, actor, number)
    assert page(first) == before


def _do(step, first, actor, number):
    held, sponsor = case_of(first.sheet), actor("safety officer", "")
    if step == "receive" and held.to_receive:
        _received(actor, held.to_receive)
    elif step == "assess" and held.receipt_of(held.reports[-1]):
        actions.assess(sponsor, held.reports[-1], Judgement("unrelated", "unexpected", "SmPC", "another cause"))
    elif step == "correct":
        save(actor("nurse"), first.sheet, {"term": Typed(f"Term {number} {now()}", reason="read again")})
    elif step == "follow up":
        follow_up(actor, first.sheet, term=f"Told {number} {now()}")
    elif step == "dose":
        numbers = first.sheet.person.sheets.filter(form="ruxolitinib").values_list("number", flat=True)
        sheet = open_sheet(
            actor("nurse"), first.sheet.person, "unscheduled", "ruxolitinib", "1.0", None, max(numbers) + 1
        )
        save(actor("nurse"), sheet, {"given_at": Typed(ago(24 * 35))})


def test_a_report_names_roles_and_times_as_people_do_and_a_judgement_that_nobody_made_as_none(event, told, actor):
    report = told(event())
    with override("fr"):
        printed = page(report)
        held = {label: value for part in ("told", "event", "sponsor") for label, value in printed[part]}
    assert not [value for value in held.values() if "T" in value and "+0" in value], "no time as programs write it"
    assert ", investigateur (" in held["Déclaré par"]
    assert [label for label, value in held.items() if value == "non évalué"] == [
        say_fr("safety.by_sponsor"), say_fr("safety.unexpected"),
    ]  # fmt: skip
    actions.assess(actor("safety officer", ""), _known(report, actor), Judgement("related", "expected", "SmPC 2026-01"))
    with override("fr"):
        assert "non évalué" not in dict(page(report)["sponsor"]).values()


def _known(report, actor):
    _received(actor, report)
    return report


def say_fr(key):
    with override("fr"):
        return say(key)
