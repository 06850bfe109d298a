"""Who judged: what a nurse writes starts a clock and stops none, until an investigator has confirmed or written it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.safety import actions
from bedside.conduct.safety.actions_judgement import confirm
from bedside.conduct.safety.deadlines import Duty
from bedside.conduct.safety.judgement import Confirmed, Wrote, since, standing
from bedside.conduct.safety.models import Confirmation
from bedside.conduct.safety.reading import case_of
from bedside.conduct.today.clocks import clocks, to_judge
from bedside.errors import UsageError
from bedside.values.moment import HOUR, Moment, now

from .conftest import CRITERIA, because

JUDGED = frozenset({"serious", "related"})


def serious(values):
    """Whether the form says so."""
    return values.get("serious") == "yes"


@st.composite
def histories(draw):
    """What was written, by whom, and what was confirmed, in the order of the trail; a confirmation holds what stood."""
    steps, stands = [], {}
    for number in range(1, draw(st.integers(1, 12)) + 1):
        at = Moment(number * HOUR)
        if draw(st.booleans()) or not stands:
            item = draw(st.sampled_from(("serious", "related", "term")))
            steps.append(Wrote(number, at, item, draw(st.sampled_from(("yes", "no", ""))), draw(st.booleans())))
            stands[item] = number
        else:
            seen = draw(st.sampled_from((frozenset(stands.values()), frozenset(), frozenset({0}))))
            steps.append(Confirmed(number, at, seen))
    return tuple(steps)


@given(histories())
def test_an_item_is_to_be_assessed_until_an_investigator_has_said_what_stands_there(steps):
    held = standing(JUDGED, steps)
    for item in ("serious", "related", "term"):
        last = next((each for each in reversed(steps) if isinstance(each, Wrote) and each.item == item), None)
        confirmed = last and any(isinstance(each, Confirmed) and last.number in each.entries for each in steps)
        waits = last is not None and item in JUDGED and not last.judges and not confirmed
        assert (item in held.open) is bool(waits)
        assert held.values.get(item) == (last.value if last else None)


@given(histories())
def test_a_proposal_takes_nothing_away_that_could_be_true_before_it(steps):
    for until in range(1, len(steps) + 1):
        before, after = standing(JUDGED, steps[: until - 1]), standing(JUDGED, steps[:until])
        step = steps[until - 1]
        if isinstance(step, Wrote) and not step.judges and step.item in JUDGED:
            assert after.may(serious) or not before.may(serious)


@given(histories())
def test_whatever_anybody_said_may_be_so_unless_an_investigator_said_otherwise_since(steps):
    held, judged_at = standing(JUDGED, steps), 0
    claims = [each for each in steps if isinstance(each, Wrote) and each.item == "serious"]
    for each in claims:
        confirmed = [c.number for c in steps if isinstance(c, Confirmed) and each.number in c.entries
                     and not any(each.number < other.number < c.number for other in claims)]  # fmt: skip
        if each.judges or confirmed:
            judged_at = max(judged_at, each.number)
    assert held.may(serious) is any(each.value == "yes" for each in claims if each.number >= judged_at)
    began = since(JUDGED, steps, lambda each: each.may(serious))
    assert (began is not None) is held.may(serious)


EXEMPT = {**because("hospitalisation"), "disease": "yes", "relation": "unrelated"}


@pytest.mark.proves("law sae-investigator-judges")
def test_a_nurse_who_chooses_what_is_exempt_switches_no_clock_off(event, actor):
    sheet = event(aware=30, role="nurse", **EXEMPT)
    case = case_of(sheet)
    assert case.serious and case.exempt is None and case.exempt_once_confirmed is not None
    assert [each.duty for each in case.clocks] == [Duty.NOTIFY] and clocks([sheet.person])[0].overdue
    assert [each.id for each in case.to_assess] == ["serious", *CRITERIA, "relation", "disease"]
    assert [each.sheet for each in to_judge([case])] == [sheet]
    confirm(actor(), sheet, case.standing.waiting)
    case = case_of(sheet)
    assert case.exempt is not None and not case.to_assess and not case.clocks and not clocks([sheet.person])
    assert not to_judge([case])
    save(actor("nurse"), sheet, {"relation": Typed("related", reason="read again")})
    save(actor("nurse"), sheet, {"relation": Typed("unrelated", reason="as it was")})
    assert [each.id for each in case_of(sheet).to_assess] == ["relation"] and clocks([sheet.person])


@pytest.mark.proves("law sae-investigator-judges")
def test_what_a_nurse_calls_serious_and_takes_back_runs_on_until_an_investigator_says_no(event, actor):
    sheet = event(aware=None, role="nurse")
    since_ = case_of(sheet).aware
    save(actor("nurse"), sheet, {"serious": Typed("no", reason="mistaken")})
    case = case_of(sheet)
    assert case.serious and case.aware == since_ and [each.duty for each in case.clocks] == [Duty.NOTIFY]
    confirm(actor(), sheet, case.standing.waiting)
    assert not case_of(sheet).serious and not case_of(sheet).clocks


@pytest.mark.proves("law sae-investigator-judges")
def test_news_of_a_nurse_runs_until_an_investigator_takes_it_back(event, told, actor):
    sheet = event()
    told(sheet)
    save(actor("nurse"), sheet, {"death": Typed("yes", reason="died")})
    save(actor("nurse"), sheet, {"death": Typed("no", reason="wrong line")})
    assert case_of(sheet).pressing_since is not None
    confirm(actor(), sheet, case_of(sheet).standing.waiting)
    assert case_of(sheet).pressing_since is None


@pytest.mark.proves("law sae-causality")
def test_a_proposed_causality_is_nobody_s_view_until_it_is_confirmed_and_told(event, told, actor):
    sheet = event(role="nurse", relation="unrelated")
    told(sheet)
    assert case_of(sheet).by_investigator is None and case_of(sheet).proposed("relation")
    confirm(actor(), sheet, case_of(sheet).standing.waiting)
    case = case_of(sheet)
    assert case.by_investigator is False and case.judged_since
    told(sheet, aware=Moment(now() - HOUR), hours=0)
    assert not case_of(sheet).judged_since and case_of(sheet).by_investigator is False


@pytest.mark.parametrize("why", ["nurse", "nothing", "changed"])
def test_what_cannot_be_confirmed(why, event, actor):
    sheet = event(role="investigator" if why == "nothing" else "nurse")
    seen = case_of(sheet).standing.waiting
    if why == "changed":
        save(actor("nurse"), sheet, {"relation": Typed("unrelated", reason="read again")})
    says = {"nurse": "only an investigator", "nothing": "nothing of this event", "changed": "changed since you looked"}
    with pytest.raises(UsageError, match=says[why]):
        confirm(actor("nurse") if why == "nurse" else actor(), sheet, seen)
    assert not Confirmation.objects.exists()


def test_papers_say_what_is_but_proposed(event, told, actor, user, client_of):
    sheet = event(role="nurse")
    report = told(sheet)
    actions.receive(actor("safety officer", ""), report, now(), ("patient", "reporter", "drug", "event"))
    client = client_of(user("investigator"))
    at = f"/participants/{sheet.person.code}/safety/{sheet.pk}"
    text = client.get(f"{at}/1/icsr.xml").content.decode()
    assert "reasonably possible (proposed, to be assessed by the investigator)" in text
    assert ">Investigator<" not in text, "no view of the investigator is told"
    assert "yes (proposed, to be assessed by the investigator)" in client.get("/safety/board.csv").content.decode()
    page = client.get(f"{at}/").content.decode()
    assert "Confirm as the investigator" in page and "proposed by nurse-01" in page
    seen = sorted(case_of(sheet).standing.waiting)
    assert client.post(f"{at}/confirm/", {"seen": seen}).status_code == 302
    assert "Confirm as the investigator" not in client.get(f"{at}/").content.decode()
    assert "proposed" not in client.get("/safety/board.csv").content.decode(), "confirmed since"
    assert client_of(user("nurse")).post(f"{at}/confirm/", {"seen": seen}).status_code == 403
