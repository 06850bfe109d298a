"""Participants with results, of both trials, to ask about and to verify.

included   included(trial) -> a participant included three days ago
result     result(person, days, platelets="60", ...) -> a sheet of results, so many days after inclusion
correct    correct(sheet, item, text) -> the next version of an item, with a reason
place      place(sheet) -> where it is
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conduct.laboratory.conftest import included as _included
from tests.conduct.laboratory.conftest import person as _person
from tests.conduct.laboratory.conftest import result as _result
from tests.conduct.laboratory.conftest import trial as _trial

person, trial, included, result = _person, _trial, _included, _result


@pytest.fixture
def correct(actor: Callable[..., Any]) -> Callable[..., Any]:
    """A nurse corrects a value."""
    from bedside.conduct.casebook.actions import Typed, save
    from bedside.conduct.casebook.reading import current

    def made(sheet: Any, item: str, text: str, **parts: str) -> Any:
        unit = current(sheet)[item].unit if item in current(sheet) else ""
        by = actor("nurse", sheet.person.site)
        (entry,) = save(by, sheet, {item: Typed(text, unit, reason="typing error", **parts)})
        return entry

    return made


@pytest.fixture
def place() -> Callable[..., Any]:
    """Where a sheet is."""
    from bedside.conduct.casebook.places import place_of_sheet

    return place_of_sheet
