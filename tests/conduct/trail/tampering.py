"""What somebody with full access to the database, and none to the study folder, may try."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, Model

from bedside.conduct.trail import triggers


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor in a transaction that is undone at the end, in which triggers are out of the way: those of the tables
    that are touched are dropped as an attacker would drop them, and put back before anybody looks."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # nor do foreign keys hold anybody back
                cursor.execute("SET LOCAL session_replication_role = replica")
            yield Tampering(cursor)
        transaction.set_rollback(True)


class Tampering:
    """The hands of the attacker."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.touched: set[str] = set()

    def done(self) -> None:
        """Put the triggers back, so that their absence does not tell."""
        triggers.install(self.touched)
        self.touched.clear()

    def run(self, statement: str, *values: Any) -> None:
        """Any statement, no trigger of any table in its way."""
        self._drop({trigger.table for trigger in triggers.wanted()})
        self.cursor.execute(statement, values)

    def _on(self, model: type[Model], statement: str, *values: Any) -> None:
        """A statement about the table of a model."""
        self._drop({model._meta.db_table})
        self.cursor.execute(statement, values)

    def _drop(self, tables: set[str]) -> None:
        for trigger in triggers.wanted() if tables - self.touched else ():
            if trigger.table in tables - self.touched:
                at = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
                self.cursor.execute(f'DROP TRIGGER "{trigger.name}"{at}')
        self.touched |= tables

    def change(self, model: type[Model], number: int, column: str, value: Any) -> None:
        """Another value in one cell."""
        key = model._meta.pk.column  # type: ignore[union-attr]
        self._on(model, f'UPDATE "{model._meta.db_table}" SET "{column}" = %s WHERE "{key}" = %s', value, number)

    def remove(self, model: type[Model], number: int) -> None:
        """One row less."""
        key = model._meta.pk.column  # type: ignore[union-attr]
        self._on(model, f'DELETE FROM "{model._meta.db_table}" WHERE "{key}" = %s', number)

    def swap(self, model: type[Model], one: int, other: int) -> None:
        """Two rows change places."""
        table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
        for old, new in ((one, -1), (other, one), (-1, other)):
            self._on(model, f'UPDATE "{table}" SET "{key}" = %s WHERE "{key}" = %s', new, old)

    def copy(self, model: type[Model], number: int, to: int) -> None:
        """A row more: one like another, under another number, unique columns made so."""
        meta = model._meta
        unique = {group[0] for group in meta.unique_together} | {f.name for f in meta.concrete_fields if f.unique}
        taken = [
            "%s" if field.primary_key else _other(field) if field.name in unique else f'"{field.column}"'
            for field in meta.concrete_fields
        ]
        names = ", ".join(f'"{field.column}"' for field in meta.concrete_fields)
        key = meta.pk.column  # type: ignore[union-attr]
        self._on(
            model, f'INSERT INTO "{meta.db_table}" ({names}) SELECT {", ".join(taken)} FROM "{meta.db_table}" '
            f'WHERE "{key}" = %s', to, number,
        )  # fmt: skip


def _other(field: Field[Any, Any]) -> str:
    return f"\"{field.column}\" + 100" if "Integer" in field.get_internal_type() or field.is_relation else (
        f"\"{field.column}\" || 'x'"
    )  # fmt: skip
