"""Which range holds for a result: that of its laboratory, for the patient's sex and age, on the day of the sample."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TypeVar

from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.typed import Typed, canonical
from bedside.scores.ctcae import Limits
from bedside.values.variable import Variable

T = TypeVar("T", int, str)


def ranges_of(site: str) -> list[Range]:
    """Every range ever kept for a site, the latest first."""
    return list(Range.objects.filter(site=site).select_related("event", "ended__event").order_by("-pk"))


def range_for(
    site: str, variable: str, sex: str, age: float | None, day: datetime.date | None, laboratory: str = "",
    among: Iterable[Range] | None = None,
) -> Range | None:  # fmt: skip
    """The one range that holds; None where there is none, or where several do and their limits differ.

    A sex or age that is not known meets only ranges that do not ask for it. `laboratory` is what was typed beside the
    result: ranges of a laboratory that it names go before all others. `among`: the site's ranges, when already read.
    """
    if day is None:
        return None
    known = ranges_of(site) if among is None else among
    held = [each for each in known if each.variable == variable and _holds(each, sex, age, day.isoformat())]
    named = [each for each in held if laboratory and each.laboratory.casefold() in laboratory.casefold()]
    found = named or held
    same = {(each.unit, each.low, each.high) for each in found}
    return found[0] if len(same) == 1 else None


def limits_of(range_: Range | None, variable: Variable) -> Limits:
    """The limits of a range in the variable's own unit; none where there is no range."""
    if range_ is None:
        return Limits()
    return Limits(canonical(range_.low, range_.unit, variable), canonical(range_.high, range_.unit, variable))


def until(range_: Range) -> str:
    """The last day on which a range holds; empty: no end."""
    return range_.ended.to_day if hasattr(range_, "ended") else range_.to_day


def overlapping(typed: Typed, known: Iterable[Range]) -> Range | None:
    """A range of the same laboratory and variable that would hold for the same person on the same day."""
    for each in known:
        same = (each.laboratory.casefold(), each.variable) == (typed.laboratory.casefold(), typed.variable)
        sex = not each.sex or not typed.sex or each.sex == typed.sex
        days = _meet((each.from_day, until(each) or "9999"), (typed.from_day, typed.to_day or "9999"))
        if same and sex and days and _meet(_years(each.age_from, each.age_to), _years(*typed.age)):
            return each
    return None


def as_typed(range_: Range) -> Typed:
    """A kept range as somebody would type it."""

    def written(number: int | None) -> str:
        return "" if number is None else str(number)

    return Typed(
        range_.laboratory, range_.variable, range_.unit, range_.sex, written(range_.age_from), written(range_.age_to),
        range_.from_day, until(range_), range_.low, range_.high,
    )  # fmt: skip


def _holds(range_: Range, sex: str, age: float | None, day: str) -> bool:
    if range_.sex and range_.sex != sex:
        return False
    if (range_.age_from, range_.age_to) != (None, None):
        first, last = _years(range_.age_from, range_.age_to)
        if age is None or not first <= int(age) <= last:
            return False
    return range_.from_day <= day <= (until(range_) or "9999")


def _years(first: int | None, last: int | None) -> tuple[int, int]:
    return (0 if first is None else first, 999 if last is None else last)


def _meet(a: tuple[T, T], b: tuple[T, T]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
