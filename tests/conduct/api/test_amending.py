"""Versions, the dry run and the approval by the API: the same permissions, the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.people.roles import Action
from tests.conduct.amending import changes
from tests.conduct.amending.conftest import eligible as _eligible
from tests.conduct.amending.conftest import included as _included
from tests.conduct.amending.conftest import keep as _keep
from tests.conduct.amending.conftest import running as _running
from tests.conduct.amending.conftest import second_trial as _second_trial

eligible, included, keep, running, second_trial = _eligible, _included, _keep, _running, _second_trial
Make = Callable[..., Any]
DAY = "2026-01-01"


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.fixture
def kept(included: Make, keep: Make, running: Any) -> Any:
    """A participant at site 01, and a version kept with another window."""
    included(3, "patient")
    return keep(changes.visit_with(running.protocol, "D28", after="P9D"), reconsent=True)


@pytest.mark.proves("amending dry-run", "amending as-looked-at")
def test_looked_at_and_approved(kept: Any, user: Make, program: Make) -> None:
    manager = program(user("data manager", ""))
    first = manager.get("/versions").json()[0]
    assert (first["version"], first["dated"], first["reconsent"]) == ("1.1", "2026-03-01", True)
    assert {(each["site"], each["state"]) for each in first["sites"]} == {
        ("01", "not_approved"),
        ("02", "not_approved"),
    }
    where = "/sites/01/versions/1.1"
    seen = manager.get(f"{where}/impact", day=DAY).json()
    (person,) = seen["persons"]
    assert (seen["now"], seen["then"], person["renewal"], person["then"]) == ("1.0", "1.1", "to_ask", "1.0")
    assert [change["kind"] for change in person["changes"]] == ["window"]
    sent = {"day": DAY, "mark": seen["mark"]}
    assert manager.send("POST", f"{where}/approvals", {**sent, "mark": "0" * 64}).status_code == 422
    assert manager.send("POST", f"{where}/approvals", sent).json() == {
        "version": "1.1", "site": "01", "day": DAY, "reconsent": True,
    }  # fmt: skip
    assert manager.get("/versions").json()[0]["sites"][0]["state"] == "in_force"
    assert manager.get(f"{where}/impact", day=DAY).json()["persons"][0]["renewal"] == "awaited"


@pytest.mark.proves("ground other-sites")
def test_for_whom_it_is(kept: Any, user: Make, program: Make) -> None:
    nurse, administrator = program(user("nurse", "02")), user("administrator", "")
    assert nurse.get("/versions").status_code == 200
    assert nurse.get("/sites/01/versions/1.1/impact", day=DAY).status_code == 403
    assert nurse.get("/sites/02/versions/1.1/impact", day=DAY).json()["persons"] == []
    assert nurse.send("POST", "/sites/02/versions/1.1/approvals", {"day": DAY, "mark": "0" * 64}).status_code == 403
    reader = program(administrator, scope=[Action.SEE_STUDY])
    assert reader.get("/versions").status_code == 200
    assert reader.get("/sites/01/versions/1.1/impact", day=DAY).status_code == 403


def test_what_there_is_not(kept: Any, user: Make, program: Make) -> None:
    manager = program(user("data manager", ""))
    assert manager.get("/sites/01/versions/9.9/impact", day=DAY).status_code == 404
    assert manager.get("/sites/77/versions/1.1/impact", day=DAY).status_code == 404
    assert manager.get("/sites/01/versions/1.1/impact", day="2026-99-99").status_code == 422
    assert manager.get("/sites/01/versions/1.1/impact", day="soon").status_code == 422
    assert manager.get("/sites/01/versions/1.1/impact").status_code == 200
