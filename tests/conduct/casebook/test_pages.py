"""The pages: every form of both trials in both languages, drafts, refusals, permissions, the consent gate."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.models import Checked, Draft, Entry, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.casebook.reading import current
from bedside.conduct.monitoring.finding import violated
from bedside.conduct.monitoring.models import Query
from bedside.conduct.participants import consent
from bedside.conduct.participants.actions import record_consent
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.trail.models import Event
from bedside.protocol.model import ItemKind
from bedside.values.moment import HOUR, Moment, now
from tests.conduct.casebook.conftest import TRIALS
from tests.conduct.casebook.generated import answers_for

Make = Callable[..., Any]


@pytest.fixture
def nurse(user: Make, client_of: Make) -> Callable[..., Any]:
    """nurse(trial): the browser of a nurse of that trial's site."""

    def made(trial: str = "jakahdi", role: str = "nurse", name: str = "") -> Any:
        return client_of(user(role, TRIALS[trial], name))

    return made


def posted(page: str) -> dict[str, str]:
    """What a browser would send back of a page, untouched."""
    sent = {}
    form = re.search(r'<form id="sheet".*?</form>', page, re.DOTALL)
    assert form
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        unchecked = ("radio" in tag or "checkbox" in tag) and " checked" not in tag
        if name and not unchecked:
            sent[name[1]] = value[1] if value else ""
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen[1] if chosen else re.findall(r'value="([^"]*)"', inside)[0]
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        sent[name] = inside
    return sent


@pytest.mark.proves("ground another-trial", "ground both-languages")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_opens_and_takes_its_answers_without_scripts(
    person: Make, nurse: Make, trial: str, language: str
) -> None:
    someone, browser = person(trial), nurse(trial)
    browser.cookies["django_language"] = language
    protocol = protocol_for(someone)
    for form in protocol.forms:
        place = Place(UNSCHEDULED, form.id)
        page = browser.get(place.address(someone.code)).content.decode()
        for item in form.items:
            assert f'id="f-{item.id}"' in page
        sent = posted(page) | {f"v-{name}": typed.text for name, typed in answers_for(protocol, form).items()}
        answer = browser.post(place.address(someone.code, "save"), sent)
        assert answer.status_code == 302 and answer["Location"] == place.address(someone.code), form.id
        sheet = Sheet.objects.get(person=someone, form=form.id)
        typed = {item.id for item in form.items if item.kind is not ItemKind.COMPUTED}
        assert set(current(sheet)) == typed
        again = browser.get(place.address(someone.code)).content.decode()
        before = Event.objects.count()
        browser.post(place.address(someone.code, "save"), posted(again))
        assert Event.objects.count() == before, f"{form.id}: an untouched page changed something"


def test_an_item_that_the_page_did_not_send_is_left_alone(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "vital_signs")
    browser.post(place.address(someone.code, "save"), {"n-map": "0", "v-map": "65", "u-map": "mm[Hg]"})
    browser.post(place.address(someone.code, "save"), {"n-spo2": "0", "v-spo2": "95", "u-spo2": "%"})
    assert set(current(Sheet.objects.get(person=someone))) == {"map", "spo2"}


def test_a_refused_item_is_shown_again_with_what_is_the_matter_in_both_languages(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "vital_signs")
    sent = {
        "n-temperature": "0",
        "v-temperature": "391",
        "u-temperature": "Cel",
        "n-map": "0",
        "v-map": "65",
        "u-map": "mm[Hg]",
    }
    answer = browser.post(place.address(someone.code, "save"), sent)
    assert answer["Location"].endswith("#f-temperature")
    page = browser.get(place.address(someone.code)).content.decode()
    assert 'value="391"' in page and "impossible for" in page and 'aria-invalid="true"' in page
    assert "1 saved." in page and "1 not saved" in page
    browser.cookies["django_language"] = "fr"
    assert "est impossible pour" in browser.get(place.address(someone.code)).content.decode()


