"""Which software this is: its version, and a digest of every file of it, so that two installations can be compared."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

import bedside
from bedside.conduct.study.folder import SETTINGS

LEFT_OUT = frozenset({"__pycache__"})
BESIDE = frozenset({"trials", "proof", "CHANGELOG.md"})
"""What a wheel carries inside the package and a checkout beside it: content, with digests of its own."""


@dataclass(frozen=True)
class Software:
    """What runs: bedside and its digest (SHA-256), Python, Django, the database; and the digest of study.toml."""

    bedside: str
    digest: str
    python: str
    django: str
    database: str
    configuration: str


def software() -> Software:
    """What runs here."""
    stated = settings.FOLDER.path / SETTINGS
    configuration = hashlib.sha256(stated.read_bytes()).hexdigest() if stated.exists() else ""
    return Software(
        bedside.__version__, digest(), platform.python_version(), version("django"), _database(), configuration
    )


@lru_cache(maxsize=1)
def digest() -> str:
    """SHA-256 (hex) over the names and contents of the files of this package, in the order of their names.

    It is the same for a wheel and for the checkout that the wheel was made from.
    """
    root, found = Path(bedside.__file__).parent, hashlib.sha256()
    for file in sorted(root.rglob("*"), key=str):
        name = file.relative_to(root)
        if file.is_file() and not LEFT_OUT & set(file.parts) and name.parts[0] not in BESIDE:
            found.update(f"{name.as_posix()}\n".encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _database() -> str:
    connection.ensure_connection()
    number = connection.Database.sqlite_version if connection.vendor == "sqlite" else connection.pg_version
    return f"{connection.display_name} {number}"
