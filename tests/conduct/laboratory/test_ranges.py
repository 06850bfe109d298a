"""A site's ranges: what is refused, which one holds for whom and when, and that all of it stands in the trail."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bedside.conduct.laboratory.actions import add_range, add_ranges, end_range
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import limits_of, range_for, ranges_of
from bedside.conduct.laboratory.typed import problems
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.scores.ctcae import Limits

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]
DAY = datetime.date(2026, 6, 1)

WRONG = [
    ("laboratory", {"laboratory": ""}), ("laboratory", {"laboratory": "x" * 101}), ("variable", {"variable": "blood"}),
    ("unit", {"unit": "furlong"}), ("unit", {"unit": "U/L"}), ("unit", {"unit": ""}), ("sex", {"sex": "f"}),
    ("age_from", {"age_from": "18,5"}), ("age_from", {"age_to": "151"}), ("age_from", {"age_from": "-1"}),
    ("age_to", {"age_from": "60", "age_to": "18"}), ("from_day", {"from_day": ""}),
    ("from_day", {"from_day": "2026-02-30"}), ("from_day", {"to_day": "31/12/2026"}),
    ("to_day", {"to_day": "2019-12-31"}), ("low", {"low": "", "high": ""}), ("low", {"low": "twelve"}),
    ("low", {"low": "1 2"}), ("low", {"low": "nan"}), ("high", {"low": "16", "high": "12"}),
    ("high", {"low": "12,0", "high": "12"}), ("low", {"low": "12", "high": "9999"}),
]  # fmt: skip


@pytest.mark.parametrize(("column", "parts"), WRONG)
def test_what_is_no_range_is_refused_where_it_is_wrong(column: str, parts: dict[str, str], typed: Make,
                                                       actor: Make) -> None:  # fmt: skip
    found = problems(typed(**parts))
    assert [each.column for each in found] == [column]
    assert found[0].text.en != found[0].text.fr
    with pytest.raises(UsageError):
        add_range(actor("investigator"), "01", typed(**parts))
    assert not Range.objects.exists()


def test_a_range_is_kept_as_typed_with_who_and_when(typed: Make, actor: Make) -> None:
    held = add_range(actor("investigator"), "01", typed())
    assert (held.low, held.high, held.unit) == ("12,0", "16", "g/dL")
    assert limits_of(held, variables()["hemoglobin"][0]) == Limits(Decimal("120.0"), Decimal("160.0"))
    event = Event.objects.get(number=held.pk)
    assert (event.actor, event.action, event.site, event.place) == (
        "investigator-01", "add range", "01", "laboratory / hemoglobin")  # fmt: skip


def test_a_range_for_the_same_people_and_days_is_refused(typed: Make, actor: Make) -> None:
    by = actor("investigator")
    add_range(by, "01", typed(sex="female", age_from="18", age_to="60", to_day="2026-12-31"))
    for parts in ({}, {"sex": "female"}, {"age_from": "60"}, {"from_day": "2026-12-31"}, {"laboratory": "CENTRAL"}):
        with pytest.raises(UsageError):
            add_range(by, "01", typed(**parts))
    for parts in (
        {"sex": "male", "age_to": "60"}, {"age_from": "61"}, {"laboratory": "B"},
        {"sex": "female", "age_to": "60", "from_day": "2027-01-01"},
    ):  # fmt: skip
        add_range(by, "01", typed(**parts))
    add_range(by, "02", typed())
    assert Range.objects.count() == 6


def test_many_are_kept_all_or_none(typed: Make, actor: Make) -> None:
    with pytest.raises(UsageError):
        add_ranges(actor("investigator"), "01", [typed(sex="male"), typed(sex="female"), typed()])
    assert not Range.objects.exists()
    assert not Event.objects.filter(action="add range").exists()


def test_a_range_ends_with_a_reason_on_a_day_on_which_it_holds(typed: Make, actor: Make) -> None:
    by = actor("investigator")
    held = add_range(by, "01", typed(to_day="2026-12-31"))
    for day, reason in (("2026-06-01", " "), ("someday", "new"), ("2019-12-31", "new"), ("2027-01-01", "new")):
        with pytest.raises(UsageError):
            end_range(by, held, day, reason)
    end_range(by, held, "2026-06-01", "new analyser")
    with pytest.raises(UsageError):
        end_range(by, held, "2026-06-02", "again")
    assert range_for("01", "hemoglobin", "female", 50, DAY) == held
    assert range_for("01", "hemoglobin", "female", 50, DAY + datetime.timedelta(days=1)) is None
    add_range(by, "01", typed(from_day="2026-06-02"))


# --- which one holds --------------------------------------------------------------------------------------------------


def test_a_range_holds_by_site_sex_age_and_day(typed: Make, actor: Make) -> None:
    by = actor("investigator")
    women = add_range(by, "01", typed(sex="female", age_from="18", age_to="64"))
    men = add_range(by, "01", typed(sex="male", low="13", high="17"))
    assert range_for("01", "hemoglobin", "female", 64.9, DAY) == women
    assert range_for("01", "hemoglobin", "male", None, DAY) == men
    for site, name, sex, age, day in (
        ("02", "hemoglobin", "male", 50, DAY), ("01", "wbc", "male", 50, DAY), ("01", "hemoglobin", "", 50, DAY),
        ("01", "hemoglobin", "female", None, DAY), ("01", "hemoglobin", "female", 65, DAY),
        ("01", "hemoglobin", "female", 17.9, DAY), ("01", "hemoglobin", "male", 50, None),
        ("01", "hemoglobin", "male", 50, datetime.date(2019, 12, 31)),
    ):  # fmt: skip
        assert range_for(site, name, sex, age, day) is None, (site, name, sex, age, day)


def test_of_two_laboratories_the_one_that_is_named_beside_the_result(typed: Make, actor: Make) -> None:
    by = actor("investigator")
    add_range(by, "01", typed())
    other = add_range(by, "01", typed(laboratory="Night lab", low="11"))
    assert range_for("01", "hemoglobin", "male", 50, DAY) is None, "their limits differ: nobody can tell"
    assert range_for("01", "hemoglobin", "male", 50, DAY, "Sysmex, night lab") == other


def test_of_two_laboratories_with_the_same_limits_either(typed: Make, actor: Make) -> None:
    by = actor("investigator")
    add_range(by, "01", typed())
    add_range(by, "01", typed(laboratory="Night lab"))
    found = range_for("01", "hemoglobin", "male", 50, DAY)
    assert found in ranges_of("01")


def test_a_side_without_a_limit_has_none(typed: Make, actor: Make) -> None:
    held = add_range(actor("investigator"), "01", typed(low=""))
    assert limits_of(held, variables()["hemoglobin"][0]) == Limits(None, Decimal("160.0"))
    assert limits_of(None, variables()["hemoglobin"][0]) == Limits()
