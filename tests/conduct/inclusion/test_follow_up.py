"""What became of those included adds up at every stage, whatever is recorded of whom."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.today import board
from bedside.conduct.today.flow_figure import figure, whole_flow
from bedside.conduct.today.follow_up import Assessed, Course, follow_up_of
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.wording import Text

OTHER = Text("another reason", "autre motif")
TRIALS = ("jakahdi", "adrenal")

courses = st.builds(
    Course,
    objected=st.booleans(),
    dosed=st.booleans(),
    left=st.sampled_from(["", "death", "consent_withdrawn", "lost_to_follow_up", "an event of an older version"]),
    had=st.frozensets(st.sampled_from(["death", "treatment_stopped", "icu_discharge", "other_treatment"])),
    outcome=st.sampled_from(Assessed),
    eligible=st.none() | st.booleans(),
)


@cache
def _protocol(trial):
    from bedside.protocol.loading import load

    return load(trial)


@pytest.mark.proves("ground flow-adds-up")
@given(st.lists(courses), st.sampled_from(TRIALS))
def test_everybody_stands_in_one_place_at_each_stage(held, trial):
    found = follow_up_of(held, _protocol(trial), OTHER)
    kept = [each for each in held if not each.objected]
    assert found.reconciles and (found.included, found.kept) == (len(held), len(kept))
    assert found.gone == sum(bool(each.left) for each in kept)
    assert found.assessed == sum(each.outcome is Assessed.KNOWN for each in kept)
    assert all(count <= found.kept for _, count in found.meanwhile)
    if found.dosed is not None:
        assert found.dosed == sum(each.dosed for each in kept)


@pytest.mark.proves("ground flow-adds-up")
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), courses)), st.sampled_from(TRIALS))
def test_groups_add_up_to_all_of_them(held, trial):
    """However people are parted into groups, and in whatever order they come."""
    protocol = _protocol(trial)
    whole = follow_up_of([course for _, course in held], protocol, OTHER)
    groups = [follow_up_of([c for arm, c in held if arm == each], protocol, OTHER) for each in ("a", "b", "c")]
    assert all(each.reconciles for each in groups)
    for name in ("included", "objected", "kept", "awaiting", "followed", "gone", "assessed", "undetermined", "not_due"):
        assert getattr(whole, name) == sum(getattr(each, name) for each in groups), name
    for name in ("not_dosed", "left", "meanwhile"):
        counted = {text: count for text, count in getattr(whole, name)}
        assert counted == {text: sum(dict(getattr(each, name)).get(text, 0) for each in groups) for text in counted}, (
            name
        )
    assert follow_up_of([course for _, course in reversed(held)], protocol, OTHER) == whole


# --- of people --------------------------------------------------------------------------------------------------------


def now_at(site="01"):
    return whole_flow(board.people(site), site_protocol(site)).follow_up


@pytest.mark.proves("ground flow-adds-up")
def test_each_is_counted_by_what_is_recorded_and_the_rest_as_not_known_yet(included, actor):
    treated, dead, gone, objecting, late = (included(days) for days in (9, 9, 1, 1, 9))
    _given(treated, actor)
    actions.happen(actor("nurse"), treated, "treatment_stopped", Moment(now() - DAY))
    actions.happen(actor("nurse"), dead, "death", Moment(now() - DAY))
    for person, step in ((gone, consent.Step.WITHDRAW), (objecting, consent.Step.OBJECT)):
        actions.record_consent(actor(), person, consent.Taken(step, now()))
    actions.happen(actor("nurse"), late, "lost_to_follow_up", Moment(now() - HOUR))
    found = now_at()
    assert found.reconciles
    assert (found.included, found.objected, found.kept, found.dosed) == (5, 1, 4, 1)
    assert _said(found.not_dosed) == _said(found.left) == [
        ("Death", 1), ("Consent withdrawn (data kept)", 1), ("Lost to follow-up", 1),
    ]  # fmt: skip
    assert _said(found.meanwhile) == [("Ruxolitinib stopped", 1)]
    assert (found.awaiting, found.followed, found.outcome) == (0, 1, "P1")
    assert (found.assessed, found.undetermined, found.not_due) == (0, 3, 1)


def test_an_event_taken_back_no_longer_counts(included, actor):
    person = included(1)
    held = actions.happen(actor("nurse"), person, "death", Moment(now() - HOUR))
    assert now_at().gone == 1
    actions.take_back(actor("nurse"), held, "another patient")
    assert (now_at().gone, now_at().awaiting) == (0, 1)


def test_the_outcome_becomes_known_as_its_forms_say_it(included, actor):
    person = included(9)
    assert now_at().undetermined == 1
    at = with_offset(Moment(now() - 7 * DAY))
    sheet = open_sheet(actor("nurse"), person, "D7", "vital_status", "1.0")
    save(actor("nurse"), sheet, {"status": Typed("dead"), "died_at": Typed(at), "known_at": Typed(at)})
    assert (now_at().assessed, now_at().undetermined) == (1, 0)


@pytest.mark.proves("ground flow-adds-up")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_it_to_the_analysis_and_tells_it_in_words(language, included, user, client_of):
    included(9)
    client = client_of(user("nurse", "01"))
    client.cookies["django_language"] = language
    page = client.get("/sites/01/screening/flow/").content.decode()
    with translation.override(language):
        flow = whole_flow(board.people("01"), site_protocol("01"))
        drawn, lines = figure(flow), flow.lines
    told = re.search("<title>(.*?)</title>", drawn)[1]
    for what, count in lines:
        assert what.removeprefix("– ") in told and (not count or count in told)
        assert f">{what}</th><td>{count}</td>" in page
    assert ("no dose recorded yet" if language == "en" else "aucune prise enregistrée à ce jour") in told


def _given(person, actor):
    at = with_offset(Moment(now() - 2 * DAY))
    sheet = open_sheet(actor("nurse"), person, "unscheduled", "ruxolitinib", "1.0")
    save(actor("nurse"), sheet, {"given_at": Typed(at)})


def _said(counted):
    return [(text.en, count) for text, count in counted]
