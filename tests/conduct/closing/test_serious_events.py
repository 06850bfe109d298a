"""Before a lock: a serious event that was not told as it stands, or has no outcome, is in the way."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.progress import Status, progress_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.closing import checklist as lists
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety.actions import notify
from bedside.conduct.safety.actions_judgement import confirm
from bedside.conduct.safety.reading import case_of
from bedside.conduct.study.protocol import protocol_of
from bedside.values.moment import HOUR, Moment, now
from tests.conduct.safety.conftest import because

LACKS = "missing: Action on ruxolitinib, Outcome"


@pytest.fixture
def event(included: Any, actor: Any) -> Any:
    """A serious event that was known an hour ago."""
    sheet = open_sheet(actor("nurse"), included(), "unscheduled", "adverse_events", "1.0")
    at = with_offset(Moment(now() - HOUR))
    typed = {"term": "Sepsis", "grade": "grade_3", "serious": "yes", **because("hospitalisation"), "began": at,
             "aware_at": at, "relation": "related"}  # fmt: skip
    save(actor(), sheet, {name: Typed(text) for name, text in typed.items()})
    return sheet


def _found(sheet: Any, name: str) -> list[str]:
    scope = Scope(sheet.person.site, sheet.person.code)
    line = next(each for each in lists.checklist(scope) if each.check.name == name)
    assert all(each.address.endswith("/adverse_events/") for each in line.found)
    return [each.text.en.partition(": ")[2] for each in line.found]


def test_told_with_an_outcome_it_is_in_nobodys_way(event: Any, actor: Any) -> None:
    assert _found(event, "reports") == [f"not told to the sponsor, {LACKS}"]
    notify(actor(), event, None, Moment(now() - HOUR // 2))
    assert _found(event, "reports") == [LACKS]
    for outcome, lasting in (("recovering", ["recovering"]), ("recovered", [])):
        more = {"outcome": Typed(outcome, reason="seen again"), "action": Typed("no_change")}
        save(actor("nurse"), event, more)
        assert (_found(event, "reports"), _found(event, "lasting")) == (["news not told to the sponsor"], lasting)
        moment = now()
        notify(actor(), event, moment, moment)
        assert (_found(event, "reports"), _found(event, "lasting")) == ([], lasting)


def test_one_that_is_exempt_need_not_be_told_and_has_an_outcome(event: Any, actor: Any) -> None:
    exempt = {"disease": Typed("yes"), "relation": Typed("unrelated", reason="assessed")}
    save(actor("nurse"), event, exempt)
    assert _found(event, "reports") == [f"not told to the sponsor, to be assessed by an investigator, {LACKS}"]
    confirm(actor(), event, case_of(event).standing.waiting)
    assert _found(event, "reports") == [LACKS]


@pytest.mark.parametrize("lacking", ["grade", "action", "outcome", "relation", "why"])
def test_a_serious_event_is_complete_only_with_all_that_a_report_says(lacking: str, event: Any, actor: Any) -> None:
    save(actor(), event, {"outcome": Typed("recovered"), "action": Typed("no_change")})
    assert not case_of(event).missing and _status(event) is Status.COMPLETE
    item = "hospitalisation" if lacking == "why" else lacking
    save(actor(), event, {item: Typed("", reason="not known")})
    assert len(case_of(event).missing) == 1
    assert lacking == "why" or _status(event) is Status.STARTED


def _status(sheet: Any) -> Status:
    return progress_of(protocol_of(sheet.version), protocol_of(sheet.version).form(sheet.form), current(sheet)).status
