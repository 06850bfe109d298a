"""Looks as columns: records brought together with the moments that may read them.

Two ways, exact both. *Sliding*: at a level of whole hours, records that are sure, exact and on time are binned
to the hour and a window function slides over them; binning to the hour after is exact because moments and
windows are whole hours. *Paired*: every other record is joined to each moment that may read it. What a look
reads by either way is put together in one pair of columns, as `rules.meaning.picked` says.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from bedside.engines.columns import Pair
from bedside.engines.sql import (
    Sql,
    both,
    case,
    col,
    greatest,
    lacks,
    least,
    minus,
    named,
    next_hour,
    null,
    number,
    or_else,
    over,
    plus,
    scaled,
    table,
    whole,
    within,
)
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import EVER, HOUR, Window
from bedside.values.variable import Kind


def columns_of(plan: Planner, level: Level, seen: Sequence[Over]) -> tuple[exp.Expression, dict[Over, Pair]]:
    """A subquery of the level's columns with those of every look, and for each look its pair of expressions."""
    if not seen:
        return table(level.relation), {}
    slides = [look for look in seen if level.hourly and _slides(look)]
    binned = {look: _bins(plan, look) for look in seen if level.hourly and look.pick is not Pick.LATEST}
    slid = _slide(plan, level, slides, binned) if slides else ""
    query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(table(level.relation, "l"))
    pairs: dict[Over, Pair] = {}
    if slid:
        query = query.join(table(slid, "s"), on=_eq("m", "l", "s"), join_type="left")
        query = query.select(*(col(f"slid_{number_of}", "s") for number_of in range(len(slides))))
    for index, look in enumerate(seen):
        paired = _pair(plan, level, look, binned.get(look))
        query = query.join(table(paired, f"p{index}"), on=_eq("m", "l", f"p{index}"), join_type="left")
        names = _paired_names(look)
        query = query.select(*(named(col(name, f"p{index}"), f"p{index}_{name}") for name in names))
        own: dict[str, Sql] = {name: col(f"p{index}_{name}") for name in names}
        slid_value = col(f"slid_{slides.index(look)}") if look in slides else None
        pairs[look] = _together(plan, look, own, slid_value)
    return query.subquery("looked"), pairs


def _eq(name: str, a: str, b: str) -> Sql:
    return exp.EQ(this=col(name, a), expression=col(name, b))


def _slides(look: Over) -> bool:
    whole_hours = look.window.back % HOUR == 0 and look.window.until % HOUR == 0
    return not look.variable.lasting and look.pick is not Pick.LATEST and whole_hours


def _whole(window: Window) -> bool:
    return window.back % HOUR == 0 and window.until % HOUR == 0


# Bins: the records of a look, times moved to the next whole hour, those that share all times put together.


def _bins(plan: Planner, look: Over) -> str:
    events = plan.events_of(look)
    key = ("bins", events, _whole(look.window), look.pick is Pick.TOTAL)
    return plan.once(key, "bins", _binned(look, events, _whole(look.window)), f"{look.variable.name}: by the hour")


def _binned(look: Over, events: str, hourly: bool) -> exp.Select:
    times = ("begin", "finish", "seen_from", "seen_until")
    moved = {name: next_hour(col(name)) if hourly else col(name) for name in times}
    exact = both(
        exp.EQ(this=moved["begin"], expression=moved["finish"]),
        exp.LTE(this=moved["seen_from"], expression=moved["begin"]),
        exp.EQ(this=col("seen_until"), expression=whole(EVER)),
        exp.EQ(this=col("low"), expression=col("high")),
        col("sure"),
    )
    plain = exp.false() if look.variable.lasting else exact
    rows = exp.select(
        col("patient_id"),
        *(named(moved[name], name) for name in ("begin", "finish", "seen_until")),
        named(case((plain, moved["begin"]), default=moved["seen_from"]), "seen_from"),
        col("low"), col("high"), col("sure"), named(plain, "plain"),
    ).from_(table(events))  # fmt: skip
    keys = [col(name) for name in ("patient_id", *times, "sure", "plain")]
    decimals = look.variable.decimals
    low, high = scaled(col("low"), decimals), scaled(col("high"), decimals)
    return (
        exp.select(
            *keys,
            named(exp.Max(this=col("low")), "max_low"), named(exp.Max(this=col("high")), "max_high"),
            named(exp.Min(this=col("low")), "min_low"), named(exp.Min(this=col("high")), "min_high"),
            named(exp.cast(exp.Count(this=exp.Star()), "BIGINT"), "n"),
            *(named(exp.cast(exp.Sum(this=part), "BIGINT"), name) for part, name in (
                (low, "sum_low"), (high, "sum_high"),
                (least([low, whole(0)]), "sum_below"), (greatest([high.copy(), whole(0)]), "sum_above"),
            ) if look.pick is Pick.TOTAL),
        ).from_(rows.subquery("r")).group_by(*(key.copy() for key in keys))
    )  # fmt: skip


