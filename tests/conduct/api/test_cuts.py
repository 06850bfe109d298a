"""Cuts over the API: listed, taken, their files fetched, each with its reason in the trail."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from bedside.conduct.cuts.results import RESULTS
from bedside.conduct.study.backup import CUTS
from bedside.conduct.trail.models import Event
from bedside.documents.files import BOARD_PAGE, REPORT

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_cuts_left() -> Iterator[None]:
    yield
    for folder in (CUTS, RESULTS):
        for file in (settings.FOLDER.path / folder).glob("*"):
            file.unlink()


def test_taken_listed_and_fetched(user: Make, program: Make) -> None:
    caller = program(user("statistician", ""))
    taken = caller.send("POST", "/cuts", {"kind": "efficacy", "reason": "interim"})
    assert taken.status_code == 201
    cut = taken.json()
    assert caller.get("/cuts").json() == [cut] and cut["superseded"] is False
    sent = caller.send("POST", f"/cuts/{cut['number']}/file", {"reason": "model of the endpoint"})
    assert hashlib.sha256(sent.content).hexdigest() == cut["digest"] and len(sent.content) == cut["bytes"]
    assert Event.objects.filter(action="export").latest("number").reason == "model of the endpoint"


def test_report_and_board_leave_with_a_reason_and_the_primary_outcome_by_its_own_right(
    user: Make, program: Make
) -> None:
    caller = program(user("statistician", ""))
    cut = caller.send("POST", "/cuts", {"kind": "efficacy", "reason": "look"}).json()
    held = {}
    for what, page in (("results", REPORT), ("board", BOARD_PAGE), ("board-with-primary", BOARD_PAGE)):
        sent = caller.send("POST", f"/cuts/{cut['number']}/{what}", {"reason": f"for {what}"})
        with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
            held[what] = packed.read(page).decode()
        assert cut["hash"] in held[what]
        assert Event.objects.filter(action="export").latest("number").reason == f"for {what}"
    assert held["board"] != held["board-with-primary"]
    sent = caller.send("POST", f"/cuts/{cut['number']}/board", {"reason": "x", "profiles": True})
    with zipfile.ZipFile(io.BytesIO(sent.content)) as packed:
        assert "Profiles of the participants" in packed.read(BOARD_PAGE).decode()
    assert "Profiles of the participants" not in held["board"]
    assert caller.send("POST", f"/cuts/{cut['number']}/board", {}).status_code == 422
    manager, safety = program(user("data manager", "")), program(user("safety officer", ""))
    for other in (manager, safety):
        assert other.send("POST", f"/cuts/{cut['number']}/results", {"reason": "x"}).status_code == 403
    assert safety.send("POST", f"/cuts/{cut['number']}/board", {"reason": "x"}).status_code == 200
    assert safety.send("POST", f"/cuts/{cut['number']}/board-with-primary", {"reason": "x"}).status_code == 403
    unlike = caller.send("POST", "/cuts", {"kind": "safety", "reason": "look"}).json()
    refused = caller.send("POST", f"/cuts/{unlike['number']}/board", {"reason": "x"})
    assert refused.status_code == 404 and "not one that is analysed" in refused.json()["what"]


def test_the_plan_is_a_paper(user: Make, program: Make) -> None:
    sent = program(user("nurse", "01")).get("/papers/analysis-plan")
    assert sent.status_code == 200 and sent.content.startswith(b"%PDF")
    assert Event.objects.filter(action="export").latest("number").place.startswith("analysis-plan-")


def test_what_is_refused(user: Make, program: Make) -> None:
    caller = program(user("statistician", ""))
    assert caller.send("POST", "/cuts", {"kind": "all", "reason": "x"}).status_code == 422
    assert caller.send("POST", "/cuts", {"kind": "safety"}).status_code == 422
    missing = caller.send("POST", "/cuts/7/file", {"reason": "x"})
    assert missing.status_code == 404 and missing.json()["what"] == "there is no cut 7."
    assert program(user("monitor", "01")).get("/cuts").status_code == 403
