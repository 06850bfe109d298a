"""The page of a consent: only what is possible now, only for whom it is allowed, each step one entry of the trail."""

from __future__ import annotations

import json

import pytest

from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import Basis, Continuation, Step, Taken
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.participants.typed_times import local, read_local, with_offset
from bedside.conduct.study.models import Setting
from bedside.conduct.trail.keeping import Act, keep
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, Moment, moment, now

EMERGENCY = [
    "emergency_no_consent_possible", "emergency_no_relative", "emergency_benefit_expected",
    "emergency_no_known_objection", "emergency_same_condition", "emergency_minimal_burden",
]  # fmt: skip


@pytest.fixture
def person(study, actor):
    return actions.screen(actor("nurse"), "01")


def shown(client, person):
    found = client.get(f"/participants/{person.code}/consent/")
    assert found.status_code == 200
    return found.content.decode()


def sent(client, person, status=302, **more):
    found = client.post(f"/participants/{person.code}/consent/", {"at": local(now()), **more})
    assert found.status_code == status, found.content.decode()[:3000]
    return found


def offered(page):
    return {step.value for step in Step if f'name="step" value="{step.value}"' in page}


def test_at_first_a_basis_or_a_refusal(person, user, client_of):
    page = shown(client_of(user("investigator", "01")), person)
    assert offered(page) == {"give", "refuse"}
    for route in ("patient", "attested", "relative", "emergency"):
        assert f'name="route" value="{route}"' in page


@pytest.mark.proves("law emergency-investigator")
def test_a_nurse_certifies_no_emergency(person, user, client_of):
    client = client_of(user("nurse", "01"))
    assert 'value="emergency"' not in shown(client, person)
    sent(client, person, 403, step="give", route="emergency", given=EMERGENCY)
    assert not ConsentStep.objects.exists()


@pytest.mark.proves("law emergency-conditions", "consent route emergency")
def test_an_emergency_certified_one_by_one_each_with_its_time(person, user, client_of):
    client = client_of(user("investigator", "01"))
    at = Moment(now() - HOUR)
    times = {f"at_{name}": local(Moment(at - i * 60_000_000)) for i, name in enumerate(EMERGENCY)}
    sent(client, person, 422, step="give", route="emergency", given=EMERGENCY[:-1], at=local(at), **times)
    events = Event.objects.count()
    sent(client, person, step="give", route="emergency", given=EMERGENCY, at=local(at), **times)
    assert Event.objects.count() == events + 1
    held = json.loads(ConsentStep.objects.get().given)
    assert set(held) == set(EMERGENCY) and len(set(held.values())) == len(EMERGENCY)
    page = shown(client, person)
    assert offered(page) == {
        "relative agrees", "relative refuses", "still unable", "continue", "decline", "die", "withdraw",
        "object",
    }  # fmt: skip


@pytest.mark.proves("law second-physician")
def test_a_second_physician_where_the_study_asks_for_one(person, user, client_of, actor):
    keep(Act(actor("administrator", ""), "set setting"), Setting(name=consent.SECOND_PHYSICIAN, value="on"))
    client = client_of(user("investigator", "01"))
    assert "second_physician" in shown(client, person)
    sent(client, person, 422, step="give", route="emergency", given=EMERGENCY)
    sent(client, person, step="give", route="emergency", given=[*EMERGENCY, "second_physician"])
    assert consent_of(person).lawful


@pytest.mark.proves("law form-versions", "law patient-signs", "consent route patient")
def test_the_version_of_the_information_is_named(person, user, client_of):
    client = client_of(user("nurse", "01"))
    signed = {"step": "give", "route": "patient", "given": "consent_signed_by_patient"}
    sent(client, person, 422, **signed)
    sent(client, person, document="2.1", **signed)
    assert ConsentStep.objects.get().document == "2.1"
    assert "2.1" in shown(client, person)


@pytest.mark.proves("law relative", "law no-name", "consent route relative")
def test_who_signed_is_a_relation_never_a_name(person, user, client_of):
    client = client_of(user("nurse", "01"))
    signed = {"step": "give", "route": "relative", "document": "1",
              "given": ["consent_signed_by_relative", "signatory_independent"]}  # fmt: skip
    sent(client, person, 422, signatory="Jean Dupont", **signed)
    sent(client, person, signatory="sibling", **signed)
    assert ConsentStep.objects.get().signatory == "sibling"


