"""What is due and when, and what death, discharge and withdrawal leave of it."""

from pathlib import Path

import pytest

from bedside.errors import ProtocolError
from bedside.protocol.loading import load
from bedside.protocol.model import Schedule
from bedside.protocol.schedule import Due, Happened, due, window
from bedside.values.moment import DAY, HOUR, Moment, moment
from tests.unit.tiny_trial import write_trial

T0 = moment("2026-03-01T08:00")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Schedule:
    return load(write_trial(tmp_path_factory.mktemp("tiny"))).schedule


def days(count: float) -> Moment:
    return Moment(T0 + round(count * DAY))


def shown(found: tuple[Due, ...]) -> list[tuple[str, int | None, str]]:
    return [(each.visit, each.day, "+".join(each.forms)) for each in found]


def test_the_whole_plan_while_in_intensive_care(tiny: Schedule) -> None:
    found = due(tiny, T0, periods={"icu_stay": [(days(-1), None)]})
    assert shown(found) == [
        ("D0", 0, "asked+blood"),
        ("DAILY", 1, "blood"),
        ("DAILY", 2, "blood"),
        ("D3", 3, "blood+asked"),  # the daily blood of day 3 is the visit's
        ("DAILY", 4, "blood"),
        ("D9", 9, "asked+blood"),
    ]


def test_windows_open_and_close_around_the_day(tiny: Schedule) -> None:
    assert window(tiny.visit("D3"), T0) == (days(2.5), days(3), days(5))
    found = {each.visit: each for each in due(tiny, T0)}
    assert (found["D3"].opens, found["D3"].target, found["D3"].closes) == window(tiny.visit("D3"), T0)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], []),
        ([(days(-1), days(1.5))], [1]),
        ([(days(-1), days(2))], [1]),
        ([(days(-1), days(2.01))], [1, 2]),
        ([(days(0), days(1.2)), (days(4.9), None)], [1, 4]),
    ],
)
def test_daily_visits_are_due_on_days_in_intensive_care(
    tiny: Schedule, periods: list[tuple[Moment, Moment | None]], expected: list[int]
) -> None:
    found = due(tiny, T0, periods={"icu_stay": periods})
    assert [each.day for each in found if each.visit == "DAILY"] == expected


@pytest.mark.proves("ground schedule")
@pytest.mark.parametrize(
    ("event", "at", "expected"),
    [
        ("death", 2, [("D0", 0, "asked+blood"), ("death", None, "asked")]),
        ("death", 3, [("D0", 0, "asked+blood"), ("D3", 3, "blood+asked"), ("death", None, "asked")]),
        ("death", 3.5, [("D0", 0, "asked+blood"), ("D3", 3, "blood+asked"), ("death", None, "asked")]),
        ("withdrawal", 1, [("D0", 0, "asked+blood"), ("D9", 9, "asked")]),
        ("discharge", 1, [("D0", 0, "asked+blood"), ("D3", 3, "blood+asked"), ("D9", 9, "asked+blood")]),
    ],
)
def test_what_an_event_leaves(
    tiny: Schedule, event: str, at: float, expected: list[tuple[str, int | None, str]]
) -> None:
    assert shown(due(tiny, T0, [Happened(event, days(at))])) == expected


def test_events_add_up_whatever_their_order(tiny: Schedule) -> None:
    events = [Happened("withdrawal", days(1)), Happened("death", days(5))]
    expected = [("D0", 0, "asked+blood"), ("death", None, "asked")]
    assert shown(due(tiny, T0, events)) == shown(due(tiny, T0, events[::-1])) == expected


def test_an_event_that_the_schedule_does_not_know(tiny: Schedule) -> None:
    with pytest.raises(ProtocolError, match=r"no event is called “birth”\. There are: death, withdrawal"):
        due(tiny, T0, [Happened("birth", T0)])


@pytest.mark.proves("outcome P1 time frame", "outcome S15 time frame")
def test_jakahdi_measures_at_day_7_within_its_own_24_hours_and_sofa_daily() -> None:
    schedule = load("jakahdi").schedule
    found = due(schedule, T0, periods={"icu_stay": [(T0, days(10) - HOUR)]})  # type: ignore[list-item]
    day_7 = next(each for each in found if each.visit == "D7")
    assert (day_7.opens, day_7.closes) == (days(7), days(8))
    assert [each.day for each in found if "sofa_day" in each.forms] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 28]


@pytest.mark.proves("ground schedule")
def test_after_death_jakahdi_asks_for_status_stays_and_end_of_study_only() -> None:
    found = due(load("jakahdi").schedule, T0, [Happened("death", days(6))])
    assert shown(found)[1:] == [("death", None, "vital_status+stays+end_of_study")]


def test_one_lost_to_follow_up_is_still_looked_for_at_6_months() -> None:
    found = due(load("jakahdi").schedule, T0, [Happened("lost_to_follow_up", days(9))])
    assert shown(found)[-1] == ("M6", 183, "vital_status")


def test_nothing_is_due_without_a_place_in_the_plan(tmp_path: Path) -> None:
    schedule = load(write_trial(tmp_path)).schedule
    assert due(Schedule((), schedule.events), T0) == ()
