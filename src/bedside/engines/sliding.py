"""Looks by sliding: an unbroken row of hours for each patient, one window function a look.

Only at a level of whole hours, and only for records that are sure, exact, of one time and read on time; all others
are paired (`pairing`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from bedside.engines.binning import bins, whole_hours
from bedside.engines.sql import (
    Sql,
    among,
    both,
    case,
    cast,
    col,
    join,
    minus,
    named,
    next_hour,
    or_else,
    plus,
    same,
    select,
    table,
    whole,
    within,
)
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import EVER, HOUR, days

FAR = days(14)
"""Windows longer than this are paired: laying out hours for them costs more than it saves."""
NEAR = days(1)
"""Windows up to this length share one layout of hours."""

TAKEN = {
    Pick.HIGHEST: "max_high",
    Pick.LOWEST: "min_low",
    Pick.COUNT: "n",
    Pick.TOTAL: "sum_low",
    Pick.LATEST: "taken",
}
"""The column of an hour that each pick slides over; for "latest" the time of its last record."""


def slide(plan: Planner, level: Level, looks: Sequence[Over]) -> dict[Over, str]:
    """For each look that slides, the relation (m, and a column `slid_name`) that holds what it reads."""
    reaches: dict[int, list[Over]] = {}
    for look in looks:
        if level.hourly and not look.variable.lasting and whole_hours(look.window) and look.window.back <= FAR:
            reaches.setdefault(max(look.window.back, NEAR), []).append(look)
    made: dict[Over, str] = {}
    for reach, those in reaches.items():
        made |= dict.fromkeys(those, _slid(plan, level, reach, those))
    return made


def slid_name(plan: Planner, look: Over) -> str:
    """The column that holds what a look reads by sliding."""
    return f"slid_{plan.numbering.of(look)}"


def prompt(relation: str = "") -> Sql:
    """A sure record of one time that can be read from the next whole hour on, for good."""
    return both(
        col("sure", relation),
        exp.EQ(this=col("begin", relation), expression=col("finish", relation)),
        exp.LTE(this=next_hour(col("seen_from", relation)), expression=next_hour(col("begin", relation))),
        exp.EQ(this=col("seen_until", relation), expression=whole(EVER)),
    )


def _slid(plan: Planner, level: Level, reach: int, looks: list[Over]) -> str:
    hours = plan.once(("hours", level.relation, reach), "hours", lambda: _hours(level, reach), "hours of every patient")
    wanted = {look: (_by_hour(plan, look), TAKEN[look.pick]) for look in looks}
    places = {each: f"c{place}" for place, each in enumerate(dict.fromkeys(wanted.values()))}
    laid = select(table(hours, "h"), col("patient_id", "h"), col("t", "h"))
    for source in dict.fromkeys(source for source, _ in places):
        on = both(same("patient_id", "h", source), exp.EQ(this=col("t", "h"), expression=col("begin", source)))
        laid = join(laid, source, source, on, "left")
    laid = laid.select(*(named(col(what, source), place) for (source, what), place in places.items()), copy=False)
    rows = plan.stage("laid", laid, "records laid on hours")
    windows = [named(_window(look, places[wanted[look]]), slid_name(plan, look)) for look in looks]
    every = plan.stage("windows", select(table(rows), col("patient_id"), col("t"), *windows), "windows", view=True)
    on = both(same("patient_id", "l", "w"), exp.EQ(this=col("at", "l"), expression=col("t", "w")))
    kept = select(table(level.relation, "l"), col("m", "l"), *(col(slid_name(plan, look), "w") for look in looks))
    return plan.stage("slid", join(kept, every, "w", on), f"{len(looks)} sliding windows")


def _window(look: Over, column: str) -> Sql:
    aggregate = {Pick.COUNT: exp.Sum, Pick.TOTAL: exp.Sum, Pick.LOWEST: exp.Min}.get(look.pick, exp.Max)
    slid = within(aggregate(this=col(column)), look.window.back // HOUR - 1, look.window.until // HOUR, "t")
    return cast(slid, "BIGINT") if look.pick in (Pick.COUNT, Pick.TOTAL) else slid


def _hours(level: Level, reach: int) -> exp.Select:
    """Every hour from `reach` before a moment to the moment, without a break, once for each patient."""
    order = exp.Order(expressions=[exp.Ordered(this=col("at"), nulls_first=True)])
    before = exp.Window(this=exp.Lag(this=col("at")), partition_by=[col("patient_id")], order=order)
    apart = or_else(exp.LTE(this=before, expression=minus(col("at"), whole(reach))), exp.true())
    asked = select(table(level.relation), col("patient_id"), col("at")).distinct(copy=False)
    opens = named(case((apart, whole(1)), default=whole(0)), "opens")
    flagged = select(among(asked, "a"), col("patient_id"), col("at"), opens)
    run = exp.Window(this=exp.Sum(this=col("opens")), partition_by=[col("patient_id")], order=order.copy())
    runs = select(among(flagged, "f"), col("patient_id"), col("at"), named(run, "run"))
    first = named(minus(exp.Min(this=col("at")), whole(reach)), "first")
    last = named(exp.Max(this=col("at")), "last")
    spans = select(among(runs, "r"), col("patient_id"), first, last, group=[col("patient_id"), col("run")])
    series = exp.GenerateSeries(start=plus(col("first"), whole(HOUR)), end=col("last"), step=whole(HOUR))
    return select(among(spans, "s"), col("patient_id"), named(exp.Explode(this=series), "t"))


def _by_hour(plan: Planner, look: Over) -> str:
    """The records of a look that slide, one row for each patient and hour: `begin` is the hour."""
    latest, what = look.pick is Pick.LATEST, f"{look.variable.name}: one row an hour"
    key = ("by hour", plan.events_of(look), latest, look.pick is Pick.TOTAL)
    if latest:
        return plan.once(key, "by_hour", lambda: _last_of_hour(plan.events_of(look)), what)
    binned = bins(plan, look, hourly=True)
    return plan.once(key, "by_hour", lambda: select(table(binned), exp.Star(), where=col("plain")), what, view=True)


def _last_of_hour(events: str) -> exp.Select:
    hour = next_hour(col("begin"))
    taken = named(exp.Max(this=col("begin")), "taken")
    return select(
        table(events), col("patient_id"), named(hour, "begin"), taken, where=prompt(), group=[col("patient_id"), hour]
    )
