"""A data cut as a folder, and as one file: whole, or not there at all.

csv/ parquet/     every table, its own file
tables.xlsx       every table, a sheet each
canonical/        the records that rules read (see `canonical`)
README.md         what this is, in both languages
manifest.json     what the cut is of, its hash, and the SHA-256 of every other file
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bedside.errors import UnreadableFile, UsageError, cause
from bedside.exports import formats
from bedside.exports.canonical import Charted, write_records
from bedside.exports.dictionary import described
from bedside.exports.fingerprint import content_hash, record_lines
from bedside.exports.readme import readme
from bedside.exports.tables import Said, Table

FORMAT, MANIFEST, RECORDS = "bedside-cut/2", "manifest.json", "canonical"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""What an archive says of when its files were made: the earliest that ZIP can say."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that leaves: what it is of, the tables of the data, the charts; `questions` only the trial asks."""

    said: Said
    data: tuple[Table, ...]
    people: tuple[Charted, ...] = ()
    questions: frozenset[str] = field(default=frozenset())

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the data, and the two that describe them."""
        return (*self.data, *described(self.data))

    @cached_property
    def hash(self) -> str:
        """The hash of what it holds: its records are written, for they are hashed as they are read back."""
        with tempfile.TemporaryDirectory() as place:
            self.write_records(Path(place))
            return content_hash(self.said, self.tables, record_lines(Path(place)))

    def write_records(self, folder: Path) -> None:
        """Write the records that rules read to a folder."""
        label = f"{self.said.study}, {self.said.kind} cut of event {self.said.event}"
        write_records(label, self.said.not_real, self.people, self.questions, folder)


def write_folder(snapshot: Snapshot, out: Path) -> dict[str, Any]:
    """Write a cut to a folder that is not there yet; returns its manifest.

    Raises UsageError where something stands already, UnreadableFile where nothing can be written.
    """
    if out.exists():
        raise UsageError("something stands there already.", str(out), "Choose a folder that does not exist yet.")
    with beside(out) as half:
        manifest = _write(snapshot, half)
        os.rename(half, out)
    return manifest


def write_file(snapshot: Snapshot, out: Path) -> dict[str, Any]:
    """Write a cut as one ZIP; the same cut is the same file. Raises as `write_folder` does."""
    if out.exists():
        raise UsageError("something stands there already.", str(out), "Choose a file that does not exist yet.")
    with beside(out) as half:
        manifest = _write(snapshot, half / "cut")
        pack(half / "cut", half / "cut.zip")
        os.rename(half / "cut.zip", out)
    return manifest


def pack(folder: Path, out: Path) -> None:
    """All files of a folder as one ZIP, in the order of their names, without the time of day."""
    with out.open("wb") as held:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in files_of(folder):
                member = zipfile.ZipInfo(file.relative_to(folder).as_posix(), EPOCH)
                member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                packed.writestr(member, file.read_bytes())
        held.flush()
        os.fsync(held.fileno())


def files_of(folder: Path) -> list[Path]:
    """Every file under a folder, in the order of their names."""
    return sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.as_posix())


def digest(file: Path) -> str:
    """SHA-256 (hex) of a file."""
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def _write(snapshot: Snapshot, folder: Path) -> dict[str, Any]:
    tables, said = snapshot.tables, snapshot.said
    for name, write in (("parquet", formats.parquet), ("csv", formats.comma_separated)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for each in tables:
            write(each, folder / name / f"{each.name}.{name}")
    formats.workbook(tables, folder / "tables.xlsx")
    snapshot.write_records(folder / RECORDS)
    (folder / "README.md").write_text(readme(said, tables), encoding="utf-8")
    manifest = {
        "format": FORMAT, **vars(said), "versions": dict(said.versions), "counts": dict(said.counts),
        "hash": snapshot.hash,
        "files": {file.relative_to(folder).as_posix(): digest(file) for file in files_of(folder)},
    }  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A folder beside the place where something is to stand; what is left in it when it is over goes."""
    try:
        half = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.resolve().parent))
    except OSError as error:
        where = str(out.parent)
        raise UnreadableFile(f"cannot be written ({cause(error)}).", where, "Choose a folder you may write.") from error
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)