@pytest.mark.proves("ground nothing-typed-is-lost")
def test_a_draft_is_kept_shown_again_and_is_no_data(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "vital_signs")
    sent = {"n-map": "0", "v-map": "6", "u-map": "mm[Hg]", "n-spo2": "0", "v-spo2": "", "u-spo2": "%"}
    told = browser.post(place.address(someone.code, "draft"), sent).json()
    assert told["count"] == 1 and re.fullmatch(r"\d\d:\d\d", told["at"])
    assert Draft.objects.get().typed == {"map": {"text": "6", "unit": "mm[Hg]"}}
    assert not Entry.objects.exists() and not Checked.objects.exists()
    page = browser.get(place.address(someone.code)).content.decode()
    assert 'id="v-map" name="v-map" value="6"' in page and "Draft of" in page
    assert "outside what is expected" not in page, "a check is shown only once the trail knows of it"
    browser.post(place.address(someone.code, "discard"))
    assert not Draft.objects.exists()


@pytest.mark.proves("inspection edit-check-kept")
def test_a_check_shown_while_typing_is_kept_with_what_was_typed(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "vital_signs")
    sent = {"n-temperature": "0", "v-temperature": "33", "u-temperature": "Cel", "left": "temperature"}
    told = browser.post(place.address(someone.code, "draft"), sent).json()["left"]
    assert [(each["gravity"], each["check"]) for each in told["findings"]][:1] == [("confirm", "expected")]
    assert (Checked.objects.get().typed, Checked.objects.get().event.actor[:5]) == ("33", "nurse")
    browser.post(place.address(someone.code, "draft"), sent)
    assert Checked.objects.count() == 1
    time = browser.post(
        place.address(someone.code, "draft"), {"n-taken_at": "0", "v-taken_at": "20112026 0800", "left": "taken_at"}
    )
    assert time.json()["left"]["value"] == "2026-11-20 08:00"


@pytest.mark.proves("ground two-editors")
def test_the_other_editor_is_named_and_both_values_are_shown(person: Make, nurse: Make) -> None:
    someone, one, two = person(), nurse(name="anne"), nurse(name="bruno")
    place = Place(UNSCHEDULED, "vital_signs")
    mine = {"n-map": "0", "v-map": "70", "u-map": "mm[Hg]"}
    two.post(place.address(someone.code, "draft"), mine)
    assert "bruno" in one.get(place.address(someone.code)).content.decode()
    one.post(place.address(someone.code, "save"), {"n-map": "0", "v-map": "65", "u-map": "mm[Hg]"})
    two.post(place.address(someone.code, "save"), mine)
    page = two.get(place.address(someone.code)).content.decode()
    assert "anne saved meanwhile" in page and "65 mmHg" in page and 'value="70"' in page
    two.post(place.address(someone.code, "save"), mine | {"w-map": "theirs"})
    assert not Draft.objects.exists() and Entry.objects.count() == 1
    two.post(place.address(someone.code, "save"), mine | {"w-map": "1", "r-map": "measured again"})
    assert Entry.objects.order_by("-number").first().typed == "70"


