"""The records that a look could read, as one relation, whatever it asks of them.

Columns: patient_id; begin and finish (the record's time, or the time in force); seen_from and seen_until (the
moments of knowing at which it is to be read so); low and high; sure (false: it may or may not count).

A record looked at through `each` or `where` is asked about at its own time, knowing what was known then, and
asked again whenever something that bears on it arrives late: each such version is seen until the next.
"""

from __future__ import annotations

from sqlglot import exp

from bedside.engines.sql import (
    Sql,
    both,
    case,
    col,
    greatest,
    minus,
    named,
    number,
    or_else,
    plus,
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


def _of_variable(plan: Planner, look: Over) -> exp.Select:
    condition = exp.EQ(this=col("variable"), expression=text(look.variable.name))
    return exp.select().from_(table(plan.facts), copy=False).where(condition, copy=False)


def _seen_from(plan: Planner) -> Sql:
    return col("available_us") if plan.as_of == "available" else whole(-EVER)


def _plain(plan: Planner, look: Over) -> exp.Select:
    begin: Sql = col("start_us")
    query = _of_variable(plan, look)
    if look.sustained:
        first, last = (
            or_else(col("course_start_us"), col("start_us")),
            or_else(col("course_end_us"), col("end_us")),
        )
        begin = greatest([begin, plus(first, whole(look.sustained))])
        query = query.where(exp.GTE(this=minus(last, first), expression=whole(look.sustained)), copy=False)
        query = query.where(exp.GTE(this=col("end_us"), expression=begin.copy()), copy=False)
    return query.select(
        col("patient_id"),
        named(begin, "begin"),
        named(col("end_us"), "finish"),
        named(_seen_from(plan), "seen_from"),
        named(whole(EVER), "seen_until"),
        col("low"),
        col("high"),
        named(exp.true(), "sure"),
        copy=False,
    )


def _asked(plan: Planner, look: Over) -> str:
    versions = _versions(plan, look)
    rules = [rule for rule in (look.each, look.where) if rule is not None]
    answers = plan.answer(Level(versions, hourly=False, records=True), rules)
    low, high = col("own_low", "v"), col("own_high", "v")
    if look.each is not None:
        low, high = (col(name, "a") for name in column_names(plan.numbering.of(look.each)))
    sure: Sql = exp.true()
    joined = (
        exp.select().from_(table(versions, "v"), copy=False).join(table(answers, "a"), on=_same_m("v", "a"), copy=False)
    )
    if look.where is not None:
        kept = [col(name, "a") for name in column_names(plan.numbering.of(look.where))]
        sure = exp.EQ(this=kept[0], expression=number(1))
        joined = joined.where(exp.EQ(this=kept[1], expression=number(1)), copy=False)
    made = joined.select(
        col("patient_id", "v"), col("begin", "v"), col("finish", "v"),
        named(col("known", "v") if plan.as_of == "available" else whole(-EVER), "seen_from"),
        col("seen_until", "v"), named(low, "low"), named(high, "high"), named(sure, "sure"), copy=False
    )  # fmt: skip
    return plan.stage("events", made, f"{look.variable.name}: records looked at")


def _same_m(a: str, b: str) -> Sql:
    return exp.EQ(this=col("m", a), expression=col("m", b))


def _versions(plan: Planner, look: Over) -> str:
    """The level of questions about each record: once, or once for each thing that arrived late."""
    numbered = plan.stage("records", _numbered(plan, look), f"{look.variable.name}: numbered")
    if plan.as_of == "measured":
        fields = [col(c) for c in ("patient_id", "begin", "finish", "own_low", "own_high")]
        once = exp.select(
            col("m"),
            *fields,
            named(col("finish"), "at"),
            named(whole(EVER - 1), "known"),
            named(whole(EVER), "seen_until"),
        ).from_(table(numbered), copy=False)
        return plan.stage("level", once, f"{look.variable.name}: one question a record")
    arrivals = plan.stage("arrivals", _arrivals(plan, look, numbered), f"{look.variable.name}: late arrivals")
    return plan.stage("level", _one_each(arrivals), f"{look.variable.name}: one question a version")


def _numbered(plan: Planner, look: Over) -> exp.Select:
    """The records with a number m, and the first moment at which they can be read."""
    first = case(
        (
            exp.EQ(this=col("start_us"), expression=col("end_us")),
            greatest([col("available_us"), col("end_us")]),
        ),
        default=col("available_us"),
    )
    return _of_variable(plan, look).select(
        named(exp.Window(this=exp.RowNumber()), "m"),
        col("patient_id"),
        named(col("start_us"), "begin"),
        named(col("end_us"), "finish"),
        named(first, "known"),
        named(col("low"), "own_low"),
        named(col("high"), "own_high"),
        copy=False,
    )


def _arrivals(plan: Planner, look: Over, numbered: str) -> exp.Query:
    """Every (record, moment) at which its answer may change: when it is read, and at each late arrival."""
    inner = [rule for rule in (look.each, look.where) if rule is not None]
    names = sorted({name for rule in inner for name in variables(rule)})
    fields = ("m", "patient_id", "begin", "finish", "own_low", "own_high")
    first = exp.select(*(col(c) for c in fields), col("known")).from_(table(numbered), copy=False)
    late = (
        exp.select(*(col(c, "r") for c in fields), named(col("available_us", "f"), "known"))
        .from_(table(numbered, "r"), copy=False)
        .join(
            table(plan.facts, "f"),
            on=both(
                exp.EQ(this=col("patient_id", "f"), expression=col("patient_id", "r")),
                exp.GT(this=col("available_us", "f"), expression=col("known", "r")),
                exp.LTE(this=col("start_us", "f"), expression=col("finish", "r")),
                exp.GT(this=col("end_us", "f"), expression=minus(col("finish", "r"), whole(reach(inner)))),
            ),
            copy=False,
        )
        .where(exp.In(this=col("variable", "f"), expressions=[text(name) for name in names]), copy=False)
    )
    return exp.union(first, late, distinct=True, copy=False)


def _one_each(arrivals: str) -> exp.Select:
    lead = exp.Window(
        this=exp.Lead(this=col("known")),
        partition_by=[col("m")],
        order=exp.Order(expressions=[exp.Ordered(this=col("known"), nulls_first=True)]),
    )
    fields = [col(c) for c in ("patient_id", "begin", "finish", "own_low", "own_high", "known")]
    return exp.select(
        named(exp.Window(this=exp.RowNumber()), "m"),
        *fields,
        named(col("finish"), "at"),
        named(or_else(lead, whole(EVER)), "seen_until"),
    ).from_(table(arrivals), copy=False)


def reach(rules: list[Node]) -> int:
    """How far back from its own moment a rule can look, looks inside looks added up."""
    far = 0
    for rule in rules:
        for node in walk(rule):
            if isinstance(node, Over):
                inner = [part for part in (node.each, node.where) if part is not None]
                far = max(far, node.window.back + (reach(inner) if inner else 0))
    return min(far, 2 * EVER)
