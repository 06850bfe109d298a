"""A correction after which somebody was not eligible stands on Today and in the data review, until it is recorded."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import open_sheet, save
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.inclusion.found_later import found_later
from bedside.conduct.participants.actions import deviate
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.typed_times import with_offset
from bedside.values.moment import HOUR, Moment, now

AT = "/sites/01/found-ineligible/"


@pytest.fixture
def corrected(included, actor):
    """corrected(age): somebody included whose age was typed as 54, then corrected to this."""
    person = included(1.0)
    admitted = with_offset(Moment(person.enrolled.at_us - HOUR))
    sheet = open_sheet(actor("nurse"), person, "D0", "demographics", person.enrolled.version)

    def to(age):
        typed = {"age": Typed(age, reason="read again", confirmed="expected"), "hospital_admitted": Typed(admitted)}
        save(actor("nurse"), sheet, typed)
        return Person.objects.get(pk=person.pk)

    to("54")
    return to


def told(client, address=AT):
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize("role", ["investigator", "data manager"])
def test_a_correction_after_which_somebody_was_not_eligible_is_told(corrected, role, user, client_of):
    person = corrected("54")
    client = client_of(user(role, "01" if role == "investigator" else ""))
    assert found_later([person]) == [] and person.enrolled.number not in told(client)
    person = corrected("17")
    (found,) = found_later([person])
    (criterion,) = found.criteria
    assert "age" in criterion.variables
    for language, words in (("en", "Not eligible, found after inclusion"), ("fr", "constaté après l’inclusion")):
        client.cookies["django_language"] = language
        shown = told(client)
        assert words in shown and person.enrolled.number in shown and criterion.id in shown
        assert (f"{person.code}/#ineligible" in shown) is (role == "investigator")
    for page in ("/sites/01/", "/sites/01/data-review/"):
        assert f'hx-get="{AT}"' in told(client, page)
    corrected("54")
    assert person.enrolled.number not in told(client)


def test_once_it_is_recorded_it_stands_there_no_longer(corrected, actor):
    person = corrected("17")
    (found,) = found_later([person])
    deviate(actor("investigator"), person, "ineligible", now(), "the age was read off the wrong line", "E1")
    assert [each.criteria for each in found_later([person])] == [found.criteria]  # another criterion is another matter
    name = found.criteria[0].id
    deviate(actor("investigator"), person, "ineligible", now(), "the age was read off the wrong line", name)
    assert found_later([person]) == []


def test_who_is_still_in_screening_is_told_elsewhere(running, actor):
    from bedside.conduct.participants.actions import screen

    assert found_later([screen(actor("nurse"), "01")]) == []
