"""Queries and verification by programs: as the screens do it, and refused in the same shape."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.monitoring.models import PlanChange, Query, Verification

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


@pytest.fixture
def sheet(someone: Any, occasion: Any, actor: Any, study: Any) -> Any:
    """A form with its first number."""
    from bedside.conduct.casebook.actions import Typed, open_sheet, save

    visit, form, item = occasion
    asked, person = study.protocol.form(form).item(item), someone("01")
    held = open_sheet(actor("nurse"), person, visit, form, study.protocol.version)
    variable = study.protocol.vocabulary[asked.variable]
    save(actor("nurse"), held, {item: Typed(str(variable.low + 1), variable.unit)})
    return held


def path(sheet: Any, end: str = "") -> str:
    return f"/participants/{sheet.person.code}/sheets/{sheet.visit}/{sheet.form}{end}"


def test_a_query_is_raised_answered_and_closed(user: Any, program: Any, sheet: Any, occasion: Any) -> None:
    item = occasion[2]
    monitor, nurse = program(user("monitor", "01")), program(user("nurse", "01"))
    made = monitor.send("POST", path(sheet, f"/items/{item}/queries"), {"text": "Is it so?"}).json()
    assert (made["state"], made["item"], made["about"], made["check"]) == ("open", item, 1, "")
    at = f"/participants/{sheet.person.code}/queries/{made['query']}"
    assert nurse.send("POST", f"{at}/answer", {"text": "Yes."}).json()["state"] == "answered"
    assert nurse.send("POST", f"{at}/close", {"text": "Done."}).status_code == 403
    closed = monitor.send("POST", f"{at}/close", {}).json()
    assert (closed["state"], [said["step"] for said in closed["said"]]) == ("closed", ["answer", "close"])
    assert nurse.send("POST", f"{at}/answer", {"text": "late"}).status_code == 422
    assert monitor.send("POST", f"{at}/reopen", {"text": "Once more."}).json()["state"] == "open"
    assert nurse.send("POST", f"/participants/{sheet.person.code}/queries/7/answer", {"text": "x"}).status_code == 404


def test_the_list_is_filtered_and_paged(user: Any, program: Any, sheet: Any, occasion: Any) -> None:
    monitor = program(user("monitor", "01"))
    numbers = [
        monitor.send("POST", path(sheet, f"/items/{occasion[2]}/queries"), {"text": f"{each}?"}).json()["query"]
        for each in range(3)
    ]
    first = monitor.get("/queries", limit=2).json()
    assert [each["query"] for each in first["items"]] == numbers[:2] and first["next"] == numbers[1]
    assert [each["query"] for each in monitor.get("/queries", after=first["next"]).json()["items"]] == numbers[2:]
    assert monitor.get("/queries", state="closed").json()["items"] == []
    assert monitor.get("/queries", participant="none").json()["items"] == []
    assert program(user("monitor", "02")).get("/queries").json()["items"] == []


def test_a_name_asks_why_it_may_stay(user: Any, program: Any, sheet: Any, occasion: Any) -> None:
    monitor, to = program(user("monitor", "01")), path(sheet, f"/items/{occasion[2]}/queries")
    assert monitor.send("POST", to, {"text": "Ask Dr Dupont."}).status_code == 422
    assert monitor.send("POST", to, {"text": "Ask Dr Dupont.", "reason": "an author"}).status_code == 200
    assert Query.objects.get().event.reason == "an author"


def test_a_version_is_verified_and_another_is_refused(user: Any, program: Any, sheet: Any, occasion: Any) -> None:
    item, monitor = occasion[2], program(user("monitor", "01"))
    (told,) = monitor.get(path(sheet, "/verification")).json()
    assert (told["item"], told["version"], told["verified_by"]) == (item, 1, "")
    assert monitor.send("POST", path(sheet, "/verification"), {"seen": {item: 2}}).status_code == 409
    (told,) = monitor.send("POST", path(sheet, "/verification"), {"seen": {item: 1}}).json()
    assert told["mark"] == "verified" and Verification.objects.count() == 1
    assert (
        program(user("nurse", "01")).send("POST", path(sheet, "/verification"), {"seen": {item: 1}}).status_code == 403
    )


def test_the_plan_is_read_and_changed(user: Any, program: Any) -> None:
    manager = program(user("data manager", ""))
    told = manager.get("/verification-plan").json()
    assert told["fraction"] == 20 and {line["need"] for line in told["items"]} == {"always", "sampled"}
    changed = manager.send("POST", "/verification-plan", {"what": "fraction", "value": "50", "reason": "risk"})
    assert changed.json()["fraction"] == 50 and PlanChange.objects.count() == 1
    assert (
        manager.send("POST", "/verification-plan", {"what": "a.b", "value": "always", "reason": "x"}).status_code == 422
    )
