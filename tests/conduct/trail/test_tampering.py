"""Any one thing done to protected rows behind the application's back is found; what it does itself is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.conduct.people.models import Site
from bedside.conduct.study.models import Setting, Status
from bedside.conduct.trail import anchor, triggers
from bedside.conduct.trail.models import Event, Redaction
from bedside.conduct.trail.verifying import verify
from tests.conduct.trail import studies, writing
from tests.conduct.trail.tampering import tampering

TOGETHER = 8
"""Triggers replaced at once, each of which is named then, and no other."""


@pytest.fixture(scope="module", autouse=True)
def filled(django_db_blocker: Any) -> Iterator[None]:
    """One study for all: each tampering is undone."""
    with django_db_blocker.unblock(), studies.opened():
        writing.fill()
        yield


def found() -> list[str]:
    """What verify says."""
    return [str(each) for each in verify()]


def all_rows() -> list[tuple[type[Model], int]]:
    """Every protected row: its model and number."""
    return [
        (model, key) for model in triggers.protected() for key in model._default_manager.values_list("pk", flat=True)
    ]


def rows(data: st.DataObject) -> tuple[type[Model], int]:
    """One of them."""
    return data.draw(st.sampled_from(all_rows()))


def test_nothing_is_found_when_nothing_was_done() -> None:
    assert found() == []
    assert len(all_rows()) > 25


@pytest.mark.proves("inspection tampering-found")
@settings(max_examples=3 * settings.default.max_examples)
@given(st.data())
def test_any_change_of_any_cell_is_found(data: st.DataObject) -> None:
    model, number = rows(data)
    field = data.draw(st.sampled_from(model._meta.concrete_fields))
    before = model._default_manager.filter(pk=number).values_list(field.attname, flat=True).get()
    other = 424242 if isinstance(before, int) or "Integer" in field.get_internal_type() else f"{before or ''}x"[-20:]
    changed = data.draw(st.sampled_from([other, None] if before is not None and field.null else [other]))
    with tampering() as tamper:
        tamper.change(model, number, field.column, changed)
        tamper.done()
        assert found(), f"{model.__name__} {number}: {field.column} {before!r} -> {changed!r}"


@pytest.mark.proves("inspection tampering-found")
@given(st.data())
def test_any_removal_is_found(data: st.DataObject) -> None:
    model, number = rows(data)
    with tampering() as tamper:
        tamper.remove(model, number)
        tamper.done()
        assert found()


@pytest.mark.proves("inspection tampering-found")
@given(st.data())
def test_any_insertion_is_found(data: st.DataObject) -> None:
    model, number = rows(data)
    to = data.draw(st.sampled_from([0, -1, Event.objects.count() + 1, 4242, *_free(model)]))
    with tampering() as tamper:
        tamper.copy(model, number, to)
        tamper.done()
        assert found()


def _free(model: type[Model]) -> list[int]:
    """Numbers of events that left no row in this table: a row there would claim them."""
    return (
        [] if model is Event else list(Event.objects.exclude(kept_in=model._meta.db_table).values_list("pk", flat=True))
    )


@pytest.mark.proves("inspection tampering-found")
@given(st.data())
def test_any_two_rows_that_change_places_are_found(data: st.DataObject) -> None:
    model, one = rows(data)
    others = [key for each, key in all_rows() if each is model and key != one]
    if others:
        with tampering() as tamper:
            tamper.swap(model, one, data.draw(st.sampled_from(others)))
            tamper.done()
            assert found()


@pytest.mark.proves("inspection tampering-found")
@settings(max_examples=settings.default.max_examples // 2)
@given(st.data())
def test_a_trail_cut_off_anywhere_is_found(data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, Event.objects.count() - 1))
    with tampering() as tamper:
        for model, number in all_rows():
            if number > kept:
                tamper.remove(model, number)
        tamper.done()
        assert found()


def test_an_emptied_trail_is_found() -> None:
    with tampering() as tamper:
        for model, number in all_rows():
            tamper.remove(model, number)
        tamper.done()
        assert any("cut off" in each for each in found())


@pytest.mark.proves("inspection tampering-found", "inspection redaction")
def test_redaction_by_hand_is_found_even_with_a_forged_leave() -> None:
    number = Event.objects.filter(reason="he left").get().pk
    with tampering() as tamper:
        tamper.change(Event, number, "reason", None)
        tamper.change(Event, number, "reason_salt", None)
        tamper.done()
        assert any("emptied without a redaction" in each for each in found())
        names = ", ".join(f'"{field.column}"' for field in Redaction._meta.concrete_fields)
        tamper.run(f"INSERT INTO trail_redaction ({names}) VALUES (3, 'trail_event', {number}, 'reason')")
        assert any("no event brought about" in each for each in found())


def test_a_redacted_text_that_is_put_back_is_found() -> None:
    """From an old backup, with its salt: it is what was written, and yet must not be there."""
    redaction = Redaction.objects.get()
    salt = "0" * 32
    with tampering() as tamper:
        tamper.change(Event, redaction.row, "reason", "told by Mrs Smith")
        tamper.change(Event, redaction.row, "reason_salt", salt)
        tamper.done()
        assert any("redacted, and is there again" in each for each in found())


@pytest.mark.proves("inspection tampering-found")
def test_rows_moved_to_another_table_are_found() -> None:
    """An event says in which table its row is, and its seal says that it says so."""
    event = Event.objects.filter(kept_in="study_setting").first()
    assert event is not None
    with tampering() as tamper:
        tamper.change(Event, event.pk, "kept_in", "study_status")
        tamper.remove(Setting, event.pk)
        tamper.run("INSERT INTO study_status (event_id, status) VALUES (%s, 'recruiting')", event.pk)
        tamper.done()
        assert found()


@pytest.mark.parametrize("column", ["kept_in", "digest"])
def test_an_event_that_no_longer_tells_of_its_row_is_found(column: str) -> None:
    event = Event.objects.filter(kept_in="study_setting").first()
    assert event is not None
    with tampering() as tamper:
        tamper.change(Event, event.pk, column, "")
        tamper.remove(Setting, event.pk)
        tamper.done()
        assert found()


@pytest.mark.proves("inspection trail-never-off")
def test_a_trigger_that_is_gone_or_does_nothing_is_found() -> None:
    names = [trigger.name for trigger in triggers.wanted()]
    for first in range(0, len(names), TOGETHER):
        some = sorted(names[first : first + TOGETHER])
        with transaction.atomic(), connection.cursor() as cursor:
            for name in some:
                _replace(cursor, name)
            assert triggers.missing() == some
            if first % (3 * TOGETHER) == 0:  # it reads the whole trail too
                assert found() == [f"the trigger {name} is missing or altered." for name in some]
            transaction.set_rollback(True)


def _replace(cursor: Any, name: str) -> None:
    """Put a harmless trigger of the same name, on the same table, in the place of one."""
    trigger = next(each for each in triggers.wanted() if each.name == name)
    if connection.vendor == "sqlite":
        cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{trigger.table}" WHEN 1 = 0 BEGIN SELECT 1; END')
    else:
        cursor.execute("CREATE OR REPLACE FUNCTION harmless() RETURNS trigger LANGUAGE plpgsql AS"
                       " $$ BEGIN RETURN NEW; END $$")  # fmt: skip
        cursor.execute(
            trigger.statement.replace("CREATE", "CREATE OR REPLACE", 1).replace(trigger.function, "harmless")
        )
        cursor.execute(f'ALTER TABLE "{trigger.table}" ENABLE ALWAYS TRIGGER "{name}"')


def test_a_foreign_trigger_is_found() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TRIGGER quiet BEFORE INSERT ON trail_event BEGIN SELECT RAISE(IGNORE); END")
        else:
            cursor.execute("CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$")
            cursor.execute("CREATE TRIGGER quiet BEFORE INSERT ON trail_event FOR EACH ROW EXECUTE FUNCTION quiet()")
        assert found() == ["there is a trigger or rule quiet that is not ours."]
        transaction.set_rollback(True)


def test_a_table_rebuilt_without_its_key_is_found() -> None:
    """So that two rows could answer for one event, the forged one first."""
    with tampering() as tamper:
        tamper.run("CREATE TABLE loose AS SELECT * FROM study_setting")
        tamper.run("INSERT INTO loose SELECT * FROM study_setting")
        tamper.run("DROP TABLE study_setting")
        tamper.run("ALTER TABLE loose RENAME TO study_setting")
        tamper.done()
        assert "the table study_setting has lost its key." in found()


def test_a_table_replaced_by_a_view_is_found() -> None:
    with tampering() as tamper:
        tamper.run("ALTER TABLE study_status RENAME TO hidden")
        tamper.run("CREATE VIEW study_status AS SELECT * FROM hidden")
        assert "the table study_status is gone." in found()


def test_an_anchor_that_is_gone_or_unreadable_is_found(folder: Any) -> None:
    writing.fill()
    noted = folder / "anchor"
    noted.unlink()
    assert found() == ["the anchor is gone: nobody can say whether the end of the trail is."]
    noted.write_text("")
    assert any("cannot be read" in each for each in found())


@pytest.mark.proves("inspection tampering-found")
def test_going_on_after_the_end_was_cut_off_does_not_hide_it(folder: Any) -> None:
    """New events under the numbers of those cut off: the anchor does not move past them."""
    writing.fill()
    noted = anchor.read(folder / "anchor")
    for model, number in all_rows():
        if number > noted[0] - 3:
            _cut(model, number)
    triggers.install()
    for visit in range(3):
        writing.save(visit)
    assert Event.objects.count() > noted[0]
    assert anchor.read(folder / "anchor") == noted
    assert f"event {noted[0]}: it is not the event that was anchored." in found()


def _cut(model: type[Model], number: int) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        at = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER IF EXISTS "keep_{table}_delete"{at}')
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(f'DELETE FROM "{table}" WHERE "{model._meta.pk.column}" = %s', [number])  # type: ignore[union-attr]
        cursor.execute("PRAGMA foreign_keys=ON" if connection.vendor == "sqlite" else "RESET session_replication_role")


def test_models_used_here_are_protected() -> None:
    assert {Event, Redaction, Setting, Status, Site} <= set(triggers.protected())


@pytest.mark.proves("inspection tampering-found")
def test_each_finding_says_where_and_what() -> None:
    """One of each kind, in the words of verify."""
    event = Event.objects.filter(kept_in="study_setting").first()
    assert event is not None
    number, unlike = event.pk, "it is not as it was written, or not where it was."
    with tampering() as tamper:
        tamper.change(Setting, number, "value", "7")
        tamper.done()
        assert found() == [f"event {number}: its row in study_setting is not as it was written."]
    with tampering() as tamper:
        tamper.remove(Setting, number)
        tamper.done()
        assert found() == [f"event {number}: its row in study_setting is gone."]
    with tampering() as tamper:
        tamper.remove(Event, number)
        tamper.remove(Setting, number)
        tamper.done()
        assert found() == [f"event {number}: it is missing.", f"event {number + 1}: {unlike}"]
    with tampering() as tamper:
        tamper.change(Event, number, "actor", "bob")
        tamper.done()
        assert found() == [f"event {number}: {unlike}"]
