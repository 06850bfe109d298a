"""Consent that was recorded wrongly, and consent around a death: what is put right, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.charts import certified
from bedside.conduct.inclusion.timeline import timeline
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import Basis, ConsentError, Continuation, Data, Part, Relative, Step, Taken
from bedside.conduct.participants.models import ConsentStep, ConsentTakenBack
from bedside.conduct.participants.reading import consent_of, protocol_for, steps_of
from bedside.conduct.participants.typed_times import local, read_local
from bedside.conduct.study.actions import approve
from bedside.conduct.study.models import Version
from bedside.conduct.today.board import people, seeking
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, moment, now

OWN = {"route": "patient", "document": "1.0", "given": frozenset({"consent_signed_by_patient"})}
"""The patient's own signature."""


def ago(hours: float) -> Moment:
    return Moment(now() - int(hours * HOUR))


def the_step(person, step):
    return person.consent_steps.get(step=step.value)


def told(client, person, **posted):
    """What a page says of a step, in French."""
    client.cookies["django_language"] = "fr"
    return client.post(f"/participants/{person.code}/consent/", posted)


# --- taken back --------------------------------------------------------------------------------------------------


@pytest.mark.proves("law ends-distinct", "law consent-corrected")
@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.OBJECT])
def test_what_was_clicked_for_the_wrong_person_is_taken_back_and_stays_in_the_trail(step, included, actor):
    person = included(3)
    before, due = consent_of(person), len(timeline(person).visits)
    actions.record_consent(actor("nurse"), person, Taken(step, ago(1)))
    assert not consent_of(person).lawful and len(timeline(person).visits) < due
    actions.take_back_consent(actor("nurse"), the_step(person, step), "meant for another participant")
    assert consent_of(person) == before and len(timeline(person).visits) == due
    assert the_step(person, step).event.action == "record consent"
    last = Event.objects.order_by("-number").filter(action="take back consent").get()
    assert (last.participant, last.reason) == (person.code, "meant for another participant")


def test_a_reason_is_asked_and_once_is_enough(included, actor):
    person = included(3)
    actions.record_consent(actor("nurse"), person, Taken(Step.WITHDRAW, ago(1)))
    step = the_step(person, Step.WITHDRAW)
    with pytest.raises(UsageError, match="no reason"):
        actions.take_back_consent(actor("nurse"), step, " ")
    actions.take_back_consent(actor("nurse"), step, "by mistake")
    with pytest.raises(UsageError, match="already"):
        actions.take_back_consent(actor("nurse"), step, "by mistake")


def test_what_followed_holds_where_it_could_follow(included, actor):
    person = included(3)
    actions.record_consent(actor("nurse"), person, Taken(Step.CONTINUE, ago(2), **OWN))
    actions.record_consent(actor("nurse"), person, Taken(Step.WITHDRAW, ago(1)))
    actions.take_back_consent(actor("nurse"), the_step(person, Step.CONTINUE), "another patient signed")
    state = consent_of(person)  # who goes without having been asked goes all the same
    assert (state.part, state.continuation) == (Part.WITHDRAWN, Continuation.SOUGHT)


@pytest.mark.proves("law consent-corrected")
def test_the_basis_of_an_inclusion_gets_another_time_and_is_not_taken_away(included, actor):
    person = included(3)
    given_ = the_step(person, Step.GIVE)
    with pytest.raises(ConsentError, match="enrolled on this basis"):
        actions.take_back_consent(actor(), given_, "the form is of another patient")
    right = Moment(given_.at_us - HOUR)
    actions.take_back_consent(actor(), given_, "12:05 on the paper, not 13:05", right)
    assert consent_of(person).since == right
    assert [step.at_us for step in steps_of(person)] == [right]
    assert {fact.start for fact in certified(person)} == {right}, "the criteria know the right time"
    held = steps_of(person)[0]
    assert (held.signatory, held.document, held.version) == (given_.signatory, given_.document, given_.version)


def test_a_time_is_not_moved_past_what_followed(included, actor):
    person = included(3)
    actions.record_consent(actor(), person, Taken(Step.CONTINUE, ago(2), **OWN))
    rows = ConsentStep.objects.count(), ConsentTakenBack.objects.count()
    with pytest.raises(ConsentError):
        actions.take_back_consent(actor(), the_step(person, Step.GIVE), "later", ago(1))
    with pytest.raises(ConsentError, match="not come yet"):
        actions.take_back_consent(actor(), the_step(person, Step.CONTINUE), "later", Moment(now() + DAY))
    assert (ConsentStep.objects.count(), ConsentTakenBack.objects.count()) == rows


