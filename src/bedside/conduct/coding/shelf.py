"""Where the dictionaries of a study stand: `dictionaries/KIND-VERSION/` in its folder, apart from the database.

They are read once a process and kept in memory. What is read is what was added: another digest is refused.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from bedside.conduct.coding import ctcae, meddra, whodrug
from bedside.conduct.coding.books import Book, Kind, Term
from bedside.conduct.coding.models import Dictionary
from bedside.errors import UsageError

READ: Mapping[Kind, Callable[[Path], list[Term]]] = {
    Kind.MEDDRA: meddra.read, Kind.WHODRUG: whodrug.read, Kind.CTCAE: ctcae.read,
}  # fmt: skip


def files(kind: Kind, folder: Path) -> Sequence[str]:
    """The files of a dictionary that is in a folder."""
    if kind is Kind.CTCAE:
        return (ctcae.file_in(folder).name,)
    return meddra.FILES if kind is Kind.MEDDRA else (whodrug.FILE,)


def place(kind: Kind, version: str) -> Path:
    """The folder of a version."""
    return settings.FOLDER.path / "dictionaries" / f"{kind.value}-{version}"


def digest(kind: Kind, folder: Path) -> str:
    """SHA-256 (hex) over the names and contents of the files of a dictionary."""
    found = hashlib.sha256()
    for name in files(kind, folder):
        content = (folder / name).read_bytes()
        found.update(f"{name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def put(kind: Kind, version: str, folder: Path) -> None:
    """Copy the files of a dictionary to their place."""
    there = place(kind, version)
    there.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in files(kind, folder):
        shutil.copyfile(folder / name, there / name)


def in_use(kind: Kind) -> Dictionary | None:
    """The version by which a study codes now; None before the first."""
    return Dictionary.objects.filter(kind=kind.value).order_by("-pk").first()


def book(held: Dictionary) -> Book:
    """A dictionary as it is searched. Raises UsageError where its files are not there, or not those that were added."""
    return _book(Kind(held.kind), held.version, held.digest)


def _there(kind: Kind, folder: Path) -> bool:
    if kind is Kind.CTCAE:
        return any((folder / name).is_file() for name in ctcae.FILES)
    return all((folder / name).is_file() for name in files(kind, folder))


def of_version(kind: Kind, version: str) -> Dictionary | None:
    """One version that was added; None where it was not."""
    return Dictionary.objects.filter(kind=kind.value, version=version).first()


@lru_cache(maxsize=4)
def _book(kind: Kind, version: str, expected: str) -> Book:
    folder = place(kind, version)
    todo = "Add it again: bedside study add-dictionary."
    if not _there(kind, folder):
        raise UsageError(f"the files of {kind.value} {version} are not here.", str(folder), todo)
    if digest(kind, folder) != expected:
        raise UsageError(f"the files of {kind.value} {version} are not those that were added.", str(folder), todo)
    return Book.of(READ[kind](folder))
