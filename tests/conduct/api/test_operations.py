"""What the operations read and write, and how they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.study.models import Version
from bedside.conduct.trail.models import Event
from bedside.values.moment import HOUR, Moment, now, to_datetime

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


def items_at(person: Any, occasion: Any) -> str:
    visit, form, _ = occasion
    return f"/participants/{person.code}/sheets/{visit}/{form}"


def test_a_refusal_in_the_language_that_is_asked_for(study: Any, user: Any, program: Any) -> None:
    caller = program(user("nurse", "01"))
    said = {}
    for caller.language in ("en", "fr"):
        answer = caller.send("POST", "/sites/01/stays", {"source": "nowhere", "stay": "1"})
        assert answer.status_code == 422
        said[caller.language] = answer.json()["what"]
    assert said == {"en": "there is no source nowhere.", "fr": "il n’y a pas de source nowhere."}


# --- the study -------------------------------------------------------------------------------------------------


def test_the_study_its_sites_and_its_protocol(study: Any, user: Any, program: Any, someone: Any) -> None:
    someone("01")
    caller = program(user("nurse", "01"))
    told = caller.get("/study").json()
    assert (told["trial"], told["version"], told["hash"]) == (
        study.protocol.id, study.protocol.version, study.protocol.hash
    )  # fmt: skip
    assert told["screened"] == 1 and told["enrolled"] == 0
    assert [site["code"] for site in caller.get("/sites").json()] == sorted(study.sites)
    artefact = caller.get("/protocol")
    assert artefact.content.decode() == Version.objects.get().artefact
    assert caller.get(f"/protocol/{study.protocol.version}").content == artefact.content
    assert caller.get("/protocol/77").status_code == 404


def test_texts_are_in_the_language_asked_for(user: Any, program: Any, someone: Any) -> None:
    person = someone("01")
    caller = program(user("nurse", "01"))
    english = caller.get(f"/participants/{person.code}/standing").json()
    caller.language = "fr-FR,fr;q=0.9"
    french = caller.get(f"/participants/{person.code}/standing")
    assert french.headers["Content-Language"] == "fr"
    pairs = list(zip(english["criteria"], french.json()["criteria"], strict=True))
    assert all(one["verdict"] == other["verdict"] and one["id"] == other["id"] for one, other in pairs)
    assert all(one["text"] != other["text"] for one, other in pairs)
    assert caller.get("/participants/nobody").json()["what"].startswith("il n’y a personne")


# --- participants ----------------------------------------------------------------------------------------------


def test_pages_are_complete_and_do_not_move_while_others_write(user: Any, program: Any, someone: Any) -> None:
    codes = [someone(site, consented=False).code for site in ("01", "01", "02", "01", "01")]
    caller = program(user("investigator", "01"))
    first = caller.get("/participants", limit=2).json()
    someone("01", consented=False)
    second = caller.get("/participants", limit=2, after=first["next"]).json()
    assert [each["code"] for page in (first, second) for each in page["items"]] == [
        code for code in codes if code.startswith("01")
    ]
    third = caller.get("/participants", limit=2, after=second["next"]).json()
    assert len(third["items"]) == 1 and third["next"] is None
    everybody = program(user("inspector", "")).get("/participants").json()
    assert len(everybody["items"]) == 6 and everybody["next"] is None


def test_one_participant(user: Any, program: Any, someone: Any, study: Any) -> None:
    person, waiting = someone("01"), someone("01", consented=False)
    caller = program(user("investigator", "01"))
    told = caller.get(f"/participants/{person.code}").json()
    assert told["consent"]["lawful"] and told["state"] == "in screening" and told["version"] == study.protocol.version
    assert not caller.get(f"/participants/{waiting.code}").json()["consent"]["lawful"]
    standing = caller.get(f"/participants/{person.code}/standing").json()
    assert [each["id"] for each in standing["criteria"]] == [each.id for each in study.protocol.criteria]
    assert {each["verdict"] for each in standing["criteria"]} <= {"met", "not met", "cannot tell"}
    assert not standing["eligible"] and any(each["settled_by"] for each in standing["criteria"])
    assert caller.get(f"/participants/{person.code}/timeline").status_code == 404
    assert caller.get(f"/participants/{person.code}/outcomes").status_code == 404


def test_somebody_enrolled(user: Any, program: Any, someone: Any, actor: Any, study: Any) -> None:
    from bedside.conduct.participants.models import Enrolled
    from bedside.conduct.trail.keeping import Act, keep

    person = someone("01")
    act = Act(actor("investigator"), "enrol", "01", person.code)
    at = int(now()) - 30 * HOUR
    keep(act, Enrolled(person=person, number="01-001", at_us=at, version=study.protocol.version))
    caller = program(user("investigator", "01"))
    assert caller.get("/participants/01-001").json()["number"] == "01-001"
    assert [each["code"] for each in caller.get("/participants", state="enrolled").json()["items"]] == [person.code]
    assert caller.get("/participants", state="in screening").json()["items"] == []
    visits = caller.get("/participants/01-001/timeline").json()["visits"]
    assert visits and {"visit", "opens", "closes", "progress"} <= set(visits[0])
    outcomes = caller.get("/participants/01-001/outcomes")
    assert outcomes.status_code == 200 and outcomes.json()[0]["parts"]
    assert caller.get("/sites/01/flow").json()["enrolled"] == 1


def test_the_log_and_the_flow_of_a_site(user: Any, program: Any, someone: Any, actor: Any) -> None:
    from bedside.conduct.inclusion.actions import leave_out

    gone, here = someone("01"), someone("01")
    leave_out(actor("investigator"), gone, [], "no bed")
    caller = program(user("monitor", "01"))
    log = {each["code"]: each for each in caller.get("/sites/01/screening-log").json()}
    assert log[gone.code]["other"] == "no bed" and log[gone.code]["verdict"] == ""
    assert log[here.code]["state"] == "in screening" and log[here.code]["verdict"]
    flow = caller.get("/sites/01/flow").json()
    assert flow["screened"] == flow["left_out"] + flow["undecided"] + flow["enrolled"] == 2
    assert caller.get("/sites/77/flow").status_code == 404


# --- the casebook ----------------------------------------------------------------------------------------------


def test_items_are_saved_with_their_entries_and_read_again(
    user: Any, program: Any, someone: Any, occasion: Any
) -> None:
    person, (_, form, item) = someone("01"), occasion
    nurse = user("nurse", "01")
    caller, at = program(nurse), items_at(person, occasion)
    assert caller.get(at).json()["answered"] == 0 and not Sheet.objects.exists()
    sent = {"items": {item: {"missing": "not done", "because": "technical", "originator": "monitor 7"}}}
    saved = caller.send("PUT", f"{at}/items", sent)
    assert saved.status_code == 200, saved.content
    assert saved.json()["kept"][item]["version"] == 1
    entry = Entry.objects.select_related("event").get()
    assert (entry.originator, entry.event.actor, entry.event.role, entry.event.origin) == (
        "monitor 7", nurse.username, "nurse", "api"
    )  # fmt: skip
    assert caller.send("PUT", f"{at}/items", sent).json()["kept"] == {}
    unexplained = {"items": {item: {"missing": "unknown", "because": "not_in_record", "base": 1}}}
    assert caller.send("PUT", f"{at}/items", unexplained).status_code == 422
    unexplained["items"][item]["reason"] = "asked again"
    assert caller.send("PUT", f"{at}/items", unexplained).status_code == 200
    versions = caller.get(f"{at}/items/{item}").json()
    assert [each["version"] for each in versions] == [1, 2] and versions[1]["reason"] == "asked again"
    told = {each["item"]: each for each in caller.get(at).json()["items"]}
    assert told[item]["now"]["version"] == 2
    assert [each["form"] for each in caller.get(f"/participants/{person.code}/sheets").json()] == [form]


def test_a_conflict_shows_both_and_loses_nothing(user: Any, program: Any, someone: Any, occasion: Any) -> None:
    person, (_, _, item) = someone("01"), occasion
    one, other = program(user("nurse", "01", "first")), program(user("nurse", "01", "second"))
    at = f"{items_at(person, occasion)}/items"
    assert one.send("PUT", at, {"items": {item: {"missing": "not done", "because": "technical"}}}).status_code == 200
    late = {"items": {item: {"text": "39,4", "reason": "measured"}}}
    clash = other.send("PUT", at, late)
    assert clash.status_code == 409
    told = clash.json()
    assert told["theirs"][item]["missing"] == "not done" and told["theirs"][item]["by"] == "first"
    assert told["yours"][item]["text"] == "39,4" and {"what", "where", "do"} <= set(told)
    assert Entry.objects.count() == 1


def test_nothing_is_kept_of_a_form_with_one_wrong_item(user: Any, program: Any, someone: Any, occasion: Any) -> None:
    person, (_, _, item) = someone("01"), occasion
    caller, at = program(user("nurse", "01")), f"{items_at(person, occasion)}/items"
    assert caller.send("PUT", at, {"items": {item: {"text": "abc"}}}).status_code == 422
    assert caller.send("PUT", at, {"items": {item: {"text": "1"}, "no_such": {"text": "1"}}}).status_code == 404
    assert caller.send("PUT", at, {"items": {}}).status_code == 422
    assert caller.send("PUT", at, {"items": {item: {"text": "1", "user": "root"}}}).status_code == 422
    assert caller.send("PUT", at, {"items": {item: {"text": "\ud800"}}}).status_code in (400, 422)
    assert not Entry.objects.exists() and not Sheet.objects.exists()


def test_no_act_of_the_study_before_a_lawful_basis(user: Any, program: Any, someone: Any, study: Any) -> None:
    from bedside.conduct.casebook.gate import screening_forms
    from bedside.protocol.model import ItemKind

    person = someone("01", consented=False)
    closed = set(screening_forms(study.protocol))
    visit, form = next((v.id, f) for v in study.protocol.schedule.visits for f in v.forms
                       if f not in closed and v.until_day is None)  # fmt: skip
    item = next(each for each in study.protocol.form(form).items if each.kind is not ItemKind.COMPUTED)
    sent = {"items": {item.id: {"missing": "unknown", "because": "technical"}}}
    answer = program(user("nurse", "01")).send("PUT", f"/participants/{person.code}/sheets/{visit}/{form}/items", sent)
    assert answer.status_code == 422 and "basis" in answer.json()["what"]


@pytest.mark.parametrize("at", ["NONE/none", "D0/none", "unscheduled/none"])
def test_an_occasion_there_is_not(at: str, user: Any, program: Any, someone: Any) -> None:
    assert program(user("nurse", "01")).get(f"/participants/{someone('01').code}/sheets/{at}").status_code == 404


# --- imports ---------------------------------------------------------------------------------------------------


def record(**more: Any) -> dict[str, Any]:
    at = to_datetime(Moment(now() - HOUR)).isoformat()
    return {"variable": "platelets", "start": at, "value": "84", "unit": "10*9/L", **more}


def test_records_come_in_once_with_their_origin(user: Any, program: Any, someone: Any) -> None:
    person, caller = someone("01"), program(user("nurse", "01"))
    at, sent = f"/participants/{person.code}/records", {"sender": "lab system", "records": [record()]}
    assert caller.send("POST", at, sent).json() == {"kept": 1, "known": 0}
    assert caller.send("POST", at, sent).json() == {"kept": 0, "known": 1}
    row = Imported.objects.select_related("event").get()
    assert (row.variable, row.low, row.origin, row.event.origin) == ("platelets", "84.0", "lab system", "api")


@pytest.mark.parametrize(
    "wrong",
    [{"variable": "shoe_size"}, {"value": "840000"}, {"unit": "mol"}, {"start": "yesterday"}, {"value": "many"},
     {"value": ""}, {"extra": "1"}],
    ids=str,
)  # fmt: skip
def test_records_that_cannot_be_used_are_refused_all_together(
    wrong: Any, user: Any, program: Any, someone: Any
) -> None:
    person = someone("01")
    sent = {"sender": "lab", "records": [record(), record(**wrong)]}
    answer = program(user("nurse", "01")).send("POST", f"/participants/{person.code}/records", sent)
    assert answer.status_code == 422 and not Imported.objects.exists()


def test_what_people_answer_is_never_imported(user: Any, program: Any, someone: Any, study: Any) -> None:
    person = someone("01")
    for question in study.protocol.questions[:5]:
        sent = {"sender": "lab", "records": [record(variable=question.name, value="1", unit="1")]}
        answer = program(user("nurse", "01")).send("POST", f"/participants/{person.code}/records", sent)
        assert answer.status_code == 422
    assert not Imported.objects.exists()


def test_a_stay_that_no_source_has(user: Any, program: Any) -> None:
    answer = program(user("nurse", "01")).send("POST", "/sites/01/stays", {"source": "ward", "stay": "4711"})
    assert answer.status_code == 422 and "ward" in answer.json()["what"]
    assert not Person.objects.exists()


# --- the trail -------------------------------------------------------------------------------------------------


def test_the_trail_is_read_in_pages_and_exported(user: Any, program: Any, someone: Any) -> None:
    for site in ("01", "02"):
        someone(site)
    caller = program(user("investigator", "01"))
    numbers: list[int] = []
    after = 0
    while after is not None:
        page = caller.get("/trail", limit=3, **({"after": after} if after else {})).json()
        numbers += [each["number"] for each in page["items"]]
        after = page["next"]
        if len(numbers) > 200:
            break
    assert numbers == sorted(set(numbers))
    lines = json.loads(b"".join(caller.get("/trail/export", action="screen").streaming_content))
    assert [each["site"] for each in lines] == ["01"]
    text = b"".join(caller.get("/trail/export", format="csv").streaming_content).decode()
    assert text.startswith("\ufeffnumber,") and "02-S001" not in text
    whole = json.loads(b"".join(program(user("data manager", "")).get("/trail/export").streaming_content))
    assert {"01", "02"} <= {each["site"] for each in whole}
    noted = Event.objects.filter(action="use token", place="GET /api/v1/trail/export")
    assert noted.count() == 3 and '"up_to"' in noted[0].detail
    assert caller.get("/trail", since="soon").status_code == 422


# --- errors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [("GET", "/participants?sites=01", None, 422),
        ("GET", "/participants?limit=0", None, 422), ("GET", "/participants?after=-1", None, 422),
     ("GET", "/participants?site=%00", None, 422), ("GET", "/participants/%00", None, 422),
     ("GET", "/participants/01-S999", None, 404), ("GET", "/nothing/here", None, 404),
     ("POST", "/sites/01/stays", None, 422), ("POST", "/sites/01/stays", [1], 422),
     ("GET", "/participants?state=gone", None, 422)],
)  # fmt: skip
def test_every_refusal_has_one_shape(method: str, path: str, body: Any, status: int, user: Any, program: Any) -> None:
    answer = program(user("nurse", "01")).send(method, path, body)
    assert (answer.status_code, set(answer.json())) == (status, {"what", "where", "do"})
    assert answer.headers["Content-Type"].startswith("application/json")


def test_a_body_that_is_no_json(user: Any, token_of: Any, client: Any, someone: Any) -> None:
    person, token = someone("01"), token_of(user("nurse", "01"))
    for body in (b"{", b"\xff\xfe", b'{"sender": NaN}', b"[" * 100_000):
        answer = client.post(f"/api/v1/participants/{person.code}/records", body, content_type="application/json",
                             headers={"Authorization": f"Bearer {token}"})  # fmt: skip
        assert answer.status_code in (400, 422) and set(answer.json()) == {"what", "where", "do"}
    huge = client.post(f"/api/v1/participants/{person.code}/records", b" " * 3_000_000, content_type="application/json",
                       headers={"Authorization": f"Bearer {token}"})  # fmt: skip
    assert huge.status_code == 400 and "what" in huge.json()


def test_an_error_of_ours_is_told_in_the_same_shape(user: Any, program: Any, monkeypatch: Any) -> None:
    from bedside.conduct.api import study as room

    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(room, "latest", broken)
    answer = program(user("nurse", "01")).get("/study")
    assert answer.status_code == 500 and set(answer.json()) == {"what", "where", "do"}
    assert "secret" not in answer.content.decode()
    assert Event.objects.order_by("-number").first().action == "refuse token"
