"""Looks of questions asked about records: each record joined to every question that may read it.

A question about a record may know more than was known at its own moment, so that no order brings those that read a
record side by side (`covering` is for those that do). Looks at the same records share one join over all their windows,
each taking what lies in its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import duckdb
import numpy as np
from sqlglot import exp

from bedside.engines.arrays import Array, read
from bedside.engines.picking import Seen
from bedside.engines.sql import (
    Sql,
    among,
    both,
    case,
    cast,
    col,
    greatest,
    join,
    least,
    minus,
    named,
    no,
    number,
    or_else,
    same,
    scaled,
    select,
    sql_of,
    table,
    whole,
)
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import HOUR, Window

MOST = 8
"""How many looks share a join: what is summed for them is held in memory for every question at once."""
APART = HOUR
"""How far apart windows may lie that share a join: it goes over what lies between them, too."""
FIELDS = ("low", "high", "sure", "below", "above")
"""What a look reads, as in `picking.Seen`; the last two of a total alone."""
NOTHING = {Pick.HIGHEST: -math.inf, Pick.LOWEST: math.inf, Pick.LATEST: 0.0, Pick.COUNT: 0, Pick.TOTAL: 0}
"""What it comes to where there is no record."""


@dataclass(frozen=True)
class Paired:
    """Where what a look reads stands: a relation with m, and the turn of the look among those that share it."""

    relation: str
    turn: int


def pair(plan: Planner, level: Level, looks: Sequence[Over]) -> dict[Over, Paired]:
    """Add the stages that join looks to the records they read; say where each is found."""
    made: dict[Over, Paired] = {}
    for look in looks:
        if look.pick is Pick.LATEST:
            query = _latest(plan, level, look)
            made[look] = Paired(plan.stage("paired", query, f"{look.variable.name}: latest"), 0)
    for events, those in _sharing(plan, looks):
        relation = plan.stage("paired", _joined(level, events, those), f"{those[0].variable.name}: joined")
        made |= {look: Paired(relation, turn) for turn, look in enumerate(those)}
    return made


def seen(connection: duckdb.DuckDBPyConnection, look: Over, paired: Paired, m: Array) -> Seen:
    """What the records of a look come to for each question; `m` their numbers, ascending."""
    names = [f"{field}_{paired.turn}" for field in _fields(look)]
    found = read(connection, _told(paired.relation, *names))
    place, whole_numbers = np.searchsorted(m, found["m"]), look.pick in (Pick.COUNT, Pick.TOTAL)
    told = []
    for field, name in zip(_fields(look), names, strict=True):
        kind = np.bool_ if field == "sure" else np.int64 if whole_numbers else np.float64
        column = np.full(len(m), False if field == "sure" else NOTHING[look.pick], dtype=kind)
        column[place] = found[name]
        told.append(column)
    return Seen(*told)


@lru_cache(maxsize=256)
def _told(relation: str, *names: str) -> str:
    return sql_of(select(table(relation), col("m"), *map(col, names)))


def _fields(look: Over) -> tuple[str, ...]:
    return FIELDS if look.pick is Pick.TOTAL else FIELDS[:3]


def _sharing(plan: Planner, looks: Sequence[Over]) -> Iterator[tuple[str, list[Over]]]:
    """Looks that share a join: the records they read, and they."""
    alike: dict[str, list[Over]] = {}
    for look in looks:
        if look.pick is not Pick.LATEST:
            alike.setdefault(plan.events_of(look), []).append(look)
    for events, those in alike.items():
        shared: list[Over] = []
        for look in sorted(those, key=lambda each: (each.window.until, each.window.back)):
            if shared and (len(shared) == MOST or look.window.until > _hull(shared).back + APART):
                yield events, shared
                shared = []
            shared.append(look)
        yield events, shared


def _hull(looks: Sequence[Over]) -> Window:
    return Window(max(look.window.back for look in looks), min(look.window.until for look in looks))


def _joined(level: Level, events: str, looks: Sequence[Over]) -> exp.Select:
    hull = _hull(looks)
    made = [
        named(part, f"{field}_{turn}")
        for turn, look in enumerate(looks)
        for field, part in zip(_fields(look), _aggregates(look, _inside(look.window, hull)), strict=True)
    ]
    rows = select(table(level.relation, "l"), named(col("m", "l"), "m"), *made, group=[col("m", "l")])
    return join(rows, events, "e", _may_read(hull))


def _edges(window: Window) -> tuple[Sql, Sql]:
    at = col("at", "l")
    return minus(at, whole(window.back)), minus(at, whole(window.until))


def _may_read(window: Window) -> Sql:
    after, until = _edges(window)
    return both(
        same("patient_id", "l", "e"),
        exp.LTE(this=col("seen_from", "e"), expression=col("known", "l")),
        exp.LT(this=col("known", "l"), expression=col("seen_until", "e")),
        exp.GT(this=col("finish", "e"), expression=after),
        exp.LTE(this=col("begin", "e"), expression=until),
    )


def _inside(window: Window, hull: Window) -> list[Sql]:
    """The tests that a record which lies in the hull of several windows lies in this one."""
    after, until = _edges(window)
    return [
        *([exp.GT(this=col("finish", "e"), expression=after)] if window.back < hull.back else []),
        *([exp.LTE(this=col("begin", "e"), expression=until)] if window.until > hull.until else []),
    ]


def _surely(look: Over) -> Sql:
    if look.variable.lasting:
        return col("sure", "e")
    after, until = _edges(look.window)
    return both(
        col("sure", "e"),
        exp.GT(this=col("begin", "e"), expression=after),
        exp.LTE(this=col("finish", "e"), expression=until),
    )


def _aggregates(look: Over, inside: Sequence[Sql]) -> list[Sql]:
    """The columns `_fields` of a look, of the records that lie in its window."""
    surely, nothing = _surely(look), NOTHING[look.pick]
    low: Sql = col("low", "e")
    high: Sql = col("high", "e")

    def only(aggregate: Sql, *conditions: Sql) -> Sql:
        held = [*inside, *conditions]
        return exp.Filter(this=aggregate, expression=exp.Where(this=both(*held))) if held else aggregate

    def found(aggregate: Sql, *conditions: Sql) -> Sql:
        return or_else(only(aggregate, *conditions), number(nothing))

    def summed(value: Sql, *conditions: Sql) -> Sql:
        return cast(or_else(only(exp.Sum(this=value), *conditions), whole(0)), "BIGINT")

    sure = or_else(only(exp.LogicalOr(this=surely)), exp.false())
    match look.pick:
        case Pick.HIGHEST:
            return [found(exp.Max(this=low), surely), found(exp.Max(this=high)), sure]
        case Pick.LOWEST:
            return [found(exp.Min(this=low)), found(exp.Min(this=high), surely), sure]
        case Pick.COUNT:
            return [summed(whole(1), surely), summed(whole(1)), sure]
        case _:
            low, high = (scaled(end, look.variable.decimals) for end in (low, high))
            below, above = least([low, whole(0)]), greatest([high, whole(0)])
            perhaps = no(surely)
            return [summed(low, surely), summed(high, surely), sure, summed(below, perhaps), summed(above, perhaps)]


def _latest(plan: Planner, level: Level, look: Over) -> exp.Select:
    """The hull of every record that no sure record is surely later than."""
    fields = [col(name, "e") for name in ("finish", "low", "high")]
    sure_begin = named(case((_surely(look), col("begin", "e"))), "sure_begin")
    rows = select(table(level.relation, "l"), named(col("m", "l"), "m"), *fields, sure_begin)
    rows = join(rows, plan.events_of(look), "e", _may_read(look.window))
    surely = exp.Window(this=exp.Max(this=col("sure_begin")), partition_by=[col("m")])
    held = select(among(rows, "r"), col("m"), col("finish"), col("low"), col("high"), named(surely, "surely"))
    return select(
        among(held, "h"),
        col("m"),
        named(exp.Min(this=col("low")), "low_0"),
        named(exp.Max(this=col("high")), "high_0"),
        named(exp.true(), "sure_0"),
        where=exp.GTE(this=col("finish"), expression=col("surely")),
        group=[col("m")],
    )
