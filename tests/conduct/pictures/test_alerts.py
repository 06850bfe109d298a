"""Alerts of a participant: by the protocol's rules, from what is typed, told while they matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.inclusion.alerts import State, alerts_of, told_of
from bedside.conduct.participants.actions import happen
from bedside.values.moment import DAY, HOUR, Moment, now

pytestmark = pytest.mark.django_db


def ago(hours):
    return datetime.fromtimestamp((now() - hours * HOUR) // 1_000_000, UTC).isoformat()


def states(person, at=None):
    return {each.alert.id: each.state for each in alerts_of(person, at)}


@pytest.mark.proves("law alerts")
@pytest.mark.parametrize(
    ("platelets", "low", "very_low"),
    [("14,9", State.NOT_MET, State.MET), ("15", State.MET, State.NOT_MET), ("20", State.NOT_MET, State.NOT_MET)],
)
def test_a_typed_result_is_judged_by_the_protocols_bands(platelets, low, very_low, included, result):
    person = included()
    result(person, 2.9, platelets=platelets)
    found = states(person)
    assert (found["platelets_low"], found["platelets_very_low"]) == (low, very_low)


@pytest.mark.proves("law alerts")
def test_what_is_not_known_is_no_calm_and_says_what_is_missing(included):
    person = included()
    found = {each.alert.id: each for each in alerts_of(person)}
    assert found["platelets_low"].state is State.CANNOT_TELL
    assert [text.en for text in found["platelets_low"].missing] == ["platelets"]
    assert not found["platelets_low"].told
    assert found["hepatitis_b"].state is State.OVERDUE, "included three days ago, and nobody looked"
    assert [text.en for text in found["hepatitis_b"].missing] == ["anti-HBc positive", "HBs antigen positive"]
    assert found["hepatitis_b"].told


def test_within_its_time_a_missing_test_is_not_overdue(included):
    person = included()
    early = Moment(person.enrolled.at_us + DAY)
    assert states(person, Moment(early - 1))["hepatitis_b"] is State.CANNOT_TELL
    assert states(person, early)["hepatitis_b"] is State.OVERDUE


def test_an_interaction_holds_while_the_drug_is_given(included, actor):
    person, by = included(), actor("nurse", "01")
    sheet = open_sheet(by, person, "unscheduled", "concomitant_medication", "1.0")
    save(by, sheet, {"drug": Typed("fluconazole"), "began": Typed(ago(48)), "cyp3a4": Typed("yes")})
    assert states(person)["strong_inhibitor"] is State.MET
    save(by, sheet, {"ended": Typed(ago(1))})
    assert states(person)["strong_inhibitor"] is not State.MET


def test_nothing_is_asked_before_inclusion_after_its_visit_or_after_death(included, result, actor):
    person = included()
    result(person, 2.9, platelets="10")
    assert next(each.alert.id for _, each in told_of([person])) == "platelets_very_low"
    assert alerts_of(person, Moment(person.enrolled.at_us - 1)) == ()
    assert alerts_of(person, Moment(person.enrolled.at_us + 31 * DAY)) == ()
    assert alerts_of(person, Moment(person.enrolled.at_us + 31 * DAY - 1)) != ()
    happen(actor("nurse", "01"), person, "death", Moment(now() - HOUR))
    fresh = type(person).objects.select_related("enrolled").get(pk=person.pk)
    assert alerts_of(fresh) == ()


def test_what_is_about_the_dose_is_not_asked_once_the_treatment_is_stopped(included, result, actor):
    person = included()
    result(person, 2.9, platelets="14,9")
    assert states(person)["platelets_very_low"] is State.MET
    happen(actor("investigator"), person, "treatment_stopped", Moment(now() - HOUR))
    left = states(type(person).objects.get(pk=person.pk))
    assert set(left) == {"hepatitis_b", "tuberculosis", "latent_viruses"}, "a virus stays; a dose there is none of"


def test_a_trial_without_alerts_shows_none(included):
    assert alerts_of(included("adrenal")) == ()
