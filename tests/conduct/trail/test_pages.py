"""The trail on the screen: only one's own sites, found, sorted, paged and exported; each reading an event itself."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

import bedside.conduct
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.participants.models import ConsentStep, Person
from bedside.conduct.study.models import Setting
from bedside.conduct.trail.choosing import Choice
from bedside.conduct.trail.keeping import Act, Actor, keep, note
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from bedside.conduct.trail.words import ACTIONS, COLUMNS, WORDS
from bedside.errors import UsageError

pytestmark = pytest.mark.django_db
BY = Actor("anna", "nurse", "CHU", "screens")
PLACE = "DAILY 3 / sofa_day / bilirubin"
REASONS = ["", "misread, “17” was 71", "Mrs Smith said so"]


@pytest.fixture
def written(study: Any) -> Person:
    """A participant of site 01 with a value corrected twice, and something at site 02."""
    person = keep(Act(BY, "screen", "01", "01-S001"), Person(code="01-S001", site="01"))
    sheet = keep(Act(BY, "open form", "01", "01-S001", "DAILY 3 / sofa_day"),
                 Sheet(person=person, visit="DAILY", day=3, form="sofa_day", version="1.0"))  # fmt: skip
    for number, (typed, reason) in enumerate(zip(["17", "71", "=1+1"], REASONS, strict=True), 1):
        entry = Entry(sheet=sheet, item="bilirubin", number=number, typed=typed, unit="µmol/L", originator="anna")
        keep(Act(BY, "save item", "01", "01-S001", PLACE, reason), entry)
    keep(Act(BY, "screen", "02", "02-S001"), Person(code="02-S001", site="02"))
    return person


@pytest.fixture
def reading(user: Callable[..., Any], client_of: Callable[..., Client]) -> Callable[..., Client]:
    """reading(role, site): somebody who reads."""
    return lambda role="investigator", site="01": client_of(user(role, site))


def shown(client: Client, **asked: Any) -> str:
    """The page."""
    answer = client.get(reverse("trail"), asked)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def exported(client: Client, **asked: Any) -> list[dict[str, Any]]:
    """The lines of the JSON export."""
    answer = client.get(reverse("trail_json"), asked)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))
    return found


@pytest.mark.proves("inspection line-complete")
def test_each_line_tells_all(written: Person, reading: Callable[..., Client]) -> None:
    text = shown(reading(), participant="01-S001")
    for told in (
        "save a value",
        PLACE,
        "17 µmol/L",
        "71 µmol/L",
        "anna",
        "nurse, CHU",
        "screens",
        "misread",
        "Z</span><br>",
    ):
        assert told in text
    line = exported(reading(), reason="misread")[0]
    assert (line["before"], line["after"], line["reason"]) == ("17 µmol/L", "71 µmol/L", REASONS[1])
    assert line["at_utc"].endswith("Z")
    assert line["at_local"].endswith(("+01:00", "+02:00"))


def test_in_french(written: Person, reading: Callable[..., Client]) -> None:
    client = reading()
    client.cookies["django_language"] = "fr"
    text = shown(client, participant="01-S001")
    assert "enregistrer une valeur" in text
    assert "Piste d’audit" in text


@pytest.mark.proves("ground other-sites", "inspection investigator-control")
@pytest.mark.parametrize(("role", "site", "seen", "unseen"), [
    ("investigator", "01", ["01-S001"], ["02-S001"]),
    ("nurse", "02", ["02-S001"], ["01-S001"]),
    ("monitor", "", ["01-S001", "02-S001"], []),
    ("inspector", "", ["01-S001", "02-S001", "open a site"], []),
])  # fmt: skip
def test_readers_see_their_own_sites(
    written: Person, reading: Callable[..., Client], role: str, site: str, seen: list[str], unseen: list[str]
) -> None:
    text = shown(reading(role, site))
    assert [each for each in seen if each not in text] == []
    assert [each for each in unseen if each in text] == []


def test_events_of_no_site_are_for_who_reads_all(written: Person, reading: Callable[..., Client]) -> None:
    note(Act(BY, "log in", place="somewhere"))
    assert "somewhere" in shown(reading("inspector", ""))
    assert "somewhere" not in shown(reading("monitor", ""))


@pytest.mark.proves("ground other-sites")
def test_another_site_is_not_reached_by_asking(written: Person, reading: Callable[..., Client]) -> None:
    client = reading("investigator", "02")
    assert PLACE not in shown(client, site="01", participant="01-S001")
    assert client.get(reverse("trail_of", args=["01-S001", PLACE])).status_code == 403
    assert exported(client, participant="01-S001") == []


def test_who_may_not_read_it(written: Person, reading: Callable[..., Client], client: Client) -> None:
    for name in ("trail", "trail_csv", "trail_json", "trail_review"):
        assert client.get(reverse(name)).status_code == 302
        assert reading("statistician", "").get(reverse(name)).status_code == 403
    for name in ("trail_csv", "trail_json"):
        assert reading("nurse", "01").get(reverse(name)).status_code == 403


@pytest.mark.proves("inspection trail-searched")
@pytest.mark.parametrize(("asked", "count"), [
    ({"participant": "01-S001"}, 5), ({"action": "save item"}, 3), ({"reason": "misread"}, 1),
    ({"place": "bilirubin"}, 3), ({"actor": "ann", "site": "01", "action": "screen"}, 1),
    ({"since": "2000-01-01", "participant": "01-S001"}, 5), ({"since": "2999-01-01"}, 0), ({"until": "2000-01-01"}, 0),
])  # fmt: skip
def test_searching(written: Person, reading: Callable[..., Client], asked: dict[str, str], count: int) -> None:
    assert len(exported(reading(), **asked)) == count


def test_a_day_is_the_sites_day(study: Any) -> None:
    """2026-11-22 in Paris begins at 23:00 UTC the day before."""
    choice = Choice.of({"since": "2026-11-22", "until": "2026-11-22"})
    assert "1795302000000000" in str(choice.when())
    assert "1795388400000000" in str(choice.when())


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"sort": "seal"}, {"sort": "reason__x"}])
def test_what_cannot_be_asked(written: Person, reading: Callable[..., Client], asked: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Choice.of(asked)
    assert reading().get(reverse("trail"), asked).status_code == 422


@pytest.mark.proves("inspection trail-searched")
@pytest.mark.parametrize("sort", ["-number", "number", "actor", "-action", "participant", "-place", "site"])
def test_pages_follow_each_other_while_others_write(study: Any, sort: str) -> None:
    """Every event that was there at the beginning, once; none skipped, none twice, in order."""
    for number in range(40):
        by = Actor(f"user{number % 3}", "nurse", "CHU", "screens")
        note(Act(by, f"act {number % 4}", f"0{number % 2}", f"01-S00{number % 5}", f"p{number % 7}"))
    there = set(Event.objects.values_list("number", flat=True))
    choice, seen, after = Choice.of({"sort": sort}), [], None
    while True:
        events = choice.page(None, after, 7)
        seen += events[:7]
        note(Act(BY, "meanwhile"))
        if len(events) <= 7 or len(seen) > 500:
            break
        after = events[6].number
    numbers = [event.number for event in seen]
    assert len(numbers) == len(set(numbers))
    assert there <= set(numbers)
    keys = [(getattr(event, choice.sort), event.number) for event in seen]
    assert keys == sorted(keys, reverse=choice.down)
    assert sorted(there) == sorted(event.number for some in choice.all(None, max(there), 7) for event in some)


@pytest.mark.proves("inspection trail-reads-logged")
def test_reading_and_exporting_are_events(written: Person, reading: Callable[..., Client]) -> None:
    client = reading()
    before = Event.objects.count()
    shown(client, participant="01-S001", reason="Smith")
    client.get(reverse("trail_of", args=["01-S001", PLACE]))
    client.get(reverse("trail_review"))
    exported(client, action="save item")
    new = list(Event.objects.filter(number__gt=before).order_by("number"))
    assert [event.action for event in new] == ["read trail", "read history", "review trail", "export trail"]
    assert json.loads(new[0].detail) == {"participant": "01-S001", "searched": "reason", "sort": "number"}
    assert json.loads(new[3].detail) == {"action": "save item", "format": "json", "lines": 3, "sort": "number",
                                         "up_to": new[3].number - 1}  # fmt: skip
    assert {event.role for event in new} == {"investigator"}


@pytest.mark.proves("inspection trail-exported", "ground typed-is-text")
def test_the_exports_hold_what_the_page_shows(written: Person, reading: Callable[..., Client]) -> None:
    asked = {"participant": "01-S001", "sort": "number"}
    client = reading()
    answer = client.get(reverse("trail_csv"), asked)
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    told = exported(client, **asked)
    assert answer["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    assert [row["number"] for row in rows] == [str(line["number"]) for line in told]
    assert [line["after"] for line in told][-1] == "=1+1 µmol/L"
    assert rows[-1]["after"] == "'=1+1 µmol/L"
    place = "Each day in intensive care: day 3 / SOFA of the day / Total bilirubin (highest)"
    said = {"role_said": "research nurse", "place_said": place, "origin_said": "screens"}
    assert rows[-1] == {**{name: str(value) for name, value in told[-1].items()}, "after": "'=1+1 µmol/L", **said}


def test_codes_are_told_in_the_words_of_the_protocol(written: Person, reading: Callable[..., Client]) -> None:
    """Roles, places, steps and choices, on the page and in the file for a spreadsheet; a program's file keeps codes."""
    sheet = Sheet.objects.get()
    choice = Entry(sheet=sheet, item="ventilated", number=1, typed="yes", originator="anna")
    keep(Act(BY, "save item", "01", "01-S001", "D0 / eligibility / hs_acquired"), choice)
    keep(Act(BY, "record consent", "01", "01-S001", "consent"),
         ConsentStep(person=written, step="give", route="patient", at_us=0, version="1.0"))  # fmt: skip
    client = reading()
    client.cookies["django_language"] = "fr"
    text = shown(client, participant="01-S001")
    for said in ("infirmier de recherche", "jour 3 / SOFA du jour / Bilirubine totale", "écrans",
                 "étape\u00a0: Une base légale est donnée", " / Éligibilité / ", "<td>oui</td>"):  # fmt: skip
        assert said in text, said
    assert "nurse," not in text
    answer = client.get(reverse("trail_csv"), {"participant": "01-S001", "sort": "number"})
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    last = list(rows)[-1]
    assert (last["place"], last["place_said"], last["role_said"]) == (
        "consent",
        "consentement",
        "infirmier de recherche",
    )
    assert {line["role"] for line in exported(client, participant="01-S001")} == {"nurse"}


