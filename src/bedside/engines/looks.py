"""Looks as columns: records brought together with the moments that may read them.

Two ways, exact both: `sliding` for the many records that allow it, `pairing` for all others. What a look reads by
either way is put together here in one pair of columns, as `rules.meaning.picked` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from bedside.engines.columns import Pair
from bedside.engines.pairing import PAIRED, pair, paired_names
from bedside.engines.sliding import slid_name, slide
from bedside.engines.sql import (
    Sql,
    among,
    case,
    cast,
    col,
    greatest,
    join,
    lacks,
    least,
    named,
    number,
    or_else,
    over,
    plus,
    same,
    select,
    table,
    whole,
)
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.variable import Kind

ABREAST = 8
"""How many relations are joined to the moments by one chain of joins."""


def columns_of(plan: Planner, level: Level, seen: Sequence[Over]) -> tuple[Sql, dict[Over, Pair]]:
    """A subquery of the level's columns with those of every look, and for each look its pair of expressions."""
    if not seen:
        return table(level.relation), {}
    slid = slide(plan, level, seen)
    paired_at = pair(plan, level, seen, slid)
    wanted: dict[str, list[exp.Alias]] = {}
    pairs: dict[Over, Pair] = {}
    for index, look in enumerate(seen):
        relation, turn = paired_at[look]
        names = dict(zip(PAIRED, paired_names(look, turn), strict=False))
        columns = [named(col(name, relation), f"p{index}_{part}") for part, name in names.items()]
        wanted.setdefault(relation, []).extend(columns)
        way: Sql | None = None
        if look in slid and look.pick is not Pick.LATEST:
            column = named(col(slid_name(plan, look), slid[look]), f"s{index}")
            wanted.setdefault(slid[look], []).append(column)
            way = col(f"s{index}")
        pairs[look] = _together(plan, look, {part: col(f"p{index}_{part}") for part in names}, way)
    if level.records:
        pairs = {look: _when_exact(look, ends) for look, ends in pairs.items()}
    return among(_joined(level, wanted), "looked"), pairs


def _joined(level: Level, wanted: Mapping[str, Sequence[exp.Alias]]) -> exp.Select:
    """The level's columns with those wanted of relations, which are first joined a few at a time.

    Each join of a query holds room for the columns of all before it: a chain of a hundred takes seconds of that alone.
    """
    query = select(table(level.relation, "l"), exp.Column(this=exp.Star(), table=exp.to_identifier("l")))
    if len(wanted) <= ABREAST:
        return _beside(query, wanted)
    names = list(wanted)
    for first in range(0, len(names), ABREAST):
        few, alias = {name: wanted[name] for name in names[first : first + ABREAST]}, f"g{first}"
        part = _beside(select(table(level.relation, "l"), named(col("m", "l"), "m")), few)
        query = query.join(among(part, alias), on=same("m", "l", alias), join_type="left", copy=False)
        query = query.select(*(col(each.alias, alias) for columns in few.values() for each in columns), copy=False)
    return query


def _beside(query: exp.Select, wanted: Mapping[str, Sequence[exp.Alias]]) -> exp.Select:
    for name, columns in wanted.items():
        query = join(query, name, name, same("m", "l", name), "left").select(*columns, copy=False)
    return query


def _when_exact(look: Over, ends: Pair) -> Pair:
    """Asked about a record whose time is not exact, a look may find anything."""
    exact = exp.EQ(this=col("begin"), expression=col("finish"))
    low, high = (number(end) for end in (look.range.low, look.range.high))
    return case((exact, ends[0]), default=low), case((exact, ends[1]), default=high)


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
    return cast(total, "DOUBLE")


def _totals(look: Over, paired: dict[str, Sql], ways: list[Sql], none_is_none: bool) -> Pair:
    scale = number(10.0**look.variable.decimals)
    surely = exp.Coalesce(this=paired["low"], expressions=[*ways, *([whole(0)] if none_is_none else [])])
    low = over(_sum([paired["low"], paired["below"], *ways]), scale)
    high = over(_sum([paired["high"], paired["above"], *ways]), scale)
    return _known(look, surely, low, high)
