"""What programs write beside the casebook: each act is that of the screen, with its refusals and its entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.study.clock import today
from bedside.conduct.trail.models import Event
from bedside.values.moment import HOUR, Moment, now

from ..pharmacy.conftest import ago, enrolled, received

pytestmark = pytest.mark.usefixtures("study")
__all__ = ["enrolled", "received"]


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.mark.proves("programs writes")
def test_a_screening_from_its_beginning_to_its_end(user: Any, program: Any, study: Any) -> None:
    caller = program(user("nurse", "01"))
    code = caller.send("POST", "/sites/01/screenings").json()["code"]
    assert caller.send("POST", "/sites/02/screenings").status_code == 403
    strange = {"answers": {"none_such": "yes"}, "at": with_offset(now())}
    refused = caller.send("POST", f"/participants/{code}/answers", strange)
    assert refused.status_code == 404 and "none_such" in refused.json()["what"]
    assert caller.send("POST", f"/participants/{code}/left-out", {"criteria": []}).status_code == 422
    identity = {"criteria": [], "other": "appelé le 06 12 34 56 78"}
    refused = caller.send("POST", f"/participants/{code}/left-out", identity)
    assert refused.status_code == 422 and refused.json()["do"] == "Take it out."
    assert caller.send("POST", "/sites/01/freezers", {"name": "06 12 34 56 78"}).status_code == 422
    out = {"criteria": [study.protocol.criteria[0].id]}
    assert caller.send("POST", f"/participants/{code}/left-out", out).json()["criteria"] == out["criteria"]
    event = Event.objects.filter(action="leave out", participant=code).get()
    assert (event.role, event.origin) == ("nurse", "api")


@pytest.mark.proves("programs writes")
def test_a_consent_is_taken_step_by_step(user: Any, program: Any, someone: Any, study: Any) -> None:
    person, route = someone("01", consented=False), study.protocol.consent_routes[0]
    caller, where = program(user("nurse", "01")), f"/participants/{person.code}/consent"
    given = {name: "" for group in route.needs for name in group}
    sent = {"step": "give", "route": route.id, "at": with_offset(Moment(now() - HOUR)), "given": given}
    assert caller.send("POST", where, sent).status_code == 422
    made = caller.send("POST", where, {**sent, "document": "1.0"})
    assert made.status_code == 201 and set(made.json()["given"]) == set(given)
    assert [each["step"] for each in caller.get(where).json()] == ["give"]
    assert caller.get(f"/participants/{person.code}").json()["consent"]["lawful"]
    back = f"{where}/{made.json()['number']}/taking-back"
    assert caller.send("POST", f"{where}/1/taking-back", {"reason": "wrong participant"}).status_code == 404
    assert caller.send("POST", back, {"reason": "wrong participant"}).json()["taken_back"]
    assert not caller.get(f"/participants/{person.code}").json()["consent"]["lawful"]


@pytest.mark.proves("programs writes")
def test_an_emergency_is_certified_by_who_may(user: Any, program: Any, someone: Any, study: Any) -> None:
    from bedside.conduct.participants import consent

    routes = study.protocol.consent_routes
    nobody = [each for each in routes if consent.kind_of(study.protocol, each) is consent.Kind.NOBODY]
    if not nobody:
        pytest.skip("this protocol has no route of an emergency")
    person, at = someone("01", consented=False), with_offset(Moment(now() - HOUR))
    given = {name: "" for group in nobody[0].needs for name in group}
    sent = {"route": nobody[0].id, "at": at, "given": given}
    nurse, investigator = program(user("nurse", "01")), program(user("investigator", "01"))
    where = f"/participants/{person.code}"
    assert nurse.send("POST", f"{where}/emergency", sent).status_code == 403
    assert nurse.send("POST", f"{where}/consent", {**sent, "step": "give"}).status_code == 422
    assert investigator.send("POST", f"{where}/emergency", sent).status_code == 201


@pytest.mark.proves("programs writes")
def test_nobody_is_enrolled_past_the_criteria(user: Any, program: Any, someone: Any) -> None:
    person = someone("01")
    where, sent = f"/participants/{person.code}/enrolment", {"at": with_offset(now())}
    assert program(user("nurse", "01")).send("POST", where, sent).status_code == 403
    refused = program(user("investigator", "01")).send("POST", where, sent)
    assert refused.status_code == 422 and "Traceback" not in refused.content.decode()


@pytest.mark.proves("programs writes")
def test_an_event_is_recorded_and_taken_back(user: Any, program: Any, enrolled: Any, study: Any) -> None:
    person, caller = enrolled(), program(user("nurse", "01"))
    where = f"/participants/{person.code}/events"
    what = next(each.id for each in study.protocol.schedule.events if each.otherwise != "nothing")
    made = caller.send("POST", where, {"event": what, "at": with_offset(ago(0.1))}).json()
    assert caller.send("POST", f"{where}/{made['number']}/taking-back", {"reason": ""}).status_code == 422
    assert caller.send("POST", f"{where}/{made['number']}/taking-back", {"reason": "misread"}).json()["taken_back"]
    assert [each["taken_back"] for each in caller.get(where).json()] == [True]


@pytest.mark.proves("programs writes")
def test_a_range_is_added_and_ended(user: Any, program: Any) -> None:
    caller, where = program(user("investigator", "01")), "/sites/01/ranges"
    sent = {"laboratory": "Laboratory 2", "variable": "platelets", "unit": "10*9/L", "from_day": "2026-01-01",
            "low": "150", "high": "400"}  # fmt: skip
    number = caller.send("POST", where, sent).json()["number"]
    assert caller.send("POST", where, sent).status_code == 422
    ended = caller.send("POST", f"{where}/{number}/end", {"to_day": "2026-02-01", "reason": "new method"})
    assert ended.json()["to_day"] == "2026-02-01" == caller.get(where).json()[0]["to_day"]
    assert program(user("monitor", "01")).send("POST", where, sent).status_code == 403


@pytest.mark.proves("programs writes")
def test_a_deviation_from_assessment_to_closure(user: Any, program: Any, someone: Any) -> None:
    person, nurse, safety = someone("01"), program(user("nurse", "01")), program(user("safety officer", ""))
    sent = {"kind": "visit", "told": "day 7 was missed", "found_at": "2026-01-05T10:00"}
    number = nurse.send("POST", f"/participants/{person.code}/deviations", sent).json()["number"]
    where = f"/sites/01/deviations/{number}"
    grave = {"severity": "minor", "aware": "2026-01-06T10:00", "told": "no harm"}
    assert nurse.send("POST", f"{where}/assessment", grave).status_code == 403
    assert safety.send("POST", f"{where}/closure", {"close": True}).status_code == 422
    assert safety.send("POST", f"{where}/assessment", grave).json()["state"] == "assessed"
    plan = {"kind": "preventive", "due": "2026-02-01", "told": "a reminder"}
    measure = nurse.send("POST", f"{where}/measures", plan).json()["number"]
    assert safety.send("POST", f"{where}/closure", {"close": True}).status_code == 422
    assert nurse.send("POST", f"/sites/01/measures/{measure}/done", {"day": "2026-01-20"}).status_code == 201
    assert safety.send("POST", f"{where}/closure", {"close": True}).json()["state"] == "closed"
    assert safety.send("POST", f"/sites/02/deviations/{number}/closure", {"close": True}).status_code == 404


@pytest.mark.proves("programs writes")
def test_people_of_a_site_and_its_state(user: Any, program: Any, actor: Any) -> None:
    from bedside.conduct.registers.actions_people import delegate
    from bedside.conduct.registers.delegation import Hand

    nurse, caller = user("nurse", "01"), program(user("investigator", "01"))
    sent = {"user": nurse.username, "tasks": ["data"], "first": "2026-01-01"}
    assert caller.send("POST", "/sites/01/delegations", sent).status_code == 405, "it is signed, by a hand"
    by, hand = actor("investigator", "01"), Hand("Dr A. Example", "en")
    number = delegate(by, "01", nurse, sent["tasks"], sent["first"], "", hand).pk
    assert caller.get("/sites/01/delegations").json()[0]["number"] == number
    ended = {"last": "2026-02-01", "reason": "left"}
    assert caller.send("POST", f"/sites/01/delegations/{number}/end", ended).status_code == 201
    trained = {"user": nurse.username, "topic": "gcp", "day": "2026-01-02", "reference": "certificate 7"}
    assert caller.send("POST", "/sites/01/trainings", trained).status_code == 201
    assert caller.send("POST", "/sites/01/trainings", {**trained, "user": "nobody"}).status_code == 404
    assert caller.send("POST", "/sites/01/state", {"state": "active"}).status_code == 403


@pytest.mark.proves("pharmacy receipt", "programs writes")
def test_a_lot_is_released_counted_lost_and_put_right(user: Any, program: Any, received: Any) -> None:
    lot, caller, at = received(20, released=False), program(user("pharmacist", "01")), with_offset(ago(0.01))
    where = f"/sites/01/drug-lots/{lot.pk}"
    assert caller.send("POST", f"{where}/release", {"quantity": 20, "at": at, "told": ""}).status_code == 422
    assert caller.send("POST", f"{where}/release", {"quantity": 20, "at": at, "told": "log read"}).status_code == 201
    lost = {"shelf": "stock", "quantity": 2, "at": at, "told": "dropped"}
    (act,) = caller.send("POST", f"{where}/lose", lost).json()
    undo = f"/sites/01/drug-acts/{act['number']}/undoing"
    assert caller.send("POST", undo, {"reason": "one only", "quantity": 1}).json()[0]["quantity"] == 1
    counted = {"shelf": "stock", "counted": 19, "at": at}
    assert caller.send("POST", f"{where}/count", counted).json() == {"counted": 19, "expected": 19}
    assert caller.send("POST", f"/sites/02/drug-lots/{lot.pk}/count", counted).status_code == 403


@pytest.mark.proves("pharmacy dispensing", "programs writes")
def test_who_dispensed_does_not_check(user: Any, program: Any, enrolled: Any, received: Any) -> None:
    first, second = program(user("pharmacist", "01", "one")), program(user("pharmacist", "01", "two"))
    person, lot = enrolled(), received(20)
    day = today().isoformat()
    out = {"lot": lot.pk, "quantity": 6, "at": with_offset(ago(0.01)), "first_day": day, "last_day": day}
    (act,) = first.send("POST", f"/participants/{person.code}/drug/dispensed", out).json()
    where = f"/sites/01/drug-acts/{act['number']}/check"
    assert first.send("POST", where, {"agrees": True}).status_code == 422
    assert second.send("POST", where, {"agrees": False}).status_code == 422
    assert second.send("POST", where, {"agrees": True}).status_code == 201


@pytest.mark.proves("programs writes")
def test_the_study_chooses_freezes_and_goes_on(user: Any, program: Any) -> None:
    caller = program(user("data manager", ""))
    name, other = next((each["name"], next(value for value in each["offered"] if value != each["value"]))
                       for each in caller.get("/settings").json())  # fmt: skip
    chosen = caller.send("POST", f"/settings/{name}", {"value": other, "reason": "the board said so"})
    assert chosen.json()["value"] == other == caller.get("/settings-history").json()[0]["value"]
    for where in ("/closings", "/sites/01/closings"):
        assert caller.send("POST", where, {"way": "lift freeze", "reason": "x"}).status_code == 422
        assert caller.send("POST", where, {"way": "freeze", "reason": "review"}).json()["state"] == "frozen"
        assert caller.send("POST", where, {"way": "lift freeze", "reason": "done"}).json()["state"] == "open"
        assert len(caller.get(where).json()) >= 2
    assert caller.send("POST", "/closings", {"way": "lock", "reason": "x"}).status_code == 422


@pytest.mark.proves("programs writes")
def test_programs_read_and_register_them(user: Any, program: Any) -> None:
    caller = program(user("data manager", ""))
    sent = {"number": "7.0", "approved": "2026-01-12", "first": "2026-02-01", "reference": "opinion 11"}
    made = caller.send("POST", "/notices", sent)
    assert (made.status_code, made.json()["in_use"]) == (201, True)
    assert caller.send("POST", "/notices", sent).status_code == 422
    ended = caller.send("POST", "/notices/7.0/end", {"last": "2026-06-30", "reason": "replaced"})
    assert (ended.status_code, ended.json()["in_use"]) == (201, False)
    assert caller.send("POST", "/notices/0.0/end", {"last": "2026-06-30", "reason": "x"}).status_code == 404
    assert [each["last"] for each in caller.get("/notices").json() if each["number"] == "7.0"] == ["2026-06-30"]


@pytest.mark.proves("programs writes")
def test_the_numbers_behind_the_pictures(user: Any, program: Any, someone: Any, enrolled: Any) -> None:
    someone("02")
    person = enrolled()
    own, all_ = program(user("investigator", "01")), program(user("inspector", ""))
    flows = [dict(caller.get("/dashboard/flow").json()["rows"]) for caller in (own, all_)]
    assert [flow["Screened"] for flow in flows] == ["1", "2"]
    for name in ("treatment", "scores", "results"):
        assert own.get(f"/participants/{person.code}/figures/{name}").json()["heads"]
    assert own.get(f"/participants/{person.code}/alerts").status_code == 200
    assert program(user("pharmacist", "01")).get("/dashboard/flow").status_code == 403


@pytest.mark.proves("programs writes")
def test_only_what_a_person_does_by_their_own_hand_has_no_operation() -> None:
    """A program simulates by `bedside simulate`, which gives the same rows."""
    from bedside.conduct.api.operations import api

    paths = api.get_openapi_schema(path_prefix="")["paths"]
    asked = {Action(told["x-action"]) for methods in paths.values() for told in methods.values()}
    known = {action for role in Role for action in TABLE[role]}
    assert known - asked == {
        Action.SIGN, Action.LOCK, Action.UNLOCK, Action.ACCEPT_TASKS, Action.REDACT, Action.PRINT_IDENTITY_LIST,
        Action.MANAGE_PEOPLE, Action.SEE_PEOPLE, Action.MAKE_TOKENS, Action.SEE_WARD, Action.SIMULATE,
    }  # fmt: skip


def test_an_inclusion_is_put_right(user: Any, program: Any, enrolled: Any) -> None:
    person, caller = enrolled(), program(user("investigator", "01"))
    where, at = f"/participants/{person.code}/enrolment", with_offset(Moment(person.enrolled.at_us + HOUR))
    sent = {"at": at, "reason": "read off the wrong clock"}
    assert program(user("nurse", "01")).send("POST", f"{where}/correction", sent).status_code == 403
    made = caller.send("POST", f"{where}/correction", sent)
    assert (made.status_code, made.json()["number"], made.json()["taken_back"]) == (201, "01-001", False)
    early = sent | {"at": with_offset(Moment(person.enrolled.at_us - HOUR))}
    assert caller.send("POST", f"{where}/correction", early).status_code == 422
    assert caller.send("POST", f"{where}/taking-back", {"reason": "another patient"}).json()["taken_back"]
    assert caller.send("POST", f"{where}/taking-back", {"reason": "another patient"}).status_code == 422
    (held,) = caller.get(where).json()
    assert (held["at"], held["taken_back"]) == (made.json()["at"], True)
    assert caller.get(f"/participants/{person.code}").json()["state"] == "in screening"
