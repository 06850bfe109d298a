"""Records in parts on Spark, each part with all rows of some people, and work that is done on each part.

Every rule is of one person, so what is worked out of the parts is what is worked out of the whole. Spark reads, sends
each person's rows to one place and keeps; what is done there is what is done on one machine, by the same code.

Rows travel as chunks: a part's number, the name of a table, and Arrow rows of it, so that tables of any columns share
one frame. A worker holds the rows of one part at a time.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from bedside.records.source import Whose

CHUNK = "part int, name string, rows binary"
PART, PERSON, LINK = "bedside_part", "bedside_person", "bedside_link"
LARGEST = 500_000
"""Rows of a table that a worker sorts into parts at a time."""
FEWEST = 50
"""People for whom a part of their own is worth its while."""

Tables = Mapping[str, list[Any]]
"""The Arrow tables that arrived of each table of a part; of one without any row there, none."""
Work = Callable[[Tables], Iterable[tuple[str, Any]]]
"""What is done on a part: gives names with Arrow tables, or with what can be pickled."""


def number_of_parts(session: Any, people: Any) -> int:
    """As many parts as Spark's `spark.sql.shuffle.partitions`, fewer where so few people are in the frame."""
    most = int(session.conf.get("spark.sql.shuffle.partitions"))
    return max(1, min(most, -(-int(people.count()) // FEWEST)))


def parted(held: Mapping[str, Any], whose: Mapping[str, Whose], parts: int, read: Mapping[str, Sequence[str]]) -> Any:
    """The rows of all frames that are somebody's, as chunks, those of a part together; of each the columns `read`."""
    chunks = None
    for name, frame in held.items():
        if name in whose:
            numbered = _of_persons(held, frame, whose[name], parts).select(PART, *(f"`{each}`" for each in read[name]))
            packed = numbered.mapInArrow(partial(_packed, name), CHUNK)
            chunks = packed if chunks is None else chunks.unionAll(packed)
    return chunks.repartition(parts, "part").sortWithinPartitions("part") if chunks is not None else None


def everybodys(held: Mapping[str, Any], whose: Mapping[str, Whose]) -> dict[str, list[bytes]]:
    """The rows of the frames that are nobody's own, to be sent to every part; they are few (the places of a house)."""
    from pyspark.sql import functions as f

    found: dict[str, list[bytes]] = {}
    for name, frame in held.items():
        if name not in whose:
            packed = frame.withColumn(PART, f.lit(0)).mapInArrow(partial(_packed, name), CHUNK)
            found[name] = [bytes(row.rows) for row in packed.collect()]
    return found


def rows_of_one(
    held: Mapping[str, Any],
    whose: Mapping[str, Whose],
    kinds: Mapping[str, tuple[str, ...]],
    row: tuple[str, str, object],
) -> dict[str, list[Any]]:
    """The rows of one person by table, brought here: of whom the `row` of a table has this in this column.

    Of the tables of `kinds` come also the different values of those columns, whosever, in rows of nobody: what is
    recorded at all.
    """
    from pyspark.sql import functions as f

    persons = {name: _with_person(held, frame, whose[name]) for name, frame in held.items() if name in whose}
    table, column, sought = row
    found = persons[table].where(named(f.col(column)) == f.lit(str(sought))).select(PERSON).first()
    rows: dict[str, list[Any]] = {name: [] for name in persons}
    if found is not None and found[0] is not None:
        for name, frame in persons.items():
            theirs = frame.where(f.col(PERSON) == f.lit(found[0])).drop(PERSON).withColumn(PART, f.lit(0))
            rows[name] = _here(name, theirs)
        for name, columns in kinds.items():
            rows[name] += _here(name, held[name].select(*columns).distinct().withColumn(PART, f.lit(0)))
    return rows


def _here(name: str, frame: Any) -> list[Any]:
    """The rows of a frame, brought here."""
    return [opened(bytes(row.rows)) for row in frame.mapInArrow(partial(_packed, name), CHUNK).collect()]


def worked(chunks: Any, work: Work) -> Any:
    """Do this on each part; what it gives is chunks again, of the same parts."""
    return chunks.mapInArrow(partial(_worked, work), CHUNK)


def rows_of(chunks: Any) -> Iterator[tuple[int, str, Any]]:
    """Bring chunks here, some parts at a time: the part, the name, and what was given under it."""
    for row in chunks.toLocalIterator():
        yield row.part, row.name, opened(bytes(row.rows))


def opened(packed: bytes) -> Any:
    """An Arrow table, or what was pickled, as it was before it was packed."""
    import pyarrow as pa

    if packed[:1] == b"P":
        return pickle.loads(packed[1:])
    with pa.ipc.open_stream(memoryview(packed)[1:]) as reader:
        return reader.read_all()


def _of_persons(held: Mapping[str, Any], frame: Any, whose: Whose, parts: int) -> Any:
    """A frame with the number of each row's part. Rows whose person nobody says are one part's."""
    from pyspark.sql import functions as f

    part = f.pmod(f.xxhash64(f.col(PERSON)), f.lit(parts)).cast("int")
    return _with_person(held, frame, whose).withColumn(PART, part).drop(PERSON)


def _with_person(held: Mapping[str, Any], frame: Any, whose: Whose) -> Any:
    """A frame with the person of each row, as text."""
    from pyspark.sql import functions as f

    if not whose.link:
        return frame.withColumn(PERSON, named(f.col(whose.column)))
    persons = held[whose.link].groupBy(named(f.col(whose.column)).alias(LINK))
    persons = persons.agg(f.min(named(f.col(whose.person))).alias(PERSON))
    return frame.withColumn(LINK, named(f.col(whose.column))).join(persons, LINK, "left").drop(LINK)


def named(column: Any) -> Any:
    """An id as text."""
    from pyspark.sql import functions as f

    return f.trim(column.cast("string"))


# --- what workers do ----------------------------------------------------------------------------------------------


def _packed(name: str, batches: Iterator[Any]) -> Iterator[Any]:
    """Rows of a table, each with the number of its part, as chunks."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= LARGEST:
            yield from _split(name, waiting)
            waiting = []
    if waiting:
        yield from _split(name, waiting)


def _split(name: str, batches: list[Any]) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.Table.from_batches(batches)
    whole = whole.take(pc.sort_indices(whole[PART]))
    numbers, rows = whole[PART].to_pylist(), whole.drop_columns([PART])
    first = 0
    for part, those in groupby(numbers):
        length = sum(1 for _ in those)
        yield _chunk(part, name, rows.slice(first, length))
        first += length


def _worked(work: Work, batches: Iterator[Any]) -> Iterator[Any]:
    arrived = (
        (part, name, rows)
        for batch in batches
        for part, name, rows in zip(*(batch.column(each).to_pylist() for each in range(3)), strict=True)
    )
    for part, those in groupby(arrived, lambda each: each[0]):
        tables: dict[str, list[Any]] = {}
        for _, name, rows in those:
            tables.setdefault(name, []).append(opened(rows))
        for name, given in work(tables):
            yield _chunk(part, name, given)


def _chunk(part: int, name: str, given: Any) -> Any:
    import pyarrow as pa

    if isinstance(given, pa.Table):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, given.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(given)
        packed = b"A" + sink.getvalue().to_pybytes()
    else:
        packed = b"P" + pickle.dumps(given)
    types = pa.schema([("part", pa.int32()), ("name", pa.string()), ("rows", pa.binary())])
    return pa.RecordBatch.from_pydict({"part": [part], "name": [name], "rows": [packed]}, schema=types)
