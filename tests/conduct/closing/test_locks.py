"""What is frozen or locked is decided by the latest act whose scope covers it; nothing is written into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.actions_comments import comment
from bedside.conduct.casebook.actions_computed import stale
from bedside.conduct.casebook.models import Computed, Draft
from bedside.conduct.casebook.places import UNSCHEDULED, scope_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.closing import checklist as lists
from bedside.conduct.closing.actions import NotReady, close
from bedside.conduct.locks.reading import Shut, closed, closings
from bedside.conduct.locks.scopes import Level, Scope
from bedside.conduct.locks.states import State, Way
from bedside.conduct.participants import actions as participants
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import now

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]


@pytest.fixture
def manager(actor: Make) -> Any:
    return actor("data manager", "")


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checklist with nothing in the way."""
    monkeypatch.setattr(lists, "CHECKS", [])


def scopes(sheet: Any, item: str = "wbc") -> dict[Level, Scope]:
    """The scope of every depth that covers an item of a sheet."""
    whole = scope_of(sheet, item)
    names = ("site", "participant", ("visit", "day"), ("form", "number"), "item")
    found, parts = {Level.STUDY: Scope()}, {}
    for level, name in zip(list(Level)[1:], names, strict=True):
        for each in name if isinstance(name, tuple) else (name,):
            parts[each] = getattr(whole, each)
        found[level] = Scope(**parts)
    return found


def place(sheet: Any) -> str:
    """An item of numbers of the sheet that has a value."""
    return next(name for name, entry in current(sheet).items() if entry.unit or entry.typed.isdigit())


@pytest.mark.proves("inspection locking-logged")
@pytest.mark.parametrize("level", Level)
def test_at_every_depth_a_freeze_stops_writing_and_lifting_it_lets_it_go_on(
    level: Level, included: Make, result: Make, manager: Any, actor: Make, trial: str
) -> None:
    someone = included(trial)
    sheet = result(someone, 1, wbc="9")
    item, nurse = place(sheet), actor("nurse", someone.site)
    scope = scopes(sheet, item)[level]
    assert scope.level is level
    close(manager, Way.FREEZE, scope, "review of March")
    with pytest.raises(Shut, match=r"frozen since .* by data manager-: review of March") as error:
        save(nurse, sheet, {item: Typed("7", reason="typing error")})
    assert "data manager" in error.value.todo
    close(manager, Way.LIFT, scope, "reviewed")
    save(nurse, sheet, {item: Typed("7", reason="typing error")})
    told = Event.objects.filter(kept_in="locks_closing").values_list("action", "reason")
    assert list(told) == [("freeze", "review of March"), ("lift freeze", "reviewed")]


def test_what_is_typed_into_a_closed_place_stays_a_draft_until_it_is_open_again(
    included: Make, result: Make, manager: Any, actor: Make, user: Make
) -> None:
    sheet, writer = result(included(), 1, wbc="9"), user("nurse", "01")
    close(manager, Way.FREEZE, scope_of(sheet, "wbc"), "review")
    typed = {"wbc": Typed("7", reason="typing error"), "hemoglobin": Typed("9", "g/dL")}
    base = {"wbc": 1, "hemoglobin": 0}
    filled = fill(actor("nurse"), writer, sheet, typed, base)
    assert [entry.item for entry in filled.kept] == ["hemoglobin"]
    assert set(filled.shut) == filled.held == {"wbc"}
    fill(actor("nurse"), writer, sheet, {"hemoglobin": Typed("9,1", "g/dL", reason="read again")}, {"hemoglobin": 1})
    assert Draft.objects.get(user=writer).typed["wbc"]["text"] == "7"
    close(manager, Way.LIFT, scope_of(sheet, "wbc"), "reviewed")
    assert not fill(actor("nurse"), writer, sheet, {"wbc": typed["wbc"]}, base).held
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("ready")
def test_only_the_latest_act_that_covers_a_place_counts(
    included: Make, result: Make, manager: Any, actor: Make
) -> None:
    someone = included()
    one, other = result(someone, 1, wbc="9"), result(someone, 2, wbc="8")
    close(manager, Way.LOCK, Scope(), "end of the study")
    close(actor("administrator", ""), Way.UNLOCK, scope_of(one), "decision of 4 May")
    assert closed(scope_of(one, "wbc")) is None and closed(scope_of(other)).state == State.LOCKED
    assert closings(Scope()).states(Scope()) == {State.LOCKED, State.OPEN}
    close(manager, Way.LOCK, Scope("01"), "corrected")
    assert closed(scope_of(one, "wbc")).state == State.LOCKED


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("before", "way", "says"),
    [
        ([], Way.LIFT, "“Lift the freeze” cannot be done: what is there is open"),
        ([], Way.UNLOCK, "“Unlock” cannot be done"),
        ([Way.FREEZE], Way.FREEZE, "“Freeze” cannot be done: what is there is frozen"),
        ([Way.FREEZE], Way.UNLOCK, "frozen"),
        ([Way.LOCK], Way.LIFT, "what is there is locked"), ([Way.LOCK], Way.FREEZE, "what is there is locked"),
        ([Way.LOCK], Way.LOCK, "what is there is locked"),
    ],
)  # fmt: skip
def test_ways_that_there_are_not(before: list[Way], way: Way, says: str, manager: Any) -> None:
    for each in before:
        close(manager, each, Scope("01"), "first")
    with pytest.raises(UsageError, match=says):
        close(manager, way, Scope("01"), "then")


