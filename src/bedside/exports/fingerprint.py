"""The hash of what a cut holds: of its tables, not of its files, so that no format, machine or hour of day enters it.

SHA-256 over canonical JSON, a line each: what the cut is of (study, kind, versions of the protocol, whether its people
exist), then every table in the order of names, its columns with their types, its rows in their order. The event and
the moment are not in it: the same data cut twice have the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from bedside.exports.tables import SQL, Said, Table


def content_hash(said: Said, tables: Iterable[Table]) -> str:
    """SHA-256 (hex)."""
    found = hashlib.sha256()
    for line in _lines(said, tables):
        found.update(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        found.update(b"\n")
    return found.hexdigest()


def _lines(said: Said, tables: Iterable[Table]) -> Iterator[Any]:
    yield {"study": said.study, "kind": said.kind, "versions": dict(said.versions), "not_real": said.not_real}
    for each in sorted(tables, key=lambda table: table.name):
        yield {"table": each.name, "columns": [[column.name, SQL[column.type]] for column in each.columns]}
        yield from each.rows
