"""The hash of what a cut holds: of its tables and records, not of its files, so that no format, machine or hour of day
enters it.

SHA-256 over canonical JSON, a line each: what the cut is of (study, kind, versions of the protocol, whether its people
exist), then every table in the order of names, its columns with their types, its rows in their order; then the
records that rules read, in the same way, after what they say of themselves (which variables are recorded and supplied).
The event and the moment are not in it: the same data cut twice have the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bedside.exports.canonical import QUESTIONS
from bedside.exports.tables import SQL, Said, Table
from bedside.records.canonical_manifest import read_manifest
from bedside.records.parquet import read_parquet


def content_hash(said: Said, tables: Iterable[Table], records: Iterable[Any] = ()) -> str:
    """SHA-256 (hex); `records` are the lines of the folder of records (`record_lines`)."""
    found = hashlib.sha256()
    for line in (*_lines(said, tables), *records):
        found.update(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        found.update(b"\n")
    return found.hexdigest()


def _lines(said: Said, tables: Iterable[Table]) -> Iterator[Any]:
    yield {"study": said.study, "kind": said.kind, "versions": dict(said.versions), "not_real": said.not_real}
    for each in sorted(tables, key=lambda table: table.name):
        yield {"table": each.name, "columns": [[column.name, SQL[column.type]] for column in each.columns]}
        yield from each.rows


def record_lines(folder: Path) -> Iterator[Any]:
    """What a folder of records holds, a line each. Raises UnreadableFile, WrongLayout for what is none."""
    stated = read_manifest(folder / "manifest.yaml")
    yield {"recorded": sorted(stated.recorded), "supplied": sorted(stated.supplied), "not_real": stated.not_real}
    for file in sorted(folder.glob("*.parquet")):
        names, types, rows = read_parquet(file)
        yield {"records": file.stem, "columns": [list(pair) for pair in zip(names, types, strict=True)]}
        yield from rows
    yield {"questions": (folder / QUESTIONS).read_text(encoding="utf-8")}
