"""Looks as columns: records brought together with the moments that may read them.

Two ways, exact both: `sliding` for the many records that allow it, `pairing` for all others. What a look reads by
either way is put together here in one pair of columns, as `rules.meaning.picked` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from bedside.engines.stages import Level, Planner, column_names
from bedside.rules.nodes import Over, Pick
from bedside.values.variable import Kind


@dataclass(frozen=True)
class Read:
    """Where what looks read stands: of those that slide a relation, and of each a relation of pairs and its turn."""

    slid: Mapping[Over, str]
    paired: Mapping[Over, tuple[str, int]]


def read(plan: Planner, level: Level, seen: Sequence[Over]) -> Read:
    """Add the stages that read these looks."""
    slid = slide(plan, level, seen)
    return Read(slid, pair(plan, level, seen, slid))


def columns_of(
    plan: Planner, level: Level, seen: Sequence[Over], read: Read, answered: Mapping[int, str]
) -> tuple[Sql, dict[Over, Pair]]:
    """A subquery of the level's columns with those of every look, and for each look its pair of expressions.

    With them the columns of nodes that are answered, by number, from their relations.
    """
    if not seen and not answered:
        return table(level.relation), {}
    query = select(table(level.relation, "l"), exp.Column(this=exp.Star(), table=exp.to_identifier("l")))
    slid = {look: read.slid[look] for look in seen if look in read.slid}
    relations = [*slid.values(), *(read.paired[look][0] for look in seen), *answered.values()]
    for name in dict.fromkeys(relations):
        query = join(query, name, name, same("m", "l", name), "left")
    for number_of_rule, name in answered.items():
        ends = column_names(number_of_rule)
        query = query.select(*(named(col(end, name), end) for end in ends), copy=False)
    pairs: dict[Over, Pair] = {}
    for index, look in enumerate(seen):
        relation, turn = read.paired[look]
        names = dict(zip(PAIRED, paired_names(look, turn), strict=False))
        query = query.select(*(named(col(n, relation), f"p{index}_{part}") for part, n in names.items()), copy=False)
        paired: dict[str, Sql] = {part: col(f"p{index}_{part}") for part in names}
        way: Sql | None = None
        if look in slid and look.pick is not Pick.LATEST:
            query = query.select(named(col(slid_name(plan, look), slid[look]), f"s{index}"), copy=False)
            way = col(f"s{index}")
        pairs[look] = _together(plan, look, paired, way)
    if level.records:
        pairs = {look: _when_exact(look, ends) for look, ends in pairs.items()}
    return among(query, "looked"), pairs


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
