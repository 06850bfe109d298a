"""Many people in batches: whole patients, so many hours at a time.

What is worked with is that of a batch; records and verdicts alone grow with the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bedside.records.contract import ENGINE
from bedside.records.source import Progress

BATCH = 200_000
"""Stay-hours answered at a time: some minutes of work at most, and a few hundred megabytes."""
MOMENTS, FACTS = "batch_moments", "batch_facts"
"""The tables that hold a batch."""


def batches(connection: Any, asked: str, most: int = BATCH) -> Iterator[int]:
    """For one batch after the other make the tables `MOMENTS` and `FACTS`; give its hours.

    `asked` is a table of moments. A batch ends with the patient at whom `most` hours are passed.
    """
    connection.execute(_BATCHED.format(asked=asked), [most])
    numbers = connection.execute(
        "SELECT batch, sum(hours)::BIGINT FROM batched GROUP BY batch ORDER BY batch"
    ).fetchall()
    for number, hours in numbers:
        for table, columns, source in ((MOMENTS, "*", asked), (FACTS, _ASKED_OF, "facts")):
            connection.execute(_OF_BATCH.format(table=table, columns=columns, source=source), [number])
        yield int(hours)


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
