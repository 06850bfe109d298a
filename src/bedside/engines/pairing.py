"""Looks by pairing: each record joined to every moment that may read it. Slow beside sliding, and always right."""

from __future__ import annotations

from sqlglot import exp

from bedside.engines.binning import bins
from bedside.engines.sliding import prompt, slid_name
from bedside.engines.sql import Sql, among, both, case, col, join, minus, named, same, select, table, whole
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick


def pair(plan: Planner, level: Level, look: Over, slid: str | None) -> str:
    """The relation (m and the columns `paired_names`) of what a look reads by pairing.

    `slid` names the relation of what it reads by sliding, which is left out here (for "latest", brought in).
    """
    if look.pick is Pick.LATEST:
        return plan.stage("paired", _latest(plan, level, look, slid), f"{look.variable.name}: latest")
    after, until = _edges(look)
    made = [named(part, name) for part, name in zip(_aggregates(look, after, until), paired_names(look), strict=True)]
    rows = select(
        table(level.relation, "l"),
        named(col("m", "l"), "m"),
        *made,
        where=exp.not_(col("plain", "e")) if slid else None,
        group=[col("m", "l")],
    )
    joined = join(rows, bins(plan, look, level.hourly), "e", _may_read(after, until))
    return plan.stage("paired", joined, f"{look.variable.name}: joined")


def paired_names(look: Over) -> tuple[str, ...]:
    """The columns of a look's paired relation."""
    return ("low", "high", "below", "above") if look.pick is Pick.TOTAL else ("low", "high")


def _edges(look: Over) -> tuple[Sql, Sql]:
    at = col("at", "l")
    return minus(at, whole(look.window.back)), minus(at.copy(), whole(look.window.until))


def _may_read(after: Sql, until: Sql) -> Sql:
    return both(
        same("patient_id", "l", "e"),
        exp.LTE(this=col("seen_from", "e"), expression=col("known", "l")),
        exp.LT(this=col("known", "l"), expression=col("seen_until", "e")),
        exp.GT(this=col("finish", "e"), expression=after.copy()),
        exp.LTE(this=col("begin", "e"), expression=until.copy()),
    )


def _surely(look: Over, after: Sql, until: Sql) -> Sql:
    if look.variable.lasting:
        return col("sure", "e")
    return both(
        col("sure", "e"),
        exp.GT(this=col("begin", "e"), expression=after.copy()),
        exp.LTE(this=col("finish", "e"), expression=until.copy()),
    )


def _aggregates(look: Over, after: Sql, until: Sql) -> list[Sql]:
    surely = _surely(look, after, until)

    def only(aggregate: Sql, condition: Sql) -> Sql:
        return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))

    def summed(name: str, condition: Sql | None = None) -> Sql:
        made = exp.Sum(this=col(name, "e"))
        return exp.cast(only(made, condition) if condition is not None else made, "BIGINT")

    match look.pick:
        case Pick.HIGHEST:
            return [only(exp.Max(this=col("max_low", "e")), surely), exp.Max(this=col("max_high", "e"))]
        case Pick.LOWEST:
            return [exp.Min(this=col("min_low", "e")), only(exp.Min(this=col("min_high", "e")), surely)]
        case Pick.COUNT:
            return [summed("n", surely), summed("n")]
        case _:
            unsure = exp.not_(surely.copy())
            sums = [summed("sum_low", surely), summed("sum_high", surely)]
            return [*sums, summed("sum_below", unsure), summed("sum_above", unsure)]


def _latest(plan: Planner, level: Level, look: Over, slid: str | None) -> exp.Select:
    """Every record that no sure record is surely later than; of those that slide, only the last can be one."""
    rows: exp.Query = _readable(plan, level, look, slid is not None)
    if slid:
        rows = exp.union(_last_slid(plan, level, look, slid), rows, distinct=False, copy=False)
    surely = exp.Window(this=exp.Max(this=col("sure_begin")), partition_by=[col("m")])
    fields = [col(name) for name in ("m", "finish", "low", "high")]
    held = select(among(rows, "r"), *fields, named(surely, "surely"))
    return select(
        among(held, "h"),
        col("m"),
        named(exp.Min(this=col("low")), "low"),
        named(exp.Max(this=col("high")), "high"),
        where=exp.GTE(this=col("finish"), expression=col("surely")),
        group=[col("m")],
    )


def _fields() -> list[Sql]:
    return [named(col("m", "l"), "m"), *(col(name, "e") for name in ("finish", "low", "high"))]


def _readable(plan: Planner, level: Level, look: Over, others_only: bool) -> exp.Select:
    after, until = _edges(look)
    sure_begin = named(case((_surely(look, after, until), col("begin", "e"))), "sure_begin")
    where = exp.not_(prompt("e")) if others_only else None
    rows = select(table(level.relation, "l"), *_fields(), sure_begin, where=where)
    return join(rows, plan.events_of(look), "e", _may_read(after, until))


def _last_slid(plan: Planner, level: Level, look: Over, slid: str) -> exp.Select:
    begin = exp.EQ(this=col("begin", "e"), expression=col(slid_name(plan, look), "s"))
    rows = select(table(level.relation, "l"), *_fields(), named(col("begin", "e"), "sure_begin"), where=prompt("e"))
    rows = join(rows, slid, "s", same("m", "l", "s"))
    return join(rows, plan.events_of(look), "e", both(same("patient_id", "l", "e"), begin))
