"""What an inspector tries that no test of one room shows: from a field to its history, two times, who sees whom."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.casebook.reading import current, facts_of
from bedside.conduct.inclusion.actions import leave_out
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.actions import end_grant
from bedside.conduct.trail.models import Event
from bedside.protocol.forms import Missing
from bedside.protocol.loading import load, shipped
from bedside.values.moment import DAY, SECOND, Moment, now

IDENTIFYING = re.compile(
    r"\b(birth(?! defect)|born|surname|first name|family name|address|telephone|phone|e-?mail|insurance number"
    r"|hospital number|naissance|née?|prénom|nom|adresse|téléphone|courriel|numéro de sécurité sociale|IPP)\b",
    re.IGNORECASE,
)


@pytest.fixture
def measured(enrolled: Any, actor: Any, study: Any) -> Any:
    """A participant whose temperature of yesterday was typed today, and corrected."""
    person, by = enrolled(3), actor("nurse")
    sheet = open_sheet(by, person, UNSCHEDULED, "vital_signs", study.protocol.version)
    yesterday = with_offset(Moment(now() - DAY))
    save(by, sheet, {"taken_at": Typed(yesterday), "temperature": Typed("39,1")})
    save(by, sheet, {"temperature": Typed("38,1", reason="typing error")}, {"temperature": 1})
    return person


@pytest.mark.proves("inspection field-history")
@pytest.mark.parametrize("role", ["investigator", "monitor", "inspector"])
def test_one_click_leads_from_a_field_to_its_whole_history(measured: Any, user: Any, client_of: Any, role: str) -> None:
    browser = client_of(user(role, "" if role == "inspector" else "01"))
    page = browser.get(Place(UNSCHEDULED, "vital_signs").address(measured.code)).content.decode()
    sheet, told = measured.sheets.get().pk, ("typing error", "nurse-01")
    history = reverse("casebook-history", args=[measured.code, sheet, "temperature"])
    trail = reverse("trail-field", kwargs={"sheet": sheet, "item": "temperature"})
    assert f'href="{history}"' in page
    versions = browser.get(history).content.decode()
    assert [each for each in (*told, "39.1", "38.1") if each not in versions] == []
    assert f'href="{trail}"' in versions
    events = browser.get(trail).content.decode()
    assert [each for each in (*told, "39,1", "38,1") if each not in events] == []  # as it was typed


@pytest.mark.proves("inspection investigator-control")
def test_an_investigator_corrects_what_a_nurse_wrote(measured: Any, user: Any, client_of: Any) -> None:
    browser, place = client_of(user("investigator", "01", "ingrid")), Place(UNSCHEDULED, "vital_signs")
    sent = {"n-temperature": "2", "v-temperature": "38,4", "u-temperature": "Cel", "r-temperature": "read again"}
    assert browser.post(place.address(measured.code, "save"), sent).status_code == 302
    held = current(measured.sheets.get())["temperature"]
    assert (held.number, held.typed, held.event.actor, held.event.reason) == (3, "38,4", "ingrid", "read again")


@pytest.mark.proves("inspection dossier-people")
def test_an_inspector_reads_who_had_which_role_and_until_when(
    study: Any, user: Any, client_of: Any, actor: Any
) -> None:
    bob = user("nurse", "01", "bob")
    end_grant(actor("administrator", ""), bob.grants.get(), "moved to another ward")
    browser = client_of(user("inspector", ""))
    assert "bob" in browser.get("/people/").content.decode()
    page = browser.get("/people/of/bob/").content.decode()
    assert "research nurse" in page and "administrator-" in page  # who took it back, and when


@pytest.mark.proves("inspection two-times")
def test_when_it_was_observed_and_when_it_was_saved_are_both_kept(measured: Any) -> None:
    entry = Entry.objects.filter(item="temperature").order_by("number").first()
    (fact,) = (each for each in facts_of(entry.sheet) if each.variable == "temperature")
    assert abs(entry.event.at_us - now()) < 60 * SECOND
    assert abs(fact.start - (now() - DAY)) < 120 * SECOND


@pytest.mark.proves("inspection inspector-reads-all")
def test_an_inspector_reads_those_who_were_not_enrolled_with_their_trail(study: Any, actor: Any, user: Any,
                                                                         client_of: Any) -> None:  # fmt: skip
    left = {}
    for site in ("01", "02"):
        left[site] = participants.screen(actor("nurse", site), site)
        leave_out(actor("nurse", site), left[site], ["E5"])
    browser = client_of(user("inspector", ""))
    trail = browser.get(reverse("trail"), {"action": "leave out"}).content.decode()
    for site, person in left.items():
        assert person.code in browser.get(f"/sites/{site}/screening/").content.decode()
        assert browser.get(f"/participants/{person.code}/").status_code == 200
        assert person.code in trail


@pytest.mark.proves("inspection trail-exported")
def test_the_whole_trail_is_exported_to_who_reads_all(measured: Any, user: Any, client_of: Any) -> None:
    browser = client_of(user("data manager", ""))
    there = list(Event.objects.order_by("number").values_list("number", flat=True))
    answer = browser.get(reverse("trail_json"), {"sort": "number"})
    told = json.loads(b"".join(answer.streaming_content))
    assert [line["number"] for line in told] == there


@pytest.mark.proves("inspection prints-logged")
def test_opening_the_enrolment_slip_is_in_the_trail(enrolled: Any, user: Any, client_of: Any) -> None:
    person, browser = enrolled(3), client_of(user("nurse", "01", "nora"))
    before = Event.objects.count()
    assert browser.get(f"/participants/{person.code}/slip.pdf").content.startswith(b"%PDF")
    (event,) = Event.objects.filter(number__gt=before, action="export")
    assert (event.actor, event.role, event.action, event.participant, event.place) == (
        "nora", "nurse", "export", person.code, "01-001.pdf",
    )  # fmt: skip


@pytest.mark.proves("law no-birth-date")
@pytest.mark.parametrize("trial", shipped())
def test_no_item_of_any_form_asks_who_somebody_is(trial: str) -> None:
    for form in load(trial).forms:
        for item in form.items:
            for text in (item.id.replace("_", " "), item.text.en, item.text.fr):
                assert not IDENTIFYING.search(text), (form.id, item.id, text)


@pytest.mark.proves("ground not-done-is-not-normal")
@pytest.mark.parametrize("why", ["not done", "not applicable", "unknown"])
def test_what_has_no_value_keeps_its_reason_and_is_no_number(enrolled: Any, actor: Any, study: Any, why: str) -> None:
    person, by = enrolled(3), actor("nurse")
    sheet = open_sheet(by, person, UNSCHEDULED, "vital_signs", study.protocol.version)
    gone = Typed(missing=Missing(why).value, because="technical")
    save(by, sheet, {"taken_at": Typed(with_offset(Moment(now() - DAY))), "temperature": gone})
    held = current(sheet)["temperature"]
    assert (held.typed, held.missing, held.because) == ("", Missing(why).value, "technical")
    assert not [fact for fact in facts_of(sheet) if fact.variable == "temperature"]
