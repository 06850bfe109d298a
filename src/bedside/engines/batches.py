"""Many people in batches: whole patients, so many hours at a time.

What is worked with is that of a batch; records and verdicts alone grow with the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bedside.engines.duck import Asking, Planned, present
from bedside.engines.limits import BATCH
from bedside.engines.verdict_tables import Told
from bedside.records.contract import ENGINE
from bedside.records.source import Progress

MOMENTS, FACTS = "batch_moments", "batch_facts"
"""The tables that hold a batch."""


def batches(connection: Any, asked: str, most: int = BATCH) -> Iterator[int]:
    """For one batch after the other make the tables `MOMENTS` and `FACTS`; give its hours.

    `asked` is a table of moments; without any there is one batch, of no hours. A batch ends with the patient at whom
    `most` hours are passed.
    """
    connection.execute(_BATCHED.format(asked=asked), [most])
    numbers = connection.execute(
        "SELECT batch, sum(hours)::BIGINT FROM batched GROUP BY batch ORDER BY batch"
    ).fetchall()
    for number, hours in numbers or [(0, 0)]:
        for table, columns, source in ((MOMENTS, "*", asked), (FACTS, _ASKED_OF, "facts")):
            connection.execute(_OF_BATCH.format(table=table, columns=columns, source=source), [number])
        yield int(hours)


def ask_hours(
    connection: Any, asking: Asking, told: Told, into: str, progress: Progress | None = None, most: int = BATCH
) -> None:
    """Make the table `into` of what is `told` of the answers at every row of the table `moments`."""
    tell = progress or (lambda what, share: None)
    ((hours,),) = connection.execute("SELECT count(*) FROM moments").fetchall()
    planned, done = Planned(replace(asking, moments=MOMENTS, facts=FACTS), present(connection)), 0
    for part in batches(connection, "moments", most):
        with planned.answered(connection, in_steps(part_of(tell, done, part, hours))):
            told.make(connection, into, more=done > 0)
        done += part


def in_steps(tell: Progress, first: float = 0.0, last: float = 1.0) -> Callable[[int, int, str], None]:
    """Tell steps done, of how many, as a share of the work between two."""
    return lambda done, whole, what: tell(what, first + (last - first) * done / max(whole, 1))


def part_of(tell: Progress, done: int, hours: int, whole: int) -> Progress:
    """How far a batch is, as a share of the whole: `done` hours are behind it."""
    return lambda what, share: tell(what, (done + share * hours) / max(whole, 1))


_BATCHED = """
CREATE OR REPLACE TEMP TABLE batched AS
SELECT patient_id, hours, (sum(hours) OVER (ORDER BY patient_id) - hours) // $1 AS batch
FROM (SELECT patient_id, count(*) AS hours FROM {asked} GROUP BY patient_id)
"""
_OF_BATCH = """
CREATE OR REPLACE TEMP TABLE {table} AS
SELECT {columns} FROM {source} SEMI JOIN (SELECT patient_id FROM batched WHERE batch = $1) b USING (patient_id)
"""
_ASKED_OF = ", ".join(name for name, _ in ENGINE["facts"] if name not in ("because", "origin", "written"))
"""What rules ask of records; their texts are for people."""
