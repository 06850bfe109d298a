"""Looks as columns: records brought together with the moments that may read them.

Two ways, exact both. *Sliding*: at a level of whole hours, records that are sure, exact and on time are binned
to the hour after them, laid on an unbroken row of hours for each patient, and a window function slides over it;
binning is exact because moments and windows are whole hours. *Paired*: every other record is joined to each
moment that may read it. What a look reads by either way is put together in one pair of columns, as
`rules.meaning.picked` says.
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
from bedside.values.moment import EVER, HOUR, Window, days
from bedside.values.variable import Kind

FAR = days(14)
"""Windows longer than this are paired: laying out hours for them costs more than it saves."""
NEAR = days(1)
"""Windows up to this length share one layout of hours."""


def columns_of(plan: Planner, level: Level, seen: Sequence[Over]) -> tuple[Sql, dict[Over, Pair]]:
    """A subquery of the level's columns with those of every look, and for each look its pair of expressions."""
    if not seen:
        return table(level.relation), {}
    slid = _slide(plan, level, [look for look in seen if level.hourly and _slides(look)])
    query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(
        table(level.relation, "l"), copy=False
    )
    for name in dict.fromkeys(slid.values()):
        query = query.join(table(name, name), on=_eq("m", "l", name), join_type="left", copy=False)
    pairs: dict[Over, Pair] = {}
    for index, look in enumerate(seen):
        paired = _pair(plan, level, look, slid.get(look))
        query = query.join(table(paired, f"p{index}"), on=_eq("m", "l", f"p{index}"), join_type="left", copy=False)
        names = _paired_names(look)
        query = query.select(*(named(col(name, f"p{index}"), f"p{index}_{name}") for name in names), copy=False)
        own: dict[str, Sql] = {name: col(f"p{index}_{name}") for name in names}
        if look in slid and look.pick is not Pick.LATEST:
            query = query.select(named(col(_slid_name(plan, look), slid[look]), f"s{index}"), copy=False)
            pairs[look] = _together(plan, look, own, col(f"s{index}"))
        else:
            pairs[look] = _together(plan, look, own, None)
    if level.records:
        pairs = {look: _when_exact(look, pair) for look, pair in pairs.items()}
    return query.subquery("looked", copy=False), pairs


def _when_exact(look: Over, pair: Pair) -> Pair:
    """Asked about a record whose time is not exact, a look may find anything."""
    exact = exp.EQ(this=col("begin"), expression=col("finish"))
    low, high = (number(end) for end in (look.range.low, look.range.high))
    return case((exact, pair[0]), default=low), case((exact.copy(), pair[1]), default=high)


def _eq(name: str, a: str, b: str) -> Sql:
    return exp.EQ(this=col(name, a), expression=col(name, b))


def _slides(look: Over) -> bool:
    return not look.variable.lasting and _whole(look.window) and look.window.back <= FAR


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
    ).from_(table(events), copy=False)  # fmt: skip
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
        ).from_(rows.subquery("r", copy=False), copy=False).group_by(*(key.copy() for key in keys), copy=False)
    )  # fmt: skip


# Sliding: an unbroken row of hours for each patient, one window function a look.


def _slide(plan: Planner, level: Level, slides: list[Over]) -> dict[Over, str]:
    """For each look the relation (m and one column a look) that holds what it reads by sliding."""
    reaches: dict[int, list[Over]] = {}
    for look in slides:
        reaches.setdefault(max(look.window.back, NEAR), []).append(look)
    made: dict[Over, str] = {}
    for reach, looks in reaches.items():
        name = _slid(plan, level, reach, looks)
        made |= dict.fromkeys(looks, name)
    return made


