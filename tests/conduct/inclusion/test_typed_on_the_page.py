"""Measured values typed on the eligibility page: the same entries as typed on their forms, on both trials."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.inclusion.questions import inclusion_visit
from bedside.conduct.inclusion.scoring import scores
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.inclusion.wanted import measured
from bedside.conduct.participants import actions
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.trail.models import Event
from bedside.protocol.forms import Missing
from bedside.values.moment import DAY, HOUR, Moment, now

TRIALS = [("jakahdi", "01"), ("adrenal", "02")]
BARE = {
    "demographics": {"hospital_admitted": "2026-01-02 10:00", "sex": "female", "age": "54"},
    "vital_signs": {"temperature": "39,2", "map": "58"},
    "laboratory": {"ferritin": ">16500", "fibrinogen": "120 mg/dL", "triglycerides": "4,4", "hemoglobin": "7.9 g/dL",
                   "wbc": "1.2", "neutrophils": "0.4", "platelets": "18", "ast": "240", "bilirubin": "61",
                   "creatinine": "188", "scd25": "9000"},
    "sofa_day": {"entered": "yes", "pao2": "80", "fio2": "50 %", "gcs": "13"},
    "stays": {"icu_admitted": "2026-01-02 11:00"},
}  # fmt: skip
"""A screening of which nothing is known, as it is typed."""
FIELDS = ("item", "number", "typed", "unit", "missing", "because", "assay", "originator", "confirmed")


def sent(form: str, items: dict[str, str], units: Any, place: str = "", base: int = 0) -> dict[str, str]:
    """What a browser sends of a form: its own page, or (with a `place`) the eligibility page."""
    before = f"{form}." if place else ""
    found = {f"p-{before}": place} if place else {}
    for item, value in items.items():
        number, _, unit = value.rpartition(" ")
        taken = number and unit in units.get(item, ())
        found |= {f"n-{before}{item}": str(base), f"v-{before}{item}": number if taken else value}
        if taken:
            found[f"u-{before}{item}"] = unit
    return found


def units_of(person: Person, form: str) -> dict[str, tuple[str, ...]]:
    return {item.id: item.units for item in protocol_for(person).form(form).items}


def typed_here(client, person, values, place="D0 1", **more):
    """Type it on the eligibility page."""
    found: dict[str, str] = dict(more)
    for form, items in values.items():
        found |= sent(form, items, units_of(person, form), place)
    return client.post(f"/participants/{person.code}/measured/", found)


def page(client, person):
    found = client.get(f"/participants/{person.code}/")
    assert found.status_code == 200
    return found.content.decode()


def entries(person):
    """What stands, with its place and its row of the trail, but for codes and times of this very save."""
    held = Entry.objects.filter(sheet__person=person).select_related("sheet", "event").order_by("pk")
    return [
        (each.sheet.visit, each.sheet.day, each.sheet.form, each.sheet.number, each.sheet.version,
         *(getattr(each, name) for name in FIELDS),
         each.event.actor, each.event.role, each.event.action, each.event.place, each.event.reason, each.event.site)
        for each in held
    ]  # fmt: skip


def trail(person):
    """What the trail says was done to them since they were screened."""
    held = Event.objects.filter(participant=person.code, kept_in__gt="").order_by("number")
    return [(each.action, each.place, each.actor, each.role, each.reason, each.kept_in) for each in held]


def values_for(person: Person) -> dict[str, dict[str, str]]:
    """One value of each item that can be typed on the page, by form, its unit the last that is offered."""
    protocol, found = protocol_for(person), {}
    for name in measured(protocol):
        for form, name_ in measured(protocol)[name]:
            item = protocol.form(form).item(name_)
            given = found.setdefault(form, {})
            if item.time:
                given[item.time] = "2026-01-02 10:00"
            kinds = {"yes/no": "yes", "date and time": "2026-01-02 09:30", "choice": item.codes and item.codes[0].code}
            given[name_] = kinds.get(item.kind.value) or f"{_middle(protocol, item)} {item.units[0]}"
    return found


def _middle(protocol, item):
    variable = protocol.vocabulary[item.variable]
    value = item.expected[0].number if item.expected else (variable.low + variable.high) / 2
    return f"{value:f}".partition(".")[0]


@pytest.fixture
def two(adrenal, actor, user, client_of):
    """two(trial's site) -> (somebody typed here, somebody typed on forms, a nurse's browser)."""

    def made(site: str):
        client = client_of(user("nurse", site))
        first, second = (actions.screen(actor("nurse", site), site) for _ in range(2))
        return first, second, client

    return made


@pytest.mark.proves("ground another-trial")
@pytest.mark.parametrize(("trial", "site"), TRIALS)
def test_typed_here_is_the_same_entry_as_typed_on_its_form(trial, site, two):
    here, there, client = two(site)
    values = values_for(here)
    assert values
    assert typed_here(client, here, values).status_code == 302
    for form in (each for each in inclusion_visit(protocol_for(there)).forms if each in values):
        items = values[form]
        order = [item.id for item in protocol_for(there).form(form).items if item.id in items]
        body = sent(form, {name: items[name] for name in order}, units_of(there, form))
        assert client.post(f"/participants/{there.code}/save/D0/{form}/", body).status_code == 302
    assert entries(here) and entries(here) == entries(there)
    assert trail(here) == trail(there)


@pytest.mark.parametrize(("trial", "site"), TRIALS)
def test_every_item_that_the_criteria_wait_for_is_on_the_page_or_has_its_link(trial, site, two):
    person, _, client = two(site)
    said = page(client, person)
    fields = set(re.findall(r'id="f-([^"]+)"', said))
    for row in re.findall(r"<tr>.*?</tr>", said.partition('class="scores"')[2].partition('id="measured"')[0], re.S):
        addresses = re.findall(r'href="([^"]+)"', row)
        assert len(addresses) == len(set(addresses)), "each place once"
    questions = set(re.findall(r'id="q-([^"]+)"', said))
    for each in standing(person).criteria:
        card = said.split(f'id="{each.criterion.id}"', 1)[1].split("</li>", 1)[0]
        lacks = card.partition('class="small lacks"')[2].partition("</p>")[0]
        for address in re.findall(r'href="([^"]+)"', lacks):
            if address.startswith("#f-"):
                assert address[3:] in fields, address
            elif address.startswith("#q-"):
                assert address[3:] in questions, address
            else:
                assert "/forms/" in address and "#f-" in address, address
                assert client.get(address.partition("#")[0]).status_code == 200
                assert f'id="f-{address.partition("#f-")[2]}"' in client.get(address).content.decode()
    for form, items in values_for(person).items():
        if form in {key.partition(".")[0] for key in fields}:
            assert fields & {f"{form}.{item}" for item in items}


def test_a_bare_screening_is_typed_on_one_page_and_its_scores_are_decided(running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    values = {form: dict(items) for form, items in BARE.items()}
    at = with_offset(Moment(now() - HOUR // 60))
    values["vital_signs"]["taken_at"] = values["laboratory"]["taken_at"] = values["sofa_day"]["taken_at"] = at
    values["sofa_day"]["gas_at"] = values["sofa_day"]["gcs_at"] = at
    answer = typed_here(client, person, values)
    assert answer.status_code == 302 and answer["Location"].endswith("#measured")
    found = {each.total.name: each for each in scores(standing(Person.objects.get(pk=person.pk)))}
    sofa = next(each for name, each in found.items() if name.startswith("sofa"))
    assert sofa.total.known, [(part.name, part.said) for part in sofa.parts]
    said = page(client, person)
    assert "v-laboratory.platelets" not in said, "known now"
    known = said.partition('class="known"')[2]
    assert re.search(r"120[^<]*mg/dL", known)
    assert f"/participants/{person.code}/forms/D0/laboratory/#f-platelets" in known


@pytest.mark.parametrize(("trial", "site"), TRIALS)
def test_no_time_is_there_before_somebody_said_it(trial, site, two):
    person, _, client = two(site)
    said = page(client, person)
    shown = re.findall(r'<input id="v-([^"]+)" name="[^"]+" value="([^"]*)" class="when"', said)
    assert shown and [name for name, value in shown if value] == []


def test_a_value_without_its_time_is_asked_for_it_and_waits(running, actor, user, client_of):
    who = user("nurse", "01")
    client = client_of(who)
    person = actions.screen(actor("nurse"), "01")
    values = {"laboratory": {"taken_at": "", "ferritin": "12000", "platelets": "18"},
              "vital_signs": {"taken_at": "t", "temperature": "38,9", "map": "58"},
              "sofa_day": {"taken_at": "", "gas_at": "no time", "pao2": "80", "gcs_at": "", "gcs": ""}}  # fmt: skip
    answer = typed_here(client, person, values)
    first = answer["Location"].partition("#")[2]
    assert first == "f-vital_signs.taken_at" or first in {"f-laboratory.taken_at", "f-sofa_day.gas_at"}
    kept = {(each.sheet.form, each.item) for each in Entry.objects.filter(sheet__person=person)}
    assert kept == {("vital_signs", "taken_at"), ("vital_signs", "temperature"), ("vital_signs", "map")}
    drafts = {each.sheet.form: set(each.typed) for each in Draft.objects.filter(user=who)}
    assert drafts == {"laboratory": {"ferritin", "platelets"}, "sofa_day": {"gas_at", "pao2"}}
    for language, words in (("en", "Say when this was; until then these are not saved"), ("fr", "Dites quand")):
        client.cookies["django_language"] = language
        said = page(client, person)
        field = said.partition('id="f-laboratory.taken_at"')[2].partition('id="f-')[0]
        assert words in field and "data-problem" in field.partition(">")[0]
        assert 'value="12000"' in said and 'value="80"' in said
    client.cookies["django_language"] = "en"
    assert "Say when" not in said.partition('id="f-sofa_day.gcs_at"')[2].partition('id="f-')[0]
    at = with_offset(Moment(now() - HOUR))
    values = {"laboratory": {"taken_at": at, "ferritin": "12000", "platelets": "18"}}
    assert typed_here(client, person, values)["Location"].endswith("#measured")
    held = {each.item: each.typed for each in Entry.objects.filter(sheet__person=person, sheet__form="laboratory")}
    assert held == {"taken_at": at, "ferritin": "12000", "platelets": "18"}
    assert not Draft.objects.filter(sheet__form="laboratory").exclude(typed={}).exists()


def test_what_was_not_made_needs_no_time_and_nothing_typed_begins_no_form(running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    body = sent("laboratory", {"taken_at": "", "scd25": ""}, {}, "D0 1")
    typed_here(client, person, {"laboratory": {"taken_at": "", "ferritin": ""}})
    assert not Sheet.objects.filter(person=person, form="laboratory").exists()
    body |= {"m-laboratory.scd25": Missing.NOT_DONE.value, "b-laboratory.scd25": "technical"}
    assert client.post(f"/participants/{person.code}/measured/", body).status_code == 302
    (kept,) = Entry.objects.filter(sheet__person=person)
    assert (kept.item, kept.missing) == ("scd25", Missing.NOT_DONE)


def test_what_is_refused_stays_typed_with_what_is_the_matter_and_the_rest_is_saved(running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    values = {"laboratory": {"taken_at": "t", "ferritin": "99999999", "platelets": "18"},
              "vital_signs": {"taken_at": "t", "temperature": "39,1"}}  # fmt: skip
    answer = typed_here(client, person, values)
    assert answer["Location"].endswith("#f-laboratory.ferritin")
    kept = {(each.sheet.form, each.item) for each in Entry.objects.filter(sheet__person=person)}
    assert kept == {("laboratory", "taken_at"), ("laboratory", "platelets"), ("vital_signs", "taken_at"),
                    ("vital_signs", "temperature")}  # fmt: skip
    said = page(client, person)
    field = said.partition('id="f-laboratory.ferritin"')[2].partition('id="f-')[0]
    assert 'value="99999999"' in field and 'class="error"' in field and "data-problem" in said
    assert client.get(f"/participants/{person.code}/forms/D0/laboratory/").content.decode().count("99999999")


def test_a_draft_of_another_item_of_the_form_is_not_lost(running, actor, user, client_of):
    """What was typed on the form itself, and not saved, waits there."""
    who = user("nurse", "01")
    client = client_of(who)
    person = actions.screen(actor("nurse"), "01")
    client.post(f"/participants/{person.code}/draft/D0/laboratory/", {"n-crp": "0", "v-crp": "212"})
    values = {"laboratory": {"taken_at": "t", "ferritin": "99999999", "platelets": "18"}}
    typed_here(client, person, values)
    assert set(Draft.objects.get(user=who).typed) == {"crp", "ferritin"}
    body = sent("laboratory", {"ferritin": "12000"}, {}, "D0 1")
    told = client.post(f"/participants/{person.code}/measured/draft/", {**body, "left": "laboratory.ferritin"}).json()
    assert told["count"] == 1 and told["left"]["item"] == "laboratory.ferritin" and told["left"]["findings"] == []
    assert Draft.objects.get(user=who).typed["ferritin"]["text"] == "12000"
    assert Draft.objects.get(user=who).typed["crp"]["text"] == "212"
    assert 'value="12000"' in page(client, person)


def test_another_who_saved_meanwhile_is_shown_and_nothing_is_written_over(running, actor, user, client_of):
    person = actions.screen(actor("nurse"), "01")
    first, second = (client_of(user("nurse", "01", name)) for name in ("one", "two"))
    typed_here(first, person, {"vital_signs": {"taken_at": "2026-01-02 10:00", "temperature": "39"}})
    typed_here(second, person, {"vital_signs": {"temperature": "38"}})
    assert [each.typed for each in Entry.objects.filter(item="temperature")] == ["39"]
    said = page(second, person)
    assert 'name="w-vital_signs.temperature"' in said and 'value="38"' in said
    assert 'name="w-vital_signs.temperature"' not in page(first, person)


def test_a_value_that_is_too_old_is_measured_anew_and_not_written_over(running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    noon = (now() - 400 * DAY) // DAY * DAY + 12 * HOUR  # never in the hour that is twice, which is asked about
    old, new = with_offset(Moment(noon)), with_offset(Moment(now() - HOUR))
    typed_here(client, person, {"laboratory": {"taken_at": old, "platelets": "90", "ferritin": "300"}})
    said = page(client, person)
    assert 'name="p-laboratory." value="unscheduled 1"' in said and "v-laboratory.platelets" in said
    typed_here(client, person, {"laboratory": {"taken_at": new, "platelets": "18"}}, "unscheduled 1")
    assert [(each.sheet.visit, each.typed) for each in Entry.objects.filter(item="platelets").order_by("pk")] == [
        ("D0", "90"), ("unscheduled", "18")]  # fmt: skip
    said = page(client, person)
    assert 'name="p-laboratory." value="unscheduled 1"' in said, "of the same sample"
    assert "v-laboratory.platelets" not in said and "v-laboratory.ferritin" in said


@pytest.mark.parametrize("place", ["D7 1", "unscheduled 7", "unscheduled 0", "D0 2", "", "x"])
def test_no_other_sheet_than_the_page_could_show_is_written(place, running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    body = sent("laboratory", {"taken_at": "t", "ferritin": "900"}, {}, "D0 1") | {"p-laboratory.": place}
    client.post(f"/participants/{person.code}/measured/", body)
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("item", ["crp", "eligible", "hs_acquired", "consent_signed_by_patient", "strange"])
def test_no_other_item_than_the_page_could_show_is_written(item, running, actor, user, client_of):
    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    for form in ("laboratory", "eligibility"):
        client.post(f"/participants/{person.code}/measured/", sent(form, {item: "1"}, {}, "D0 1"))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["monitor", "statistician", "inspector", "data manager", "safety officer"])
def test_who_only_reads_is_shown_no_field_and_refused(role, running, actor, user, client_of):
    client = client_of(user(role, "01" if role == "monitor" else ""))
    person = actions.screen(actor("nurse"), "01")
    said = page(client, person)
    assert 'id="sheet"' not in said and "/forms/D0/laboratory/#f-ferritin" in html.unescape(said)
    values = {"vital_signs": {"taken_at": "t", "temperature": "39"}}
    assert typed_here(client, person, values).status_code == 403
    assert client.post(f"/participants/{person.code}/measured/draft/", {}).status_code == 403
    assert not Sheet.objects.exists()


def test_after_the_screening_has_ended_nothing_is_typed_here(running, actor, user, client_of):
    from bedside.conduct.inclusion.actions import leave_out

    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    leave_out(actor("nurse"), person, ["E1"])
    assert 'id="sheet"' not in page(client, person)
    assert typed_here(client, person, {"vital_signs": {"taken_at": "t", "temperature": "39"}}).status_code >= 400
    assert not Sheet.objects.exists()


@pytest.mark.proves("law basis-first")
@pytest.mark.parametrize(("trial", "site"), TRIALS)
def test_before_a_basis_only_forms_that_the_criteria_read_are_offered(trial, site, two):
    from bedside.conduct.casebook.gate import screening_forms

    person, _, client = two(site)
    offered = set(re.findall(r'name="p-([^".]+)\."', page(client, person)))
    assert offered and offered <= screening_forms(protocol_for(person))
    assert offered <= set(inclusion_visit(protocol_for(person)).forms)


def test_after_consent_was_refused_nothing_is_typed_here(running, actor, user, client_of):
    from bedside.conduct.participants import consent

    client = client_of(user("nurse", "01"))
    person = actions.screen(actor("nurse"), "01")
    actions.record_consent(actor("nurse"), person, consent.Taken(consent.Step.REFUSE, now(), "patient"))
    assert 'id="sheet"' not in page(client, person)
    assert typed_here(client, person, {"vital_signs": {"taken_at": "t", "temperature": "39"}}).status_code >= 400
    assert not Sheet.objects.exists()
