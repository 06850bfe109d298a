"""A copy of a study while it is in use: one file, whole or not there at all.

A plain tar: `manifest.json` (what is in it, with the SHA-256 of each), `study.toml`, `anchor`, the files of data cuts,
and the database as of one moment: SQLite's file, compacted, so that nothing redacted lingers in its free pages; or
PostgreSQL's tables, one file each, as COPY writes them. Log-in sessions are left out; so are the secret keys, unless
they are asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bedside import __version__
from bedside.conduct.study.folder import SETTINGS
from bedside.conduct.trail import anchor
from bedside.conduct.trail.keeping import Act, Actor, end, note
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reading import one_moment

FORMAT = 1
MANIFEST, ANCHOR, DATABASE, TABLES, SECRETS = "manifest.json", "anchor", "study.sqlite3", "tables", "secrets"
CUTS = "cuts"
"""The folder of a study where the files of its data cuts stand. Simulations are left out: what they stand on is in the
database, and gives the same files again."""
PASSING = frozenset({"django_session", "people_attempts"})
"""Tables of what passes: who is logged in, which log-ins failed. A backup gives nobody a session."""


def backup(by: Actor, out: Path, with_secrets: bool = False) -> None:
    """Write a study to one file. The backup is itself an event, and contains it."""
    note(Act(by, "back up", detail={"with_secrets": with_secrets}))
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=out.resolve().parent) as place:
        copy = Path(place)
        described = _sqlite(copy) if connection.vendor == "sqlite" else _postgresql(copy)
        _beside(copy, with_secrets)
        files = {str(each.relative_to(copy)): digest(each) for each in sorted(copy.rglob("*")) if each.is_file()}
        made = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = {"format": FORMAT, "bedside": __version__, "made": made, **described, "files": files}
        _pack(copy, out, manifest)


def digest(file: Path) -> str:
    """SHA-256 (hex) of a file."""
    with open(file, "rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def migrations() -> list[str]:
    """The migrations that the database has been through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]


def _beside(copy: Path, with_secrets: bool) -> None:
    """What stands beside the database."""
    folder = settings.FOLDER.path
    keys = sorted((folder / SECRETS).iterdir()) if with_secrets else []
    cuts = sorted((folder / CUTS).glob("*.zip"))
    for file in [folder / SETTINGS, *keys, *cuts]:
        if file.exists():
            target = copy / file.relative_to(folder)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.read_bytes())


def _sqlite(copy: Path) -> dict[str, Any]:
    noted = anchor.read(settings.FOLDER.anchor)  # before the copy is taken, which may have gone further
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy / DATABASE)])
    taken = sqlite3.connect(copy / DATABASE)
    try:
        taken.execute("PRAGMA secure_delete = ON")
        for table in PASSING & {name for (name,) in taken.execute("SELECT name FROM sqlite_master")}:
            taken.execute(f'DELETE FROM "{table}"')
        taken.commit()
        last = taken.execute("SELECT number, seal FROM trail_event ORDER BY number DESC LIMIT 1").fetchone()
        there = taken.execute("SELECT count(*) FROM trail_event WHERE number = ? AND seal = ?", noted).fetchone()[0]
    finally:
        taken.close()
    _anchor(copy, last, noted, bool(there))
    return {"database": "sqlite", "migrations": migrations()}


def _postgresql(copy: Path) -> dict[str, Any]:
    noted = anchor.read(settings.FOLDER.anchor)
    (copy / TABLES).mkdir()
    columns = {}
    with one_moment(), connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names()} - PASSING - {"django_migrations"}):
            columns[table] = [each.name for each in connection.introspection.get_table_description(cursor, table)]
            _copy_out(cursor, table, columns[table], copy / TABLES / table)
        _anchor(copy, end(), noted, Event.objects.filter(number=noted[0], seal=noted[1]).exists())
        return {"database": "postgresql", "migrations": migrations(), "columns": columns}


def _copy_out(cursor: Any, table: str, columns: list[str], file: Path) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with open(file, "wb") as held, cursor.copy(f'COPY "{table}" ({names}) TO STDOUT') as rows:
        for block in rows:
            held.write(block)


def _anchor(copy: Path, last: tuple[int, str] | None, noted: tuple[int, str], there: bool) -> None:
    """The end of the copied trail; where that is not what was anchored, the anchor that says so."""
    number, seal = last if last and (there or not noted[0]) else noted
    if number:
        anchor.write(copy / ANCHOR, number, seal)


def _pack(copy: Path, out: Path, manifest: dict[str, Any]) -> None:
    half = out.with_name(f".{out.name}.part")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as held:
            with tarfile.open(fileobj=held, mode="w") as tar:
                for name, content in _members(copy, manifest):
                    member = tarfile.TarInfo(name)
                    member.size, member.mode = content.seek(0, os.SEEK_END), 0o600
                    content.seek(0)
                    tar.addfile(member, content)
            held.flush()
            os.fsync(held.fileno())
        os.replace(half, out)
    finally:
        half.unlink(missing_ok=True)


def _members(copy: Path, manifest: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield MANIFEST, io.BytesIO(json.dumps(manifest, indent=1, sort_keys=True).encode())
    for name in manifest["files"]:
        with open(copy / name, "rb") as content:
            yield name, content