def test_nothing_found_is_still_json(written: Person, reading: Callable[..., Client]) -> None:
    assert exported(reading(), participant="nobody") == []
    assert "No event matches." in shown(reading(), participant="nobody")


@pytest.mark.proves("inspection field-history", "ground other-sites")
def test_the_history_of_a_field(written: Person, reading: Callable[..., Client]) -> None:
    address = reverse("trail_of", args=["01-S001", PLACE])
    assert address == "/trail/of/01-S001/DAILY%203%20/%20sofa_day%20/%20bilirubin"
    text = reading().get(address).content.decode()
    assert text.index("=1+1") < text.index("misread")
    assert "read the history" not in text
    sheet = Sheet.objects.get()
    same = reading().get(reverse("trail-field", kwargs={"sheet": sheet.pk, "item": "bilirubin"})).content.decode()
    assert PLACE in same
    assert reading("nurse", "02").get(reverse("trail-field", args=[sheet.pk, "bilirubin"])).status_code == 403
    assert reading().get(reverse("trail-field", args=[9999, "bilirubin"])).status_code == 404
    assert reading().get(reverse("trail_of", args=["01-S001", "nowhere"])).status_code == 404


@pytest.mark.proves("inspection redaction-shown", "inspection redaction")
def test_what_was_redacted_says_so(written: Person, reading: Callable[..., Client]) -> None:
    event = Event.objects.get(reason=REASONS[2])
    redact(Act(BY, "redact", "01", "01-S001", PLACE, "a name"), event, "reason")
    redact(Act(BY, "redact", "01", "01-S001", PLACE, "a name"), Entry.objects.get(number=2), "typed")
    text = shown(reading(), participant="01-S001")
    assert "Smith" not in text
    assert "[redacted]" in text
    line = exported(reading(), action="save item")[0]
    assert (line["before"], line["reason"]) == ("[redacted]", "[redacted]")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_answers_of_a_consent_are_told_as_asked_and_on_the_sites_clock(written: Person, language: str) -> None:
    from bedside.conduct.participants.models import ConsentStep
    from bedside.conduct.study.protocol import latest
    from bedside.conduct.trail.telling import lines
    from bedside.values.moment import moment

    protocol, at = latest(), int(moment("2026-11-22T01:30:00Z"))
    step = ConsentStep(person=written, step="give", at_us=at, version=protocol.version,
                       given=json.dumps({"consent_signed_by_patient": at}))  # fmt: skip
    keep(Act(BY, "record consent", "01", "01-S001", "consent"), step)
    asked = next(each.asked for each in protocol.questions if each.name == "consent_signed_by_patient")
    after = next(lines([step.event], language)).after
    assert f"{asked.say(language)} (2026-11-22 02:30)" in after
    assert "consent_signed_by_patient" not in after


