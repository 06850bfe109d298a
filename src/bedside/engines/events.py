"""The records that a look could read, as one relation, whatever it asks of them.

Columns: patient_id; begin and finish (the record's time, or the time in force); seen_from and seen_until (the
moments of knowing at which it is to be read so); low and high; sure (false: it may or may not count).

A record looked at through `each` or `where` is asked about at its own time, knowing what was known then, and
asked again whenever something that bears on it arrives late or is superseded: each such version is seen until the
next, or until the record itself is superseded.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from bedside.engines.sql import (
    Sql,
    both,
    case,
    col,
    greatest,
    join,
    lacks,
    least,
    minus,
    named,
    number,
    or_else,
    plus,
    same,
    select,
    table,
    text,
    whole,
)
from bedside.engines.stages import Level, Planner, column_names
from bedside.rules.nodes import Node, Over, variables, walk
from bedside.values.moment import EVER


def relation(plan: Planner, look: Over) -> str:
    """Add the stages that make the relation and return its name."""
    if look.each is None and look.where is None:
        return plan.stage("events", _plain(plan, look), f"{look.variable.name}: records", view=True)
    return _asked(plan, look)


def of_many(plan: Planner, names: Sequence[str]) -> str:
    """Add the stage of all records of several variables, as looks read them that ask nothing of a record: one relation
    with the column `place` beside the others, the place of a record's variable in `names`. Return its name."""
    wanted = exp.values([(name, place) for place, name in enumerate(names)], alias="w", columns=["name", "place"])
    query = _recorded(plan, col("start_us"), _for_good() if plan.as_of == "measured" else None)
    of_each = exp.EQ(this=col("variable"), expression=col("name", "w"))
    query = query.select(col("place", "w"), copy=False).join(wanted, on=of_each, copy=False)
    return plan.stage("events", query, f"{len(names)} variables: records", view=True)


def _of_variable(look: Over) -> Sql:
    return exp.EQ(this=col("variable"), expression=text(look.variable.name))


def _for_good(relation: str = "") -> Sql:
    return lacks(col("superseded_us", relation))


def _plain(plan: Planner, look: Over) -> exp.Select:
    begin: Sql = col("start_us")
    where = _of_variable(look)
    if look.sustained:
        first, last = or_else(col("course_start_us"), col("start_us")), or_else(col("course_end_us"), col("end_us"))
        begin = greatest([begin, plus(first, whole(look.sustained))])
        where = both(where, exp.GTE(this=minus(last, first.copy()), expression=whole(look.sustained)))
    return _recorded(plan, begin, both(where, _for_good()) if plan.as_of == "measured" else where)


def _recorded(plan: Planner, begin: Sql, where: Sql | None) -> exp.Select:
    seen_from: Sql = col("available_us")
    seen_until: Sql = or_else(col("superseded_us"), whole(EVER))
    if plan.as_of == "measured":
        seen_from, seen_until = whole(-EVER), whole(EVER)
    return select(
        table(plan.facts),
        col("patient_id"),
        named(begin, "begin"),
        named(col("end_us"), "finish"),
        named(seen_from, "seen_from"),
        named(seen_until, "seen_until"),
        col("low"),
        col("high"),
        named(exp.true(), "sure"),
        where=where,
    )


def _asked(plan: Planner, look: Over) -> str:
    versions = _versions(plan, look)
    rules = [rule for rule in (look.each, look.where) if rule is not None]
    answers = plan.answer(Level(versions, records=True), rules)
    low, high = col("own_low", "v"), col("own_high", "v")
    if look.each is not None:
        low, high = (col(name, "a") for name in column_names(plan.numbering.of(look.each)))
    sure: Sql = exp.true()
    where: Sql | None = None
    if look.where is not None:
        kept = [col(name, "a") for name in column_names(plan.numbering.of(look.where))]
        sure, where = exp.EQ(this=kept[0], expression=number(1)), exp.EQ(this=kept[1], expression=number(1))
    made = select(
        table(versions, "v"),
        col("patient_id", "v"), col("begin", "v"), col("finish", "v"),
        named(col("known", "v") if plan.as_of == "available" else whole(-EVER), "seen_from"),
        col("seen_until", "v"), named(low, "low"), named(high, "high"), named(sure, "sure"),
        where=where,
    )  # fmt: skip
    joined = join(made, answers, "a", same("m", "v", "a"))
    return plan.stage("events", joined, f"{look.variable.name}: records looked at")


