"""A version is put in force as it was looked at, by a data manager, and the trail tells what was looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.amending.actions import approve_as_looked_at
from bedside.conduct.amending.versions import State, kept_versions
from bedside.conduct.participants.actions import record_consent
from bedside.conduct.participants.consent import Step, Taken
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Approval
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import now

from . import changes

Make = Callable[..., Any]


@pytest.mark.proves("amending as-looked-at")
def test_the_trail_keeps_version_and_mark(included: Make, keep: Make, look: Make, approve: Make, running: Any) -> None:
    included(2, "patient")
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"))
    mark = look(version).mark
    approve(version)
    event = Event.objects.get(action="approve version", place="version 1.1")
    assert json.loads(event.detail) == {"hash": version.hash, "looked_at": mark}


@pytest.mark.proves("amending as-looked-at")
def test_what_changed_since_the_look_is_looked_at_again(
    included: Make, keep: Make, look: Make, actor: Make, running: Any
) -> None:
    person, version = included(2, "patient"), keep(running.protocol, reconsent=True)
    day, mark = today().isoformat(), look(version).mark
    record_consent(actor(), person, Taken(Step.WITHDRAW, now()))
    with pytest.raises(UsageError, match=r"no longer what was looked at\. Look at it again\."):
        approve_as_looked_at(actor("data manager", ""), version, "01", day, mark)
    assert not Approval.objects.filter(version=version).exists()


def test_a_matrix_of_versions_and_sites(keep: Make, approve: Make, running: Any) -> None:
    version = keep(running.protocol, reconsent=True)
    approve(version)
    approve(version, site="02", day=(today() + timedelta(days=9)).isoformat())
    later, first = keep(running.protocol, number="1.2"), kept_versions()
    cells = {each.version.version: [cell.state for cell in each.cells] for each in kept_versions()}
    assert cells == {
        later.version: [State.NOT_APPROVED, State.NOT_APPROVED],
        "1.1": [State.IN_FORCE, State.PLANNED],
        "1.0": [State.FOLLOWED, State.IN_FORCE],
    }
    assert (first[1].dated, first[1].title) == ("2026-03-01", "Changed · Modifié")


def sent(look: Make, version: Any, **parts: str) -> dict[str, str]:
    day = today().isoformat()
    return {"from": day, "mark": look(version, day).mark, "reconsent": "", "reason": "", **parts}


@pytest.mark.proves("amending as-looked-at")
def test_from_the_page(
    included: Make, keep: Make, look: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    included(2, "patient")
    version = keep(changes.visit_with(running.protocol, "D28", after="P9D"))
    manager, nurse = client_of(user("data manager", "")), client_of(user("nurse", "01"))
    address = "/sites/01/versions/1.1/"
    page = manager.get(address).content.decode()
    assert look(version).mark in page and "window changes" in page and "Put this version in force here" in page
    assert "Put this version in force here" not in nurse.get(address).content.decode()
    told = sent(look, version)
    assert nurse.post(f"{address}approve/", told).status_code == 403
    assert manager.post(f"{address}approve/", {**told, "mark": "0" * 64}).status_code == 422
    assert manager.post(f"{address}approve/", {**told, "reconsent": "perhaps"}).status_code == 422
    assert manager.post(f"{address}approve/", {**told, "from": "soon"}).status_code == 422
    assert manager.post(f"{address}approve/", told).status_code == 302
    assert f"1.1 since {told['from']}" in manager.get("/study/").content.decode()


def test_stated_otherwise_only_for_a_reason(
    keep: Make, look: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    version = keep(running.protocol)
    manager, day = client_of(user("data manager", "")), today().isoformat()
    told = sent(look, version, reconsent="yes", mark=look(version, day, True).mark)
    assert manager.post("/sites/01/versions/1.1/approve/", told).status_code == 422
    assert manager.post("/sites/01/versions/1.1/approve/", {**told, "reason": "ethics committee"}).status_code == 302
    assert Approval.objects.get(version=version).reconsent
