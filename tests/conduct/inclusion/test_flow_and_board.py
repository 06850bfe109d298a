"""The screening log's flow adds up whatever happened; the day's board says what is due and what is late."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.inclusion.actions import leave_out
from bedside.conduct.inclusion.timeline import Progress, timeline
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.models import Happened
from bedside.conduct.participants.reading import died_at, happened_of, to_renew
from bedside.conduct.participants.typed_times import local_now
from bedside.conduct.today import board
from bedside.conduct.today.flow import flow_of
from bedside.conduct.today.flow_figure import WholeFlow, figure
from bedside.conduct.today.follow_up import follow_up_of
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.wording import Text

OTHER = Text("another reason", "autre motif")


class Ended:
    """Somebody as the flow sees them."""

    def __init__(self, end: str | None) -> None:
        if end == "enrolled":
            self.enrolled = object()
        elif end is not None:
            self.not_enrolled = type("End", (), {"criteria": end})()


@pytest.mark.proves("ground flow-adds-up")
@given(
    st.lists(
        st.none()
        | st.just("enrolled")
        | st.lists(st.sampled_from(["I1", "E5", "E13", "gone"]), max_size=3).map(" ".join)
    )
)
def test_the_flow_always_adds_up(ends):
    flow = flow_of([Ended(end) for end in ends], _protocol(), OTHER)
    assert flow.reconciles
    assert flow.screened == len(ends)
    assert flow.enrolled == ends.count("enrolled")
    assert flow.undecided == ends.count(None)
    assert flow.out == len(ends) - flow.enrolled - flow.undecided


@pytest.mark.proves("ground flow-adds-up")
def test_each_is_counted_once_at_the_first_criterion_of_the_protocol():
    flow = flow_of([Ended("E13 E5"), Ended("E5"), Ended("")], _protocol(), OTHER)
    assert [(text.en.split()[0], count) for text, count in flow.left_out] == [("E5", 2), ("another", 1)]


def test_the_flow_is_told_in_words(study):
    with translation.override("en"):
        screened = flow_of([Ended(None), Ended("enrolled")], _protocol(), OTHER)
        svg = figure(WholeFlow(screened, follow_up_of([], _protocol(), OTHER), 1))
    assert "Screened: 2. left out: 0. in screening: 1. enrolled: 1." in svg


@cache
def _protocol():
    from bedside.protocol.loading import load

    return load("jakahdi")


# --- the board ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("law reassessed-daily", "law own-consent")
def test_a_consent_to_be_sought_is_due_and_late_after_a_day(included, actor):
    fresh, old = included(0), included(3)
    found = {each.person.code: each for each in board.seeking(board.people("01"))}
    assert not found[fresh.code].overdue and found[old.code].overdue
    assert (found[old.code].days, found[old.code].relatives) == (3, False)
    actions.record_consent(actor("nurse"), old, consent.Taken(consent.Step.STILL_UNABLE, now()))
    again = {each.person.code: each for each in board.seeking(board.people("01"))}
    assert not again[old.code].overdue and again[old.code].hours == 0


def test_nothing_is_sought_of_somebody_who_decided_for_themselves(included):
    included(3, "patient")
    assert board.seeking(board.people("01")) == []


@pytest.mark.proves("law relatives-meanwhile")
def test_relatives_are_to_be_asked_after_an_emergency(included):
    included(0, "emergency")
    assert board.seeking(board.people("01"))[0].relatives


def test_the_late_days_of_a_daily_visit_are_one_line_and_the_longest_late_comes_first(included):
    included(9)
    found = board.assessments(board.people("01"))
    daily = [each for each in found if each.visit.daily and each.late]
    assert len(daily) == 1 and len(daily[0].visits) > 3
    late = [each.left for each in found if each.late]
    assert late == sorted(late, reverse=True) and found[0].late


@pytest.mark.proves("ground schedule")
def test_leaving_intensive_care_ends_the_daily_visits(included, actor):
    person = included(9)
    before = {each.due.day for each in timeline(person).visits if each.daily}
    actions.happen(actor("nurse"), person, "icu_discharge", Moment(now() - 5 * DAY))
    after = {each.due.day for each in timeline(person).visits if each.daily}
    assert 12 in before and max(after) == 4
    assert any(each.due.visit == "icu_discharge" for each in timeline(person).visits)


@pytest.mark.proves("ground schedule")
def test_death_leaves_only_what_it_asks_and_what_is_past(included, actor):
    person = included(9)
    actions.happen(actor("nurse"), person, "death", Moment(now() - HOUR))
    due = timeline(person).visits
    assert not [each for each in due if each.progress is Progress.TO_COME]
    died = died_at(person)
    before = [each for each in due if each.due.day is not None]
    assert before and all(each.due.closes <= died for each in before), "nobody is assessed after their death"
    asked = {each.visit.progress for each in board.assessments([person]) if each.visit.due.day is not None}
    assert asked == {Progress.OVERDUE}
    assert [form.form.id for each in due if each.due.visit == "death" for form in each.forms] == [
        "vital_status", "stays", "end_of_study",
    ]  # fmt: skip
    assert board.seeking([person])[0].died


@pytest.mark.proves("ground schedule", "law ends-distinct")
def test_a_withdrawal_ends_what_is_due_and_is_recorded_once(included, actor):
    person = included(1)
    with pytest.raises(UsageError, match="consent"):
        actions.happen(actor("nurse"), person, "consent_withdrawn", now())
    actions.record_consent(actor("nurse"), person, consent.Taken(consent.Step.WITHDRAW, now()))
    assert [each.event for each in happened_of(person)] == ["consent_withdrawn"]
    assert not [each for each in timeline(person).visits if each.progress is Progress.TO_COME]


@pytest.mark.proves("law ends-distinct")
@pytest.mark.parametrize(
    ("step", "said"),
    [(consent.Step.WITHDRAW, "Consent withdrawn"), (consent.Step.DECLINE, "The patient declines to go on")],
)
def test_who_declines_to_go_on_did_not_withdraw(step, said, included, actor, user, client_of):
    """The schedule has one event for both; the pages say which it was, and no basis is given and none at once."""
    person, client = included(1), client_of(user("nurse", "01"))
    actions.record_consent(actor("nurse"), person, consent.Taken(step, now()))
    timeline_ = client.get(f"/participants/{person.code}/timeline/").content.decode()
    assert f"<strong>{said}" in timeline_
    assert ("Consent withdrawn" in timeline_) == (step is consent.Step.WITHDRAW)
    page = client.get(f"/participants/{person.code}/consent/").content.decode()
    assert "the lawful basis has ended" in page and "given, and in force no longer" in page
    assert "no lawful basis" not in page and "lawful basis given" not in page


@pytest.mark.proves("ground schedule", "law ends-distinct")
def test_stopping_the_treatment_leaves_everything_due(included, actor):
    person = included(1)
    before = {(each.due.visit, each.due.day) for each in timeline(person).visits}
    actions.happen(actor("nurse"), person, "treatment_stopped", now())
    after = {(each.due.visit, each.due.day) for each in timeline(person).visits}
    assert before < after


def test_an_event_recorded_by_mistake_no_longer_counts_and_stays_written(included, actor, user, client_of):
    person = included(1)
    before = [each.due for each in timeline(person).visits]
    held = actions.happen(actor("nurse"), person, "death", now())
    client = client_of(user("nurse", "01"))
    address = f"/participants/{person.code}/timeline/"
    assert client.post(address, {"take_back": held.pk, "reason": " "}).status_code == 422
    assert client.post(address, {"take_back": held.pk, "reason": "another patient"}).status_code == 302
    assert client.post(address, {"take_back": held.pk, "reason": "again"}).status_code == 422
    assert [each.due for each in timeline(person).visits] == before
    assert Happened.objects.count() == 1
    assert "taken back" in client.get(address).content.decode()


@pytest.mark.parametrize(("what", "at"), [("death", -2 * DAY), ("death", DAY), ("party", 0)])
def test_an_event_that_cannot_be_is_refused_and_leaves_nothing(what, at, included, user, client_of):
    from bedside.conduct.participants.typed_times import local

    person = included(0.5)
    client = client_of(user("nurse", "01"))
    before = Event.objects.count()
    sent = {"what": what, "at": local(Moment(now() + at))}
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 422
    assert Event.objects.count() == before


def test_events_are_recorded_on_the_timeline_once(included, user, client_of):
    person = included(0.5)
    client = client_of(user("nurse", "01"))
    sent = {"what": "death", "at": local_now()}
    before = Event.objects.count()
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 302
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 422
    assert Event.objects.count() == before + 1
    assert "Death" in client.get(f"/participants/{person.code}/timeline/").content.decode()


def test_nothing_is_planned_before_enrolment(running, actor, user, client_of):
    person = actions.screen(actor("nurse"), "01")
    client = client_of(user("nurse", "01"))
    assert (
        "Nothing is planned before enrolment" in client.get(f"/participants/{person.code}/timeline/").content.decode()
    )
    assert client.get(f"/participants/{person.code}/preview/").status_code == 422
    assert client.get(f"/participants/{person.code}/slip.pdf").status_code == 422


@pytest.mark.proves("outcome P1")
def test_the_primary_outcome_says_why_it_is_not_known_yet(included, user, client_of):
    person = included(1)
    from bedside.conduct.inclusion.preview import preview

    (found,) = preview(person)
    assert found.tone == "open" and found.outcome.id == "P1"
    named = {part.text.en: part for part in found.parts}
    assert len(named) == 3
    assert [part.known for part in found.parts].count(True) == 1  # the SOFA at inclusion
    assert all(part.early and part.why for part in found.parts if not part.known)
    shown = client_of(user("nurse", "01")).get(f"/participants/{person.code}/preview/").content.decode()
    assert "not before" in shown


@pytest.mark.proves("outcome P1")
def test_death_by_day_7_is_a_failure(included, actor):
    from bedside.conduct.inclusion.preview import preview

    person = included(9)
    _die(person, actor, days=3)
    (found,) = preview(person)
    assert found.tone == "bad"


@pytest.mark.proves("outcome P1")
def test_a_death_that_no_form_says_yet_is_told_beside_the_outcome(included, actor, user, client_of):
    from bedside.conduct.inclusion.preview import preview, unsaid
    from bedside.conduct.participants.actions import happen

    person, client = included(9), client_of(user("nurse", "01"))
    happen(actor("nurse"), person, "death", Moment(now() - 3 * DAY))
    (told,) = unsaid(person)
    assert [form.en for form, _ in told.forms] == ["Vital status"]
    shown = client.get(f"/participants/{person.code}/preview/").content.decode()
    assert "not counted here before these forms say it" in shown and told.forms[0][1] in shown
    _die(person, actor, days=3, visit="death")
    assert unsaid(person) == () and preview(person)[0].tone == "bad"


def _die(person, actor, days, visit="D7"):
    from bedside.conduct.casebook.actions import Typed, open_sheet, save
    from bedside.conduct.participants.typed_times import with_offset

    at = with_offset(Moment(now() - days * DAY))
    sheet = open_sheet(actor("nurse"), person, visit, "vital_status", "1.0")
    save(actor("nurse"), sheet, {"status": Typed("dead"), "died_at": Typed(at), "known_at": Typed(at)})


def test_the_site_pages_count_what_there_is(included, user, client_of, actor):
    included(9)
    person = actions.screen(actor("nurse"), "01")
    leave_out(actor("nurse"), actions.screen(actor("nurse"), "01"), ["E5"])
    client = client_of(user("nurse", "01"))
    for language, late, seen in (("en", "overdue by", "Patients in screening"), ("fr", "en retard de", "Patients en")):
        client.cookies["django_language"] = language
        today = client.get("/sites/01/").content.decode()
        assert late in today and seen in today and person.code in today
    log = client.get("/sites/01/screening/").content.decode()
    flow = client.get("/sites/01/screening/flow/").content.decode()
    assert 'hx-get="/sites/01/screening/flow/"' in log
    assert "Présélectionnés\u00a0: 3." in flow and log.count('<tr><th scope="row"><a') == 3
    assert client.get("/sites/01/participants/?q=01-001").status_code == 302
    assert "01-001" in client.get("/sites/01/participants/").content.decode()
    assert client.get("/sites/99/").status_code in (403, 422)


def test_a_new_screening_is_opened_from_the_page(running, user, client_of):
    client = client_of(user("nurse", "01"))
    before = Event.objects.count()
    found = client.post("/sites/01/screening/new/")
    assert found.status_code == 302 and found["Location"] == "/participants/01-S001/"
    assert Event.objects.count() == before + 1
    assert client.get("/sites/01/screening/new/").status_code == 405


def test_nobody_is_asked_anew_without_an_amendment(included):
    assert to_renew(included(0)) == ""


@pytest.mark.proves("law consent-anew")
def test_an_amendment_that_asks_for_consent_anew_holds_only_once_it_is_given(included, running, actor):
    from bedside.conduct.participants.reading import protocol_for
    from bedside.conduct.study import actions as study_actions

    person = included(2, "patient")
    # The first version is the one the trial is loaded with; the others are the same text under numbers of their own.
    for number, reconsent, expected in (("1.5", False, ("", "1.5")), ("2.0", True, ("2.0", "1.5"))):
        version = study_actions.add_version(
            actor("data manager", ""), replace(running.protocol, version=number), reconsent
        )
        study_actions.approve(actor("data manager", ""), version, "01", "2020-01-02")
        assert (to_renew(person), protocol_for(person).version) == expected
    assert board.seeking(board.people("01"))[0].renew == "2.0"
    again = consent.Taken(consent.Step.RENEW, now(), "patient", "2", frozenset({"consent_signed_by_patient"}))
    actions.record_consent(actor("nurse"), person, again, version="2.0")
    assert (to_renew(person), protocol_for(person).version) == ("", "2.0")
    assert board.seeking(board.people("01")) == []
