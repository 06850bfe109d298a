"""Studies to tamper with: each a fresh copy of a template database that was migrated once, in a folder of its own.

No trigger is ever switched off to clean up: what was written is thrown away with its copy.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bedside.conduct.study.folder import Folder
from bedside.conduct.trail.keeping import Actor

BY = Actor("anna", "investigator", "CHU", "screens")
POSTGRESQL = "BEDSIDE_DATABASE" in os.environ
DATABASE = "database"
"""The file that names the database of a kept study."""
_numbers = itertools.count()


@contextmanager
def opened(kept: Path | None = None) -> Iterator[Path]:
    """A new study in an empty folder, or a copy of a `kept` one, at which settings and connection point meanwhile."""
    template = (kept / DATABASE).read_text() if kept else _template()
    with tempfile.TemporaryDirectory(prefix="bedside-trail-") as folder, override_settings(FOLDER=Folder(Path(folder))):
        if kept:
            shutil.copytree(kept / "study", folder, dirs_exist_ok=True)
        name = _copy(template, Path(folder))
        with at(name):
            yield Path(folder)
        if POSTGRESQL:
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def keep(place: Path) -> None:
    """Keep the study that is open as it is now, in a folder, to open copies of it: also from other processes."""
    connection.close()  # so that the file is whole, and PostgreSQL copies
    shutil.copytree(settings.FOLDER.path, place / "study")
    name = str(place / "study" / "study.sqlite3")
    if POSTGRESQL:
        name = f"kept_{os.getpid()}_{next(_numbers)}"
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    (place / DATABASE).write_text(name)


def address(name: str) -> str:
    """The address of another PostgreSQL database beside the one of the settings."""
    return urlunsplit(urlsplit(os.environ["BEDSIDE_DATABASE"])._replace(path=f"/{name}"))


def empty() -> str:
    """The name of a new and empty database; on SQLite, nothing."""
    if not POSTGRESQL:
        return ""
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    _administer(f'CREATE DATABASE "{name}"')
    return name


def command(name: str, arguments: Namespace) -> tuple[int, str]:
    """What a command of `bedside.commands.keeping` ends with and prints, in a process of its own."""
    code = (
        "import sys; from argparse import Namespace; from bedside.commands import keeping; "
        "from bedside.errors import BedsideError\n"
        f"try: sys.exit(keeping.{name}({arguments!r}))\n"
        "except BedsideError as error: print(error); sys.exit(error.exit_code)"
    )
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=around)
    return done.returncode, done.stdout + done.stderr


@contextmanager
def at(name: str) -> Iterator[None]:
    """The connection points at another database meanwhile."""
    before, open_now = connection.settings_dict["NAME"], connection.connection
    connection.connection = None  # not closed: a database in memory lives only as long as it is open
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = before, open_now


@lru_cache(maxsize=1)
def _template() -> str:
    if POSTGRESQL:
        name = f"template_{os.getpid()}"
        _administer(f'CREATE DATABASE "{name}"')
    else:
        name = f"{tempfile.mkdtemp(prefix='bedside-template-')}/study.sqlite3"
    with at(name):
        call_command("migrate", verbosity=0)
        if not POSTGRESQL:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return name


def _copy(template: str, folder: Path) -> str:
    if POSTGRESQL:
        name = f"study_{os.getpid()}_{next(_numbers)}"
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name
    copy = folder / "study.sqlite3"
    return str(copy if copy.exists() else shutil.copyfile(template, copy))


def _administer(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["BEDSIDE_DATABASE"], autocommit=True) as database:
        database.execute(statement)
