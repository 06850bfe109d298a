"""A death that only the consent says is a death: nothing is due after it, and its form is asked for."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.places import Place
from bedside.conduct.frame.templatetags.words import local as shown
from bedside.conduct.inclusion.actions import in_the_way
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.inclusion.timeline import PENDING, Progress, timeline
from bedside.conduct.inclusion.words import WORDS
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import died_at, happened_of
from bedside.conduct.participants.typed_times import local
from bedside.conduct.today import board
from bedside.protocol.schedule import Happened
from bedside.values.moment import DAY, HOUR, SECOND, Moment, now


@pytest.fixture
def died(included, actor):
    """Somebody included by emergency, of whom the consent page says that they died five hours ago."""
    person, at = included(2.0, "emergency"), Moment((now() - 5 * HOUR) // (60 * SECOND) * 60 * SECOND)
    actions.record_consent(actor("investigator"), person, Taken(Step.DIE, at))
    return Person.objects.get(pk=person.pk), at


def test_the_schedule_ends_and_asks_for_the_death(died):
    person, at = died
    assert died_at(person) == at
    visits = timeline(person).visits
    assert not [each for each in visits if each.progress is Progress.TO_COME]
    assert not [each for each in visits if each.due.day is not None and each.due.target > at]
    (asked,) = (each for each in visits if each.due.visit == "death")
    assert asked.due.target == at and asked.progress in PENDING
    assert "vital_status" in {form.form.id for form in asked.missing}
    (due,) = (each for each in board.assessments([person]) if each.visit.due.visit == "death")
    assert due.visit is not None


def test_pages_say_that_the_person_died(died, user, client_of):
    person, at = died
    client = client_of(user("nurse", "01"))
    for language, told, part in (
        ("en", f"died {shown(at)}", "took part until the death"),
        ("fr", f"décès le {shown(at)}", "a participé jusqu’au décès"),
    ):
        client.cookies["django_language"] = language
        consent_page = client.get(f"/participants/{person.code}/consent/").content.decode()
        assert consent_page.count(told) == 2 and part in consent_page  # the head, and where the consent stands
        for gone in ("lawful basis in force", "takes part", "base légale en vigueur", "<dd>participe<"):
            assert gone not in consent_page
        for tab in ("", "timeline/", "casebook/"):
            assert told in client.get(f"/participants/{person.code}/{tab}").content.decode(), tab
    client.cookies["django_language"] = "en"
    today = client.get("/sites/01/").content.decode()
    assert Place("death", "vital_status").address(person.code) in today
    assert "from the consent" in client.get(f"/participants/{person.code}/timeline/").content.decode()


def test_the_page_asks_when_they_died(included, user, client_of):
    person = included(2.0, "emergency")
    client = client_of(user("investigator", "01"))
    page = client.get(f"/participants/{person.code}/consent/").content.decode()
    field = page[page.index('for="at-die"') :]
    assert "Date and time of the death" in field[:200]
    assert 'value=""' in field[: field.index("</div>")]  # when they died is somebody's to say
    sent = {"step": "die", "at": local(Moment(person.enrolled.at_us - HOUR))}
    assert client.post(f"/participants/{person.code}/consent/", sent).status_code == 422
    assert died_at(Person.objects.get(pk=person.pk)) is None


def test_the_event_says_when_where_both_are_recorded(died, actor):
    person, at = died
    earlier = Moment(at - HOUR)
    row = actions.happen(actor("nurse"), person, "death", earlier)
    assert happened_of(Person.objects.get(pk=person.pk)) == [Happened("death", earlier)]
    actions.take_back(actor("nurse"), row, "the other patient")
    assert happened_of(Person.objects.get(pk=person.pk)) == [Happened("death", at)]


def test_a_step_taken_back_takes_the_death_back(died, actor):
    person, _ = died
    step = person.consent_steps.get(step=Step.DIE)
    actions.take_back_consent(actor("investigator"), step, "the other patient")
    person = Person.objects.get(pk=person.pk)
    assert died_at(person) is None
    assert [each for each in timeline(person).visits if each.progress is Progress.TO_COME]


def test_nobody_is_included_after_they_died(running, eligible, actor):
    person = actions.screen(actor("nurse"), "01")
    route = next(each for each in running.protocol.consent_routes if each.id == "emergency")
    given = frozenset(group[0] for group in route.needs)
    actions.record_consent(actor(), person, consent.Taken(Step.GIVE, Moment(now() - DAY), "emergency", "", given))
    actions.record_consent(actor(), person, consent.Taken(Step.DIE, Moment(now() - HOUR)))
    person = Person.objects.get(pk=person.pk)
    assert happened_of(person) == []  # nothing happens to somebody who is not included
    assert WORDS["died_before"] in in_the_way(person, standing(person, now()))
    assert WORDS["died_before"] not in in_the_way(person, standing(person, Moment(now() - 2 * HOUR)))
