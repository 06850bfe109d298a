"""Verification against the source: of a version, void once there is another, by plan; and the plan itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.reading import current
from bedside.conduct.monitoring.actions_verification import ChangedMeanwhile, change_plan, take_back, verify
from bedside.conduct.monitoring.models import PlanChange, Verification
from bedside.conduct.monitoring.plan import FRACTION, Need, Plan, Why, critical, lot, plan_now, verifiable
from bedside.conduct.monitoring.verification import Mark, marked, progress_of_persons
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reviewing import Limits, odd
from bedside.errors import ProtocolError, UsageError

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]


@pytest.fixture
def sheet(included: Make, result: Make) -> Any:
    """A sheet with two results."""
    return result(included(), 1, platelets="60", hemoglobin="90")


def marks(sheet: Any) -> dict[str, Mark]:
    return {each.item.id: each.mark for each in marked(sheet)}


def all_of(sheet: Any) -> dict[str, int]:
    return {item: entry.number for item, entry in current(sheet).items()}


# --- what holds -------------------------------------------------------------------------------------------------------


@pytest.mark.proves("inspection verification-logged", "monitoring verification-falls")
def test_a_verification_is_void_by_itself_once_the_value_changes(sheet: Any, actor: Make, correct: Make) -> None:
    assert marks(sheet)["platelets"] is Mark.TO_VERIFY
    verify(actor("monitor"), sheet, all_of(sheet))
    assert set(marks(sheet).values()) == {Mark.VERIFIED}
    correct(sheet, "platelets", "66")
    found = {each.item.id: each for each in marked(sheet)}
    assert found["platelets"].mark is Mark.CHANGED and found["hemoglobin"].mark is Mark.VERIFIED
    was = found["platelets"].verified
    assert was is not None and (was.event.actor, found["platelets"].entry.event.actor) == ("monitor-01", "nurse-01")
    verify(actor("monitor"), sheet, {"platelets": 2})
    assert marks(sheet)["platelets"] is Mark.VERIFIED
    logged = Event.objects.filter(action="verify source", participant=sheet.person.code)
    assert sorted(logged.values_list("place", flat=True)) == sorted(
        f"unscheduled / laboratory / {item}" for item in (*all_of(sheet), "platelets")
    )


@pytest.mark.proves("monitoring verification-falls")
def test_the_same_text_typed_again_after_a_change_is_another_version(sheet: Any, actor: Make, correct: Make) -> None:
    verify(actor("monitor"), sheet, {"platelets": 1})
    correct(sheet, "platelets", "66")
    correct(sheet, "platelets", "60")
    assert marks(sheet)["platelets"] is Mark.CHANGED


def test_only_the_version_that_was_seen_is_verified(sheet: Any, actor: Make, correct: Make) -> None:
    seen = all_of(sheet)
    correct(sheet, "platelets", "66")
    with pytest.raises(ChangedMeanwhile) as refusal:
        verify(actor("monitor"), sheet, seen)
    form = protocol_of(sheet.version).form("laboratory")
    assert str(refusal.value) == (
        f"{form.text.en}: changed meanwhile: {form.item('platelets').text.en}. Compare the new value with the source."
    )
    assert not Verification.objects.exists()


def test_verifying_twice_keeps_one(sheet: Any, actor: Make) -> None:
    verify(actor("monitor"), sheet, {"platelets": 1})
    assert verify(actor("monitor"), sheet, {"platelets": 1}) == []
    with pytest.raises(UsageError, match="no item is ticked"):
        verify(actor("monitor"), sheet, {})


def test_a_mistake_is_taken_back_with_a_reason(sheet: Any, actor: Make) -> None:
    verify(actor("monitor"), sheet, {"platelets": 1})
    entry = Entry.objects.get(sheet=sheet, item="platelets")
    with pytest.raises(UsageError, match="no reason"):
        take_back(actor("monitor"), entry, " ")
    take_back(actor("monitor"), entry, "wrong patient's printout")
    assert marks(sheet)["platelets"] is Mark.TO_VERIFY
    with pytest.raises(UsageError, match="no verification holds"):
        take_back(actor("monitor"), entry, "again")


def test_progress_counts_the_plan_and_what_fell(sheet: Any, actor: Make, correct: Make) -> None:
    def now() -> Any:
        return progress_of_persons([sheet.person])[sheet.person.pk]

    begin = now()
    assert begin.asked >= 2 and (begin.verified, begin.changed) == (0, 0)
    verify(actor("monitor"), sheet, all_of(sheet))
    assert (now().verified, now().left) == (begin.asked, 0)
    correct(sheet, "platelets", "66")
    assert (now().verified, now().changed, now().left) == (begin.asked - 1, 1, 1)
    correct(sheet, "hemoglobin", "")
    assert now().asked == begin.asked - 1, "what says nothing is not verified"


@pytest.mark.proves("monitoring changes-reviewed", "inspection trail-review-signed")
def test_the_review_of_the_trail_lists_what_changed_after_it_was_verified(
    sheet: Any, actor: Make, correct: Make
) -> None:
    verify(actor("monitor"), sheet, {"platelets": 1})
    assert odd(["01"], Limits(), ["verified"]) == []
    correct(sheet, "hemoglobin", "95")
    changed = correct(sheet, "platelets", "66")
    (found,) = odd(["01"], Limits(), ["verified"])
    assert (found.event.number, found.much) == (changed.pk, "monitor-01")
    assert odd(["02"], Limits(), ["verified"]) == []


# --- the plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.proves("monitoring verification-plan")
def test_what_criteria_endpoint_consent_and_safety_read_is_critical(trial: str, person: Make) -> None:
    protocol = protocol_for(person(trial))
    found = critical(protocol)
    assert {why for each in found.values() for why in each} >= {Why.CRITERIA, Why.PRIMARY, Why.CONSENT}
    reporting = {form.id for form in protocol.forms if form.reporting}
    assert {form for (form, _), why in found.items() if Why.SAFETY in why} == reporting
    assert set(found) <= {(form.id, item.id) for form in protocol.forms for item in verifiable(form)}


def test_what_nothing_critical_reads_is_sampled(person: Make) -> None:
    protocol, plan = protocol_for(person()), plan_now()
    assert {plan.need(protocol, "cytokines", item.id) for item in verifiable(protocol.form("cytokines"))} == {
        Need.SAMPLED
    }


def test_the_time_of_a_critical_value_is_critical_as_well(person: Make) -> None:
    protocol = protocol_for(person())
    form = protocol.form("laboratory")
    assert ("laboratory", form.item("platelets").time) in critical(protocol)


@pytest.mark.proves("monitoring verification-plan")
@given(small=st.integers(0, 100), more=st.integers(0, 100), code=st.from_regex(r"\d\d-S\d{3}", fullmatch=True))
def test_a_larger_sample_holds_the_smaller_one(small: int, more: int, code: str) -> None:
    assert 0 <= lot("trial", code) < 100
    if lot("trial", code) < small:
        assert lot("trial", code) < max(small, more)


@pytest.mark.proves("monitoring verification-plan")
def test_a_sample_is_about_as_large_as_was_chosen_and_always_the_same() -> None:
    codes = [f"{site:02}-S{number:03}" for site in range(1, 11) for number in range(1, 101)]
    drawn = [code for code in codes if lot("trial", code) < 20]
    assert 150 < len(drawn) < 250
    assert drawn == [code for code in codes if lot("trial", code) < 20]
    assert lot("jakahdi", "01-S001") == 1, "whoever draws again finds the same"


@pytest.mark.proves("monitoring verification-plan")
def test_the_plan_changes_by_lines_that_all_stay(included: Make, actor: Make) -> None:
    someone = included()
    protocol, by = protocol_for(someone), actor("data manager", "")
    assert plan_now() == Plan(20, {})
    change_plan(by, FRACTION, "100", "few participants")
    rest = next(each for each in verifiable(protocol.form("cytokines")) if each.id)
    assert plan_now().asks(protocol, someone, "cytokines", rest.id)
    change_plan(by, f"cytokines.{rest.id}", "never", "exploratory")
    assert not plan_now().asks(protocol, someone, "cytokines", rest.id)
    change_plan(by, "laboratory.platelets", "never", "transferred electronically")
    assert plan_now().need(protocol, "laboratory", "platelets") is Need.NEVER
    change_plan(by, "laboratory.platelets", "always", "it is read by the criteria")
    assert plan_now().need(protocol, "laboratory", "platelets") is Need.ALWAYS
    assert [each.value for each in PlanChange.objects.order_by("pk")] == ["100", "never", "never", "always"]
    assert Event.objects.filter(action="set verification plan").count() == 4


@pytest.mark.parametrize(
    ("what", "value", "reason", "error"),
    [
        (FRACTION, "50", "", UsageError), (FRACTION, "33", "why not", UsageError), (FRACTION, "20", "so", UsageError),
        ("laboratory.platelets", "always", "so", UsageError), ("laboratory.platelets", "50", "so", UsageError),
        ("laboratory.nothing", "never", "so", ProtocolError), ("laboratory", "never", "so", ProtocolError),
    ],
)  # fmt: skip
def test_a_change_of_the_plan_that_is_refused(
    actor: Make, what: str, value: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_plan(actor("data manager", ""), what, value, reason)


def test_of_somebody_not_enrolled_nothing_is_asked(person: Make) -> None:
    someone = person()
    assert not Plan(100, {}).asks(protocol_for(someone), someone, "laboratory", "platelets")
