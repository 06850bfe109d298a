"""An inclusion put right: its time corrected, the whole of it taken back, and what is refused of either."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.inclusion.actions import enrol
from bedside.conduct.inclusion.actions_put_right import correct_enrolment, done_under, take_back_enrolment
from bedside.conduct.inclusion.timeline import timeline
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.participants.models import Enrolled, EnrolmentCorrected, EnrolmentTakenBack, Included, Person
from bedside.conduct.participants.reading import protocol_for, site_protocol
from bedside.conduct.participants.typed_times import local, read_local, with_offset
from bedside.conduct.study.reading import recruitment
from bedside.conduct.today.board import people
from bedside.conduct.today.flow import flow_of
from bedside.conduct.today.log import lines
from bedside.conduct.trail.models import Event
from bedside.errors import BedsideError, UsageError
from bedside.values.moment import DAY, HOUR, Moment, now
from bedside.values.wording import Text

BY_MISTAKE = "the number was meant for another patient"


def ago(hours: float) -> Moment:
    return Moment(now() - int(hours * HOUR))


def again(person):
    return Person.objects.get(pk=person.pk)


def counts(site="01"):
    """How many the study's page counts, and the flow, of a site: screened, in screening, enrolled."""
    flow = flow_of(people(site), site_protocol(site), Text("other", "autre"))
    held = next(each for each in recruitment() if each.code == site)
    assert flow.reconciles and (flow.screened, flow.enrolled) == (held.screened, held.enrolled)
    return flow.screened, flow.undecided, flow.enrolled


# --- another time ------------------------------------------------------------------------------------------------


@pytest.mark.proves("ground enrolment-put-right")
@pytest.mark.parametrize("minutes", [-29, 10, 60 * 24])
def test_every_window_follows_the_corrected_time(minutes, included, actor):
    person = included(3)
    before = {(each.due.visit, each.due.day): each.due.opens for each in timeline(person).visits}
    said, moved = person.enrolled.at_us, minutes * HOUR // 60
    correct_enrolment(actor(), person, Moment(said + moved), "read off the wrong clock")
    after = {(each.due.visit, each.due.day): each.due.opens for each in timeline(again(person)).visits}
    both = before.keys() & after.keys()
    assert both and all(after[visit] - before[visit] == moved for visit in both)
    assert Enrolled.objects.get(person=person).at_us == said, "what was written stays"
    last = Event.objects.filter(action="correct enrolment").get()
    assert (last.participant, last.place, last.reason) == (person.code, "01-001", "read off the wrong clock")


