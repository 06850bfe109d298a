"""An empty casebook says nothing: that there was none is something that somebody has written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.models import Entry
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.actions import screen
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.forms import Answer, Missing, begins, recorded_by

pytestmark = pytest.mark.django_db


def test_nothing_is_met_or_not_met_of_somebody_of_whom_nothing_is_known(study, actor):
    person = screen(actor("nurse"), "01")
    assert {each.criterion.id for each in standing(person).criteria if each.meaning.value.known} == set()
    assert known_of(person).chart.recorded == frozenset()


def test_there_was_none_is_said_with_one_button(study, actor, user, client_of):
    person = screen(actor("nurse"), "01")
    protocol = protocol_for(person)
    form = next(form for form in protocol.forms if form.complete)
    client = client_of(user("nurse"))
    place = {"code": person.code, "visit": "unscheduled", "form": form.id}
    page = reverse("casebook-sheet", kwargs=place)
    assert 'name="none"' in client.get(page).content.decode()
    client.post(reverse("casebook-save", kwargs=place), {"none": "1"})
    kept = Entry.objects.filter(sheet__person=person, sheet__form=form.id)
    assert {(each.missing, each.because) for each in kept} == {("not applicable", "none")}
    assert known_of(person).chart.recorded == recorded_by(protocol, [form.id]) != frozenset()
    assert 'name="none"' not in client.get(page).content.decode()
    client.post(reverse("casebook-save", kwargs=place), {"none": "1"})
    assert kept.count() == Entry.objects.filter(sheet__person=person).count()


def test_what_a_source_records_whole_is_recorded_whole_here(study, actor):
    person = screen(actor("nurse"), "01", "a source", "1", (), ["icu_stay", "vasopressors"])
    assert known_of(person).chart.recorded == {"icu_stay", "vasopressors"}


@pytest.mark.parametrize(
    ("answers", "begun"),
    [
        ({}, False),
        ({"a": "  "}, False),
        ({"a": Answer(missing=Missing.NOT_DONE)}, False),
        ({"a": Answer(missing=Missing.UNKNOWN)}, False),
        ({"a": Answer(missing=Missing.AWAITED)}, False),
        ({"a": Answer(missing=Missing.NOT_APPLICABLE)}, True),
        ({"a": "3"}, True),
    ],
)
def test_what_begins_a_record(answers, begun):
    assert begins(answers) is begun