# Sliding: one sorted pass per patient, one window function a look.


def _slide(plan: Planner, level: Level, slides: list[Over], binned: dict[Over, str]) -> str:
    sources = list(dict.fromkeys(binned[look] for look in slides))
    wanted = list(dict.fromkeys((binned[look], _taken(look)) for look in slides))
    grid = exp.select(
        col("patient_id"), named(col("at"), "t"), col("m"),
        *(named(null(_kind(what)), f"c{i}") for i, (_, what) in enumerate(wanted)),
    ).from_(table(level.relation))  # fmt: skip
    union: exp.Query = grid
    for source in sources:
        row = exp.select(
            col("patient_id"), named(col("begin"), "t"), named(null("BIGINT"), "m"),
            *(
                named(col(what) if of == source else null(_kind(what)), f"c{i}")
                for i, (of, what) in enumerate(wanted)
            ),
        ).from_(table(source)).where(col("plain"))  # fmt: skip
        union = exp.union(union, row, distinct=False)
    stacked = plan.stage("stacked", union, "records and moments in order")
    windows = [
        named(_window(look, f"c{wanted.index((binned[look], _taken(look)))}"), f"slid_{i}")
        for i, look in enumerate(slides)
    ]
    every = exp.select(col("m"), *windows).from_(table(stacked))
    kept = exp.select(exp.Star()).from_(every.subquery("w")).where(exp.not_(lacks(col("m"))))
    return plan.stage("slid", kept, f"{len(slides)} sliding windows")


def _taken(look: Over) -> str:
    return {Pick.HIGHEST: "max_high", Pick.LOWEST: "min_low", Pick.COUNT: "n", Pick.TOTAL: "sum_low"}[look.pick]


def _kind(what: str) -> str:
    return "BIGINT" if what in ("n", "sum_low") else "DOUBLE"


def _window(look: Over, column: str) -> Sql:
    value = col(column)
    aggregate = {Pick.HIGHEST: exp.Max, Pick.LOWEST: exp.Min}.get(look.pick, exp.Sum)(this=value)
    slid = within(aggregate, look.window.back - 1, look.window.until, "t")
    return slid if look.pick in (Pick.HIGHEST, Pick.LOWEST) else exp.cast(slid, "BIGINT")


# Pairing: each record joined to each moment that may read it.


def _pair(plan: Planner, level: Level, look: Over, binned: str | None) -> str:
    if look.pick is Pick.LATEST:
        return plan.stage("paired", _latest(plan, level, look), f"{look.variable.name}: latest")
    source = binned or _bins_apart(plan, look)
    after, until = _edges(look)
    joined = (
        exp.select(named(col("m", "l"), "m"))
        .from_(table(level.relation, "l"))
        .join(table(source, "e"), on=_may_read(look, after, until))
        .group_by(col("m", "l"))
    )
    if binned and _slides(look):
        joined = joined.where(exp.not_(col("plain", "e")))
    return plan.stage("paired", joined.select(*_aggregates(look, after, until)), f"{look.variable.name}: joined")


def _bins_apart(plan: Planner, look: Over) -> str:
    """Away from whole hours only records of equal times are put together."""
    events = plan.events_of(look)
    key = ("apart", events, look.pick is Pick.TOTAL)
    return plan.once(key, "bins", _binned(look, events, hourly=False), f"{look.variable.name}: one by one")


def _edges(look: Over) -> tuple[Sql, Sql]:
    at = col("at", "l")
    return minus(at, whole(look.window.back)), minus(at, whole(look.window.until))


def _may_read(look: Over, after: Sql, until: Sql) -> Sql:
    return both(
        _eq("patient_id", "l", "e"),
        exp.LTE(this=col("seen_from", "e"), expression=col("known", "l")),
        exp.LT(this=col("known", "l"), expression=col("seen_until", "e")),
        exp.GT(this=col("finish", "e"), expression=after),
        exp.LTE(this=col("begin", "e"), expression=until),
    )


