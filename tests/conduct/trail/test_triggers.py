"""The database itself refuses to rewrite history, after every migration too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from bedside.conduct.people.models import Site
from bedside.conduct.study.models import Setting
from bedside.conduct.trail import triggers, verifying
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.redacting import redact
from tests.conduct.trail import studies, writing

MODELS = list(triggers.protected())
POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), studies.opened():
        writing.fill()
        yield


def refused(statement: str, *values: Any) -> None:
    """The database refuses, whoever asks."""
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.proves("inspection trail-unalterable")
@pytest.mark.parametrize("model", [Event, Site, Setting])
def test_no_column_of_a_protected_row_may_change(model: type[Model]) -> None:
    for field in model._meta.concrete_fields:
        number = field.is_relation or "Integer" in field.get_internal_type()
        value = "NULL" if field.null else "17" if number else "'x'"
        refused(f'UPDATE "{model._meta.db_table}" SET "{field.column}" = {value}')


@pytest.mark.proves("inspection trail-unalterable")
@pytest.mark.parametrize("model", [Event, Site, Setting])
def test_no_protected_row_may_go(model: type[Model]) -> None:
    refused(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.proves("inspection trail-unalterable")
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", MODELS)
def test_no_protected_table_may_be_emptied(model: type[Model]) -> None:
    refused(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.skipif(not POSTGRESQL, reason="of PostgreSQL alone")
def test_sessions_that_replay_another_database_are_refused_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    refused("UPDATE trail_event SET actor = 'x'")
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")


@pytest.mark.skipif(not POSTGRESQL, reason="of PostgreSQL alone")
def test_a_temporary_table_gives_no_leave_to_redact() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE trail_redaction AS SELECT number AS row, 'trail_event' AS \"table\","
                       " 'reason' AS \"column\" FROM trail_event")  # fmt: skip
    refused("UPDATE trail_event SET reason = NULL, reason_salt = NULL WHERE reason = 'he left'")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pg_temp.trail_redaction")


@pytest.mark.proves("inspection trail-unalterable")
@pytest.mark.skipif(POSTGRESQL, reason="of SQLite alone")
@pytest.mark.parametrize(
    "replacing",
    [
        "INSERT OR REPLACE INTO study_setting (event_id, name, value) SELECT event_id, name, '9' FROM study_setting",
        "INSERT OR REPLACE INTO people_site (event_id, code, name) SELECT event_id + 100, code, 'x' FROM people_site",
        "UPDATE OR REPLACE study_setting SET event_id = event_id + 1",
    ],
)
def test_no_protected_row_may_be_replaced(replacing: str) -> None:
    refused(replacing)


@pytest.mark.proves("inspection redaction", "inspection trail-unalterable")
def test_a_text_may_be_emptied_only_with_its_redaction() -> None:
    event = Event.objects.filter(reason="he left").get()
    refused("UPDATE trail_event SET reason = NULL, reason_salt = NULL WHERE number = %s", event.pk)
    refused("UPDATE trail_event SET reason_salt = NULL WHERE number = %s", event.pk)
    with transaction.atomic():
        redact(writing.redacting("a name"), event, "reason")
        refused("UPDATE trail_event SET reason = 'another' WHERE number = %s", event.pk)
        refused("UPDATE trail_event SET reason_salt = 'another' WHERE number = %s", event.pk)
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_every_protected_table_has_its_triggers(model: type[Model]) -> None:
    names = {trigger.name for trigger in triggers.wanted() if trigger.table == model._meta.db_table}
    assert len(names) == 3
    assert not names & set(triggers.missing())


@pytest.mark.proves("ground guards-after-migration", "inspection trail-never-off")
def test_altering_a_table_is_seen_at_start_up_and_mended_by_migrating(folder: Path) -> None:
    """On SQLite, Django alters a table by making it anew, and its triggers are gone with the old one."""
    field = Setting._meta.get_field("value")
    wider = field.clone()
    wider.set_attributes_from_name("value")
    wider.model, wider.max_length = Setting, 900
    with connection.schema_editor() as editor:
        editor.alter_field(Setting, field, wider)
    if not POSTGRESQL:
        lost = [f"keep_study_setting_{what}" for what in ("delete", "insert", "update")]
        assert triggers.missing() == lost
        assert list(verifying.at_a_glance()) == [f"the trigger {name} is missing or altered." for name in lost]
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    assert list(verifying.at_a_glance()) == []
