"""Infections by the API: read, told as an event without typing again, linked, the link taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.trail.models import Event
from tests.conduct.inclusion.conftest import eligible, included, running, second_trial
from tests.conduct.safety.conftest import ago

__all__ = ["eligible", "included", "running", "second_trial"]
SAYS = {"documented": "yes", "kind": "bacterial", "site": "pneumonia", "organism": "Klebsiella"}


@pytest.fixture(autouse=True)
def _no_limit_reached(running: Any) -> None:
    cache.clear()


@pytest.fixture
def infection(included: Callable[..., Any], actor: Callable[..., Any]) -> Sheet:
    """The form of an infection that began 30 hours ago."""
    by = actor("nurse")
    sheet: Sheet = open_sheet(by, included(5), "unscheduled", "infections", "1.0", None, 1)
    save(by, sheet, {name: Typed(text) for name, text in {**SAYS, "began": ago(30)}.items()})
    return sheet


@pytest.mark.proves("law infections-linked")
def test_told_linked_and_taken_back(infection: Sheet, user: Any, program: Any) -> None:
    nurse, where = program(user("nurse")), f"/participants/{infection.person.code}/infections"
    (line,) = nurse.get(where).json()
    assert (line["infection"], line["event"], line["term"]) == (infection.pk, None, "pneumonia, bacterial, Klebsiella")
    told = nurse.send("POST", f"{where}/{infection.pk}/event", {})
    assert told.status_code == 201 and not told.json()["differences"]
    event = Sheet.objects.get(pk=told.json()["event"])
    assert nurse.send("POST", f"{where}/{infection.pk}/event", {}).status_code == 422  # it is told already
    back = nurse.send("POST", f"{where}/{infection.pk}/event/unlink", {"because": "two events"})
    assert back.status_code == 200 and back.json()["event"] is None
    assert Event.objects.get(action="unlink infection").reason == "two events"
    again = nurse.send("POST", f"{where}/{infection.pk}/event", {"event": event.pk})
    assert again.json()["event"] == event.pk and Sheet.objects.filter(form=event.form).count() == 1


def test_what_is_refused(infection: Sheet, user: Any, program: Any) -> None:
    nurse, where = program(user("nurse")), f"/participants/{infection.person.code}/infections/{infection.pk}/event"
    assert nurse.send("POST", where, {"event": infection.pk}).status_code == 422  # no adverse event
    assert nurse.send("POST", where, {"event": infection.pk + 999}).status_code == 404
    assert nurse.send("POST", f"{where}/unlink", {"because": "why"}).status_code == 422  # nothing is linked
    assert program(user("monitor")).send("POST", where, {}).status_code == 403
    assert program(user("nurse", "02")).send("POST", where, {}).status_code == 403