def _surely(look: Over, after: Sql, until: Sql) -> Sql:
    if look.variable.lasting:
        return col("sure", "e")
    return both(
        col("sure", "e"),
        exp.GT(this=col("begin", "e"), expression=after),
        exp.LTE(this=col("finish", "e"), expression=until),
    )


def _aggregates(look: Over, after: Sql, until: Sql) -> list[Sql]:
    surely = _surely(look, after, until)

    def only(aggregate: Sql, condition: Sql) -> Sql:
        return exp.Filter(this=aggregate, expression=exp.Where(this=condition))

    def summed(name: str, condition: Sql | None = None) -> Sql:
        made = exp.Sum(this=col(name, "e"))
        return exp.cast(only(made, condition) if condition is not None else made, "BIGINT")

    match look.pick:
        case Pick.HIGHEST:
            made = [only(exp.Max(this=col("max_low", "e")), surely), exp.Max(this=col("max_high", "e"))]
        case Pick.LOWEST:
            made = [exp.Min(this=col("min_low", "e")), only(exp.Min(this=col("min_high", "e")), surely)]
        case Pick.COUNT:
            made = [summed("n", surely), summed("n")]
        case _:
            unsure = exp.not_(surely)
            made = [summed("sum_low", surely), summed("sum_high", surely)]
            made += [summed("sum_below", unsure), summed("sum_above", unsure)]
    return [named(part, name) for part, name in zip(made, _paired_names(look), strict=True)]


def _paired_names(look: Over) -> tuple[str, ...]:
    return ("low", "high", "below", "above") if look.pick is Pick.TOTAL else ("low", "high")


def _latest(plan: Planner, level: Level, look: Over) -> exp.Select:
    """Every record that no sure record is surely later than."""
    after, until = _edges(look)
    sure_begin = case((_surely(look, after, until), col("begin", "e")))
    latest = exp.Window(this=exp.Max(this=sure_begin), partition_by=[col("m", "l")])
    rows = (
        exp.select(named(col("m", "l"), "m"), col("finish", "e"), col("low", "e"), col("high", "e"))
        .select(named(latest, "surely"))
        .from_(table(level.relation, "l"))
        .join(table(plan.events_of(look), "e"), on=_may_read(look, after, until))
    )
    return (
        exp.select(col("m"), named(exp.Min(this=col("low")), "low"), named(exp.Max(this=col("high")), "high"))
        .from_(rows.subquery("r"))
        .where(exp.GTE(this=col("finish"), expression=col("surely")))
        .group_by(col("m"))
    )


# Putting together what both ways read.


def _together(plan: Planner, look: Over, paired: dict[str, Sql], slid: Sql | None) -> Pair:
    none_is_none = look.variable.name in plan.recorded and (
        look.variable.lasting or (look.variable.kind is Kind.OUTPUT and look.pick is Pick.TOTAL)
    )
    ways = [] if slid is None else [slid]
    match look.pick:
        case Pick.COUNT:
            return _sum([paired["low"], *ways]), _sum([paired["high"], *ways])
        case Pick.TOTAL:
            return _totals(look, paired, ways, none_is_none)
        case Pick.HIGHEST:
            floor = [number(0)] if none_is_none else []
            surely = greatest([paired["low"], *ways, *floor])
            return _known(look, surely, surely, greatest([paired["high"], *ways, *floor]))
        case Pick.LOWEST:
            surely = least([paired["high"], *ways])
            return _known(look, surely, least([paired["low"], *ways]), surely)
        case _:
            return _known(look, paired["low"], paired["low"], paired["high"])


def _known(look: Over, surely: Sql, low: Sql, high: Sql) -> Pair:
    unknown = lacks(surely)
    return (
        case((unknown, number(look.range.low)), default=low),
        case((unknown, number(look.range.high)), default=high),
    )


def _sum(ways: list[Sql]) -> Sql:
    total = or_else(ways[0], whole(0))
    for way in ways[1:]:
        total = plus(total, or_else(way, whole(0)))
    return exp.cast(total, "DOUBLE")


def _totals(look: Over, paired: dict[str, Sql], ways: list[Sql], none_is_none: bool) -> Pair:
    scale = number(10.0**look.variable.decimals)
    surely = exp.Coalesce(this=paired["low"], expressions=[*ways, *([whole(0)] if none_is_none else [])])
    low = over(_sum([paired["low"], paired["below"], *ways]), scale)
    high = over(_sum([paired["high"], paired["above"], *ways]), scale)
    return _known(look, surely, low, high)