@pytest.mark.proves("ground typed-is-text")
def test_what_is_typed_is_shown_as_text(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "medical_history")
    browser.post(
        place.address(someone.code, "save"), {"n-trigger_detail": "0", "v-trigger_detail": "<script>alert(1)</script>"}
    )
    page = browser.get(place.address(someone.code)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


@pytest.mark.proves("inspection sponsor-writes-nothing", "ground other-sites")
@pytest.mark.parametrize("view", ["sheet", "save", "draft", "discard"])
def test_only_who_may_reads_and_writes(person: Make, nurse: Make, client_of: Make, user: Make, view: str) -> None:
    someone = person()
    address = Place(UNSCHEDULED, "vital_signs").address(someone.code, view)
    for role, site, reads in [("monitor", "01", True), ("nurse", "02", False), ("administrator", "", False)]:
        browser = client_of(user(role, site))
        answer = browser.get(address) if view == "sheet" else browser.post(address, {"n-map": "0", "v-map": "65"})
        assert answer.status_code == (200 if reads and view == "sheet" else 403), (role, view)
    assert not Sheet.objects.exists()


@pytest.mark.proves("law basis-first")
def test_before_consent_only_what_the_criteria_read(person: Make, nurse: Make, trial: str) -> None:
    someone, browser = person(trial, consented=False), nurse(trial)
    answer = browser.post(Place(UNSCHEDULED, "vital_status").address(someone.code, "save"),
                          {"n-known_at": "0", "v-known_at": "t"})  # fmt: skip
    assert answer.status_code == 422 and not Sheet.objects.exists()
    page = browser.get(Place(UNSCHEDULED, "vital_status").address(someone.code)).content.decode()
    assert "no lawful basis yet" in page and "disabled" in page
    browser.post(Place("D0", "eligibility").address(someone.code, "save"), {"n-answered_at": "0", "v-answered_at": "t"})
    assert Entry.objects.count() == 1


@pytest.mark.proves("law after-withdrawal")
def test_after_a_withdrawal_nothing_new_but_what_it_asks_for(
    person: Make, actor: Make, nurse: Make, user: Make
) -> None:
    someone, browser = person(), nurse()
    sheet = open_sheet(actor("nurse"), someone, UNSCHEDULED, "vital_signs", "1.0")
    fill(actor("nurse"), user("nurse"), sheet, {"map": Typed("65")}, {})
    record_consent(actor("investigator"), someone, consent.Taken(consent.Step.WITHDRAW, now()))
    corrected = {"n-map": "1", "v-map": "66", "u-map": "mm[Hg]", "r-map": "typing error"}
    browser.post(Place(UNSCHEDULED, "vital_signs").address(someone.code, "save"), corrected)
    assert current(sheet)["map"].typed == "66"
    new = Place(UNSCHEDULED, "laboratory").address(someone.code, "save")
    browser.post(new, {"n-wbc": "0", "v-wbc": "5", "u-wbc": "10*9/L"})  # of which nobody says that it was before
    assert not Entry.objects.filter(sheet__person=someone, sheet__form="laboratory").exists()
    end = Place("consent_withdrawn", "end_of_study").address(someone.code, "save")
    assert browser.post(end, {"n-ended_on": "0", "v-ended_on": "t"}).status_code == 302


@pytest.mark.proves("law after-withdrawal")
def test_what_was_collected_after_a_withdrawal_is_refused_on_a_form_begun_before(
    person: Make, actor: Make, user: Make
) -> None:
    """By the time that the value says; of what says none, only what stood there is corrected."""
    someone, by, who = person(), actor("nurse"), user("nurse")
    before, left, after = (Moment(now() - minutes * HOUR // 60) for minutes in (45, 30, 15))
    for number, at in enumerate((before, after), 1):
        sheet = open_sheet(by, someone, UNSCHEDULED, "vital_signs", "1.0", number=number)
        fill(by, who, sheet, {"taken_at": Typed(with_offset(at)), "map": Typed("65")}, {})
    bare = open_sheet(by, someone, UNSCHEDULED, "vital_signs", "1.0", number=3)
    fill(by, who, bare, {"map": Typed("65")}, {})
    record_consent(actor("investigator"), someone, consent.Taken(consent.Step.WITHDRAW, left))
    someone = Person.objects.get(pk=someone.pk)
    assert {each.place.number for each in violated(someone) if each.rule == "after_leaving"} == {2}
    asked = [(query.occurrence, query.item, query.rule) for query in Query.objects.filter(person=someone)]
    assert asked == [(2, "taken_at", "after_leaving"), (2, "map", "after_leaving")]
    typed = {"map": Typed("66", reason="typing error"), "temperature": Typed("38")}
    for number, held in ((1, set()), (2, {"map", "temperature"}), (3, {"temperature"})):
        sheet = someone.sheets.get(form="vital_signs", number=number)
        filled = fill(by, who, sheet, typed, {"map": 1})
        assert set(filled.held) == held, number
        assert {f.check for found in filled.found.values() for f in found} == ({"after_leaving"} if held else set())
    moved = {"taken_at": Typed(with_offset(after), reason="wrong hour")}
    assert "taken_at" in fill(by, who, someone.sheets.get(form="vital_signs", number=1), moved, {"taken_at": 1}).found


@pytest.mark.proves("law after-withdrawal")
@pytest.mark.parametrize("step", [consent.Step.WITHDRAW, consent.Step.OBJECT])
def test_adverse_events_of_who_was_included_are_recorded_whatever_was_withdrawn(
    step: consent.Step, person: Make, actor: Make, nurse: Make
) -> None:
    someone, browser = person(), nurse()
    record_consent(actor("investigator"), someone, consent.Taken(step, now()))
    (form,) = [each for each in protocol_for(someone).forms if each.safety]
    event = Place(UNSCHEDULED, form.id)
    assert browser.get(event.address(someone.code)).status_code == 200
    item = next(each.id for each in form.items if each.kind is ItemKind.TEXT)
    sent = {f"n-{item}": "0", f"v-{item}": "fever"}
    assert browser.post(event.address(someone.code, "save"), sent).status_code == 302
    other = Place(UNSCHEDULED, "laboratory").address(someone.code, "save")
    refused = browser.post(other, {"n-wbc": "0", "v-wbc": "5", "u-wbc": "10*9/L"}).status_code
    assert refused == (422 if step is consent.Step.OBJECT else 302)
    assert not Entry.objects.filter(sheet__person=someone, sheet__form="laboratory").exists()


@pytest.mark.parametrize(
    "address", ["D0/no_form", "D99/laboratory", "D7/demographics", "DAILY/99/sofa_day", "D0/laboratory/2"]
)
def test_there_is_no_such_sheet(person: Make, nurse: Make, address: str) -> None:
    assert nurse().get(f"/participants/{person().code}/forms/{address}/").status_code == 404


def test_the_casebook_and_the_grid(person: Make, nurse: Make, trial: str) -> None:
    someone, browser = person(trial), nurse(trial)
    protocol = protocol_for(someone)
    numbers = {"jakahdi": ("laboratory", "ferritin"), "adrenal": ("observations", "wbc")}[trial]
    form = protocol.form(numbers[0])
    sent = {f"v-{name}": typed.text for name, typed in answers_for(protocol, form).items()}
    sent |= {f"n-{name}": "0" for name in answers_for(protocol, form)}
    browser.post(Place("D0", form.id).address(someone.code, "save"), sent)
    page = browser.get(f"/participants/{someone.code}/casebook/").content.decode()
    assert "complete" in page and "not started" in page and Place("D0", form.id).address(someone.code) in page
    grid = browser.get(f"/participants/{someone.code}/laboratory/").content.decode()
    assert protocol.vocabulary[numbers[1]].say("en") in grid and "2026-11-20 08:00" in grid


def test_another_sheet_of_a_form_that_repeats_follows_the_one_before(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse()
    first, second, third = (Place(UNSCHEDULED, "transfusions", None, number) for number in (1, 2, 3))
    assert browser.get(second.address(someone.code)).status_code == 404
    browser.post(first.address(someone.code, "save"), {"n-given_at": "0", "v-given_at": "20112026 0800"})
    assert second.address(someone.code) in browser.get(f"/participants/{someone.code}/casebook/").content.decode()
    browser.post(second.address(someone.code, "save"), {"n-given_at": "0", "v-given_at": "21112026 0800"})
    assert browser.get(third.address(someone.code)).status_code == 200
    assert [sheet.number for sheet in Sheet.objects.order_by("pk")] == [1, 2]


@pytest.mark.proves("inspection redaction-shown")
def test_a_redacted_text_says_so(person: Make, actor: Make, nurse: Make, user: Make) -> None:
    from bedside.conduct.trail.keeping import Act
    from bedside.conduct.trail.redacting import redact

    someone, browser = person(), nurse()
    sheet = open_sheet(actor("nurse"), someone, UNSCHEDULED, "medical_history", "1.0")
    odd = {"trigger_detail": Typed("Dr Dupont", confirmed="privacy", reason="a street")}
    fill(actor("nurse"), user("nurse"), sheet, odd, {})
    redact(Act(actor("data manager", ""), "redact", reason="a name"), current(sheet)["trigger_detail"], "typed")
    page = browser.get(Place(UNSCHEDULED, "medical_history").address(someone.code)).content.decode()
    history = browser.get(f"/participants/{someone.code}/history/{sheet.pk}/trigger_detail/").content.decode()
    assert "Dupont" not in page + history and "redacted" in history


def test_every_word_of_a_template_is_there_in_both_languages() -> None:
    from pathlib import Path

    from bedside.conduct.casebook import words

    root = Path(words.__file__).parent
    files = [*root.glob("templates/casebook/*.html"), *root.glob("*.py")]
    used = {
        key for file in files for key in re.findall(r"\"casebook\.(?!html)(\w+)\"", file.read_text(encoding="utf-8"))
    }
    used |= {key for file in files for key in re.findall(r"WORDS\[\"(\w+)\"\]", file.read_text(encoding="utf-8"))}
    assert used == set(words.WORDS)
    for text in words.WORDS.values():
        assert text.en and text.fr
        assert set(re.findall(r"{\w+}", text.en)) == set(re.findall(r"{\w+}", text.fr))


@pytest.mark.proves("inspection field-history", "inspection edit-check-kept", "inspection reason-for-change")
def test_the_history_of_a_field_shows_its_versions_and_the_checks_that_were_shown(person: Make, nurse: Make) -> None:
    someone, browser = person(), nurse(name="anne")
    place = Place(UNSCHEDULED, "vital_signs")
    sent = {"n-temperature": "0", "u-temperature": "Cel"}
    browser.post(place.address(someone.code, "save"), sent | {"v-temperature": "391"})
    browser.post(place.address(someone.code, "save"), sent | {"v-temperature": "39,1"})
    later = sent | {"n-temperature": "1", "v-temperature": "39,2", "r-temperature": "typing error"}
    browser.post(place.address(someone.code, "save"), later)
    address = f"/participants/{someone.code}/history/{someone.sheets.get().pk}/temperature/"
    assert f'hx-get="{address}"' in browser.get(place.address(someone.code)).content.decode()
    history = browser.get(address).content.decode()
    for said in ("39.1 °C", "39.2 °C", "reason: typing error", "anne (research nurse)", "(impossible value) for “391”"):
        assert said in history, said
    assert history.index("39.2 °C") < history.index("39.1 °C"), "newest first"


@pytest.mark.parametrize("typed", ["38.81", "38,81"])
def test_a_number_is_read_with_the_readers_mark_and_stays_as_typed_in_its_input(
    person: Make, nurse: Make, typed: str
) -> None:
    someone, browser = person(), nurse()
    place = Place(UNSCHEDULED, "vital_signs")
    sent = {"n-temperature": "0", "u-temperature": "Cel", "v-temperature": typed}
    browser.post(place.address(someone.code, "save"), sent)
    for language, said in (("en", "38.81 °C"), ("fr", "38,81 °C")):
        browser.cookies["django_language"] = language
        history = browser.get(f"/participants/{someone.code}/history/{someone.sheets.get().pk}/temperature/")
        assert f"<strong>{said}</strong>" in history.content.decode()
        assert f'value="{typed}"' in browser.get(place.address(someone.code)).content.decode()


def test_a_history_is_of_an_item_of_a_sheet_of_the_person_who_is_named(person: Make, nurse: Make) -> None:
    one, other, browser = person(), person(), nurse()
    browser.post(Place(UNSCHEDULED, "vital_signs").address(one.code, "save"), {
        "n-temperature": "0", "u-temperature": "Cel", "v-temperature": "39,1"})  # fmt: skip
    sheet = one.sheets.get().pk
    for code, number, item, status in (
        (one.code, sheet, "temperature", 200), (other.code, sheet, "temperature", 404),
        (one.code, sheet, "no_such", 404), (one.code, 999999, "temperature", 404),
    ):  # fmt: skip
        assert browser.get(f"/participants/{code}/history/{number}/{item}/").status_code == status