def test_the_time_that_was_said_last_counts(included, actor):
    person = included(3)
    times = [Moment(person.enrolled.at_us + minutes * HOUR // 60) for minutes in (10, 40, 20)]
    for at in times:
        correct_enrolment(actor(), person, at, "again")
    assert again(person).enrolled.at_us == times[-1]
    with pytest.raises(UsageError, match="the time that is recorded"):
        correct_enrolment(actor(), person, times[-1], "again")


@pytest.mark.proves("ground enrolment-put-right")
@pytest.mark.parametrize(
    ("hours", "said"),
    [(-31 / 60, "the lawful basis was given after this time"), (73.1, "not come yet"),
     (24 * 900, "not come yet"), (-24 * 3650, "lawful basis")],
)  # fmt: skip
def test_no_time_before_the_lawful_basis_and_none_to_come(hours, said, included, actor):
    person = included(3)
    with pytest.raises(UsageError, match=said):
        correct_enrolment(actor(), person, Moment(person.enrolled.at_us + int(hours * HOUR)), "wrong clock")
    assert not EnrolmentCorrected.objects.exists()


def test_nothing_that_happens_to_participants_comes_before(included, actor):
    person = included(3)
    actions.happen(actor("nurse"), person, "icu_discharge", ago(30))
    with pytest.raises(UsageError, match="before this time"):
        correct_enrolment(actor(), person, ago(29), "wrong clock")
    actions.take_back(actor("nurse"), person.happened.get(), "not discharged")
    visit = next(each.id for each in protocol_for(person).schedule.visits if each.day > 0 and each.until_day is None)
    actions.plan(actor("nurse"), person, visit, ago(40))
    with pytest.raises(UsageError, match="before this time"):
        correct_enrolment(actor(), person, ago(39), "wrong clock")
    correct_enrolment(actor(), person, ago(41), "wrong clock")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked(reason, included, actor):
    person = included(3)
    for put_right in (lambda: correct_enrolment(actor(), person, ago(70), reason),
                      lambda: take_back_enrolment(actor(), person, reason)):  # fmt: skip
        with pytest.raises(UsageError, match="no reason"):
            put_right()


# --- taken back --------------------------------------------------------------------------------------------------


@pytest.mark.proves("ground enrolment-put-right", "law code-site-number")
def test_an_inclusion_taken_back_gives_its_number_to_nobody(included, actor):
    person = included(0)
    assert counts() == (1, 0, 1)
    take_back_enrolment(actor(), person, BY_MISTAKE)
    assert counts() == (1, 1, 0) and not hasattr(again(person), "enrolled")
    assert included(0).enrolled.number == "01-002" and counts() == (2, 1, 1)
    enrol(actor(), again(person), ago(0.5))
    assert again(person).enrolled.number == "01-003" and counts() == (2, 0, 2)
    assert [each.number for each in again(person).enrolments.order_by("pk")] == ["01-001", "01-003"]


@pytest.mark.proves("ground enrolment-put-right")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", r"Inclusion 01-001 taken back on .+ \(investigator\): "),
        ("fr", r"Inclusion 01-001 annulée le .+ \(.+\)\W: "),
    ],
)
def test_the_screening_log_says_what_was_taken_back_when_why_and_by_whom(
    language, told, included, actor, user, client_of
):
    person, other = included(0), included(0)
    take_back_enrolment(actor(), person, BY_MISTAKE)
    client = client_of(user("nurse", "01"))
    client.cookies["django_language"] = language
    log = client.get("/sites/01/screening/").content.decode()
    assert len(re.findall(told + BY_MISTAKE, log)) == 1
    enrol(actor(), again(person), ago(0.5))
    log = client.get("/sites/01/screening/").content.decode()
    assert re.search(told + BY_MISTAKE, log) and "01-003" in log, "who was included again is told of both"
    assert not [line for line in lines([other], site_protocol("01")) if line.undone]


@pytest.mark.proves("ground enrolment-put-right")
def test_no_inclusion_is_taken_from_under_what_was_done(included, actor):
    person = included(3)
    actions.happen(actor("nurse"), person, "icu_discharge", ago(4))
    with pytest.raises(UsageError, match="acts of the study were done since: record an event"):
        take_back_enrolment(actor(), person, BY_MISTAKE)
    actions.take_back(actor("nurse"), person.happened.get(), "of another patient")
    take_back_enrolment(actor(), person, BY_MISTAKE)
    with pytest.raises(UsageError, match="not enrolled"):
        take_back_enrolment(actor(), person, BY_MISTAKE)


@pytest.mark.proves("ground enrolment-put-right")
def test_an_entry_of_the_casebook_keeps_it(included, actor):
    person = included(3)
    sheet = open_sheet(actor("nurse"), person, "D0", "vital_signs", "1.0")
    assert not done_under(person), "a form that was opened holds nothing"
    save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(ago(70)))})
    with pytest.raises(UsageError, match="done since: save a value"):
        take_back_enrolment(actor(), person, BY_MISTAKE)


def test_a_withdrawal_keeps_it(included, actor):
    person = included(3)
    actions.record_consent(actor("nurse"), person, Taken(Step.WITHDRAW, ago(1)))
    with pytest.raises(UsageError, match="done since"):
        take_back_enrolment(actor(), person, BY_MISTAKE)