@pytest.mark.parametrize(
    ("role", "status"), [("nurse", 302), ("investigator", 302), ("monitor", 403), ("inspector", 403)]
)
def test_on_the_page_by_those_who_record_consent(role, status, included, actor, user, client_of):
    person = included(3)
    actions.record_consent(actor("nurse"), person, Taken(Step.WITHDRAW, ago(1)))
    client = client_of(user(role, "" if role == "inspector" else "01"))
    sent = {"take_back": the_step(person, Step.WITHDRAW).pk, "reason": "meant for another participant"}
    assert client.post(f"/participants/{person.code}/consent/", sent).status_code == status
    page = client.get(f"/participants/{person.code}/consent/").content.decode()
    assert ("<s>Withdraws; data are kept</s> (taken back)" in page) == (status == 302)
    assert consent_of(person).lawful == (status == 302)


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999"])
def test_a_step_that_is_not_this_persons_is_refused_in_french(number, included, user, client_of):
    found = told(client_of(user("nurse", "01")), included(3), take_back=number, reason="x")
    assert found.status_code == 422 and "il n’y a pas de telle étape." in found.content.decode()


# --- around a death ----------------------------------------------------------------------------------------------


@pytest.mark.proves("law own-consent", "law consent-corrected")
@pytest.mark.parametrize("step", sorted(consent.OF_THE_LIVING - {Step.GIVE, Step.REFUSE}))
def test_the_dead_decide_nothing(step, included, actor):
    person = included(3, "emergency")
    actions.happen(actor(), person, "death", ago(4))
    routes = consent.routes_for(protocol_for(person), step)
    (route, *_) = [*(routes if step is not Step.RENEW else routes[::-1]), None]  # nobody who decides is asked for
    certified_ = frozenset(group[0] for group in route.needs) if route else frozenset()
    taken = Taken(step, ago(2), route.id if route else "", "1.0", certified_)
    with pytest.raises(ConsentError, match="after the death that is recorded"):
        actions.record_consent(actor(), person, taken, "child")
    actions.record_consent(actor(), person, taken.moved(ago(5)), "child")  # said before, written down later


@pytest.mark.proves("law ends-distinct")
def test_a_death_ends_the_asking_and_leaves_the_objection(included, actor, user, client_of):
    person = included(3, "emergency")
    actions.happen(actor(), person, "death", ago(4))
    (card,) = seeking(people("01"))
    assert card.died
    client = client_of(user("nurse", "01"))
    page = client.get(f"/participants/{person.code}/consent/").content.decode()
    assert "The death is recorded" in page and page.index('value="die"') < page.index('value="still unable"')
    french = told(client, person, step="continue", at=local(ago(1)), **{**OWN, "given": list(OWN["given"])})
    assert "ceci est après le décès qui est consigné." in french.content.decode()
    actions.record_consent(actor(), person, Taken(Step.DIE, ago(4)))
    state = consent_of(person)
    assert (state.continuation, state.relative) == (Continuation.DIED_BEFORE, Relative.NOT_CONCERNED)
    assert not seeking(people("01"))
    actions.record_consent(actor(), person, Taken(Step.OBJECT, ago(1)))
    assert consent_of(person).data is Data.OBJECTED


# --- times and signatures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "refused"), [(-1, True), (0, False), (1, False)])
def test_no_consent_before_the_site_had_the_protocol(days, refused, study, actor):
    first = datetime.date(2026, 3, 2)
    approve(actor("data manager"), Version.objects.get(version=study.protocol.version), "01", first.isoformat())
    person = actions.screen(actor("nurse"), "01")
    day = first + datetime.timedelta(days=days)
    taken = Taken(Step.GIVE, read_local(f"{day}T00:30", "consent"), **OWN)
    if refused:
        with pytest.raises(ConsentError, match="no version of the protocol was in force then"):
            actions.record_consent(actor(), person, taken)
    else:
        actions.record_consent(actor(), person, taken)
    assert (consent_of(person).basis is Basis.GIVEN) != refused


@pytest.mark.proves("law attested", "law relative")
@pytest.mark.parametrize("route", ["attested", "relative"])
def test_whoever_signs_for_the_patient_is_said_to_be_who(route, study, actor):
    person = actions.screen(actor("nurse"), "01")
    needs = next(each.needs for each in study.protocol.consent_routes if each.id == route)
    taken = Taken(Step.GIVE, ago(1), route, "1.0", frozenset(group[0] for group in needs))
    with pytest.raises(ConsentError, match="nobody is said to have signed"):
        actions.record_consent(actor(), person, taken)
    assert consent_of(actions.record_consent(actor(), person, taken, "spouse or partner").person).lawful


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59-23:00", "", "yesterday"])
def test_a_time_outside_the_calendar_is_refused_in_french(typed, study, actor, user, client_of):
    person = actions.screen(actor("nurse"), "01")
    found = told(client_of(user("nurse", "01")), person, step="refuse", at=typed)
    assert found.status_code == 422 and "n’est pas une heure." in found.content.decode()


@settings(max_examples=200)
@given(st.datetimes())
def test_every_minute_of_the_calendar_is_read_or_refused(at):
    typed = at.isoformat(timespec="minutes")
    try:
        found = read_local(typed, "consent")
    except UsageError:
        return
    assert abs(found - moment(typed)) <= 15 * HOUR and local(found) == typed
