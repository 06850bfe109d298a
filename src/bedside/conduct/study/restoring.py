"""A study back from its backup, checked file by file before anything is put in place.

`unpack` works without Django, which reads its settings off the folder that is being made; `load` after it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from bedside.errors import UnreadableFile, UsageError

MANIFEST, SECRETS, FORMAT = "manifest.json", "secrets", 1
NAMES = re.compile(
    r"(study\.toml|anchor|study\.sqlite3|tables/[a-z0-9_]+|secrets/[a-z0-9_.-]+|cuts/[A-Za-z0-9_-]+\.zip)"
)
"""What may be in a backup: no path leads out of the folder."""


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Put a backup's files into a folder; returns its manifest.

    Raises UsageError for a folder that holds anything but the study's `secrets`, UnreadableFile for a file that is no
    backup, or not as it was written: then the folder is left as it was.
    """
    if folder.exists() and any(each.name != SECRETS for each in folder.iterdir()):
        raise UsageError("this folder holds something already.", str(folder), "Choose one that does not exist yet.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.resolve().parent) as place:
        manifest = _checked(file, Path(place))
        if (folder / SECRETS).exists() and (Path(place) / SECRETS).exists():
            raise UsageError("both the folder and the backup hold secrets.", str(folder), "Choose an empty folder.")
        folder.mkdir(exist_ok=True, mode=0o700)
        for each in sorted(Path(place).iterdir()):
            shutil.move(each, folder / each.name)
    return manifest


def load(folder: Path, manifest: dict[str, Any]) -> None:
    """Fill the database, where the backup is of PostgreSQL; see that it is one that this bedside can serve.

    Raises UsageError when the settings name another kind of database than the backup's, or one that is not empty, or
    its migrations are not those of this version.
    """
    from django.core.management import call_command
    from django.db import connection

    from bedside.conduct.study import backup

    if connection.vendor != manifest["database"]:
        what = f"the backup is of {manifest['database']}, the settings name {connection.vendor}."
        raise UsageError(what, str(folder), "Correct [database] in study.toml, or BEDSIDE_DATABASE.")
    if connection.vendor == "postgresql":
        if connection.introspection.table_names():
            raise UsageError("the database is not empty.", "[database] url", "Create a new one.")
        call_command("migrate", verbosity=0, interactive=False)
    if backup.migrations() != manifest["migrations"]:
        made = f"the backup was made by bedside {manifest['bedside']}, whose database is another."
        raise UsageError(made, str(folder), "Restore it with that version, then bring it up to date.")
    if connection.vendor == "postgresql":
        _fill(folder / backup.TABLES, manifest["columns"])
        shutil.rmtree(folder / backup.TABLES)


def _checked(file: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            content = tar.extractfile(first) if first and first.name == MANIFEST else None
            manifest = json.load(content) if content else {}
            if manifest.get("format") != FORMAT:
                raise UnreadableFile("this is no backup that this version can read.", str(file), "Choose another file.")
            found = {member.name: _take(tar, member, place) for member in tar if member is not first}
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise UnreadableFile(f"this backup cannot be read ({error}).", str(file), "Choose another file.") from error
    wrong = sorted(set(found.items()) ^ set(manifest["files"].items()))
    if wrong:
        raise UnreadableFile(f"{wrong[0][0]} is not as it was backed up.", str(file), "Choose another backup.")
    return dict(manifest)


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> str:
    """Put one file down; returns its SHA-256."""
    if not NAMES.fullmatch(member.name):
        raise ValueError(f"{member.name} does not belong into a backup")
    target, content, found = place / member.name, tar.extractfile(member), hashlib.sha256()
    if content is None:
        raise ValueError(f"{member.name} is no file")
    target.parent.mkdir(exist_ok=True, mode=0o700)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as held:
        while block := content.read(1 << 20):
            found.update(block)
            held.write(block)
        held.flush()
        os.fsync(held.fileno())
    return found.hexdigest()


def _fill(tables: Path, columns: dict[str, list[str]]) -> None:
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection, transaction

    models = apps.get_models(include_auto_created=True)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in columns:  # what migrating filled; protected tables are empty, and their triggers ask nobody
            cursor.execute(f'DELETE FROM "{table}"')
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"' for name in names)
            with open(tables / table, "rb") as held, cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as rows:
                while block := held.read(1 << 20):
                    rows.write(block)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
