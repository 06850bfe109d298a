"""After a withdrawal what was collected before may be recorded, on forms begun or not; nothing collected later is."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.gate import NoLawfulBasis, gate_of
from bedside.conduct.casebook.places import Place, place_of_sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.inclusion.timeline import PENDING, timeline
from bedside.conduct.participants import actions
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import with_offset
from bedside.values.moment import DAY, HOUR, Moment, now


@pytest.fixture
def left(included, actor):
    """left(step, begun): somebody who left a day ago, and their form of vital signs of day 0."""

    def made(step=Step.WITHDRAW, begun=False):
        person = included(2.0)
        sheet = open_sheet(actor("nurse"), person, "unscheduled", "vital_signs", person.enrolled.version)
        at = Moment(now() - DAY)
        if begun:
            save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(Moment(at - HOUR)))})
        actions.record_consent(actor("investigator"), person, Taken(step, at))
        return Person.objects.get(pk=person.pk), sheet, at

    return made


@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.DECLINE])
@pytest.mark.parametrize("begun", [True, False])
def test_what_was_measured_before_is_recorded_and_nothing_later(left, step, begun, actor, user):
    _, sheet, at = left(step, begun)
    by, who = actor("nurse"), user("nurse")
    later = {"taken_at": Typed(with_offset(Moment(at + HOUR)), reason="read again"), "temperature": Typed("38.5")}
    refused = fill(by, who, sheet, later, {"taken_at": 1}).found
    assert {each.check for found in refused.values() for each in found} == {"after_leaving"}
    assert set(refused) == {"taken_at", "temperature"}
    said = refused["temperature"][0].text
    assert "The consent ended on" in said.en and "Le consentement a pris fin le" in said.fr
    before = {"taken_at": Typed(with_offset(Moment(at - 2 * HOUR)), reason="read again"), "temperature": Typed("38.5")}
    assert not fill(by, who, sheet, before, {"taken_at": 1}).held
    assert current(sheet)["temperature"].typed == "38.5"


@pytest.mark.parametrize("begun", [True, False])
def test_both_say_when_the_consent_ended(left, begun, user, client_of):
    person, sheet, at = left(begun=begun)
    client, address = client_of(user("nurse", "01")), place_of_sheet(sheet).address(person.code)
    for language, words in (("en", "The consent ended on"), ("fr", "Le consentement a pris fin le")):
        client.cookies["django_language"] = language
        page = client.get(address).content.decode()
        assert f"{words} {local(at)}" in page and "<fieldset disabled" not in page


def test_what_was_due_by_then_is_still_asked_for(left):
    person, _, at = left()
    pending = [each for each in timeline(person).visits if each.progress in PENDING and each.due.day is not None]
    assert pending and all(each.due.target <= at for each in pending)
    assert all(each.missing for each in pending)


@pytest.mark.parametrize("begun", [True, False])
def test_after_an_objection_nothing_else_is_written(left, begun, actor):
    _, sheet, at = left(Step.OBJECT, begun)
    with pytest.raises(NoLawfulBasis, match="objects to the use of data"):
        save(actor("nurse"), sheet, {"taken_at": Typed(with_offset(Moment(at - HOUR)))})


def test_after_an_objection_the_pages_say_what_becomes_of_the_data_and_what_is_still_written(left, user, client_of):
    person, sheet, _ = left(Step.OBJECT)
    client, where = client_of(user("investigator", "01")), f"/participants/{person.code}"
    for language, leave, stay, wrong, but in (
        ("en", "leave every data cut made for efficacy", "The audit trail, the evidence of the consent and the safety",
         "an assumption of law", "adverse events and what the objection itself asks for (the end of the study)"),
        ("fr", "sortent de toute extraction pour l’efficacité", "La piste d’audit, les preuves du consentement",
         "hypothèse juridique", "les événements indésirables et ce que l’opposition elle-même demande"),
    ):  # fmt: skip
        client.cookies["django_language"] = language
        page = client.get(f"{where}/consent/").content.decode()
        assert leave in page and stay in page and wrong not in page
        assert but in client.get(place_of_sheet(sheet).address(person.code)).content.decode()
    end = client.get(Place("data_objection", "end_of_study").address(person.code)).content.decode()
    assert "<fieldset disabled" not in end and "s’oppose" not in end


def test_what_is_said_of_the_data_is_so(left, protocol):
    person, _, _ = left(Step.OBJECT)
    gate = gate_of(person, protocol)
    open_ = {(visit, form.id) for form in protocol.forms for visit in ("unscheduled", "data_objection")
             if gate.closed(form.id, visit) is None}  # fmt: skip
    safety = {form.id for form in protocol.forms if form.safety}
    assert open_ == {(visit, name) for name in safety for visit in ("unscheduled", "data_objection")} | {
        ("data_objection", "end_of_study")
    }
