"""Looks by pairing: each record joined to every moment that may read it. Slow beside sliding, and always right.

Looks at the same records share one join over all their windows, each taking what lies in its own: a score that looks
at an infusion in every hour of a day joins it to a moment a few times, not once an hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from bedside.engines.binning import bins
from bedside.engines.sliding import prompt, slid_name
from bedside.engines.sql import Sql, among, both, case, cast, col, join, minus, named, no, same, select, table, whole
from bedside.engines.stages import Level, Planner
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import HOUR, Window

MOST = 8
"""How many looks share a join: what is summed for them is held in memory for every moment at once."""
APART = HOUR
"""How far apart windows may lie that share a join: it goes over what lies between them, too."""
PAIRED = ("low", "high", "below", "above")
"""What a look reads by pairing: its two ends and, of a total, what may lower and what may raise it."""


def pair(plan: Planner, level: Level, looks: Sequence[Over], slid: Mapping[Over, str]) -> dict[Over, tuple[str, int]]:
    """For each look the relation (m and the columns `paired_names`) of what it reads by pairing, and its turn there.

    `slid` names the relation of what a look reads by sliding, which is left out here (for "latest", brought in).
    """
    made: dict[Over, tuple[str, int]] = {}
    for look in looks:
        if look.pick is Pick.LATEST:
            query = _latest(plan, level, look, slid.get(look))
            made[look] = plan.stage("paired", query, f"{look.variable.name}: latest"), 0
    for binned, slides, those in _sharing(plan, level, looks, slid):
        relation = plan.stage("paired", _joined(level, binned, slides, those), f"{those[0].variable.name}: joined")
        made |= {look: (relation, turn) for turn, look in enumerate(those)}
    return made


def paired_names(look: Over, turn: int) -> tuple[str, ...]:
    """The columns of a look in its paired relation, in the order of `PAIRED`."""
    return tuple(f"{part}_{turn}" for part in (PAIRED if look.pick is Pick.TOTAL else PAIRED[:2]))


def _sharing(
    plan: Planner, level: Level, looks: Sequence[Over], slid: Mapping[Over, str]
) -> Iterator[tuple[str, bool, list[Over]]]:
    """Looks that share a join: the bins they read, whether they leave out what slides, and they."""
    alike: dict[tuple[str, bool], list[Over]] = {}
    for look in looks:
        if look.pick is not Pick.LATEST:
            alike.setdefault((bins(plan, look, level.hourly), look in slid), []).append(look)
    for (binned, slides), those in alike.items():
        shared: list[Over] = []
        for look in sorted(those, key=lambda each: (each.window.until, each.window.back)):
            if shared and (len(shared) == MOST or look.window.until > _hull(shared).back + APART):
                yield binned, slides, shared
                shared = []
            shared.append(look)
        yield binned, slides, shared


def _hull(looks: Sequence[Over]) -> Window:
    return Window(max(look.window.back for look in looks), min(look.window.until for look in looks))


def _joined(level: Level, binned: str, slides: bool, looks: Sequence[Over]) -> exp.Select:
    hull = _hull(looks)
    made = [
        named(part, name)
        for turn, look in enumerate(looks)
        for part, name in zip(_aggregates(look, _inside(look.window, hull)), paired_names(look, turn), strict=True)
    ]
    where = no(col("plain", "e")) if slides else None
    rows = select(table(level.relation, "l"), named(col("m", "l"), "m"), *made, where=where, group=[col("m", "l")])
    return join(rows, binned, "e", _may_read(hull))


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
    surely = _surely(look)

    def only(aggregate: Sql, *conditions: Sql) -> Sql:
        held = [*inside, *conditions]
        return exp.Filter(this=aggregate, expression=exp.Where(this=both(*held))) if held else aggregate

    def summed(name: str, *conditions: Sql) -> Sql:
        return cast(only(exp.Sum(this=col(name, "e")), *conditions), "BIGINT")

    match look.pick:
        case Pick.HIGHEST:
            return [only(exp.Max(this=col("max_low", "e")), surely), only(exp.Max(this=col("max_high", "e")))]
        case Pick.LOWEST:
            return [only(exp.Min(this=col("min_low", "e"))), only(exp.Min(this=col("min_high", "e")), surely)]
        case Pick.COUNT:
            return [summed("n", surely), summed("n")]
        case _:
            sums = [summed("sum_low", surely), summed("sum_high", surely)]
            return [*sums, summed("sum_below", no(surely)), summed("sum_above", no(surely))]


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
        named(exp.Min(this=col("low")), "low_0"),
        named(exp.Max(this=col("high")), "high_0"),
        where=exp.GTE(this=col("finish"), expression=col("surely")),
        group=[col("m")],
    )


def _fields() -> list[Sql]:
    return [named(col("m", "l"), "m"), *(col(name, "e") for name in ("finish", "low", "high"))]


def _readable(plan: Planner, level: Level, look: Over, others_only: bool) -> exp.Select:
    sure_begin = named(case((_surely(look), col("begin", "e"))), "sure_begin")
    where = no(prompt("e")) if others_only else None
    rows = select(table(level.relation, "l"), *_fields(), sure_begin, where=where)
    return join(rows, plan.events_of(look), "e", _may_read(look.window))


def _last_slid(plan: Planner, level: Level, look: Over, slid: str) -> exp.Select:
    begin = exp.EQ(this=col("begin", "e"), expression=col(slid_name(plan, look), "s"))
    rows = select(table(level.relation, "l"), *_fields(), named(col("begin", "e"), "sure_begin"), where=prompt("e"))
    rows = join(rows, slid, "s", same("m", "l", "s"))
    return join(rows, plan.events_of(look), "e", both(same("patient_id", "l", "e"), begin))
