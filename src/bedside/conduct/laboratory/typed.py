"""A range as somebody typed it, or a file says it: read, or refused part by part in both languages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.laboratory.words import WORDS
from bedside.errors import UnitError
from bedside.values.quantity import conversion
from bedside.values.variable import Variable
from bedside.values.wording import Text

NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")
AGE = re.compile(r"\d{1,3}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SEXES = ("", "female", "male")
OLDEST = 150


@dataclass(frozen=True)
class Typed:
    """The parts of a range as texts; their names are the columns of a file of ranges."""

    laboratory: str = ""
    variable: str = ""
    unit: str = ""
    sex: str = ""
    age_from: str = ""
    age_to: str = ""
    from_day: str = ""
    to_day: str = ""
    low: str = ""
    high: str = ""

    @property
    def age(self) -> tuple[int | None, int | None]:
        """The ages, once no problem was found."""
        return (int(self.age_from) if self.age_from else None, int(self.age_to) if self.age_to else None)


COLUMNS = tuple(each.name for each in fields(Typed))


@dataclass(frozen=True)
class Problem:
    """What is wrong with one part."""

    column: str
    text: Text


def problems(typed: Typed) -> list[Problem]:
    """Everything that keeps these parts from being a range."""
    return list(_problems(typed))


def number(text: str) -> Decimal | None:
    """A limit as typed, with a decimal point or comma; None where there is none."""
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def canonical(text: str, unit: str, variable: Variable) -> Decimal | None:
    """A limit in the variable's own unit and decimals, as rules take values."""
    read = number(text)
    return None if read is None else Decimal(repr(variable.round(conversion(unit, variable.unit, variable.name)(read))))


def _problems(typed: Typed) -> Iterator[Problem]:
    if not typed.laboratory or len(typed.laboratory) > 100:
        yield Problem("laboratory", WORDS["no_laboratory"])
    yield from _of_variable(typed)
    if typed.sex not in SEXES:
        yield Problem("sex", WORDS["no_sex"])
    ages = [text for text in (typed.age_from, typed.age_to) if text]
    if any(not AGE.fullmatch(text) or int(text) > OLDEST for text in ages):
        yield Problem("age_from", WORDS["no_age"])
    elif len(ages) == 2 and int(ages[0]) > int(ages[1]):
        yield Problem("age_to", WORDS["ages_reversed"])
    days = [text for text in (typed.from_day, typed.to_day) if text]
    if not typed.from_day or not all(_is_day(text) for text in days):
        yield Problem("from_day", WORDS["no_day"])
    elif len(days) == 2 and days[0] > days[1]:
        yield Problem("to_day", WORDS["days_reversed"])


def _of_variable(typed: Typed) -> Iterator[Problem]:
    known = variables()
    if typed.variable not in known:
        yield Problem("variable", WORDS["no_variable"].filled(typed=typed.variable, known=", ".join(sorted(known))))
        return
    variable, units = known[typed.variable]
    try:
        conversion(typed.unit, variable.unit, variable.name)
    except UnitError:
        yield Problem("unit", WORDS["no_unit"].filled(typed=typed.unit, known=", ".join(units)))
        return
    limits = [number(text) for text in (typed.low, typed.high) if text]
    if not limits or None in limits:
        yield Problem("low", WORDS["no_limit"])
    elif len(limits) == 2 and limits[0] >= limits[1]:  # type: ignore[operator]  # no None is left
        yield Problem("high", WORDS["limits_reversed"])
    elif any(not variable.low <= (canonical(t, typed.unit, variable) or 0) <= variable.high
             for t in (typed.low, typed.high) if t):  # fmt: skip
        yield Problem("low", WORDS["impossible"].filled(low=variable.low, high=variable.high, unit=variable.unit))


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