OWN = ("patient_id", "begin", "finish", "own_low", "own_high")


def _versions(plan: Planner, look: Over) -> str:
    """The level of questions about each record: once, or once for each thing that arrived late."""
    numbered = plan.stage("records", _numbered(plan, look), f"{look.variable.name}: numbered")
    own = [col(name) for name in OWN]
    if plan.as_of == "measured":
        known, until = named(whole(EVER - 1), "known"), named(whole(EVER), "seen_until")
        once = select(table(numbered), col("m"), *own, named(col("finish"), "at"), known, until)
        return plan.stage("level", once, f"{look.variable.name}: one question a record")
    arrivals = plan.stage("arrivals", _arrivals(plan, look, numbered), f"{look.variable.name}: late arrivals")
    lead = exp.Window(
        this=exp.Lead(this=col("known")),
        partition_by=[col("m")],
        order=exp.Order(expressions=[exp.Ordered(this=col("known"), nulls_first=True)]),
    )
    each = select(
        table(arrivals),
        named(exp.Window(this=exp.RowNumber()), "m"),
        *own,
        col("known"),
        named(col("finish"), "at"),
        named(least([or_else(lead, whole(EVER)), col("gone")]), "seen_until"),
        where=exp.LT(this=col("known"), expression=col("gone")),
    )
    return plan.stage("level", each, f"{look.variable.name}: one question a version")


def _numbered(plan: Planner, look: Over) -> exp.Select:
    """The records with a number m, and the first moment at which they can be read."""
    first = case(
        (exp.EQ(this=col("start_us"), expression=col("end_us")), greatest([col("available_us"), col("end_us")])),
        default=col("available_us"),
    )
    return select(
        table(plan.facts),
        named(exp.Window(this=exp.RowNumber()), "m"),
        col("patient_id"),
        named(col("start_us"), "begin"),
        named(col("end_us"), "finish"),
        named(first, "known"),
        named(col("low"), "own_low"),
        named(col("high"), "own_high"),
        named(or_else(col("superseded_us"), whole(EVER)), "gone"),
        where=_of_variable(look) if plan.as_of == "available" else both(_of_variable(look), _for_good()),
    )


def _arrivals(plan: Planner, look: Over, numbered: str) -> exp.Query:
    """Every (record, moment) at which its answer may change: when it is read, and whenever what bears on it does."""
    first = select(table(numbered), col("m"), *(col(name) for name in OWN), col("known"), col("gone"))
    changes = [_bearing(plan, look, numbered, when) for when in ("available_us", "superseded_us")]
    return exp.union(first, *changes, distinct=True, copy=False)


def _bearing(plan: Planner, look: Over, numbered: str, when: str) -> exp.Query:
    """Every record with the moments after its first reading at which a record that bears on it comes or goes."""
    inner = [rule for rule in (look.each, look.where) if rule is not None]
    names = sorted({name for rule in inner for name in variables(rule)})
    bears = both(
        same("patient_id", "f", "r"),
        exp.GT(this=col(when, "f"), expression=col("known", "r")),
        exp.LTE(this=col("start_us", "f"), expression=col("finish", "r")),
        exp.GT(this=col("end_us", "f"), expression=minus(col("finish", "r"), whole(reach(inner)))),
    )
    late = select(
        table(numbered, "r"),
        col("m", "r"),
        *(col(name, "r") for name in OWN),
        named(col(when, "f"), "known"),
        col("gone", "r"),
        where=exp.In(this=col("variable", "f"), expressions=[text(name) for name in names]),
    )
    return join(late, plan.facts, "f", bears)


def reach(rules: list[Node]) -> int:
    """How far back from its own moment a rule can look, looks inside looks added up."""
    far = 0
    for rule in rules:
        for node in walk(rule):
            if isinstance(node, Over):
                inner = [part for part in (node.each, node.where) if part is not None]
                far = max(far, node.window.back + (reach(inner) if inner else 0))
    return min(far, 2 * EVER)
