"""What a screening leaves for the next: the table of verdicts and its state, which belong together.

The state is one small file: a row a stay with the digest of its patient's facts, under a head that says what the
verdicts stand on (`basis`) and of which table, by its SHA-256, it is the state. The new state is written beside the
old one before the tables change places. So wherever a run is killed, the table that is there has its state: the old
one, or the one that waits in the folder of work.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.engines.headed import head_of, read_headed, write_headed
from bedside.engines.verdict_tables import write_table
from bedside.errors import UnreadableFile
from bedside.screening.basis import Basis
from bedside.values.moment import Moment, now
from bedside.values.wording import Text

TABLE, STATE, WORK = "verdicts.parquet", "screening.state", ".screening"

FIRST = Text("This is the first run in this folder.", "C’est le premier passage dans ce dossier.")
DAMAGED = Text("The state file cannot be read.", "Le fichier d’état est illisible.")
APART = Text(
    "The table of verdicts is not the one that the state file is of.",
    "La table des verdicts n’est pas celle dont le fichier d’état rend compte.",
)


@dataclass(frozen=True)
class Place:
    """The folder of a screening: what people read in it, and the folder of work inside it."""

    folder: Path

    @property
    def table(self) -> Path:
        """The verdicts, a row a stay and hour."""
        return self.folder / TABLE

    @property
    def state(self) -> Path:
        """The state of that table."""
        return self.folder / STATE

    @property
    def waiting(self) -> Path:
        """The state of a table that is about to take its place."""
        return self.folder / WORK / STATE

    @property
    def lock(self) -> Path:
        """Held by the run that is at work."""
        return self.folder / WORK / "lock"

    @property
    def batches(self) -> Path:
        """What the run at work has finished so far."""
        return self.folder / WORK / "batches"


@dataclass(frozen=True)
class Last:
    """The last run: when it was, or why nothing of it may be kept."""

    made: Moment | None
    anew: Text | None = None


def last_run(connection: Any, place: Place, basis: Basis) -> Last:
    """Look at what the last run left, and make the table `kept_stays` of its state (empty where nothing may be kept).

    Raises UsageError where the folder is another trial's or a later bedside's.
    """
    stay, patient = basis.ids
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kept_stays (stay_id {stay}, patient_id {patient}, first UBIGINT,"
                       " second UBIGINT)")  # fmt: skip
    found = _paired(connection, place, basis)
    if isinstance(found, Text):
        return Last(None, found)
    try:
        read_headed(connection, place.state, "kept_stays")
    except UnreadableFile:
        return Last(None, DAMAGED)
    return Last(Moment(int(found.get("made_us", 0))))


def leave(connection: Any, place: Place, basis: Basis) -> None:
    """Write the table `verdicts` and its state (from `digests`), and let both take the place of the last ones."""
    fresh = write_table(connection, "verdicts", place.folder / WORK / TABLE, basis.columns)
    stays = """SELECT stay_id, patient_id, first, second FROM (SELECT DISTINCT stay_id, patient_id FROM verdicts)
        JOIN digests USING (patient_id) ORDER BY stay_id"""
    write_headed(connection, stays, place.waiting, {**basis.head, "table": _digest(fresh), "made_us": now()})
    os.replace(fresh, place.table)
    os.replace(place.waiting, place.state)
    shutil.rmtree(place.batches, ignore_errors=True)


def _paired(connection: Any, place: Place, basis: Basis) -> dict[str, Any] | Text:
    """The head of the state of the table that is there, or why there is none; a state that waited takes its place."""
    states = [file for file in (place.state, place.waiting) if file.exists()]
    if not states:
        return FIRST
    digest, why = _digest(place.table) if place.table.is_file() else "", APART
    for file in states:
        try:
            head = head_of(connection, file)
        except UnreadableFile:
            why = DAMAGED
            continue
        unlike = basis.unlike(head)  # asked of a state whose table is gone, too: it says whose folder this is
        if digest and head.get("table") == digest:
            if file == place.waiting:
                os.replace(file, place.state)
            return unlike or head
    return why


def _digest(file: Path) -> str:
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()
