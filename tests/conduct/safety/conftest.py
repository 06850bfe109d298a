"""Adverse events of somebody enrolled.

event     event(serious="yes", aware=2, ...) -> its sheet; hours are hours ago, other items as typed, by an investigator
told      told(sheet, ...) -> a report of it, an hour after it was known
coded     coded(sheet, code) -> the term of an event coded by a dictionary that does not exist
"""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.coding.models import Coded, Dictionary
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety import actions
from bedside.conduct.trail.keeping import Act, keep
from bedside.values.moment import HOUR, Moment, now

from ..inclusion.conftest import adrenal, eligible, included, running, second_trial

__all__ = ["adrenal", "coded", "eligible", "event", "included", "running", "second_trial", "told"]
SERIOUS = {"term": "Sepsis", "grade": "grade_3", "serious": "yes", "relation": "related"}
CRITERIA = ("death", "life_threatening", "hospitalisation", "disability", "anomaly", "important")


def because(*names):
    """Why it is serious: each criterion answered."""
    return {name: "yes" if name in names else "no" for name in CRITERIA}


def ago(hours):
    """A time as it is typed."""
    return with_offset(Moment(now() - int(hours * HOUR)))


@pytest.fixture
def event(included, actor):
    """event(...): the sheet of an adverse event."""

    def made(person=None, aware=2, began=30, dose=48, number=1, role="investigator", **items):
        held = person or included(5)
        by = actor(role)
        if dose is not None and not held.sheets.filter(form="ruxolitinib").exists():
            save(by, open_sheet(by, held, "unscheduled", "ruxolitinib", "1.0"), {"given_at": Typed(ago(dose))})
        sheet = open_sheet(by, held, "unscheduled", "adverse_events", "1.0", None, number)
        why = because("important") if items.get("serious", "yes") == "yes" else {}
        times = {name: ago(hours) for name, hours in (("began", began), ("aware_at", aware)) if hours}
        typed = {**SERIOUS, **why, **times, **items}
        save(by, sheet, {name: Typed(value) for name, value in typed.items() if value})
        return sheet

    return made


@pytest.fixture
def told(actor):
    """told(sheet): the sponsor is told, half an hour ago."""

    def made(sheet, note="", aware=None, hours=0.5):
        return actions.notify(actor(), sheet, aware, Moment(now() - int(hours * HOUR)), note)

    return made


@pytest.fixture
def coded(actor):
    """coded(sheet, code): the term as it stands has this code, in one class."""

    def made(sheet, code, name="Made-up sepsis"):
        by, held = actor("safety officer", ""), Dictionary.objects.first()
        book = held or keep(
            Act(by, "add dictionary"), Dictionary(kind="meddra", version="27.1", digest="0" * 64, terms=1)
        )
        entry = sheet.entries.filter(item="term").order_by("number").last()
        return keep(
            Act(by, "code"), Coded(entry=entry, dictionary=book, code=code, name=name, above='["Made-up class"]')
        )

    return made