def test_its_consent_can_then_be_taken_back_too(included, actor):
    person = included(3)
    basis = person.consent_steps.get(step=Step.GIVE.value)
    with pytest.raises(consent.ConsentError, match="enrolled on this basis"):
        actions.take_back_consent(actor(), basis, "of another patient")
    take_back_enrolment(actor(), person, BY_MISTAKE)
    actions.take_back_consent(actor(), person.consent_steps.select_related("person").get(pk=basis.pk), "of another")


# --- whatever is tried -------------------------------------------------------------------------------------------

TRIED = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), st.integers(-5 * 24 * 60, 5 * 24 * 60)),
        st.tuples(st.sampled_from(["take back", "enrol", "happen", "unhappen"]), st.just(0)),
    ),
    max_size=8,
)


@pytest.mark.proves("ground enrolment-put-right")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tried=TRIED)
def test_no_way_leads_before_the_basis_or_to_a_number_given_twice(tried, included_once, actor):
    person = included_once
    with transaction.atomic():
        for what, minutes in tried:
            _try(what, minutes, person, actor)
        held = Included.objects.filter(person=person)
        numbers = [each.number for each in person.enrolments.all()]
        assert len(held) <= 1 and len(set(numbers)) == len(numbers)
        assert len(numbers) - EnrolmentTakenBack.objects.filter(enrolled__person=person).count() == len(held)
        basis = person.consent_steps.get(step=Step.GIVE.value).at_us
        assert all(basis <= each.at_us for each in held)
        happened = person.happened.filter(taken_back=None)
        assert held or not happened, "what happens to participants happens to one"
        assert all(held[0].at_us <= each.at_us for each in happened)
        counts()
        transaction.set_rollback(True)


def _try(what, minutes, person, actor):
    held = again(person)
    done = held.happened.filter(taken_back=None).first()
    ways = {
        "correct": lambda: correct_enrolment(actor(), held, Moment(ago(72) + minutes * HOUR // 60), "wrong clock"),
        "take back": lambda: take_back_enrolment(actor(), held, BY_MISTAKE),
        "enrol": lambda: enrol(actor(), held, ago(70)),
        "happen": lambda: actions.happen(actor("nurse"), held, "icu_discharge", ago(40)),
        "unhappen": lambda: done and actions.take_back(actor("nurse"), done, "not discharged"),
    }
    try:
        ways[what]()
    except BedsideError:
        return


@pytest.fixture
def included_once(included):
    """Somebody included three days ago; what is tried upon them is undone in the database."""
    return included(3)


# --- on the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("investigator", 302), ("nurse", 403), ("monitor", 403)])
def test_on_the_page_by_those_who_enrol(role, status, included, user, client_of):
    person, client = included(3), client_of(user(role, "01"))
    number, address, at = person.enrolled.number, f"/participants/{person.code}/", ago(73)
    said = local(at)
    assert ("enrolment/correct/" in client.get(address).content.decode()) == (status == 302)
    sent = {"at": said, "reason": "read off the wrong clock"}
    assert client.post(f"{address}enrolment/correct/", sent).status_code == status
    assert (again(person).enrolled.at_us == read_local(said, "x")) == (status == 302)
    assert ("read off the wrong clock" in client.get(address).content.decode()) == (status == 302)
    assert client.post(f"{address}enrolment/take-back/", {"reason": BY_MISTAKE}).status_code == status
    assert (f"<s>{number}</s>" in client.get(address).content.decode()) == (status == 302)


def test_refused_in_french(included, actor, user, client_of):
    person, client = included(3), client_of(user("investigator", "01"))
    client.cookies["django_language"] = "fr"
    address = f"/participants/{person.code}/enrolment/"
    early = client.post(f"{address}correct/", {"at": local(Moment(now() - 9 * DAY)), "reason": "x"})
    assert early.status_code == 422 and "la base légale a été donnée après cette heure." in early.content.decode()
    actions.happen(actor("nurse"), person, "icu_discharge", ago(4))
    kept = client.post(f"{address}take-back/", {"reason": "x"})
    assert kept.status_code == 422 and "ont eu lieu depuis\u00a0: enregistrer un événement" in kept.content.decode()
