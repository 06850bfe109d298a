"""Whether a cut is as it was taken: every file that its manifest names, no other, and the hash of what they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bedside.errors import UnreadableFile, WrongLayout, cause
from bedside.exports.fingerprint import content_hash, record_lines
from bedside.exports.tables import Column, Said, Table, Type
from bedside.exports.writing import FORMAT, MANIFEST, RECORDS, digest, files_of
from bedside.records.parquet import read_parquet
from bedside.values.wording import Text

_SAID = ("study", "kind", "event", "at", "software", "not_real", "versions", "counts")
FORMER = ("bedside-cut/1",)
NAMES = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*")
"""What a manifest may name: no path leads out of the folder."""


def verify(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The manifest of a cut, and what is wrong with it, a sentence each; none when nothing is.

    Raises UnreadableFile where there is no manifest or it cannot be read, WrongLayout for one of another format.
    """
    manifest, wrong, _ = read_verified(folder)
    return manifest, wrong


def read_verified(folder: Path) -> tuple[dict[str, Any], list[str], list[Table]]:
    """The same with the tables, read once; none of a cut of which a file is not as it was."""
    manifest = read_manifest(folder)
    if wrong := list(_files(folder, manifest["files"])):
        return manifest, wrong, []
    tables = [_table(file) for file in sorted((folder / "parquet").glob("*.parquet"))]
    return manifest, list(_content(manifest, tables, folder / RECORDS)), tables


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a cut says of itself. Raises as `verify` does."""
    file = folder / MANIFEST
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told = cause(error) if isinstance(error, OSError) else "it is no JSON"
        what = f"the manifest cannot be read ({told})."
        raise UnreadableFile(what, str(file), "Name the folder of a cut.") from error
    if isinstance(held, dict) and held.get("format") in FORMER:
        what = f"this cut is of the former format {held['format']}, whose hash is of the tables and not of the records."
        raise WrongLayout(what, str(file), "Take the cut anew.")
    if not isinstance(held, dict) or held.get("format") != FORMAT or not set(_SAID) <= set(held):
        raise WrongLayout("this is no manifest of a cut.", str(file), "Name the folder of a cut.")
    files = held.get("files")
    if not isinstance(files, dict) or not all(NAMES.fullmatch(name) for name in files):
        raise WrongLayout("the manifest names files outside the cut.", str(file), "Fetch the cut again.")
    return held


def _files(folder: Path, stated: Mapping[str, str]) -> Iterator[str]:
    there = {file.relative_to(folder).as_posix(): file for file in files_of(folder) if file != folder / MANIFEST}
    for name in sorted({*stated, *there}):
        if name not in there:
            yield f"{name} is missing."
        elif name not in stated:
            yield f"{name} was added: the cut has no such file."
        elif digest(there[name]) != stated[name]:
            yield f"{name} was altered: it is not as it was written."


def _content(manifest: Mapping[str, Any], tables: list[Table], records: Path) -> Iterator[str]:
    said = Said(**{name: manifest[name] for name in _SAID})
    if content_hash(said, tables, record_lines(records)) != manifest["hash"]:
        yield f"{MANIFEST} was altered: the hash that it states is not that of the tables and records."


def _table(file: Path) -> Table:
    names, types, rows = read_parquet(file)
    kinds = {"BIGINT": Type.WHOLE, "DOUBLE": Type.NUMBER}
    nothing = Text("", "")
    columns = (Column(name, kinds.get(kind, Type.TEXT), nothing) for name, kind in zip(names, types, strict=True))
    return Table(file.stem, nothing, tuple(columns), tuple(rows))
