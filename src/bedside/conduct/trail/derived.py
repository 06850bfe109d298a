"""What the database works out of kept rows whenever it is asked: views, of which nothing is stored and nobody writes.

A state that many pages ask for by the hundred is derived where the rows are, so that it can be joined like a table and
is never stale. No migration could alter a table under a view: `migrate` drops them first and makes them after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper


class Derived(models.Model):
    """A row of a view: `statement` is the SELECT that makes it, the same for SQLite and PostgreSQL, of the tables
    `made_from`."""

    statement: ClassVar[str]
    made_from: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        managed = False


def views() -> list[type[Derived]]:
    """Every view of the application."""
    return [model for model in apps.get_models() if issubclass(model, Derived)]


def drop() -> None:
    """Take the views away, so that tables may change."""
    with connection.cursor() as cursor:
        for model in views():
            cursor.execute(f'DROP VIEW IF EXISTS "{model._meta.db_table}"')


def install() -> None:
    """Make the views; those of tables that no migration has made yet wait for it."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in views():
            if tables.issuperset(model.made_from):
                cursor.execute(f'CREATE VIEW "{model._meta.db_table}" AS {model.statement}')


def untrue() -> Iterator[str]:
    """What is wrong with the views: one that is gone, or says anything else than the rows that it is made from."""
    with connection.cursor() as cursor:
        kinds = {table.name: table.type for table in connection.introspection.get_table_list(cursor)}
        for model in views():
            table = model._meta.db_table
            if kinds.get(table) != "v":
                yield f"the view {table} is gone."
            elif _differs(cursor, model):
                yield f"the view {table} says something else than the rows that it is made from."


def _differs(cursor: CursorWrapper, model: type[Derived]) -> bool:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    said = f'SELECT {columns} FROM "{model._meta.db_table}"'
    meant = f"SELECT {columns} FROM ({model.statement}) AS meant"
    for one, other in ((said, meant), (meant, said)):
        cursor.execute(f"SELECT * FROM ({one} EXCEPT {other}) AS differing LIMIT 1")
        if cursor.fetchone() is not None:
            return True
    return False
