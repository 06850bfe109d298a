"""Whether the protected tables are what the application takes them for, and the database's file is sound."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from bedside.conduct.trail.triggers import protected


def drift(whole: bool = True) -> Iterator[str]:
    """What is not as it should be: a table gone or replaced by a view, other columns, another key; on the `whole`,
    which takes a while, also a damaged file."""
    look = connection.introspection
    with connection.cursor() as cursor:
        kinds = {table.name: table.type for table in look.get_table_list(cursor)}
        keys = _keys(cursor)
        for model in protected():
            table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
            if kinds.get(table) != "t":
                yield f"the table {table} is gone."
                continue
            if _columns(cursor, table) != {field.column for field in model._meta.concrete_fields}:
                yield f"the table {table} has other columns than it should."
            if (look.get_primary_key_columns(cursor, table) if keys is None else keys.get(table)) != [key]:
                yield f"the table {table} has lost its key."
        if whole and connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            yield from (f"the database: {found}." for (found,) in cursor.fetchall() if found != "ok")


def _columns(cursor: CursorWrapper, table: str) -> set[str]:
    """The names of its columns, by asking for no row: Django's own look parses the statement that made each table."""
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
    return {column[0] for column in cursor.description}


def _keys(cursor: CursorWrapper) -> dict[str, list[str]] | None:
    """The columns of each table's key, asked for at once; None where asking table by table takes no time."""
    if connection.vendor != "postgresql":
        return None
    cursor.execute("""
SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
""")
    found: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, []).append(column)
    return found