@pytest.mark.proves("inspection late-entries", "inspection trail-review")
def test_what_to_look_at(written: Person, reading: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from bedside.conduct.participants.models import ConsentStep
    from bedside.conduct.trail import keeping, reviewing
    from bedside.values.moment import HOUR, moment

    before = Event.objects.count()
    monkeypatch.setattr(keeping, "now", lambda: moment("2026-11-22T01:30:00Z"))
    monkeypatch.setattr(reviewing, "now", lambda: moment("2026-11-23T00:00:00Z"))
    at = int(moment("2026-11-22T01:30:00Z")) - 100 * HOUR
    keep(Act(BY, "record consent", "01", "01-S001", "consent"), ConsentStep(person=written, step="give", at_us=at))
    monkeypatch.setattr(keeping, "now", lambda: moment("2026-11-21T12:00:00Z"))
    for number in range(4):
        keep(Act(BY, "set", "01", reason="corrected"), Setting(name="n", value=str(number)))
    limits = reviewing.Limits(corrections_a_day=3)
    odd = {each.kind: each.much for each in reviewing.odd(["01"], limits) if each.event.number > before}
    assert odd == {"late": "100", "many": "4", "night": "02:30", "back": "48600.0"}
    text = reading().get(reverse("trail_review")).content.decode()
    assert "100 h later" in text
    assert "by 48600.0 s" in text


@pytest.mark.proves("ground both-languages")
def test_every_action_has_its_words_in_both_languages() -> None:
    """Those that stand in the sources, that is all of them: an act names its action where it is written."""
    root = Path(bedside.conduct.__file__).parent
    acts = [
        node.args[1].value
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Act", "_act")
        and len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    ]  # fmt: skip
    assert len(acts) > 15
    assert {act for act in acts if act not in ACTIONS} == set()
    for text in (*ACTIONS.values(), *COLUMNS.values(), *WORDS.values()):
        assert text.en
        assert text.fr


def test_an_address_of_a_search_can_be_kept(written: Person, reading: Callable[..., Client]) -> None:
    """The next page, the order and the export all keep what was asked for."""
    for _ in range(60):
        note(Act(BY, "open form", "01", "01-S001", PLACE))
    text = shown(reading(), participant="01-S001", sort="actor")
    asked = urlencode({"participant": "01-S001", "sort": "actor"}).replace("&", "&amp;")
    assert f"/trail/export.csv?{asked}" in text
    assert f"?{asked}&amp;after=" in text
