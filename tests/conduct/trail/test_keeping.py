"""One event for each row, whole or not at all, in one order, whoever writes and however it ends."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction
from hypothesis import settings as pace
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bedside.conduct.people.models import Site
from bedside.conduct.study.models import Setting
from bedside.conduct.trail import anchor, keeping
from bedside.conduct.trail.keeping import Act, keep, note
from bedside.conduct.trail.models import Event, Redaction
from bedside.conduct.trail.redacting import redact
from bedside.conduct.trail.verifying import verify
from bedside.errors import UsageError
from bedside.values.moment import HOUR, Moment, now
from tests.conduct.trail import studies, writing
from tests.conduct.trail.writing import BY


class Undone(Exception):
    """What a savepoint is rolled back with."""


class Trail(RuleBasedStateMachine):
    """Anything the application may do, in any order, with crashes in between: the trail stays whole."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.folder = self.open.enter_context(studies.opened())
        self.kept = 0

    def teardown(self) -> None:
        self.open.close()

    @rule(value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
    def keep_a_row(self, value: str) -> None:
        keep(Act(BY, "set", place=value, reason=value, detail={"é": value}), Setting(name="n", value=value))
        self.kept += 1

    @rule()
    def note_an_event(self) -> None:
        note(Act(BY, "log in"))
        self.kept += 1

    @rule(items=st.integers(1, 4))
    def save_a_visit(self, items: int) -> None:
        writing.save(1, items)
        self.kept += items

    @rule(before=st.integers(0, 2), within=st.integers(1, 2), after=st.integers(0, 2))
    def roll_a_savepoint_back(self, before: int, within: int, after: int) -> None:
        with transaction.atomic():
            for _ in range(before):
                note(Act(BY, "before"))
            with pytest.raises(Undone), transaction.atomic():
                for _ in range(within):
                    keep(Act(BY, "undone"), Setting(name="n", value="undone"))
                raise Undone
            for _ in range(after):
                note(Act(BY, "after"))
        self.kept += before + after

    @rule()
    def fail_in_the_middle_of_keeping(self) -> None:
        """The row is refused after its event was written: neither is there, and the rest of the transaction goes on."""
        with transaction.atomic():
            keep(Act(BY, "open site"), Site(code=f"{self.kept}", name="x"))
            with pytest.raises(IntegrityError):
                keep(Act(BY, "open site"), Site(code=f"{self.kept}", name="x"))
            note(Act(BY, "after"))
        self.kept += 2

    @rule()
    def roll_everything_back(self) -> None:
        with pytest.raises(Undone), transaction.atomic():
            writing.save(2)
            raise Undone

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def redact_a_reason(self, data: st.DataObject) -> None:
        event = Event.objects.get(pk=data.draw(st.integers(1, self.kept)))
        if event.reason is not None:
            redact(writing.redacting("a name"), event, "reason")
            self.kept += 1

    @rule()
    def crash_before_the_anchor(self) -> None:
        """What was committed and never acknowledged: the anchor lags, and catches up."""
        noted = (self.folder / "anchor").read_bytes() if (self.folder / "anchor").exists() else None
        writing.save(3, 1)
        self.kept += 1
        if noted:
            (self.folder / "anchor").write_bytes(noted)

    @invariant()
    def the_trail_is_whole(self) -> None:
        assert [str(each) for each in verify()] == []
        assert list(Event.objects.order_by("number").values_list("number", flat=True)) == [*range(1, self.kept + 1)]
        assert not Setting.objects.filter(value="undone").exists()


@pytest.mark.proves("ground one-event-a-change")
@pytest.mark.slow
def test_any_course_of_things(django_db_blocker: Any) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    with django_db_blocker.unblock():
        run_state_machine_as_test(
            Trail, settings=pace(max_examples=pace.default.max_examples // 2, stateful_step_count=12)
        )


@pytest.mark.proves("ground one-event-a-change")
def test_writers_at_once_make_one_chain(folder: Path) -> None:
    """The anchor ends at the last event, whoever wrote it."""
    refusals: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for _ in range(10):
                writing.save(writer, 3)
        except Exception as error:  # a thread's error is nobody's otherwise
            refusals.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert Event.objects.count() == 120
    assert [str(each) for each in verify()] == []
    assert anchor.read(folder / "anchor") == keeping.end()


def test_the_clock_may_go_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trail keeps what the clock said; its order is that of the numbers."""
    note(Act(BY, "now"))
    earlier = Moment(int(now()) - HOUR)
    monkeypatch.setattr(keeping, "now", lambda: earlier)
    note(Act(BY, "later"))
    assert [event.action for event in Event.objects.order_by("number")] == ["now", "later"]
    assert list(verify()) == []


def test_a_lost_key_is_not_replaced(folder: Path) -> None:
    note(Act(BY, "log in"))
    (folder / "secrets" / "trail").unlink()
    with pytest.raises(UsageError, match="key of the trail is lost"):
        note(Act(BY, "log in"))
    assert not (folder / "secrets" / "trail").exists()


def test_half_a_key_is_no_key(folder: Path) -> None:
    """As another process would find it while it is being written."""
    (folder / "secrets").mkdir()
    (folder / "secrets" / "trail").write_text("")
    with pytest.raises(UsageError, match="256 bits"):
        note(Act(BY, "log in"))
    assert Event.objects.count() == 0


def test_another_key_does_not_verify(folder: Path) -> None:
    note(Act(BY, "log in"))
    (folder / "secrets" / "trail").write_text("ab" * 32)
    assert [str(each) for each in verify()] == ["event 1: it is not as it was written, or not where it was."]


@pytest.mark.parametrize("value", ["x" * 201, "a\0b"])
def test_what_one_database_would_refuse_both_refuse(folder: Path, value: str) -> None:
    with pytest.raises(UsageError, match="value"):
        keep(Act(BY, "set"), Setting(name="n", value=value))
    assert Event.objects.count() == 0


def test_a_row_is_sealed_as_it_is_read_back(folder: Path) -> None:
    """A number typed as text, or an enumeration, is what the column makes of it."""
    keep(Act(BY, "open site"), Site(code="01", name="x", target="42"))
    assert list(verify()) == []


def test_an_anchor_that_cannot_be_written_does_not_unsay_what_is_committed(folder: Path) -> None:
    note(Act(BY, "log in"))
    (folder / "anchor").unlink()
    (folder / "anchor").mkdir()
    note(Act(BY, "log in"))
    assert Event.objects.count() == 2


@pytest.mark.proves("inspection redaction")
@pytest.mark.parametrize(("reason", "column"), [(" ", "reason"), ("a name", "actor"), ("a name", "seal")])
def test_what_may_not_be_redacted(folder: Path, reason: str, column: str) -> None:
    event = note(Act(BY, "log in", reason="why"))
    with pytest.raises(UsageError):
        redact(writing.redacting(reason), event, column)
    assert not Redaction.objects.exists()


@pytest.mark.proves("inspection redaction")
def test_nothing_is_redacted_twice(folder: Path) -> None:
    """Even by somebody who looks at it as it was."""
    event = note(Act(BY, "log in", reason="why"))
    redact(writing.redacting("a name"), event, "reason")
    assert event.reason == "why"
    with pytest.raises(UsageError, match="nothing to redact"):
        redact(writing.redacting("a name"), event, "reason")
    assert list(verify()) == []


def test_the_connection_is_the_one_of_the_study(folder: Path) -> None:
    assert settings.FOLDER.path == folder
    assert str(connection.settings_dict["NAME"]).startswith("study_" if studies.POSTGRESQL else str(folder))
