"""A copy while the study is in use, and the study back from it, to the byte."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings

from bedside.conduct.study import backup as backups
from bedside.conduct.study import restoring
from bedside.conduct.study.folder import Folder
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reading import lines
from bedside.conduct.trail.verifying import verify
from bedside.errors import UnreadableFile, UsageError
from tests.conduct.trail import studies, writing
from tests.conduct.trail.writing import BY


@contextmanager
def restored(file: Path, folder: Path) -> Iterator[None]:
    """The study of a backup, at which settings and connection point meanwhile."""
    manifest = restoring.unpack(file, folder)
    name = studies.empty() or str(folder / "study.sqlite3")
    with override_settings(FOLDER=Folder(folder)), studies.at(name):
        restoring.load(folder, manifest)
        yield


@pytest.mark.proves("ground backup", "inspection exports-logged")
def test_a_study_comes_back_to_the_byte(folder: Path, tmp_path: Path) -> None:
    (folder / "study.toml").write_text("demonstration = true\n")
    writing.fill()
    backups.backup(BY, tmp_path / "b.tar", with_secrets=True)
    before = list(lines())
    with restored(tmp_path / "b.tar", tmp_path / "new"):
        assert [str(each) for each in verify()] == []
        assert list(lines()) == before
        assert json.loads(before[-1])["action"] == "back up"
        writing.save(1)
        assert [str(each) for each in verify()] == []
    assert (tmp_path / "new" / "study.toml").read_text() == "demonstration = true\n"


def test_without_the_keys_unless_asked_for(folder: Path, tmp_path: Path) -> None:
    """Whoever restores brings them; without them nothing verifies, and no new key is made in silence."""
    writing.fill()
    backups.backup(BY, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as tar:
        assert not any("secrets" in name for name in tar.getnames())
        assert not any(settings.FOLDER.secret("trail").encode() in tar.extractfile(each).read() for each in tar)  # type: ignore[union-attr]
    with restored(tmp_path / "b.tar", tmp_path / "new"):
        with pytest.raises(UsageError, match="key of the trail is lost"):
            list(verify())
        (tmp_path / "new" / "secrets").mkdir()
        (tmp_path / "new" / "secrets" / "trail").write_bytes((folder / "secrets" / "trail").read_bytes())
        assert list(verify()) == []


@pytest.mark.proves("ground backup")
def test_while_others_write(folder: Path, tmp_path: Path) -> None:
    """The copy is of one moment: whole visits only, and nothing that was acknowledged before it is missing."""
    stop, refusals = threading.Event(), []

    def write() -> None:
        try:
            for visit in range(10_000):
                if stop.is_set():
                    return
                writing.save(visit, 7)
        except Exception as error:  # a thread's error is nobody's otherwise
            refusals.append(error)
        finally:
            connections.close_all()

    writing.save(-1, 7)
    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    acknowledged = Event.objects.count()
    for number in range(3):
        backups.backup(BY, tmp_path / f"{number}.tar", with_secrets=True)
    stop.set()
    for writer in writers:
        writer.join()
    assert refusals == []
    assert [str(each) for each in verify()] == []
    for number in range(3):
        with restored(tmp_path / f"{number}.tar", tmp_path / f"new{number}"):
            assert [str(each) for each in verify()] == []
            assert Event.objects.count() > acknowledged
            assert Event.objects.filter(kept_in="study_setting").count() % 7 == 0


def test_a_backup_gives_nobody_a_session(folder: Path, tmp_path: Path) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["who"] = "anna"
    session.create()
    backups.backup(BY, tmp_path / "b.tar")
    assert str(session.session_key).encode() not in (tmp_path / "b.tar").read_bytes()


@pytest.mark.skipif(studies.POSTGRESQL, reason="of SQLite alone")
def test_nothing_redacted_lingers_in_it(folder: Path, tmp_path: Path) -> None:
    writing.fill()
    backups.backup(BY, tmp_path / "b.tar")
    assert b"Mrs Smith" not in (tmp_path / "b.tar").read_bytes()


@pytest.mark.proves("inspection tampering-found")
def test_tampering_is_carried_over_and_told(folder: Path, tmp_path: Path) -> None:
    """A trail whose end was cut off does not become whole by way of a backup."""
    writing.fill()
    (folder / "anchor").write_text(f"40 {'a' * 64}\n")
    backups.backup(BY, tmp_path / "b.tar", with_secrets=True)
    with restored(tmp_path / "b.tar", tmp_path / "new"):
        assert ["cut off" in str(each) for each in verify()] == [True]


def made(folder: Path, tmp_path: Path) -> Path:
    """A backup."""
    writing.fill()
    backups.backup(BY, tmp_path / "b.tar")
    return tmp_path / "b.tar"


@pytest.mark.proves("ground backup")
def test_a_damaged_backup_is_refused_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    file = made(folder, tmp_path)
    content = file.read_bytes()
    for bad in (content.replace(b"he left", b"he lied"), content[: len(content) // 2], b"", b"not a tar"):
        file.write_bytes(bad)
        with pytest.raises(UnreadableFile):
            restoring.unpack(file, tmp_path / "new")
        assert not (tmp_path / "new").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "secrets/../../evil", "study.sqlite3-wal"])
def test_no_backup_writes_outside_its_folder(tmp_path: Path, name: str) -> None:
    manifest = json.dumps({"format": 1, "files": {name: "0"}}).encode()
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        for each, content in (("manifest.json", manifest), (name, b"x")):
            member = tarfile.TarInfo(each)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    with pytest.raises(UnreadableFile, match="does not belong"):
        restoring.unpack(tmp_path / "b.tar", tmp_path / "new")


def test_a_folder_in_use_is_refused(folder: Path, tmp_path: Path) -> None:
    file = made(folder, tmp_path)
    with pytest.raises(UsageError, match="holds something already"):
        restoring.unpack(file, folder)


def test_another_database_or_another_version_is_refused(folder: Path, tmp_path: Path) -> None:
    manifest = restoring.unpack(made(folder, tmp_path), tmp_path / "new")
    with pytest.raises(UsageError, match="the settings name"):
        restoring.load(tmp_path / "new", {**manifest, "database": "oracle"})
    if not studies.POSTGRESQL:
        with pytest.raises(UsageError, match="whose database is another"):
            restoring.load(tmp_path / "new", {**manifest, "migrations": ["trail.0002_later"]})


@pytest.mark.skipif(not studies.POSTGRESQL, reason="of PostgreSQL alone")
def test_a_database_that_is_not_empty_is_refused(folder: Path, tmp_path: Path) -> None:
    manifest = restoring.unpack(made(folder, tmp_path), tmp_path / "new")
    with pytest.raises(UsageError, match="not empty"):
        restoring.load(tmp_path / "new", manifest)


def test_a_failed_backup_leaves_the_earlier_one(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = made(folder, tmp_path)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(OSError, match="No space left"):
        backups.backup(BY, file)
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.skipif(studies.POSTGRESQL, reason="the database is another one")
def test_the_commands(folder: Path, tmp_path: Path) -> None:
    """As an operator types them, each a process of its own."""
    writing.fill()
    (folder / "study.toml").write_text("")
    new = tmp_path / "new"
    done = [
        studies.command("verify", Namespace(study=str(folder))),
        studies.command("backup", Namespace(study=str(folder), out=str(tmp_path / "b.tar"), with_secrets=True)),
        studies.command("restore", Namespace(file=str(tmp_path / "b.tar"), study=str(new))),
    ]
    assert [code for code, _ in done] == [0, 0, 0]
    assert done[0][1] == "The trail is whole: 15 events.\n"
    assert "The trail is whole: 16 events.\n" in done[2][1]
    with sqlite3.connect(new / "study.sqlite3") as database:
        for trigger in ("insert", "update", "delete"):
            database.execute(f"DROP TRIGGER keep_trail_event_{trigger}")
        database.execute("UPDATE trail_event SET actor = 'bob' WHERE number = 3")
    code, told = studies.command("verify", Namespace(study=str(new)))
    assert code == 1
    assert "event 3: it is not as it was written" in told
    assert told.endswith("The trail is not whole: 4 findings.\n")
    code, told = studies.command("verify", Namespace(study=str(tmp_path / "nowhere")))
    assert (code, told) == (2, f"{tmp_path / 'nowhere'}: there is no study here. Name the folder of one.\n")
    assert not (tmp_path / "nowhere").exists()


def test_the_connection_survives(folder: Path, tmp_path: Path) -> None:
    made(folder, tmp_path)
    assert connection.get_autocommit()
    assert not connection.in_atomic_block
