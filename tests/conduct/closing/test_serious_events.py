"""Before a lock: a serious event that was not told as it stands, or has no outcome, is in the way."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.closing import checklist as lists
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety.actions import notify
from bedside.conduct.safety.actions_judgement import confirm
from bedside.conduct.safety.reading import case_of
from bedside.values.moment import HOUR, Moment, now


@pytest.fixture
def event(included: Any, actor: Any) -> Any:
    """A serious event that was known an hour ago."""
    sheet = open_sheet(actor("nurse"), included(), "unscheduled", "adverse_events", "1.0")
    at = with_offset(Moment(now() - HOUR))
    typed = {"term": "Sepsis", "grade": "grade_3", "serious": "yes", "seriousness": "hospitalisation", "began": at,
             "aware_at": at, "relation": "related"}  # fmt: skip
    save(actor(), sheet, {name: Typed(text) for name, text in typed.items()})
    return sheet


def _found(sheet: Any, name: str) -> list[str]:
    scope = Scope(sheet.person.site, sheet.person.code)
    line = next(each for each in lists.checklist(scope) if each.check.name == name)
    assert all(each.address.endswith("/adverse_events/") for each in line.found)
    return [each.text.en.partition(": ")[2] for each in line.found]


def test_told_with_an_outcome_it_is_in_nobodys_way(event: Any, actor: Any) -> None:
    assert _found(event, "reports") == ["not told to the sponsor, no outcome"]
    notify(actor(), event, None, Moment(now() - HOUR // 2))
    assert _found(event, "reports") == ["no outcome"]
    for outcome, lasting in (("recovering", ["recovering"]), ("recovered", [])):
        save(actor("nurse"), event, {"outcome": Typed(outcome, reason="seen again")})
        assert (_found(event, "reports"), _found(event, "lasting")) == (["news not told to the sponsor"], lasting)
        moment = now()
        notify(actor(), event, moment, moment)
        assert (_found(event, "reports"), _found(event, "lasting")) == ([], lasting)


def test_one_that_is_exempt_need_not_be_told_and_has_an_outcome(event: Any, actor: Any) -> None:
    exempt = {"disease": Typed("yes"), "relation": Typed("unrelated", reason="assessed")}
    save(actor("nurse"), event, exempt)
    assert _found(event, "reports") == ["not told to the sponsor, to be assessed by an investigator, no outcome"]
    confirm(actor(), event, case_of(event).standing.waiting)
    assert _found(event, "reports") == ["no outcome"]
