"""What stands beside a value: who or what observed it, and what people have to say of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedside.conduct.casebook import originators
from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.actions_comments import MayIdentify, comment
from bedside.conduct.casebook.models import Comment, Draft, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.casebook.reading import current
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.trail.keeping import Act
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from bedside.errors import UsageError

Make = Callable[..., Any]
PLACE = Place(UNSCHEDULED, "vital_signs")
TIME = {"n-taken_at": "0", "v-taken_at": "20112026 0800"}


@pytest.fixture
def nurse(user: Make, client_of: Make) -> Any:
    return client_of(user("nurse", "01", "anne"))


@pytest.fixture
def sheet(person: Make, actor: Make) -> Sheet:
    someone = person()
    return open_sheet(actor("nurse"), someone, UNSCHEDULED, "vital_signs", protocol_for(someone).version)


def test_the_source_chosen_for_the_form_is_that_of_what_changed(sheet: Sheet, nurse: Any) -> None:
    code = sheet.person.code
    save, page = PLACE.address(code, "save"), PLACE.address(code)
    nurse.post(save, {**TIME, "n-map": "0", "v-map": "65", "source": "bedside device"})
    nurse.post(save, {"n-map": "1", "v-map": "65", "n-spo2": "0", "v-spo2": "92", "o-spo2": "Dossier papier"})
    kept = {item: entry.originator for item, entry in current(sheet).items()}
    assert kept == {"taken_at": "bedside device", "map": "bedside device", "spo2": "paper record"}
    nurse.post(save, {"n-map": "1", "v-map": "70", "r-map": "typing error"})
    assert current(sheet)["map"].originator == "anne"
    nurse.cookies["django_language"] = "fr"
    shown = nurse.get(page).content.decode()
    assert "source\u00a0: dossier papier" in shown and "source\u00a0: anne" in shown


def test_a_source_alone_can_be_corrected_with_a_reason(sheet: Sheet, nurse: Any) -> None:
    save = PLACE.address(sheet.person.code, "save")
    nurse.post(save, {"n-map": "0", "v-map": "65"})
    nurse.post(save, {"n-map": "1", "v-map": "65", "o-map": "Philips 4"})
    assert (
        current(sheet)["map"].number == 1 and Draft.objects.get(sheet=sheet).typed["map"]["originator"] == "Philips 4"
    )
    nurse.post(save, {"n-map": "1", "v-map": "65", "o-map": "Philips 4", "r-map": "source was corrected"})
    assert (current(sheet)["map"].number, current(sheet)["map"].originator) == (2, "Philips 4")
    assert not Draft.objects.filter(sheet=sheet).exists()


def test_a_source_that_may_name_somebody_is_asked_about(sheet: Sheet, actor: Make, user: Make) -> None:
    filled = fill(actor("nurse"), user("nurse"), sheet, {"map": Typed("65", originator="Dr Dupont")}, {})
    assert [each.check for each in filled.found["map"]] == ["privacy"]


def test_the_sources_of_a_site_stand_first(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('[originators]\n"01" = ["Metavision"]\n')
    settings.FOLDER = type(settings.FOLDER)(tmp_path)
    assert [name for name, _ in originators.offered("01")][:2] == ["Metavision", "own observation"]
    assert "Metavision" not in dict(originators.offered("02"))


def test_a_comment_stands_beside_the_item_and_in_its_trail(sheet: Sheet, nurse: Any) -> None:
    code = sheet.person.code
    sent = {"comment": "map", "k-map": "arterial line\r\nchanged", "n-spo2": "0", "v-spo2": "92"}
    answer = nurse.post(PLACE.address(code, "comment"), sent)
    assert answer.status_code == 302 and answer["Location"].endswith("#f-map")
    kept = Comment.objects.get(sheet=sheet, item="map")
    assert kept.text == "arterial line\nchanged" and kept.event.place == "unscheduled / vital_signs / map"
    assert current(sheet) == {} and Draft.objects.get(sheet=sheet).typed == {"spo2": {"text": "92"}}
    page = nurse.get(PLACE.address(code)).content.decode()
    assert "arterial line<br>changed" in page and "anne" in page
    history = nurse.get(f"/trail/field/{sheet.pk}/map").content.decode()
    assert "arterial line" in history


def test_a_comment_that_may_name_somebody_is_held_until_it_is_said_why(sheet: Sheet, nurse: Any) -> None:
    sent = {"comment": "map", "k-map": "Dr Dupont says so"}
    answer = nurse.post(PLACE.address(sheet.person.code, "comment"), sent)
    assert answer.status_code == 422 and not Comment.objects.exists()
    page = answer.content.decode()
    assert "Dr Dupont says so</textarea>" in page and 'name="kr-map"' in page and "a name" in page
    nurse.post(PLACE.address(sheet.person.code, "comment"), sent | {"kr-map": "not of this hospital"})
    assert Comment.objects.get().event.reason == "not of this hospital"


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_an_empty_or_endless_comment_is_not_kept(sheet: Sheet, nurse: Any, text: str) -> None:
    answer = nurse.post(PLACE.address(sheet.person.code, "comment"), {"comment": "map", "k-map": text})
    assert answer.status_code == 422 and not Comment.objects.exists()


def test_comments_are_added_and_never_changed_but_redacted(sheet: Sheet, actor: Make, nurse: Any) -> None:
    by = actor("nurse")
    with pytest.raises(MayIdentify):
        comment(by, sheet, "map", "06 12 34 56 78")
    with pytest.raises(UsageError):
        comment(by, sheet, "map", " ")
    first, second = comment(by, sheet, "map", "one"), comment(by, sheet, "map", "two")
    assert Event.objects.filter(action="comment", place="unscheduled / vital_signs / map").count() == 2
    redact(Act(actor("data manager", ""), "redact", reason="named somebody"), first, "text")
    page = nurse.get(PLACE.address(sheet.person.code)).content.decode()
    assert "one</p>" not in page and "redacted" in page and second.text in page


def test_the_day_before_is_said_and_never_filled_in(person: Make, actor: Make, user: Make, nurse: Any) -> None:
    someone = person()
    version = protocol_for(someone).version
    typed = {
        "taken_at": "20112026 0800",
        "gas_at": "20112026 0600",
        "fio2": "0,4",
        "urine_0_6": "300",
        "bilirubin": "9",
    }
    held = open_sheet(actor("nurse"), someone, "DAILY", "sofa_day", version, 3)
    fill(actor("nurse"), user("nurse"), held, {name: Typed(text) for name, text in typed.items()}, {})
    page = nurse.get(Place("DAILY", "sofa_day", 4).address(someone.code)).content.decode()
    assert page.count("the day before:") == 1 and "the day before: 0.4" in page
    assert 'name="v-fio2" value=""' in page
    for place in (Place("DAILY", "sofa_day", 5), Place("D0", "sofa_day"), Place("DAILY", "sofa_day", 3)):
        assert "the day before:" not in nurse.get(place.address(someone.code)).content.decode()
    nurse.cookies["django_language"] = "fr"
    assert "la veille\u00a0: 0,4" in nurse.get(Place("DAILY", "sofa_day", 4).address(someone.code)).content.decode()