@pytest.mark.proves("law own-consent", "law reassessed-daily", "law attested")
def test_from_an_emergency_at_night_to_the_patients_own_consent(person, user, client_of):
    client = client_of(user("investigator", "01"))
    long_ago = Moment(now() - 3 * DAY)
    sent(client, person, step="give", route="emergency", given=EMERGENCY, at=local(long_ago))
    assert "look again today" in shown(client, person)
    sent(client, person, step="relative agrees", route="relative", document="1", signatory="parent",
         given=["consent_signed_by_relative", "signatory_independent"], at=local(Moment(now() - 2 * DAY)))  # fmt: skip
    sent(client, person, step="still unable", at=local(Moment(now() - HOUR)))
    assert "look again today" not in shown(client, person)
    sent(client, person, step="continue", route="attested", document="1", signatory="other relative",
         given=["consent_attested", "signatory_independent"])  # fmt: skip
    state = consent_of(person)
    assert (state.lawful, state.continuation) == (True, Continuation.SIGNED)
    assert ConsentStep.objects.count() == 4


@pytest.mark.parametrize("step", ["withdraw", "object", "continue", "die"])
def test_nothing_follows_a_refusal(step, person, user, client_of):
    client = client_of(user("nurse", "01"))
    sent(client, person, step="refuse")
    assert offered(shown(client, person)) == set()
    sent(client, person, 422, step=step, route="patient", document="1", given="consent_signed_by_patient")
    assert consent_of(person).basis is Basis.REFUSED


@pytest.mark.parametrize("sent_", [{"step": "nonsense"}, {"step": "refuse", "at": "yesterday"}, {"step": ""}])
def test_what_cannot_be_read_is_refused_in_words(sent_, person, user, client_of):
    found = sent(client_of(user("nurse", "01")), person, 422, **sent_)
    assert "Traceback" not in found.content.decode()
    assert not ConsentStep.objects.exists()


def test_time_to_come_is_refused(person, user, client_of):
    sent(client_of(user("nurse", "01")), person, 422, step="refuse", at=local(Moment(now() + DAY)))


@pytest.mark.parametrize(("before", "told"), [(2 * HOUR, False), (23 * HOUR, False), (6 * DAY, True)])
def test_a_consent_of_days_before_the_screening_is_kept_and_asked_about(before, told, person, user, client_of):
    """A wrong day is the commonest mistake in a consent."""
    client = client_of(user("investigator", "01"))
    at = local(Moment(person.event.at_us - before - HOUR // 2))
    sent(client, person, step="refuse", at=at)
    assert ("144 h before this screening was opened." in shown(client, person)) is told
    assert person.consent_steps.count() == 1


@pytest.mark.proves("inspection sponsor-writes-nothing")
def test_readers_are_offered_nothing(person, user, client_of):
    client = client_of(user("monitor", "01"))
    assert offered(shown(client, person)) == set()
    sent(client, person, 403, step="refuse")


def test_the_page_is_in_french_too(person, user, client_of):
    client = client_of(user("investigator", "01"))
    client.cookies["django_language"] = "fr"
    page = shown(client, person)
    assert "Une base légale est donnée" in page and "pas encore de base légale" in page
    assert "A lawful basis" not in page


@pytest.mark.proves("criterion I5", "consent route patient")
def test_what_the_consent_certified_answers_the_criterion(person, actor):
    from bedside.conduct.casebook.charts import chart_of

    given = frozenset({"consent_signed_by_patient"})
    actions.record_consent(actor("nurse"), person, Taken(Step.GIVE, now(), "patient", "1", given))
    assert chart_of(Person.objects.get(pk=person.pk)).facts["consent_signed_by_patient"]


@pytest.mark.parametrize(
    ("language", "told", "untrue"),
    [("en", "nothing was asked yet", "nothing left to ask"), ("fr", "rien n’a encore été demandé", "rien de plus à")],
)
def test_before_anybody_was_asked_it_is_not_said_that_nothing_is_left_to_ask(
    language, told, untrue, person, user, client_of
):
    client = client_of(user("investigator", "01"))
    client.cookies["django_language"] = language
    page = shown(client, person)
    assert page.count(f"<dd>{told}</dd>") == 2 and untrue not in page  # the patient, and the relatives
    sent(client, person, step="refuse")
    assert told not in shown(client, person) and untrue not in shown(client, person)


# --- the sites' clock ---------------------------------------------------------------------------------------------


def test_times_are_read_and_shown_on_the_sites_clock():
    at = moment("2026-11-22T08:05")
    assert local(at) == "2026-11-22T09:05"
    assert read_local("2026-11-22T09:05", "test") == at
    assert read_local(with_offset(at), "test") == at
    assert read_local("2026-07-01T09:05", "test") == moment("2026-07-01T07:05")


@pytest.mark.parametrize("text", ["", "now", "22/11/2026", "2026-03-29T02:30"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UsageError):
        read_local(text, "test")
