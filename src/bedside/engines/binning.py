"""The records of a look put together: times moved to the next whole hour, those that share all times one row.

At whole hours and windows of whole hours this changes no answer: a record counts in (T − back, T] exactly when
the whole hour after it does. Away from whole hours only records of equal times are put together.
"""

from __future__ import annotations

from sqlglot import exp

from bedside.engines.sql import (
    among,
    both,
    case,
    cast,
    col,
    greatest,
    least,
    named,
    next_hour,
    scaled,
    select,
    table,
    whole,
)
from bedside.engines.stages import Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import EVER, HOUR, Window

TIMES = ("begin", "finish", "seen_from", "seen_until")


def whole_hours(window: Window) -> bool:
    """True when both ends of a window are whole hours away."""
    return window.back % HOUR == 0 and window.until % HOUR == 0


def bins(plan: Planner, look: Over, hourly: bool) -> str:
    """The relation of a look's bins. `plain` marks those that slide: sure, exact, of one time, read on time."""
    events, by_hour = plan.events_of(look), hourly and whole_hours(look.window)
    key = ("bins", events, by_hour, look.pick is Pick.TOTAL)
    what = f"{look.variable.name}: {'by the hour' if by_hour else 'one by one'}"
    return plan.once(key, "bins", lambda: _binned(look, events, by_hour), what)


def _binned(look: Over, events: str, hourly: bool) -> exp.Select:
    moved = {name: next_hour(col(name)) if hourly else col(name) for name in TIMES}
    exact = both(
        exp.EQ(this=moved["begin"], expression=moved["finish"]),
        exp.LTE(this=moved["seen_from"], expression=moved["begin"]),
        exp.EQ(this=col("seen_until"), expression=whole(EVER)),
        exp.EQ(this=col("low"), expression=col("high")),
        col("sure"),
    )
    plain = exp.false() if look.variable.lasting else exact
    rows = select(
        table(events),
        col("patient_id"),
        *(named(moved[name], name) for name in ("begin", "finish", "seen_until")),
        named(case((plain, moved["begin"]), default=moved["seen_from"]), "seen_from"),
        col("low"), col("high"), col("sure"), named(plain, "plain"),
    )  # fmt: skip
    keys = [col(name) for name in ("patient_id", *TIMES, "sure", "plain")]
    decimals = look.variable.decimals
    low, high = scaled(col("low"), decimals), scaled(col("high"), decimals)
    return select(
        among(rows, "r"),
        *keys,
            named(exp.Max(this=col("low")), "max_low"), named(exp.Max(this=col("high")), "max_high"),
            named(exp.Min(this=col("low")), "min_low"), named(exp.Min(this=col("high")), "min_high"),
            named(cast(exp.Count(this=exp.Star()), "BIGINT"), "n"),
            *(named(cast(exp.Sum(this=part), "BIGINT"), name) for part, name in (
                (low, "sum_low"), (high, "sum_high"),
                (least([low, whole(0)]), "sum_below"), (greatest([high, whole(0)]), "sum_above"),
            ) if look.pick is Pick.TOTAL),
        group=keys,
    )  # fmt: skip
