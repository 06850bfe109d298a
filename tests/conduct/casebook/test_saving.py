"""Saving: what is typed is what is read back, one event an item, nothing lost, facts as the protocol reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook import actions
from bedside.conduct.casebook import canonical as writing
from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.models import Checked, Computed, Draft, Sheet
from bedside.conduct.casebook.reading import answers, current, facts_of, zone
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify
from bedside.errors import UsageError
from bedside.protocol.forms import facts_from
from tests.conduct.casebook.generated import answers_for

Make = Callable[..., Any]


def sheet_of(by: Any, person: Any, form: str, visit: str = "unscheduled") -> Sheet:
    return open_sheet(by, person, visit, form, protocol_for(person).version)


@pytest.mark.proves("inspection one-line-an-item", "ground another-trial")
@pytest.mark.parametrize("turn", range(3))
def test_every_item_of_every_form_can_be_saved_and_read_back(
    person: Make, actor: Make, user: Make, trial: str, turn: int
) -> None:
    someone, by, who = person(trial), actor("nurse"), user("nurse")
    protocol = protocol_for(someone)
    for form in protocol.forms:
        sheet, typed = sheet_of(by, someone, form.id), answers_for(protocol, form, turn)
        before = Event.objects.filter(action="save item").count()
        filled = fill(by, who, sheet, typed, {})
        assert not filled.held, (form.id, filled.found, filled.unexplained)
        assert Event.objects.filter(action="save item").count() - before == len(typed) == len(filled.kept)
        kept = current(sheet)
        for item, given in typed.items():
            expected = writing.canonical(form, item, given)
            assert (kept[item].typed, kept[item].unit, kept[item].assay) == (
                expected.text,
                expected.unit,
                expected.assay,
            )
        by_protocol = facts_from(protocol, form.id, answers(sheet), zone=zone())
        here = list(facts_of(sheet))
        assert [(f.variable, f.start, f.end, f.value, f.course, f.origin) for f in here] == [
            (f.variable, f.start, f.end, f.value, f.course, f.origin) for f in by_protocol
        ]
    assert not list(verify())


def test_saving_again_what_stands_there_writes_nothing(person: Make, actor: Make, user: Make, trial: str) -> None:
    someone, by, who = person(trial), actor("nurse"), user("nurse")
    protocol = protocol_for(someone)
    for form in protocol.forms:
        sheet, typed = sheet_of(by, someone, form.id), answers_for(protocol, form)
        fill(by, who, sheet, typed, {})
        before = Event.objects.count()
        assert fill(by, who, sheet, typed, {name: 1 for name in typed}).kept == []
        assert Event.objects.count() == before


@pytest.mark.proves("inspection reason-for-change", "ground nothing-typed-is-lost")
def test_a_correction_needs_a_reason_and_keeps_what_stood_there(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "vital_signs")
    fill(by, who, sheet, {"taken_at": Typed("20112026 0800"), "temperature": Typed("39,1")}, {})
    filled = fill(by, who, sheet, {"temperature": Typed("38,1")}, {"temperature": 1})
    assert filled.unexplained == {"temperature"} and current(sheet)["temperature"].typed == "39,1"
    assert Draft.objects.get(sheet=sheet).typed == {"temperature": {"text": "38,1"}}
    filled = fill(by, who, sheet, {"temperature": Typed("38,1", reason="typing error")}, {"temperature": 1})
    assert [entry.number for entry in filled.kept] == [2] and filled.kept[0].event.reason == "typing error"
    assert [entry.typed for entry in sheet.entries.filter(item="temperature").order_by("number")] == ["39,1", "38,1"]
    assert not Draft.objects.filter(sheet=sheet).exists()


@pytest.mark.proves("inspection edit-check-kept", "ground nothing-typed-is-lost")
def test_what_is_refused_holds_back_nothing_else(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "vital_signs")
    filled = fill(
        by, who, sheet, {"taken_at": Typed("20112026 0800"), "temperature": Typed("391"), "map": Typed("65")}, {}
    )
    assert set(current(sheet)) == {"taken_at", "map"}
    assert [each.check for each in filled.found["temperature"]] == ["bounds"]
    text = filled.found["temperature"][0].text
    assert "391 °C" in text.en and "temperature" in text.en and "25" in text.en and "391 °C" in text.fr
    assert Draft.objects.get(sheet=sheet, user=who).typed == {"temperature": {"text": "391"}}
    noted = Checked.objects.get(sheet=sheet)
    assert (noted.item, noted.checks, noted.typed) == ("temperature", "bounds", "391")
    fill(by, who, sheet, {"temperature": Typed("391")}, {})
    assert Checked.objects.count() == 1
    fill(by, who, sheet, {"temperature": Typed("39,1")}, {})
    assert current(sheet)["temperature"].typed == "39,1" and not list(verify())


def test_a_soft_check_is_kept_once_it_is_confirmed_with_a_reason(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "vital_signs")
    odd = {"taken_at": Typed("20112026 0800"), "temperature": Typed("33")}
    filled = fill(by, who, sheet, odd, {})
    assert [each.check for each in filled.found["temperature"]] == ["expected"]
    for typed in (
        Typed("33", confirmed="expected"),
        Typed("33", reason="cooled"),
        Typed("33", confirmed="x", reason="y"),
    ):
        assert "temperature" in fill(by, who, sheet, {"temperature": typed}, {}).held
    fill(by, who, sheet, {"temperature": Typed("33", confirmed="expected", reason="cooled")}, {})
    entry = current(sheet)["temperature"]
    assert (entry.typed, entry.confirmed, entry.event.reason) == ("33", "expected", "cooled")


@pytest.mark.proves("law no-name", "law name-not-kept")
def test_a_name_in_a_text_is_asked_about_and_stays_out_of_the_trail(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "medical_history")
    filled = fill(by, who, sheet, {"trigger_detail": Typed("Seen by Dr Dupont, 06 12 34 56 78")}, {})
    assert [each.check for each in filled.found["trigger_detail"]] == ["privacy"]
    (found,) = filled.found["trigger_detail"]
    assert "Dr Dupont" in found.text.fr and "telephone" in found.text.en
    assert Checked.objects.get(sheet=sheet).typed == ""
    fill(by, who, sheet, {"trigger_detail": Typed("Seen by a cardiologist")}, {})
    rows = [str(row) for table in ("trail_event", "casebook_checked", "casebook_entry") for row in _dump(table)]
    assert not [row for row in rows if "Dupont" in row]


def _dump(table: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return list(cursor.fetchall())


@pytest.mark.proves("ground two-editors")
def test_two_editors_are_both_kept_and_one_is_chosen(person: Make, actor: Make, user: Make) -> None:
    someone, one, two = person(), user("nurse", name="anne"), user("nurse", name="bruno")
    sheet = sheet_of(actor("nurse"), someone, "vital_signs")
    fill(actor("nurse"), one, sheet, {"map": Typed("65"), "taken_at": Typed("20112026 0800")}, {})
    filled = fill(actor("investigator"), two, sheet, {"map": Typed("70"), "spo2": Typed("92")}, {})
    assert filled.theirs["map"].typed == "65" and filled.theirs["map"].event.actor == "nurse-01"
    assert current(sheet)["spo2"].typed == "92" and current(sheet)["map"].typed == "65"
    assert Draft.objects.get(user=two).typed["map"]["text"] == "70" and Draft.objects.get(user=two).base == {"map": 0}
    again = fill(actor("investigator"), two, sheet, {"map": Typed("70", reason="measured again")}, {"map": 1})
    assert not again.held and current(sheet)["map"].typed == "70"


def test_the_same_value_from_two_editors_is_no_conflict(person: Make, actor: Make, user: Make) -> None:
    someone, one, two = person(), user("nurse"), user("nurse")
    sheet = sheet_of(actor("nurse"), someone, "vital_signs")
    fill(actor("nurse"), one, sheet, {"taken_at": Typed("20112026 0800")}, {})
    assert not fill(actor("nurse"), two, sheet, {"taken_at": Typed("20/11/2026 8h")}, {}).held


@pytest.mark.proves("ground hidden-kept")
def test_hidden_items_keep_what_stands_in_them(person: Make, actor: Make, user: Make, trial: str) -> None:
    someone, by, who = person(trial), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "vital_status")
    died = {"known_at": Typed("20112026 0800"), "status": Typed("dead"), "died_at": Typed("20112026 0700")}
    fill(by, who, sheet, died, {})
    assert any(fact.variable == "dead" and fact.value.low == 1 for fact in facts_of(sheet))
    fill(by, who, sheet, {"status": Typed("alive", reason="wrong patient")}, {"status": 1})
    assert current(sheet)["died_at"].typed == "2026-11-20T07:00+01:00"
    assert not any(fact.variable == "dead" and fact.value.low == 1 for fact in facts_of(sheet))


def test_save_is_all_or_nothing(person: Make, actor: Make) -> None:
    someone, by = person(), actor("nurse")
    sheet = sheet_of(by, someone, "vital_signs")
    with pytest.raises(UsageError, match="impossible"):
        save(by, sheet, {"map": Typed("65"), "temperature": Typed("391")})
    assert current(sheet) == {}
    save(by, sheet, {"map": Typed("65"), "temperature": Typed("33")})
    with pytest.raises(UsageError, match="without a reason"):
        save(by, sheet, {"map": Typed("66"), "spo2": Typed("90")})
    with pytest.raises(actions.Conflict):
        save(by, sheet, {"map": Typed("66", reason="x")}, {})
    assert set(current(sheet)) == {"map", "temperature"}


SOFA = {
    "taken_at": "20112026 0800", "gas_at": "20112026 0600", "pao2": "80", "fio2": "0,4", "platelets": "90",
    "bilirubin": "20", "map": "65", "gcs_at": "20112026 0600", "gcs": "15", "creatinine": "100", "urine_0_6": "300",
    "urine_6_12": "300", "urine_12_18": "300", "urine_18_24": "300",
}  # fmt: skip


@pytest.mark.proves("ground computed-current")
def test_a_computed_value_gets_a_version_when_an_input_changes(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "sofa_day")
    part = {name: Typed(text) for name, text in SOFA.items() if name not in ("creatinine", "bilirubin")}
    assert not fill(by, who, sheet, part, {}).held
    first = Computed.objects.get(sheet=sheet, item="sofa")
    assert float(first.low) < float(first.high) and '"entries"' in first.inputs
    fill(by, who, sheet, {"creatinine": Typed("100"), "bilirubin": Typed("20")}, {})
    second = Computed.objects.filter(sheet=sheet, item="sofa").order_by("-number").first()
    assert second.number == 2 and float(second.high) - float(second.low) < float(first.high) - float(first.low)
    count = Computed.objects.count()
    fill(by, who, sheet, {"map": Typed("66", reason="typing error")}, {"map": 1})
    assert Computed.objects.count() == count + 1  # another input, so another version, though the value is the same
    other = sheet_of(by, someone, "transfusions")
    fill(by, who, other, {"given_at": Typed("20112026 0800"), "product": Typed("plasma")}, {})
    assert Computed.objects.count() == count + 1


@pytest.mark.proves("ground computed-current")
def test_an_input_on_another_sheet_counts(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person(), actor("nurse"), user("nurse")
    sofa, drugs = sheet_of(by, someone, "sofa_day"), sheet_of(by, someone, "vasoactive_drugs")
    fill(by, who, sofa, {name: Typed(text) for name, text in SOFA.items()}, {})
    before = Computed.objects.filter(sheet=sofa).count()
    fill(by, who, drugs, {"began": Typed("19112026 0800"), "norepinephrine": Typed("0,2")}, {})
    after = Computed.objects.filter(sheet=sofa).order_by("-number")
    assert after.count() == before + 1 and float(after[0].low) >= 4


@pytest.mark.proves("ground another-trial")
def test_the_adrenal_trial_works_out_its_own(person: Make, actor: Make, user: Make) -> None:
    someone, by, who = person("adrenal"), actor("nurse"), user("nurse")
    sheet = sheet_of(by, someone, "eligibility", "D0")
    fill(by, who, sheet, {"answered_at": Typed("20112026 0800"), "age": Typed("12")}, {})
    found = Computed.objects.get(sheet=sheet, item="eligible")
    assert (found.low, found.high) == ("0.0", "0.0")
