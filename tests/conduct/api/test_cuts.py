"""Cuts over the API: listed, taken, their files fetched, each with its reason in the trail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from bedside.conduct.study.backup import CUTS
from bedside.conduct.trail.models import Event

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_cuts_left() -> Iterator[None]:
    yield
    for file in (settings.FOLDER.path / CUTS).glob("*"):
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


def test_what_is_refused(user: Make, program: Make) -> None:
    caller = program(user("statistician", ""))
    assert caller.send("POST", "/cuts", {"kind": "all", "reason": "x"}).status_code == 422
    assert caller.send("POST", "/cuts", {"kind": "safety"}).status_code == 422
    missing = caller.send("POST", "/cuts/7/file", {"reason": "x"})
    assert missing.status_code == 404 and missing.json()["what"] == "there is no cut 7."
    assert program(user("monitor", "01")).get("/cuts").status_code == 403
