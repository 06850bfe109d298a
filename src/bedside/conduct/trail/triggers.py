"""The database's own refusal to rewrite history, on SQLite and on PostgreSQL.

Rows of the trail and kept rows are inserted, nothing else. The one exception: a text that a `Redaction` of that very
column names may go from text to null, and its salt with it. Altering a table on SQLite drops its triggers silently,
so every migration installs them again and the application does not start while one is missing or not as it should be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Model, UniqueConstraint

from bedside.conduct.trail.models import Event, Kept

REFUSAL = "kept rows are never changed or deleted"
REFUSE = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "


@dataclass(frozen=True)
class Trigger:
    """One trigger as it should stand in the database; on PostgreSQL, with the body of its function."""

    name: str
    table: str
    statement: str
    function: str = ""
    body: str = ""


def protected() -> Iterator[type[Model]]:
    """The models whose rows are written once."""
    yield Event
    yield from (model for model in apps.get_models() if issubclass(model, Kept) and not model._meta.proxy)


def install(only: Collection[str] | None = None) -> None:
    """Create every trigger that is to be there, anew (or those of some tables); those of a table that no migration has
    made yet wait for it."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for trigger in wanted():
            if only is not None and trigger.table not in only:
                continue
            for statement in _installing(trigger) if trigger.table in tables else ():
                cursor.execute(statement)


def missing() -> list[str]:
    """The names of triggers that should be there and are not, or are not what they should be."""
    there = _there()
    return sorted(trigger.name for trigger in wanted() if trigger not in there)


def strange() -> list[str]:
    """The names of triggers and rules upon protected tables that nobody here put there."""
    tables, ours = {trigger.table for trigger in wanted()}, {(trigger.name, trigger.table) for trigger in wanted()}
    found = [each.name for each in _there() if each.table in tables and (each.name, each.table) not in ours]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rulename, tablename FROM pg_rules")
            found += [rule for rule, table in cursor.fetchall() if table in tables]
    return sorted(found)


def wanted() -> list[Trigger]:
    """Every trigger that should be there."""
    if connection.vendor == "sqlite":
        return [trigger for model in protected() for trigger in _sqlite(model)]
    schema = _schema()
    return [trigger for model in protected() for trigger in _postgresql(model, schema)]


def _installing(trigger: Trigger) -> Iterator[str]:
    yield f'DROP TRIGGER IF EXISTS "{trigger.name}"' + (f' ON "{trigger.table}"' if trigger.body else "")
    if trigger.body:
        yield (
            f"CREATE OR REPLACE FUNCTION {trigger.function}() RETURNS trigger LANGUAGE plpgsql AS $${trigger.body}$$"
        )
    yield trigger.statement
    if trigger.body:  # also in sessions that replay another database's changes, where triggers sleep otherwise
        yield f'ALTER TABLE "{trigger.table}" ENABLE ALWAYS TRIGGER "{trigger.name}"'


def _there() -> list[Trigger]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(_READ)
        return [Trigger(*row) for row in cursor.fetchall()]


_READ = """
SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true), p.proname,
CASE WHEN t.tgenabled = 'A' AND l.lanname = 'plpgsql' AND p.proconfig IS NULL AND p.pronamespace = c.relnamespace
THEN p.prosrc ELSE '' END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
"""No body where a trigger sleeps, or its function is not of the kind that it should be."""


def _sqlite(model: type[Model]) -> list[Trigger]:
    """INSERT too: an INSERT OR REPLACE deletes the row in its way without asking the trigger that refuses DELETE."""
    table = model._meta.db_table
    when = {
        "update": f" WHEN NOT ({_redacted(model, 'IS', 'trail_redaction')})",
        "delete": "",
        "insert": f" WHEN {_in_the_way(model)}",
    }
    made = []
    for what, condition in when.items():
        name = f"keep_{table}_{what}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        statement = f'CREATE TRIGGER "{name}" BEFORE {what.upper()} ON "{table}"{condition} {refuse}'
        made.append(Trigger(name, table, statement))
    return made


def _in_the_way(model: type[Model]) -> str:
    """When a row is there already that a new one would replace: one alike in a key, or in columns that are unique."""
    meta = model._meta
    unique = [(each.column,) for each in meta.concrete_fields if each.unique]
    groups = [*meta.unique_together, *(each.fields for each in meta.constraints if isinstance(each, UniqueConstraint))]
    unique += [tuple(meta.get_field(name).column for name in group) for group in groups]  # type: ignore[union-attr]
    alike = (" AND ".join(f'"{name}" = NEW."{name}"' for name in group) for group in unique)
    return " OR ".join(f'EXISTS (SELECT 1 FROM "{meta.db_table}" WHERE {each})' for each in alike)


def _postgresql(model: type[Model], schema: str) -> list[Trigger]:
    table = model._meta.db_table
    redacted = _redacted(model, "IS NOT DISTINCT FROM", f"{schema}.trail_redaction")
    own = f" BEGIN IF {redacted} THEN RETURN NEW; END IF; RAISE EXCEPTION '{REFUSAL}'; END "
    return [
        _on(table, "update", "ROW", f"keep_{table}_redacted", own),
        _on(table, "delete", "ROW", "keep_refuse", REFUSE),
        _on(table, "truncate", "STATEMENT", "keep_refuse", REFUSE),
    ]


def _on(table: str, what: str, each: str, function: str, body: str) -> Trigger:
    name = f"keep_{table}_{what}"
    does = f"BEFORE {what.upper()} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
    return Trigger(name, table, f"CREATE TRIGGER {name} {does}", function, body)


def _schema() -> str:
    """Where our tables are: named, so that no temporary table of the same name can give leave to redact."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _redacted(model: type[Model], same: str, redactions: str) -> str:
    """When an update is a redaction: some texts emptied, each with its leave, the rest as it was."""
    texts: tuple[str, ...] = getattr(model, "redactable", ())
    if not texts:
        return "1 = 0"
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    free = {name for text in texts for name in (text, f"{text}_salt")}
    columns = [field.column for field in model._meta.concrete_fields]
    alike = [f'NEW."{name}" {same} OLD."{name}"' for name in columns if name not in free]
    for text in texts:
        unchanged = f'(NEW."{text}" {same} OLD."{text}" AND NEW."{text}_salt" {same} OLD."{text}_salt")'
        leave = (
            f"EXISTS (SELECT 1 FROM {redactions} r WHERE r.\"table\" = '{table}'"
            f' AND r."row" = OLD."{key}" AND r."column" = \'{text}\')'
        )
        emptied = f'(NEW."{text}" IS NULL AND NEW."{text}_salt" IS NULL AND {leave})'
        alike.append(f"({unchanged} OR {emptied})")
    return " AND ".join(alike)
