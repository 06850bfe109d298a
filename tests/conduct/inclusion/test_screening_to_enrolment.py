"""From the first look at somebody to their number, through the pages, on both trials."""

from __future__ import annotations

import pytest

from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.models import Deviation, Enrolled, NotEnrolled, Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.participants.typed_times import local, local_now, read_local
from bedside.conduct.registers.breaches import KINDS
from bedside.conduct.study import actions as study_actions
from bedside.conduct.study.statuses import Status
from bedside.conduct.trail.models import Event
from bedside.protocol.estimands import FOUND_INELIGIBLE
from bedside.values.moment import HOUR, Moment, now

SIGNED = {"step": "give", "route": "patient", "document": "1.0", "given": "consent_signed_by_patient"}


def screened(client, site, source, facts, actor):
    """Somebody in screening with records of a source, found through the page."""
    person = actions.screen(actor("nurse", site), site, source, "stay-1", facts)
    assert person.code in client.get(f"/sites/{site}/screening/").content.decode()
    return person


def page(client, person, rest="", status=200):
    found = client.get(f"/participants/{person.code}/{rest}")
    assert found.status_code == status, found.content.decode()[:2000]
    return found.content.decode()


def answered(client, person, answers, status=302, **more):
    sent = {f"q-{name}": value for name, value in answers.items()} | {"answered_at": local_now()} | more
    found = client.post(f"/participants/{person.code}/answers/", sent)
    assert found.status_code == status, found.content.decode()[:2000]


def consented(client, person, sent, status=302):
    found = client.post(f"/participants/{person.code}/consent/", {"at": local_now(), **sent})
    assert found.status_code == status, found.content.decode()[:3000]


@pytest.mark.proves("ground enrolment-gate", "law code-site-number", "ground another-trial")
@pytest.mark.parametrize(
    ("trial", "site", "signed"),
    [
        ("jakahdi", "01", SIGNED),
        ("adrenal", "02", {"step": "give", "route": "local_law", "document": "2", "given": "consent_given",
                           "signatory": "parent"}),
    ],
)  # fmt: skip
def test_screening_to_enrolment_through_the_pages(trial, site, signed, adrenal, eligible, user, client_of, actor):
    client = client_of(user("investigator", site))
    patient = eligible(trial)
    person = screened(client, site, "hospital", patient.facts, actor)
    before = page(client, person)
    waiting = {unknown.name for each in standing(person).criteria for unknown in each.meaning.unknown}
    assert waiting & set(patient.answers)
    for question in patient.answers:
        assert (f'name="q-{question}"' in before) == (question in waiting), question
    assert client.post(f"/participants/{person.code}/enrol/", {"at": local_now()}).status_code == 422
    answered(client, person, patient.answers)
    consented(client, person, signed)
    assert standing(person).eligible
    assert f"/participants/{person.code}/enrol/" in page(client, person)
    events = Event.objects.count()
    done = client.post(f"/participants/{person.code}/enrol/", {"at": local_now()})
    assert done.status_code == 302, done.content.decode()[:3000]
    held = Enrolled.objects.get(person=person)
    assert held.number == f"{site}-001"
    assert Event.objects.count() == events + 1
    assert Event.objects.order_by("-number").first().kept_in == "participants_enrolled"
    timeline = page(client, person, "timeline/")
    assert "<svg" in timeline
    page(client, person, "preview/")
    slip = client.get(f"/participants/{person.code}/slip.pdf")
    assert slip.content.startswith(b"%PDF")
    board = client.get(f"/sites/{site}/").content.decode()
    assert held.number in board
    assert client.post(f"/participants/{person.code}/enrol/", {"at": local_now()}).status_code == 422


