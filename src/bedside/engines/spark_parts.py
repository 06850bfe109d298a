"""Records in parts on Spark, each part with all rows of some people, and work that is done on each part.

Every rule is of one person, so what is worked out of the parts is what is worked out of the whole. Spark reads, sends
each person's rows to one place and keeps; what is done there is what is done on one machine, by the same code.

Rows travel as chunks: a part's number, the name of a table, and Arrow rows of it, so that tables of any columns share
one frame. A worker holds the rows of one part at a time.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from bedside.records.raw_tables import RawTable
from bedside.records.source import Whose

CHUNK = "part int, name string, rows binary"
PART = "bedside_part"
LARGEST = 500_000
"""Rows of a table that a worker sorts into parts at a time."""
FEWEST = 50
"""People for whom a part of their own is worth its while."""

Tables = Mapping[str, list[Any]]
"""The Arrow tables that arrived of each table of a part; of one without any row there, none."""
Work = Callable[[Tables], Iterable[tuple[str, Any]]]
"""What is done on a part: gives names with Arrow tables, or with what can be pickled."""


def frames(session: Any, tables: Mapping[str, RawTable]) -> dict[str, Any]:
    """The tables of Parquet files as frames, read where they lie: every machine has to see the files."""
    return {
        name: session.read.parquet(*(file.resolve().as_uri() for file in table.files)) for name, table in tables.items()
    }


def number_of_parts(session: Any, people: Any) -> int:
    """As many parts as Spark's `spark.sql.shuffle.partitions`, fewer where so few people are in the frame."""
    most = int(session.conf.get("spark.sql.shuffle.partitions"))
    return max(1, min(most, -(-int(people.count()) // FEWEST)))


def parted(held: Mapping[str, Any], whose: Mapping[str, Whose], parts: int) -> Any:
    """The rows of all frames that are somebody's, as chunks, those of a part together."""
    chunks = None
    for name, frame in held.items():
        if name in whose:
            packed = _of_persons(held, frame, whose[name], parts).mapInArrow(partial(_packed, name), CHUNK)
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

    def named(column: Any) -> Any:
        return f.trim(column.cast("string"))

    if not whose.link:
        key = named(frame[whose.column])
        return frame.withColumn(PART, f.expr("0") if parts == 1 else f.pmod(f.xxhash64(key), f.lit(parts)).cast("int"))
    link = held[whose.link]
    persons = link.groupBy(named(link[whose.column]).alias("bedside_link")).agg(
        f.min(named(link[whose.person])).alias("bedside_person")
    )
    joined = frame.withColumn("bedside_link", named(frame[whose.column])).join(persons, "bedside_link", "left")
    numbered = joined.withColumn(PART, f.pmod(f.xxhash64(f.col("bedside_person")), f.lit(parts)).cast("int"))
    return numbered.drop("bedside_link", "bedside_person")


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
