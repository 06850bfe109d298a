"""A screening that works out only what the last one in its folder does not hold; its table is that of a whole one.

A verdict hangs on the facts of its patient, its hour, and the basis (`basis`), on nobody else's records. So a row of
the last table is kept where its patient's digest is what it was; asked are the hours of everybody else, and of those
who stay on, the hours since. What is asked is asked in batches of whole patients, each written when it is done: a run
that was stopped, in whatever way, goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.engines.batches import batches, part_of
from bedside.engines.digests import patient_digests
from bedside.engines.headed import head_of, read_headed, write_headed
from bedside.engines.limits import BATCH
from bedside.engines.moments import hourly, ids_of
from bedside.engines.stages import AsOf
from bedside.errors import BedsideError
from bedside.protocol.model import Protocol
from bedside.records.raw_tables import quoted
from bedside.screening.basis import Basis, basis_of
from bedside.screening.kept_pair import Place, last_run, leave
from bedside.screening.present import open_at
from bedside.screening.screen import Progress, Screener, Screening, screening_of
from bedside.values.moment import HOUR, Moment
from bedside.values.wording import Text

OF_BATCH = "batch_verdicts"
"""The table of the verdicts of a batch."""


@dataclass(frozen=True)
class SinceLast:
    """What a run kept and what it worked out. `last` is when the last run was, `anew` why nothing of one was kept."""

    last: Moment | None
    anew: Text | None
    patients: int
    patients_asked: int
    hours: int
    hours_asked: int
    hours_resumed: int
    """Of a run that was stopped; they are among those kept."""


def screen_since_last(
    connection: Any,
    protocol: Protocol,
    recorded: frozenset[str],
    folder: Path,
    every: int = HOUR,
    as_of: AsOf = AsOf.AVAILABLE,
    progress: Progress | None = None,
    at: Moment | None = None,
    batch: int = BATCH,
    processes: int = 1,
) -> tuple[Screening, SinceLast]:
    """Screen all that is loaded, as `screen` does, and leave table and state in the folder for the next run.

    Makes the table `verdicts`, equal to that of `screen`. Nobody else may work in the folder meanwhile
    (`one_at_a_time`). Raises UsageError where the folder is another trial's, UnreadableFile where it cannot be written.
    """
    tell = progress or (lambda what, share: None)
    screening, place = screening_of(protocol, as_of), Place(folder)
    with open_at(connection, at):
        hourly(connection, every)
    tell("what has changed", 0.0)
    patient_digests(connection)
    basis = basis_of(ids_of(connection), screening, recorded)
    make_kept(connection, screening, basis)
    last = last_run(connection, place, basis)
    if last.made is not None:
        connection.execute(_KEEP_LAST, [str(place.table)])
    resumed = _keep_batches(connection, place, basis)
    connection.execute(_ASKED)
    (patients, hours), (patients_asked, hours_asked) = (how_many(connection, of) for of in ("moments", "asked_moments"))
    screener, done = Screener(connection, screening, recorded, processes), 0
    first = 1 + max((int(file.stem) for file in place.batches.glob("*.parquet")), default=0)
    for name, part in enumerate(batches(connection, "asked_moments", batch) if hours_asked else (), first):
        screener.answer(OF_BATCH, part_of(tell, done, part, hours_asked))
        write_headed(connection, _WITH_DIGESTS, place.batches / f"{name:06d}.parquet", basis.head)
        connection.execute(f"INSERT INTO kept BY NAME FROM {OF_BATCH}")
        done += part
    connection.execute("DROP VIEW IF EXISTS temp.verdicts")  # of a screening before on this connection
    connection.execute("CREATE OR REPLACE TABLE verdicts AS SELECT * FROM kept")
    tell("writing", 1.0)
    leave(connection, place, basis)
    return screening, SinceLast(last.made, last.anew, patients, patients_asked, hours, hours_asked, resumed)


def make_kept(connection: Any, screening: Screening, basis: Basis) -> None:
    """Make the table `kept` with the columns of verdicts: in a run, nothing may be kept, or nothing asked."""
    ends = {f"{score.name}_{end}" for score in screening.scores for end in ("low", "high")}
    known = {"stay_id": basis.ids[0], "time": "TIMESTAMP", **dict.fromkeys(ends, "DOUBLE")}
    columns = {"stay_id": "", "patient_id": basis.ids[1]} | {each: known.get(each, "VARCHAR") for each in basis.columns}
    listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kept ({listed})")


def _keep_batches(connection: Any, place: Place, basis: Basis) -> int:
    """Keep what a run that was stopped had finished, of patients who are still the same. Gives its stay-hours."""
    held = 0
    for file in sorted(place.batches.glob("*.parquet")):
        if not _of_this(connection, file, basis):
            file.unlink()
            continue
        read_headed(connection, file, "batch")
        ((more,),) = connection.execute(_KEEP_BATCH).fetchall()
        held += int(more)
    return held


def _of_this(connection: Any, file: Path, basis: Basis) -> bool:
    try:
        return basis.unlike(head_of(connection, file)) is None
    except BedsideError:  # damaged, or of another trial: this is only work that was not finished
        return False


def how_many(connection: Any, moments: str) -> tuple[int, int]:
    """Patients and stay-hours of a table of moments."""
    ((patients, hours),) = connection.execute(f"SELECT count(DISTINCT patient_id), count(*) FROM {moments}").fetchall()
    return int(patients), int(hours)


_KEEP_LAST = """
INSERT INTO kept BY NAME
SELECT t.*, m.patient_id FROM read_parquet($1) t
JOIN moments m ON m.stay_id = t.stay_id AND m.moment_us = epoch_us(t.time)
JOIN kept_stays k ON k.stay_id = m.stay_id AND k.patient_id = m.patient_id
JOIN digests d ON d.patient_id = m.patient_id AND d.first = k.first AND d.second = k.second
"""
_KEEP_BATCH = """
INSERT INTO kept BY NAME
SELECT b.* EXCLUDE (first, second) FROM batch b
JOIN moments m ON m.stay_id = b.stay_id AND m.patient_id = b.patient_id AND m.moment_us = epoch_us(b.time)
JOIN digests d ON d.patient_id = b.patient_id AND d.first = b.first AND d.second = b.second
ANTI JOIN kept k ON k.stay_id = b.stay_id AND k.time = b.time
"""
_ASKED = """
CREATE OR REPLACE TEMP TABLE asked_moments AS
SELECT m.* FROM moments m ANTI JOIN kept k ON k.stay_id = m.stay_id AND epoch_us(k.time) = m.moment_us
"""
_WITH_DIGESTS = f"SELECT v.*, d.first, d.second FROM {OF_BATCH} v JOIN digests d USING (patient_id)"
