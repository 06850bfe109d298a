"""A screening on Spark that works out only what the last one in its folder does not hold.

Whose records are another's than at the last run is found where they lie, and only their hours are asked there, and the
hours since of those who stay on. What leaves the cluster are verdicts of these, which hours are still what they were,
and the digests for the next run. Table and state are those of `since_last`: a run here may follow one there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bedside.engines.batches import batches
from bedside.engines.digests import patient_digests
from bedside.engines.moments import hourly, without_moment
from bedside.engines.on_spark import loaded_on_spark
from bedside.engines.verdict_tables import in_words
from bedside.records.raw_tables import literal
from bedside.records.source import Divisible, Progress
from bedside.screening.basis import basis_of
from bedside.screening.kept_pair import Last, Place, last_run, leave
from bedside.screening.on_spark import Asked, Counted, Screened, hours_of, refuse_two
from bedside.screening.present import open_at, there_at
from bedside.screening.screen import Screener, screening_of
from bedside.screening.since_last import OF_BATCH, SinceLast, how_many, make_kept

ANSWERED, SAME, DIGESTS = "answered", "same_hours", "digests"
"""What the parts give: the verdicts worked out, the hours (stay_id, moment_us) that are what they were, the digests."""


@dataclass(frozen=True)
class _Held:
    """What the last run left, as Arrow tables: stays with the digest of their patient, and the hours of their verdicts
    (stay_id, moment_us)."""

    stays: Any
    hours: Any


@dataclass(frozen=True)
class _Since:
    """How much of a part there is, and how much of it was asked."""

    counted: Counted
    patients: int = 0
    hours: int = 0
    patients_asked: int = 0
    hours_asked: int = 0


def screen_since_last_on_spark(
    session: Any,
    connection: Any,
    source: Divisible,
    asked: Asked,
    variables: Iterable[str],
    folder: Path,
    progress: Progress,
) -> tuple[Screened, SinceLast]:
    """Screen a source on Spark as `screen_since_last` screens one here, and leave table and state in the folder.

    A run that is stopped leaves what was there. Raises what `screen_on_spark` and `screen_since_last` raise.
    """
    screening, place = screening_of(asked.protocol, asked.as_of), Place(folder)
    with loaded_on_spark(session, source, variables, progress) as found:
        basis = basis_of(found.ids, screening, found.loaded.source.recorded)
        last = last_run(connection, place, basis)
        answered = found.asked(connection, partial(_since, asked, _held(connection, place, last)))
    parts: tuple[_Since, ...] = answered.given
    hours = hours_of((each.counted for each in parts), asked.at)
    make_kept(connection, screening, basis)
    if any(each.hours_asked for each in parts):
        connection.execute(f"INSERT INTO kept BY NAME FROM {ANSWERED}")
    if last.made is not None:
        connection.execute(_KEEP_LAST, [str(place.table)])
    connection.execute("CREATE TABLE verdicts AS FROM kept")
    refuse_two(connection, "verdicts", answered.loaded)
    leave(connection, place, basis)
    patients, patients_asked = (sum(each.patients for each in parts), sum(each.patients_asked for each in parts))
    all_hours, hours_asked = (sum(each.hours for each in parts), sum(each.hours_asked for each in parts))
    since = SinceLast(last.made, last.anew, patients, patients_asked, all_hours, hours_asked, 0)
    return Screened(screening, answered.loaded, hours), since


def _held(connection: Any, place: Place, last: Last) -> _Held:
    """What the table and the state of the last run hold; of a run of which nothing may be kept, no rows."""
    hours = "SELECT stay_id, 0::BIGINT AS moment_us FROM kept_stays WHERE false"
    if last.made is not None:
        table = literal(str(place.table))
        hours = f"SELECT stay_id, epoch_us(time) AS moment_us FROM read_parquet({table})"
    return _Held(*(connection.sql(query).to_arrow_table() for query in ("FROM kept_stays", hours)))


def _since(
    asked: Asked, held: _Held, connection: Any, recorded: frozenset[str], last_us: int | None
) -> Iterator[tuple[str, Any]]:
    """What of a part is the same, and the verdicts of the rest."""
    there = there_at(connection, asked.at)
    if not there.stays:
        yield "counted", _Since(Counted(there))
        return
    with open_at(connection, asked.at):
        hourly(connection, asked.every, None, last_us)
    patient_digests(connection)
    for name, rows in (("kept_stays", held.stays), ("kept_hours", held.hours)):
        connection.register(name, rows)
    connection.execute(_SAME)
    connection.execute(_ASKED)
    screener = Screener(connection, screening_of(asked.protocol, asked.as_of), recorded)
    (patients, hours), (patients_asked, hours_asked) = (how_many(connection, of) for of in ("moments", "asked_moments"))
    for _ in batches(connection, "asked_moments") if hours_asked else ():
        screener.answer(OF_BATCH)
        yield ANSWERED, connection.sql(in_words(connection, OF_BATCH).sql("duckdb")).to_arrow_table()
    yield SAME, connection.table(SAME).to_arrow_table()
    yield DIGESTS, connection.table(DIGESTS).to_arrow_table()
    without, stays = without_moment(connection)
    yield "counted", _Since(Counted(there, stays, without), patients, hours, patients_asked, hours_asked)


_SAME = f"""
CREATE OR REPLACE TEMP TABLE {SAME} AS
SELECT m.stay_id, m.moment_us FROM moments m
JOIN kept_hours h ON h.stay_id = m.stay_id AND h.moment_us = m.moment_us
JOIN kept_stays k ON k.stay_id = m.stay_id AND k.patient_id = m.patient_id
JOIN digests d ON d.patient_id = m.patient_id AND d.first = k.first AND d.second = k.second
"""
_ASKED = f"CREATE OR REPLACE TEMP TABLE asked_moments AS FROM moments ANTI JOIN {SAME} USING (stay_id, moment_us)"
_KEEP_LAST = f"""
INSERT INTO kept BY NAME
SELECT t.*, k.patient_id FROM read_parquet($1) t JOIN kept_stays k ON k.stay_id = t.stay_id
JOIN {SAME} s ON s.stay_id = t.stay_id AND s.moment_us = epoch_us(t.time)
"""
