"""An adverse event that contradicts itself or the recorded death is asked about, once, until somebody confirmed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.canonical import canonical
from bedside.conduct.casebook.checks import Gravity, Sight, judge
from bedside.conduct.casebook.checks_events import CHECKS
from bedside.conduct.casebook.looking import sight_of
from bedside.conduct.casebook.models import Checked
from bedside.conduct.monitoring.finding import violated
from bedside.conduct.participants.actions import happen
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment, moment, now, to_datetime
from tests.conduct.inclusion.conftest import eligible, included, running, second_trial

__all__ = ["eligible", "included", "running", "second_trial"]
Make = Callable[..., Any]
NAMES = {check.name for check in CHECKS}
DIED = moment("2026-11-21T10:00+01:00")
FATAL = {"grade": "grade_5", "serious": "yes", "death": "yes", "outcome": "fatal", "began": "2026-11-21 08:00"}
SHOCK = {"grade": "grade_4", "serious": "yes", "life_threatening": "yes", "began": "2026-11-21 08:00"}
OVER = {"grade": "grade_2", "serious": "no", "outcome": "recovered", "began": "2026-11-21 08:00"}


@cache
def trial() -> Protocol:
    return load("jakahdi")


def sight(died: Moment | None = None, **typed: str) -> Sight:
    form = trial().form("adverse_events")
    whole = {name: canonical(form, name, Typed(text)) for name, text in typed.items() if text}
    at = moment("2026-11-22T12:00+01:00")
    return Sight(trial(), form, whole, at, died=(died, died) if died is not None else None)


def asks(here: Sight) -> dict[str, str]:
    """Which item is asked, by check."""
    found = [each for item in here.form.items for each in judge(here, item) if each.check in NAMES]
    assert len({each.check for each in found}) == len(found), "each is asked once"
    assert all(each.gravity is Gravity.CONFIRM and each.text.en != each.text.fr for each in found)
    return {each.check: each.item for each in found}


@pytest.mark.parametrize(("typed", "died", "found"), [
    ({}, None, {}),
    (FATAL, DIED, {}),
    (FATAL, None, {"unrecorded": "outcome"}),
    ({**FATAL, "death": "no"}, DIED, {"fatality": "outcome"}),
    ({**FATAL, "outcome": "recovering"}, DIED, {"fatality": "outcome"}),
    ({**FATAL, "outcome": ""}, DIED, {}),
    ({**FATAL, "outcome": "", "death": "no"}, DIED, {"fatality": "death"}),
    ({**FATAL, "grade": "grade_4", "life_threatening": "yes"}, DIED, {"fatality": "outcome"}),
    ({"grade": "grade_5", "serious": "no"}, DIED, {"fatality": "serious"}),
    ({"outcome": "fatal"}, None, {"unrecorded": "outcome"}),
    ({**FATAL, "life_threatening": "no"}, DIED, {}),
    (SHOCK, None, {}),
    ({**SHOCK, "grade": "grade_3"}, None, {"severity": "life_threatening"}),
    ({**SHOCK, "life_threatening": "no"}, None, {"severity": "life_threatening"}),
    ({**SHOCK, "serious": "no"}, None, {}),
    ({**SHOCK, "life_threatening": ""}, None, {}),
    ({**SHOCK, "aware_at": "2026-11-20 18:00"}, None, {"aware_first": "aware_at"}),
    ({**SHOCK, "aware_at": "2026-11-21 08:00"}, None, {}),
    ({**SHOCK, "began": "2026-11-21", "aware_at": "2026-11-21 03:00"}, None, {}),
    ({**SHOCK, "ended": "2026-11-21 07:59"}, None, {"ended_first": "ended"}),
    ({**SHOCK, "ended": "2026-11-21 08:00"}, None, {}),
    (OVER, None, {"no_end": "outcome"}),
    ({**OVER, "outcome": "sequelae"}, None, {"no_end": "outcome"}),
    ({**OVER, "ended": "2026-11-21 09:00"}, None, {}),
    ({**OVER, "outcome": "not_recovered"}, None, {}),
    ({**OVER, "outcome": "recovering", "ended": "2026-11-21 09:00"}, None, {"lasting": "outcome"}),
    ({**FATAL, "ended": "2026-11-21 10:00"}, DIED, {}),
    ({**FATAL, "ended": "2026-11-21"}, DIED, {}),
    ({**FATAL, "ended": "2026-11-21 09:00"}, DIED, {"died": "ended"}),
    ({**FATAL, "ended": "2026-11-21 10:02"}, DIED, {"died": "ended"}),
    ({**OVER, "ended": "2026-11-21 09:00"}, DIED, {}),
    ({**OVER, "began": "2026-11-21 11:00", "ended": "2026-11-21 12:00"}, DIED, {"died": "ended"}),
])  # fmt: skip
def test_what_an_event_says_against_itself_is_asked(typed: dict[str, str], died: Any, found: dict[str, str]) -> None:
    assert asks(sight(died, **typed)) == found


def test_an_end_that_is_not_known_is_an_answer() -> None:
    here = sight(**OVER)
    here = Sight(here.protocol, here.form, {**here.typed, "ended": Typed(missing="unknown")}, here.now)
    assert asks(here) == {}


@given(st.sampled_from([1, 2, 3, 4, 5]), *[st.sampled_from(["", "yes", "no"])] * 3,
       st.sampled_from(["", "recovered", "recovering", "not_recovered", "sequelae", "fatal"]))  # fmt: skip
def test_fatality_is_asked_exactly_where_two_answers_differ(
    grade: int, serious: str, death: str, threat: str, outcome: str
) -> None:
    here = sight(grade=f"grade_{grade}", serious=serious, death=death, life_threatening=threat, outcome=outcome)
    shown = serious == "yes"
    said = {grade == 5, *([outcome == "fatal"] if outcome else []), *([death == "yes"] if death and shown else []),
            *([False] if serious == "no" else [])}  # fmt: skip
    found = asks(here)
    assert ("fatality" in found) == (len(said) == 2) and ("unrecorded" in found) == (True in said)
    assert ("severity" in found) == (bool(threat) and shown and grade != 5 and (grade == 4) != (threat == "yes"))


def test_of_what_changes_the_last_is_asked_and_what_was_confirmed_is_not_asked_again() -> None:
    here = sight(DIED, **{**FATAL, "outcome": "recovering"})
    whole = {"changed": frozenset({"grade"}), "confirmed": {"grade": frozenset({"fatality"})}}
    assert asks(Sight(here.protocol, here.form, here.typed, here.now, died=(DIED, DIED), **whole)) == {
        "fatality": "grade"}  # fmt: skip
    whole["changed"] = frozenset({"term"})
    assert asks(Sight(here.protocol, here.form, here.typed, here.now, died=(DIED, DIED), **whole)) == {}


def test_a_contradiction_is_shown_kept_in_the_trail_and_becomes_a_query_until_it_is_confirmed(
    included: Make, actor: Make, user: Make
) -> None:
    person, by, who = included(5), actor("investigator"), user("investigator")
    sheet = open_sheet(by, person, "unscheduled", "adverse_events", "1.0")
    began = to_datetime(now()) - timedelta(days=1)
    typed = {**FATAL, "term": "Sepsis", "outcome": "recovering", "began": f"{began:%Y-%m-%d %H:%M}"}
    filled = fill(by, who, sheet, {name: Typed(text) for name, text in typed.items()}, {})
    # nobody recorded the death either: that is asked of what says so, the contradiction of the last of all
    assert {name: [each.check for each in found] for name, found in filled.found.items()} == {
        "death": ["unrecorded"], "outcome": ["fatality"]}  # fmt: skip
    assert {row.item for row in Checked.objects.all()} == {"death", "outcome"}
    save(by, sheet, {"outcome": Typed("recovering"), "death": Typed("yes")})
    assert {(each.item, each.rule) for each in violated(person)} == {("outcome", "fatality"), ("death", "unrecorded")}
    save(by, sheet, {"outcome": Typed("fatal", reason="corrected")})
    assert {(each.item, each.rule) for each in violated(person)} == {("outcome", "unrecorded")}
    happen(by, person, "death", Moment(now() - 60_000_000))
    assert not list(violated(person))
    answered = Typed("no", reason="of another cause, says the coroner", confirmed="fatality")
    fill(by, who, sheet, {"death": answered}, {"death": 1})
    assert not [each for each in violated(person) if each.rule == "fatality"]
    protocol, entries = trial(), {each.item: each for each in sheet.entries.order_by("number")}
    assert sight_of(sheet, protocol, {}, None, entries).confirmed["death"] == {"fatality"}
