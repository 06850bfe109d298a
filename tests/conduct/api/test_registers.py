"""The registers by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.registers.breaches import KINDS, Severity, deviations
from bedside.conduct.registers.delegation import Hand
from bedside.values.moment import DAY, Moment, now

HAND = Hand("Dr A. Example", "en")
pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


def test_a_deviation_recorded_and_read(user: Any, program: Any, someone: Any, actor: Any) -> None:
    from bedside.conduct.registers.actions import classify

    person, caller = someone("01"), program(user("nurse", "01"))
    sent = {"kind": "visit", "told": "day 7 was missed", "found_at": "2026-01-05T10:00"}
    where = f"/participants/{person.code}/deviations"
    assert caller.send("POST", where, {**sent, "kind": "gossip"}).status_code == 422
    assert caller.send("POST", where, {**sent, "found_at": "soon"}).status_code == 422
    made = caller.send("POST", where, sent)
    assert made.status_code == 201 and deviations(["01"])[0].deviation.pk == made.json()["number"]
    told = caller.get("/sites/01/deviations").json()[0]
    assert (told["state"], told["severity"], told["told"]) == ("to assess", "", "day 7 was missed")
    held = deviations(["01"])[0].deviation
    classify(actor("safety officer", ""), held, Severity.SERIOUS, Moment(held.found_us), "harm")
    told = caller.get("/sites/01/deviations").json()[0]
    assert (told["state"], told["late"], told["notify_before"][:10]) == ("to notify", True, "2026-01-12")
    assert program(user("monitor", "01")).send("POST", where, sent).status_code == 403


@pytest.mark.proves("inspection breach-site")
def test_a_deviation_of_the_site_itself(user: Any, program: Any) -> None:
    nurse, safety = program(user("nurse", "01")), program(user("safety officer", ""))
    sent = {"kind": "equipment", "told": "the freezer failed", "found_at": "2026-01-05T10:00"}
    where = "/sites/01/deviations"
    number = nurse.send("POST", where, sent).json()["number"]
    (told,) = nurse.get(where).json()
    assert (told["number"], told["participant"], told["kind"]) == (number, "", "equipment")
    assessed = {"severity": "minor", "aware": "2026-01-05T10:00", "told": "no tube thawed"}
    assert safety.send("POST", f"{where}/{number}/assessment", assessed).json()["state"] == "assessed"
    planned = nurse.send("POST", f"{where}/{number}/measures", {"kind": "corrective", "due": "2026-02-01", "told": "x"})
    done = f"/sites/01/measures/{planned.json()['number']}/done"
    assert nurse.send("POST", done, {"day": "2026-01-20"}).status_code == 201
    assert safety.send("POST", f"{where}/{number}/closure", {"close": True}).json()["state"] == "closed"
    assert nurse.send("POST", "/sites/02/deviations", sent).status_code == 403
    assert program(user("monitor", "01")).send("POST", where, sent).status_code == 403


def test_every_kind_of_deviation_can_be_sent() -> None:
    from typing import get_args

    from bedside.conduct.api.registers import Kind

    assert set(get_args(Kind)) == set(KINDS)


def test_who_does_what_and_was_trained_in_what(user: Any, program: Any, actor: Any) -> None:
    from bedside.conduct.registers import actions_people

    nurse = user("nurse", "01")
    actions_people.delegate(actor("investigator", "01"), "01", nurse, ["data"], "2026-01-01", "", HAND)
    actions_people.record_training(actor("data manager", ""), nurse, "gcp", "2026-01-02", "certificate 7")
    caller = program(user("data manager", ""))
    (line,) = caller.get("/sites/01/delegations").json()
    assert [{name: line[name] for name in line if name != "number"}] == [
        {
            "user": nurse.username,
            "tasks": ["data"],
            "first": "2026-01-01",
            "last": "",
            "standing": "waiting",
            "signed": True,
        }
    ]
    assert [each["reference"] for each in caller.get("/sites/01/trainings").json()] == ["certificate 7"]
    assert caller.get("/sites/02/trainings").json() == []
    held = caller.get("/sites/01/initiation").json()
    assert held["enrols"] and all(each["since"] == "2020-01-01" for each in held["items"])


def test_urgent_measures_of_ones_sites(user: Any, program: Any, actor: Any) -> None:
    from bedside.conduct.registers.actions import record_urgent

    for site in ("", "01", "02"):
        record_urgent(actor("safety officer", ""), Moment(now() - DAY), f"stopped at {site}", site)
    caller = program(user("monitor", "01"))
    assert [each["site"] for each in caller.get("/urgent-measures").json()] == ["01", ""]