@pytest.mark.usefixtures("ready")
def test_lifting_a_freeze_of_all_does_not_open_what_is_locked_within(
    included: Make, result: Make, manager: Any
) -> None:
    sheet = result(included(), 1, wbc="9")
    close(manager, Way.FREEZE, Scope("01"), "review")
    close(manager, Way.LOCK, scope_of(sheet), "done")
    with pytest.raises(UsageError, match="“Lift the freeze” cannot be done: what is there is frozen, locked"):
        close(manager, Way.LIFT, Scope("01"), "reviewed")


def test_a_reason_and_a_place_are_needed(manager: Any) -> None:
    with pytest.raises(UsageError, match="no reason"):
        close(manager, Way.FREEZE, Scope("01"), " ")
    for scope in (Scope("77"), Scope("01", "01-S999")):
        with pytest.raises(UsageError, match="there is no"):
            close(manager, Way.FREEZE, scope, "review")
    with pytest.raises(UsageError, match="gap"):
        Scope("01", "", "D0")


@pytest.mark.usefixtures("ready")
def test_what_else_is_written_about_somebody_is_refused_too_but_consent_is_not(
    included: Make, result: Make, manager: Any, actor: Make
) -> None:
    someone = included()
    sheet, nurse = result(someone, 1, wbc="9"), actor("nurse")
    close(manager, Way.LOCK, Scope("01", someone.code), "done")
    refused: list[Callable[[], object]] = [
        lambda: open_sheet(nurse, someone, UNSCHEDULED, sheet.form, sheet.version, None, 9),
        lambda: comment(nurse, sheet, "wbc", "seen again"),
        lambda: participants.happen(nurse, someone, "icu_discharge", now()),
        lambda: participants.plan(nurse, someone, "D7", now()),
        lambda: participants.import_records(nurse, someone, ()),
    ]
    for each in refused:
        with pytest.raises(Shut):
            each()
    from bedside.conduct.participants import consent

    participants.record_consent(actor("investigator"), someone, consent.Taken(consent.Step.WITHDRAW, now()))
    participants.deviate(nurse, someone, "late", now(), "found after the lock")


def test_what_the_rules_work_out_is_left_alone_while_closed_and_worked_out_when_opened(
    included: Make, actor: Make, manager: Any
) -> None:
    someone, nurse = included(), actor("nurse")
    sheet = open_sheet(nurse, someone, UNSCHEDULED, "sofa_day", "1.0")
    save(nurse, sheet, {"taken_at": Typed("2026-01-05T08:00"), "platelets": Typed("160")})
    versions = Computed.objects.filter(sheet=sheet, item="sofa")
    before = versions.count()
    close(manager, Way.FREEZE, scope_of(sheet, "sofa"), "review")
    save(nurse, sheet, {"platelets": Typed("16", reason="read again")})
    assert versions.count() == before
    assert [(each.item, each.low) for each in stale(someone)] == [("sofa", "4.0")]
    close(manager, Way.LIFT, scope_of(sheet, "sofa"), "reviewed")
    assert versions.count() == before + 1
    assert not stale(someone)


def test_a_lock_waits_for_its_checklist(included: Make, result: Make, manager: Any) -> None:
    someone = included()
    sheet = result(someone, 1, wbc="9")
    with pytest.raises(NotReady, match="Not signed, or changed since \\(1\\)") as error:
        close(manager, Way.LOCK, Scope("01", someone.code), "done")
    assert all(text.fr != text.en for text in error.value.reasons)
    lines = {line.check.name: line for line in lists.checklist(scope_of(sheet))}
    assert lines["unsigned"].stands and lines["unsigned"].found[0].address.startswith(f"/participants/{someone.code}/")
    assert not lines["to come"].stands