@pytest.mark.proves("criterion *")
def test_every_criterion_is_on_the_page_in_the_records_words(running, eligible, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01", facts=eligible().facts)
    shown = page(client, person)
    from django.utils.html import escape

    for criterion in running.protocol.criteria:
        assert escape(criterion.sentence) in shown, criterion.id
    for score in ("SOFA", "HScore", "HLH-2004"):
        assert score in shown


def test_a_nurse_answers_and_does_not_enrol(running, eligible, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    patient = eligible()
    person = actions.screen(actor("nurse"), "01", facts=patient.facts)
    answered(client, person, patient.answers)
    consented(client, person, SIGNED)
    assert f"/participants/{person.code}/enrol/" not in page(client, person)
    assert client.post(f"/participants/{person.code}/enrol/", {"at": local_now()}).status_code == 403
    assert not Enrolled.objects.exists()


@pytest.mark.proves("inspection sponsor-writes-nothing", "inspection inspector-writes-nothing")
@pytest.mark.parametrize("role", ["monitor", "statistician", "inspector", "data manager", "safety officer"])
def test_who_only_reads_is_offered_nothing_and_refused(role, running, user, client_of, actor):
    site = "01" if role == "monitor" else ""
    client = client_of(user(role, site))
    person = actions.screen(actor("nurse"), "01")
    shown = page(client, person)
    assert "/leave-out/" not in shown and "/enrol/" not in shown
    before = Event.objects.filter(participant=person.code).count()
    for address in ("answers/", "enrol/", "leave-out/", "ineligible/"):
        sent = {"at": local_now(), "answered_at": local_now()}
        assert client.post(f"/participants/{person.code}/{address}", sent).status_code == 403
    assert client.post("/sites/01/screening/new/").status_code == 403
    assert client.post(f"/participants/{person.code}/consent/", {"at": local_now(), **SIGNED}).status_code == 403
    assert Event.objects.filter(participant=person.code, kept_in__gt="").count() == 1
    assert Event.objects.filter(participant=person.code).count() >= before


@pytest.mark.proves("ground other-sites")
@pytest.mark.parametrize("rest", ["", "consent/", "timeline/", "preview/", "slip.pdf"])
def test_people_of_another_site_are_not_shown(rest, running, user, client_of, actor):
    person = actions.screen(actor("nurse"), "01")
    page(client_of(user("investigator", "02")), person, rest, status=403)


@pytest.mark.parametrize("address", ["/sites/01/", "/sites/01/screening/", "/sites/01/participants/"])
def test_the_pages_of_another_site_are_not_shown(address, running, user, client_of):
    assert client_of(user("investigator", "02")).get(address).status_code == 403
    assert client_of(user("investigator", "01")).get(address).status_code == 200


# --- what is in the way --------------------------------------------------------------------------------------


@pytest.fixture
def ready(running, eligible, actor):
    """ready(without, at): somebody for whom everything is there, but for what is named."""
    from bedside.conduct.inclusion import questions

    def made(without=(), answers=None, consent_given=True):
        patient = eligible(without=without)
        person = actions.screen(actor("nurse"), "01", "hospital", f"s{Person.objects.count()}", patient.facts)
        given = {**patient.answers, **(answers or {})}
        questions.answer(actor("nurse"), person, running.protocol, given, Moment(now() - HOUR // 60), "")
        if consent_given:
            taken = consent.Taken(consent.Step.GIVE, Moment(now() - HOUR // 60), "patient", "1.0",
                                  frozenset({"consent_signed_by_patient"}))  # fmt: skip
            actions.record_consent(actor("nurse"), person, taken)
        return Person.objects.get(pk=person.pk)

    return made


def refused(person, actor, at=None):
    from bedside.conduct.inclusion.actions import NotEligible, enrol

    before = Event.objects.count()
    with pytest.raises(NotEligible) as error:
        enrol(actor(), person, at or now())
    assert Event.objects.count() == before
    return [reason.en for reason in error.value.reasons]


@pytest.mark.proves("ground enrolment-gate")
def test_an_exclusion_criterion_is_in_the_way(ready, actor):
    said = refused(ready(answers={"lactose_intolerance": "yes"}), actor)
    assert len(said) == 1 and said[0].startswith("E5")


@pytest.mark.proves("ground enrolment-gate")
def test_an_answer_that_cannot_be_told_is_in_the_way(ready, actor):
    assert [each[:3] for each in refused(ready(answers={"moribund": "cannot tell"}), actor)] == ["E1 "]


@pytest.mark.proves("ground enrolment-gate")
def test_what_was_not_measured_is_in_the_way(ready, actor):
    assert any(each.startswith("I1") for each in refused(ready(without=("age",)), actor))


@pytest.mark.proves("law basis-first", "ground enrolment-gate")
def test_without_a_lawful_basis_nobody_is_enrolled(ready, actor):
    said = refused(ready(consent_given=False), actor)
    assert "there is no lawful basis (consent)" in said


@pytest.mark.proves("law basis-first", "ground enrolment-gate")
@pytest.mark.parametrize("said", ["yes", "no"])
def test_only_the_consent_answers_its_own_questions(said, ready, actor, protocol):
    """Typed in the casebook they enter no chart; where they say otherwise than the consent, somebody is asked."""
    from bedside.conduct.casebook.actions import Typed, save
    from bedside.conduct.casebook.charts import known_of
    from bedside.conduct.monitoring.finding import violated
    from bedside.conduct.participants.consent import questions_of

    asked = questions_of(protocol)
    for given in (False, True):
        person = ready(consent_given=given)
        before = {each: fact for each, fact in known_of(person).chart.facts.items() if each in asked}
        (sheet,) = person.sheets.filter(form="eligibility")
        items = [item.id for item in protocol.form("eligibility").items if item.variable in asked]
        save(actor("nurse"), sheet, {item: Typed(said) for item in items})
        person = Person.objects.get(pk=person.pk)
        chart = known_of(person).chart
        assert {each: fact for each, fact in chart.facts.items() if each in asked} == before
        assert bool(before) == given
        assert standing(person).eligible == given
        found = {each.item for each in violated(person) if each.rule == "consent"}
        assert found == {item for item in items if (item in before) != (said == "yes")}


def test_answers_without_a_time_are_of_the_moment_at_which_they_are_saved(running, eligible, user, client_of, actor):
    """A page that stayed open proposes no time that has passed since."""
    person, client = actions.screen(actor("nurse"), "01"), client_of(user("nurse", "01"))
    shown = page(client, person)
    assert 'name="answered_at" value=""' in shown
    before = read_local(local_now(), "")
    sent = {f"q-{name}": value for name, value in eligible().answers.items()} | {"answered_at": ""}
    assert client.post(f"/participants/{person.code}/answers/", sent).status_code == 302
    (entry,) = person.sheets.get(form="eligibility").entries.filter(item="answered_at")
    assert before <= read_local(entry.typed, "") <= now()


def test_a_basis_given_later_is_none_yet(ready, actor):
    assert "the lawful basis was given after this moment" in refused(ready(), actor, Moment(now() - 2 * HOUR))


def test_a_moment_to_come_is_refused(ready, actor):
    assert "this moment has not come yet" in refused(ready(), actor, Moment(now() + HOUR))


@pytest.mark.proves("ground status-machine", "record status")
@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.CLOSED, Status.TERMINATED])
def test_a_study_that_does_not_recruit_enrols_nobody(status, ready, actor):
    person = ready()
    study_actions.set_status(actor("safety officer", ""), status, "because")
    assert refused(person, actor) == [f"the study is {status.value}"]


def test_a_site_without_a_version_in_force_enrols_nobody(study, actor):
    person = actions.screen(actor("nurse"), "01")
    assert "no version of the protocol is in force at this site" in refused(person, actor)


def test_everything_in_the_way_is_said_in_french_too(ready, user, client_of, settings):
    client = client_of(user("investigator", "01"))
    client.cookies["django_language"] = "fr"
    person = ready(answers={"lactose_intolerance": "yes"}, consent_given=False)
    found = client.post(f"/participants/{person.code}/enrol/", {"at": local_now()})
    assert found.status_code == 422
    assert "base légale" in found.content.decode() and "critère d’exclusion" in found.content.decode()


def test_withdrawn_before_enrolment_is_not_enrolled(ready, actor):
    person = ready()
    actions.record_consent(actor("nurse"), person, consent.Taken(consent.Step.WITHDRAW, now()))
    assert "there is no lawful basis (consent)" in refused(person, actor)


# --- leaving out, and what is found later -----------------------------------------------------------------------


def test_leaving_out_gives_its_reasons_and_ends_the_screening(running, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    assert client.post(f"/participants/{person.code}/leave-out/", {"other": " "}).status_code == 422
    assert client.post(f"/participants/{person.code}/leave-out/", {"criteria": ["I9"]}).status_code == 422
    sent = {"criteria": ["E5", "I1"], "other": "transferred"}
    assert client.post(f"/participants/{person.code}/leave-out/", sent).status_code == 302
    assert NotEnrolled.objects.get(person=person).criteria == "E5 I1"
    assert client.post(f"/participants/{person.code}/leave-out/", sent).status_code == 422
    log = client.get("/sites/01/screening/").content.decode()
    assert "left out" in log and "transferred" in log
    answered(client, person, {"moribund": "no"}, status=422)


@pytest.mark.proves("ground found-ineligible-later")
def test_ineligibility_found_later_is_a_deviation_and_the_person_stays(ready, actor, user, client_of):
    from bedside.conduct.inclusion.actions import enrol

    person = ready()
    enrol(actor(), person, now())
    client = client_of(user("investigator", "01"))
    sent = {"criterion": "E5", "found": local_now(), "told": "intolerance found in an old letter", "serious": "yes"}
    before = Event.objects.count()
    assert client.post(f"/participants/{person.code}/ineligible/", sent).status_code == 302
    assert Event.objects.filter(kept_in="participants_deviation").count() == 1
    assert Event.objects.count() == before + 1
    held = Deviation.objects.get()
    assert held.serious is True and held.kind in KINDS and held.kind in FOUND_INELIGIBLE
    assert "intolerance found" in page(client, person)
    assert "<svg" in page(client, person, "timeline/")
    assert consent_of(person).lawful


def test_answers_are_kept_in_the_casebook_once(running, eligible, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    at = local(Moment(now() - HOUR))
    answered(client, person, {"moribund": "no", "other_research": "cannot tell"}, answered_at=at)
    sheet = person.sheets.get()
    assert (sheet.visit, sheet.day, sheet.form) == ("D0", None, "eligibility")
    held = {entry.item: entry.typed or entry.missing for entry in sheet.entries.all()}
    assert held.pop("answered_at").startswith(at)
    assert held == {"moribund": "no", "other_research": "unknown"}
    events = Event.objects.count()
    answered(client, person, {"moribund": "no"}, answered_at=at)
    assert Event.objects.count() == events
    entries = sheet.entries.count()
    answered(client, person, {"moribund": "yes"}, status=422, answered_at=at)
    answered(client, person, {"moribund": "yes"}, answered_at=at, reason="the family said so")
    assert sheet.entries.count() == entries + 1
    new = Event.objects.filter(number__gt=events)
    assert new.filter(kept_in="casebook_entry").get().reason == "the family said so"
    assert all(each.kept_in for each in new)


@pytest.mark.proves("ground typed-is-text")
def test_words_typed_on_the_page_are_never_markup(running, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    client.post(f"/participants/{person.code}/leave-out/", {"other": "<script>alert(1)</script>"})
    for address in (f"/participants/{person.code}/", "/sites/01/screening/", "/sites/01/"):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.proves("law no-name")
def test_a_free_text_that_may_name_somebody_is_asked_about(running, user, client_of, actor):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    address, sent = f"/participants/{person.code}/leave-out/", {"other": "family of Mme Durand refuses"}
    found = client.post(address, sent)
    assert found.status_code == 422 and "a name" in found.content.decode()
    assert not NotEnrolled.objects.exists()
    assert client.post(address, {**sent, "names_nobody": "yes"}).status_code == 302
