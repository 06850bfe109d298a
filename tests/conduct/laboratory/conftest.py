"""Ranges of a site, and people with results: of both trials.

typed     typed(low=..., ...) -> a range of haemoglobin as somebody types it
included  included(trial) -> a participant included three days ago, a woman of 50 years
result    result(person, days, platelets="60", ...) -> a sheet of results, so many days after inclusion
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conduct.casebook.conftest import person as _person
from tests.conduct.casebook.conftest import trial as _trial

person, trial = _person, _trial
FORMS = {"jakahdi": "laboratory", "adrenal": "observations"}


@pytest.fixture
def typed() -> Callable[..., Any]:
    """A range of haemoglobin, its parts as texts."""
    from bedside.conduct.laboratory.typed import Typed

    def made(**parts: str) -> Typed:
        usual = {"laboratory": "Central", "variable": "hemoglobin", "unit": "g/dL", "from_day": "2020-01-01",
                 "low": "12,0", "high": "16"}  # fmt: skip
        return Typed(**{**usual, **parts})

    return made


@pytest.fixture
def included(person: Callable[..., Any], actor: Callable[..., Any]) -> Callable[..., Any]:
    """A participant, included three days ago."""
    from bedside.conduct.participants.models import Enrolled, Imported
    from bedside.conduct.participants.reading import protocol_for
    from bedside.conduct.trail.keeping import Act, keep
    from bedside.values.moment import DAY, now

    def made(trial: str = "jakahdi", sex: str = "female", age: str = "50") -> Any:
        someone = person(trial)
        by, at = actor("investigator", someone.site), int(now()) - 3 * DAY
        act = Act(by, "enrol", someone.site, someone.code)
        version = protocol_for(someone).version
        keep(act, Enrolled(person=someone, number=f"{someone.site}-001", at_us=at, version=version))
        for name, value in (("female", "1" if sex == "female" else "0"), ("age", age)):
            row = Imported(person=someone, variable=name, start_us=at, end_us=at, low=value, high=value,
                           available_us=at, origin="test")  # fmt: skip
            keep(Act(by, "import record", someone.site, someone.code, name), row)
        return type(someone).objects.select_related("enrolled").get(pk=someone.pk)

    return made


@pytest.fixture
def result(actor: Callable[..., Any]) -> Callable[..., Any]:
    """Results typed on an unscheduled sheet, the other required ones not done; days count from inclusion."""
    from bedside.conduct.casebook.actions import Typed, open_sheet, save
    from bedside.conduct.casebook.models import Sheet
    from bedside.conduct.casebook.places import UNSCHEDULED
    from bedside.conduct.participants.reading import protocol_for
    from bedside.protocol.model import ItemKind
    from bedside.values.moment import DAY

    def made(someone: Any, days: float, unit: str = "", **values: str) -> Any:
        trial = "adrenal" if someone.site == "90" else "jakahdi"
        by, form = actor("nurse", someone.site), protocol_for(someone).form(FORMS[trial])
        at = someone.enrolled.at_us + int(days * DAY)
        when = next(item for item in form.items if item.kind is ItemKind.TIME)
        number = Sheet.objects.filter(person=someone, visit=UNSCHEDULED, form=form.id).count() + 1
        sheet = open_sheet(by, someone, UNSCHEDULED, form.id, protocol_for(someone).version, None, number)
        taken = datetime.fromtimestamp(at // 1_000_000, UTC).isoformat()
        by_variable = {item.variable: item.id for item in form.items if item.variable}
        typed = {by_variable.get(name, name): Typed(text, unit) for name, text in values.items()}
        vouched = {item.id: Typed("yes") for item in form.items if item.up_to_date}
        others = {item.id: Typed(missing="not done", because="not_ordered") for item in form.items if item.required}
        save(by, sheet, {**others, when.id: Typed(taken), **vouched, **typed})
        return sheet

    return made
