"""The database's own refusal to rewrite history, on SQLite and on PostgreSQL.

Rows of the trail and kept rows are inserted, nothing else. The one exception: a text that a `Redaction` of that very
column names may go from text to null, and its salt with it. Altering a table on SQLite drops its triggers silently,
so every migration installs them again and the application does not start while one is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model

from bedside.conduct.trail.models import Event, Kept

REFUSAL = "kept rows are never changed or deleted"


def protected() -> Iterator[type[Model]]:
    """The models whose rows are written once."""
    yield Event
    yield from (model for model in apps.get_models() if issubclass(model, Kept))


def install() -> None:
    """Create every trigger that is to be there, anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for statement in (each for model in protected() for each in _statements(model)):
            cursor.execute(statement)


def missing() -> list[str]:
    """The names of triggers that should be there and are not."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(name for model in protected() for name in _names(model) if name not in there)


def _names(model: type[Model]) -> list[str]:
    does = ["update", "delete", *(["truncate"] if connection.vendor == "postgresql" else [])]
    return [f"keep_{model._meta.db_table}_{what}" for what in does]


def _statements(model: type[Model]) -> list[str]:
    return _sqlite(model) if connection.vendor == "sqlite" else _postgresql(model)


def _sqlite(model: type[Model]) -> list[str]:
    table, (update, delete) = model._meta.db_table, _names(model)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f'DROP TRIGGER IF EXISTS "{update}"',
        f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" WHEN NOT ({_redacted(model, "IS")}) {refuse}',
        f'DROP TRIGGER IF EXISTS "{delete}"',
        f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" {refuse}',
    ]


def _postgresql(model: type[Model]) -> list[str]:
    table, (update, delete, truncate) = model._meta.db_table, _names(model)
    refuse = "EXECUTE FUNCTION keep_refuse()"
    redacted = _redacted(model, "IS NOT DISTINCT FROM")
    function = f"keep_{table}_redacted"
    body = f"BEGIN IF {redacted} THEN RETURN NEW; END IF; RAISE EXCEPTION '{REFUSAL}'; END"
    return [
        f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$',
        f'CREATE OR REPLACE TRIGGER "{update}" BEFORE UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{function}"()',
        f'CREATE OR REPLACE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}',
        f'CREATE OR REPLACE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {refuse}',
    ]


def _redacted(model: type[Model], same: str) -> str:
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
            f"EXISTS (SELECT 1 FROM trail_redaction r WHERE r.\"table\" = '{table}'"
            f' AND r."row" = OLD."{key}" AND r."column" = \'{text}\')'
        )
        emptied = f'(NEW."{text}" IS NULL AND NEW."{text}_salt" IS NULL AND {leave})'
        alike.append(f"({unchanged} OR {emptied})")
    return " AND ".join(alike)


_REFUSE = f"""
CREATE OR REPLACE FUNCTION keep_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