def _slid(plan: Planner, level: Level, reach: int, looks: list[Over]) -> str:
    hours = plan.once(("hours", level.relation, reach), "hours", _hours(level, reach), "hours of every patient")
    wanted = list(dict.fromkeys((_hour_values(plan, look), _taken(look)) for look in looks))
    laid = exp.select(col("patient_id", "h"), col("t", "h")).from_(table(hours, "h"), copy=False)
    for source in dict.fromkeys(source for source, _ in wanted):
        on = both(_eq("patient_id", "h", source), exp.EQ(this=col("t", "h"), expression=col("begin", source)))
        laid = laid.join(table(source, source), on=on, join_type="left", copy=False)
    laid = laid.select(*(named(col(what, source), f"c{i}") for i, (source, what) in enumerate(wanted)), copy=False)
    stacked = plan.stage("laid", laid, "records laid on hours")
    windows = [
        named(_window(look, f"c{wanted.index((_hour_values(plan, look), _taken(look)))}"), _slid_name(plan, look))
        for look in looks
    ]
    every = (
        exp.select(col("patient_id"), col("t"), *windows).from_(table(stacked), copy=False).subquery("w", copy=False)
    )
    on = both(_eq("patient_id", "l", "w"), exp.EQ(this=col("at", "l"), expression=col("t", "w")))
    kept = exp.select(col("m", "l"), *(col(_slid_name(plan, look), "w") for look in looks))
    return plan.stage(
        "slid",
        kept.from_(table(level.relation, "l"), copy=False).join(every, on=on, copy=False),
        f"{len(looks)} sliding windows",
    )


def _slid_name(plan: Planner, look: Over) -> str:
    return f"slid_{plan.numbering.of(look)}"


def _hours(level: Level, reach: int) -> exp.Select:
    """Every hour from `reach` before a moment to the moment, without a break, once for each patient."""
    order = exp.Order(expressions=[exp.Ordered(this=col("at"), nulls_first=True)])
    before = exp.Window(this=exp.Lag(this=col("at")), partition_by=[col("patient_id")], order=order)
    apart = or_else(exp.LTE(this=before, expression=minus(col("at"), whole(reach))), exp.true())
    asked = (
        exp.select(col("patient_id"), col("at"))
        .distinct()
        .from_(table(level.relation), copy=False)
        .subquery("a", copy=False)
    )
    flagged = exp.select(col("patient_id"), col("at"), named(case((apart, whole(1)), default=whole(0)), "opens"))
    run = exp.Window(this=exp.Sum(this=col("opens")), partition_by=[col("patient_id")], order=order.copy())
    runs = exp.select(col("patient_id"), col("at"), named(run, "run")).from_(
        flagged.from_(asked, copy=False).subquery("f", copy=False), copy=False
    )
    spans = (
        exp.select(col("patient_id"), named(minus(exp.Min(this=col("at")), whole(reach)), "first"))
        .select(named(exp.Max(this=col("at")), "last"), copy=False)
        .from_(runs.subquery("r", copy=False), copy=False)
        .group_by(col("patient_id"), col("run"), copy=False)
    )
    series = exp.GenerateSeries(start=plus(col("first"), whole(HOUR)), end=col("last"), step=whole(HOUR))
    return exp.select(col("patient_id"), named(exp.Explode(this=series), "t")).from_(
        spans.subquery("s", copy=False), copy=False
    )


def _hour_values(plan: Planner, look: Over) -> str:
    """The records of a look that slide, one row for each patient and hour: `begin` is the hour."""
    events = plan.events_of(look)
    prompt = look.pick is Pick.LATEST
    key = ("hour values", events, prompt, look.pick is Pick.TOTAL)
    source = events if prompt else _bins(plan, look)
    query = (
        _latest_by_hour(source)
        if prompt
        else exp.select(exp.Star()).from_(table(source), copy=False).where(col("plain"), copy=False)
    )
    return plan.once(key, "by_hour", query, f"{look.variable.name}: one row an hour", view=not prompt)


def _latest_by_hour(events: str) -> exp.Select:
    hour = next_hour(col("begin"))
    return (
        exp.select(col("patient_id"), named(hour, "begin"), named(exp.Max(this=col("begin")), "taken"))
        .from_(table(events), copy=False)
        .where(_prompt(""), copy=False)
        .group_by(col("patient_id"), hour.copy(), copy=False)
    )


