"""What a result is: low or high against its range, its CTCAE grade, and the grade of its baseline kept apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from bedside.conduct.laboratory.models import Range
from bedside.conduct.laboratory.ranges import limits_of
from bedside.conduct.laboratory.words import WORDS
from bedside.rules.words import said_decimal, with_unit
from bedside.scores.ctcae import Baseline, Graded, Limits, Version, baseline_grades, grades
from bedside.values.interval import Interval
from bedside.values.moment import Moment, to_datetime
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text


class Flag(StrEnum):
    """Where a result lies; `UNKNOWN`: no range holds for it, or its limit sign leaves it open."""

    LOW = "L"
    HIGH = "H"
    WITHIN = "N"
    UNKNOWN = "?"


@dataclass(frozen=True)
class Judged:
    """A result with what it is. `own` says that it is the baseline itself, graded on its range only."""

    variable: Variable
    value: Interval
    range: Range | None
    flag: Flag
    version: Version
    grades: tuple[Graded, ...]
    baseline: tuple[Graded, ...]
    own: bool

    @property
    def out(self) -> bool:
        """Known to be out of its range."""
        return self.flag in (Flag.LOW, Flag.HIGH)

    @property
    def lines(self) -> list[Text]:
        """Everything there is to say of it, a line each."""
        found = [_range_line(self)]
        if self.grades:
            words = WORDS["grade_of_baseline" if self.own else "grade_line"]
            found.append(_with(words.filled(version=self.version, grades="{grades}"), grades=_listed(self.grades)))
        if self.baseline:
            found.append(_with(WORDS["baseline_line"], grades=_listed(self.baseline)))
        return found

    @property
    def summary(self) -> Text:
        """The flag with its range, and the grades: in one line, without where the range comes from."""
        flag = FLAGS[self.flag]
        if self.range is not None:
            flag = _with(WORDS["flag_short"], flag=flag, range=range_text(self.range))
        told = [flag, _listed(self.grades)] if self.grades else [flag]
        return Text("; ".join(each.en for each in told), "\u202f; ".join(each.fr for each in told))

    @property
    def brief(self) -> Text | None:
        """The grade in a cell: `G2`, `G2+` where a condition may raise it, `G0–4?` where it cannot be told."""
        return _brief(self.grades)

    @property
    def baseline_brief(self) -> Text | None:
        """The same, of the baseline."""
        return _brief(self.baseline)


def judge(
    variable: Variable, value: Interval, range_: Range | None, baseline: Baseline | None, version: Version,
    own: bool = False, given: str = "",
) -> Judged:  # fmt: skip
    """A result in the variable's own unit. `own`: it is taken before treatment, so it has no baseline but itself.

    `given`: the unit in which it was typed; empty where it is the variable's own.
    """
    limits = limits_of(range_, variable)
    if own:
        graded = baseline_grades(variable, value, limits, version, given)
    else:
        graded = grades(variable, value, limits, baseline, version, given)
    before = () if own or baseline is None else _of_baseline(variable, baseline, version)
    return Judged(variable, value, range_, _flag(value, range_, limits), version, graded, before, own)


def _of_baseline(variable: Variable, baseline: Baseline, version: Version) -> tuple[Graded, ...]:
    return baseline_grades(variable, baseline.value, baseline.limits, version, baseline.given)


def _flag(value: Interval, range_: Range | None, limits: Limits) -> Flag:
    """Values are the doubles nearest to their decimals: limits are compared as such."""
    if range_ is None:
        return Flag.UNKNOWN
    low = -math.inf if limits.low is None else float(limits.low)
    high = math.inf if limits.high is None else float(limits.high)
    if value.high < low:
        return Flag.LOW
    if value.low > high:
        return Flag.HIGH
    return Flag.WITHIN if low <= value.low and value.high <= high else Flag.UNKNOWN


# --- words ------------------------------------------------------------------------------------------------------------

FLAGS = {
    Flag.LOW: WORDS["low_flag"], Flag.HIGH: WORDS["high_flag"], Flag.WITHIN: WORDS["within"],
    Flag.UNKNOWN: WORDS["cannot_flag"],
}  # fmt: skip


def range_text(range_: Range) -> Text:
    """A range in words: its limits as typed but for the decimal mark, which is the reader's, and their unit."""
    if range_.low and range_.high:
        limits = f"{range_.low}–{range_.high}"
    else:
        limits = f"≤ {range_.high}" if range_.high else f"≥ {range_.low}"
    marked = {"en": limits.replace(",", "."), "fr": limits.replace(".", ",")}
    return Text(*(with_unit(marked[language], range_.unit, language) for language in LANGUAGES))


def _range_line(judged: Judged) -> Text:
    if judged.range is None:
        return WORDS["no_range"]
    since = timezone.localtime(to_datetime(Moment(judged.range.event.at_us))).strftime("%Y-%m-%d")
    return _with(
        WORDS["range_line"].filled(
            flag="{flag}", range="{range}", laboratory=judged.range.laboratory.translate(_BRACES),
            day=judged.range.from_day, who=judged.range.event.actor.translate(_BRACES), since=since,
        ),
        flag=FLAGS[judged.flag], range=range_text(judged.range),
    )  # fmt: skip


_BRACES = str.maketrans({"{": "(", "}": ")"})


def _with(words: Text, **places: Text) -> Text:
    """Places filled with words of the same language."""
    return Text(*(words.say(each).format(**{n: t.say(each) for n, t in places.items()}) for each in LANGUAGES))


def _listed(graded: Sequence[Graded]) -> Text:
    """Each term that has something to say; where none has, that there is no grade."""
    told = [each for each in graded if each.number.high > 0]
    if not told:
        return WORDS["grade_none"]
    said = [_said(each) for each in told]
    return Text("; ".join(each.en for each in said), "\u202f; ".join(each.fr for each in said))


def _said(graded: Graded) -> Text:
    low, high = int(graded.number.low), int(graded.number.high)
    if low != high:
        names = [WORDS[f"lacking_{name.lower()}"] for name in graded.lacking] or [WORDS["lacking_value"]]
        lacking = Text(*(", ".join(each.say(language) for each in names) for language in LANGUAGES))
        return _with(WORDS["grade_between"].filled(term="{term}", low=low, high=high, lacking="{lacking}"),
                     term=graded.term, lacking=lacking)  # fmt: skip
    if graded.most > high and graded.only_if:
        return _with(WORDS["grade_at_least"].filled(term="{term}", grade=high, only_if="{only_if}"),
                     term=graded.term, only_if=graded.only_if)  # fmt: skip
    return _with(WORDS["grade_known"].filled(term="{term}", grade=high), term=graded.term)


def _brief(graded: Sequence[Graded]) -> Text | None:
    if not graded:
        return None
    worst = max(graded, key=lambda each: (each.number.low, each.number.high))
    low, high = int(worst.number.low), int(worst.number.high)
    text = f"G{low}–{high}?" if low != high else f"G{high}{'+' * (high and worst.most > high)}"
    return Text(text, text)


def value_text(variable: Variable, value: Interval) -> Text:
    """A value in its own unit, with its limit sign."""
    if value.known:
        return Text(*(said_decimal(Decimal(repr(value.low)), variable.unit, each) for each in LANGUAGES))
    at, sign = (value.high, "<") if value.low <= variable.bounds.low else (value.low, ">")
    return Text(*(f"{sign}{said_decimal(Decimal(repr(at)), variable.unit, each)}" for each in LANGUAGES))
