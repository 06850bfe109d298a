"""Everything that changes a site's ranges."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.conduct.laboratory.models import Range, RangeEnded
from bedside.conduct.laboratory.ranges import overlapping, ranges_of, until
from bedside.conduct.laboratory.typed import Typed, problems
from bedside.conduct.people.models import Site
from bedside.conduct.study.clock import read_day
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError


@in_turn
def add_range(by: Actor, site: str, typed: Typed) -> Range:
    """Keep a range. Raises UsageError for what is none, and where another holds for the same people at that time."""
    found = problems(typed)
    if found:
        raise UsageError(found[0].text, "range", "Correct it.")
    if not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "range", "Open the site first.")
    other = overlapping(typed, ranges_of(site))
    if other is not None:
        what = f"{other.laboratory} has a range for {other.variable} then: {other.low} to {other.high} {other.unit}."
        raise UsageError(what, "range", "End the other first, or choose other ages or days.")
    first, last = typed.age
    row = Range(
        site=site, laboratory=typed.laboratory, variable=typed.variable, unit=typed.unit, sex=typed.sex, age_from=first,
        age_to=last, from_day=typed.from_day, to_day=typed.to_day, low=typed.low, high=typed.high,
    )  # fmt: skip
    return keep(_act(by, "add range", site, typed.variable), row)


@in_turn
def add_ranges(by: Actor, site: str, rows: Sequence[Typed]) -> list[Range]:
    """Keep many ranges, all or none."""
    return [add_range(by, site, typed) for typed in rows]


@in_turn
def end_range(by: Actor, range_: Range, to_day: str, reason: str) -> RangeEnded:
    """Let a range hold until a day (ISO 8601, included) and no longer.

    Raises UsageError without a reason, for what is no day or comes before its first, or when it was ended already.
    """
    where = f"range {range_.variable}"
    if not reason.strip():
        raise UsageError("no reason is given.", where, "Say why it no longer holds.")
    if RangeEnded.objects.filter(range=range_).exists():
        raise UsageError("this range was ended already.", where, "Look at the list of ranges.")
    day = read_day(to_day, where).isoformat()
    if day < range_.from_day or (until(range_) and day > until(range_)):
        raise UsageError(f"the range does not hold on {day}.", where, "Choose a day on which it does.")
    return keep(_act(by, "end range", range_.site, range_.variable, reason), RangeEnded(range=range_, to_day=day))


def _act(by: Actor, action: str, site: str, variable: str, reason: str = "") -> Act:
    return Act(by, action, site, place=f"laboratory / {variable}", reason=reason)