def _prompt(relation: str) -> Sql:
    """A sure record of one moment that can be read from the next whole hour on, for good."""
    return both(
        col("sure", relation),
        exp.EQ(this=col("begin", relation), expression=col("finish", relation)),
        exp.LTE(this=next_hour(col("seen_from", relation)), expression=next_hour(col("begin", relation))),
        exp.EQ(this=col("seen_until", relation), expression=whole(EVER)),
    )


def _taken(look: Over) -> str:
    return {
        Pick.HIGHEST: "max_high",
        Pick.LOWEST: "min_low",
        Pick.COUNT: "n",
        Pick.TOTAL: "sum_low",
        Pick.LATEST: "taken",
    }[look.pick]


def _window(look: Over, column: str) -> Sql:
    aggregate = {Pick.COUNT: exp.Sum, Pick.TOTAL: exp.Sum, Pick.LOWEST: exp.Min}.get(look.pick, exp.Max)
    slid = within(aggregate(this=col(column)), look.window.back // HOUR - 1, look.window.until // HOUR, "t")
    return exp.cast(slid, "BIGINT") if look.pick in (Pick.COUNT, Pick.TOTAL) else slid


# Pairing: each record joined to each moment that may read it.


def _pair(plan: Planner, level: Level, look: Over, slid: str | None) -> str:
    if look.pick is Pick.LATEST:
        return plan.stage("paired", _latest(plan, level, look, slid), f"{look.variable.name}: latest")
    source = _bins(plan, look) if level.hourly else _bins_apart(plan, look)
    after, until = _edges(look)
    joined = (
        exp.select(named(col("m", "l"), "m"))
        .from_(table(level.relation, "l"), copy=False)
        .join(table(source, "e"), on=_may_read(look, after, until), copy=False)
        .group_by(col("m", "l"), copy=False)
    )
    if slid:
        joined = joined.where(exp.not_(col("plain", "e")), copy=False)
    return plan.stage(
        "paired", joined.select(*_aggregates(look, after, until), copy=False), f"{look.variable.name}: joined"
    )


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


def _latest(plan: Planner, level: Level, look: Over, slid: str | None) -> exp.Select:
    """Every record that no sure record is surely later than; of those that slide, only the last can be one."""
    after, until = _edges(look)
    events = plan.events_of(look)
    fields = [named(col("m", "l"), "m"), *(col(name, "e") for name in ("finish", "low", "high"))]
    sure_begin = case((_surely(look, after, until), col("begin", "e")))
    rows: exp.Query = (
        exp.select(*fields, named(sure_begin, "sure_begin"))
        .from_(table(level.relation, "l"), copy=False)
        .join(table(events, "e"), on=_may_read(look, after, until), copy=False)
    )
    if slid:
        last = both(
            _eq("patient_id", "l", "e"),
            exp.EQ(this=col("begin", "e"), expression=col(_slid_name(plan, look), "s")),
        )
        promptly = (
            exp.select(*(part.copy() for part in fields), named(col("begin", "e"), "sure_begin"))
            .from_(table(level.relation, "l"), copy=False)
            .join(table(slid, "s"), on=_eq("m", "l", "s"), copy=False)
            .join(table(events, "e"), on=last, copy=False)
            .where(_prompt("e"), copy=False)
        )
        others = rows.where(exp.not_(_prompt("e")), copy=False)
        rows = exp.union(promptly, others, distinct=False, copy=False)
    latest = exp.Window(this=exp.Max(this=col("sure_begin")), partition_by=[col("m")])
    held = exp.select(col("m"), col("finish"), col("low"), col("high"), named(latest, "surely"))
    return (
        exp.select(col("m"), named(exp.Min(this=col("low")), "low"), named(exp.Max(this=col("high")), "high"))
        .from_(held.from_(rows.subquery("r", copy=False), copy=False).subquery("h", copy=False), copy=False)
        .where(exp.GTE(this=col("finish"), expression=col("surely")), copy=False)
        .group_by(col("m"), copy=False)
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
            low = least([paired["low"], *ways])
            if none_is_none:
                return or_else(low, number(0)), or_else(surely, number(0))
            return _known(look, surely, low, surely)
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
