"""The few SQL expressions that records are put together with, built as sqlglot expressions, never as strings.

Numbers are DOUBLE and written as text casts, so that the same double is read; times are BIGINT microseconds.

Nothing is copied here: an expression may stand in several places, and is copied once, when its query becomes text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlglot import exp

Sql = exp.Expr


def sql_of(query: Sql) -> str:
    """The text of a query for DuckDB."""
    return query.sql(dialect="duckdb")


def col(name: str, table: str = "") -> exp.Column:
    """A column, quoted."""
    return exp.column(name, table=table or None, quoted=True)


def cast(value: Sql, kind: str) -> Sql:
    """A value as another type."""
    return exp.Cast(this=value, to=_kind(kind))


@cache
def _kind(name: str) -> exp.DataType:
    """A type, its name read once."""
    return exp.DataType.build(name)


def number(value: float) -> Sql:
    """A DOUBLE constant."""
    text = repr(float(value)) if value not in (float("inf"), float("-inf")) else ("inf" if value > 0 else "-inf")
    return cast(exp.Literal.string(text), "DOUBLE")


def whole(value: int) -> Sql:
    """A BIGINT constant."""
    return cast(exp.Literal.number(value), "BIGINT")


def text(value: str) -> Sql:
    """A text constant."""
    return exp.Literal.string(value)


def plus(a: Sql, b: Sql) -> Sql:
    """a + b, in parentheses."""
    return exp.Paren(this=exp.Add(this=a, expression=b))


def minus(a: Sql, b: Sql) -> Sql:
    """a − b, in parentheses."""
    return exp.Paren(this=exp.Sub(this=a, expression=b))


def times(a: Sql, b: Sql) -> Sql:
    """a × b, in parentheses."""
    return exp.Paren(this=exp.Mul(this=a, expression=b))


def least(parts: Sequence[Sql]) -> Sql:
    """The least, NULLs ignored."""
    return parts[0] if len(parts) == 1 else exp.Least(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True)


def greatest(parts: Sequence[Sql]) -> Sql:
    """The greatest, NULLs ignored."""
    if len(parts) == 1:
        return parts[0]
    return exp.Greatest(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True)


def case(*branches: tuple[Sql, Sql], default: Sql | None = None) -> Sql:
    """CASE WHEN ... THEN ... ELSE default END."""
    made = exp.Case(ifs=[exp.If(this=when, true=then) for when, then in branches])
    return made if default is None else exp.Case(ifs=made.args["ifs"], default=default)


def both(*conditions: Sql) -> Sql:
    """All of these conditions."""
    return exp.and_(*conditions, copy=False)


def no(condition: Sql) -> Sql:
    """NOT condition."""
    return exp.not_(condition, copy=False)


def lacks(a: Sql) -> Sql:
    """a IS NULL."""
    return exp.Is(this=a, expression=exp.null())


def or_else(a: Sql, b: Sql) -> Sql:
    """COALESCE(a, b)."""
    return exp.Coalesce(this=a, expressions=[b])


def scaled(value: Sql, decimals: int) -> Sql:
    """A value as a whole number of its last decimal: sums of these do not depend on order."""
    return cast(exp.Round(this=times(value, number(10.0**decimals))), "BIGINT")


def named(expression: Sql, name: str) -> exp.Alias:
    """expression AS "name"."""
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def table(name: str, alias: str = "") -> exp.Table:
    """A table or CTE, quoted."""
    made = exp.Table(this=exp.to_identifier(name, quoted=True))
    if alias:
        made.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return made


def select(source: Sql, *columns: Sql, where: Sql | None = None, group: Sequence[Sql] = ()) -> exp.Select:
    """SELECT columns FROM source. Like `join` and `among` it copies nothing: an expression belongs to one query."""
    query = exp.select(*columns).from_(source, copy=False)
    if where is not None:
        query.where(where, copy=False)
    return query.group_by(*(key.copy() for key in group), copy=False) if group else query


def join(query: exp.Select, name: str, alias: str, on: Sql, kind: str = "inner") -> exp.Select:
    """The query joined to a table or CTE."""
    return query.join(table(name, alias), on=on, join_type=kind, copy=False)


def among(query: exp.Query, alias: str) -> exp.Subquery:
    """A query to select from."""
    return query.subquery(alias, copy=False)


def same(name: str, a: str, b: str) -> Sql:
    """a.name = b.name."""
    return exp.EQ(this=col(name, a), expression=col(name, b))
