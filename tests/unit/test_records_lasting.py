"""What lasts, against plain re-reading: devices as loaded at each moment, courses under every completion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.lasting import SURE, courses, device_segments, islands

MOST = 12
Charting = tuple[int, int, int]
"""When, stored when, and which device (0 is none that is asked about)."""


def charted() -> st.SearchStrategy[list[Charting]]:
    one = st.tuples(st.integers(0, 20), st.integers(0, 25), st.integers(0, 2))
    return st.lists(one.map(lambda c: (c[0], c[0] + max(0, c[1] - 12), c[2])), max_size=7)


def versions(rows: Sequence[Charting]) -> list[tuple[int, int, int, int, int | None]]:
    """device, start, end, available, superseded of each version, by the SELECT of `device_segments`."""
    listed = ", ".join(f"(1, {at}, {at}, {stored}, {device})" for at, stored, device in rows)
    relation = f"SELECT * FROM (VALUES {listed}) AS v(patient, start_us, end_us, available_us, device)"
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute(
            f"SELECT device, start_us, end_us, available_us, superseded_us FROM ({device_segments(relation, MOST)})"
        ).fetchall()


def in_force(spans: Sequence[tuple[int, int, int]], until: int) -> set[tuple[int, int]]:
    """Every (device, moment) up to `until` that a span (device, start, end) covers."""
    return {(device, t) for device, start, end in spans for t in range(start, min(end, until + 1))}


def loaded_then(rows: Sequence[Charting], known: int) -> list[tuple[int, int, int]]:
    """The spans that a load of only what was stored by then gives: each up to the next charting."""
    held = [row for row in rows if row[1] <= known]
    times = sorted({at for at, _, _ in held})
    return [(device, at, min([t for t in times if t > at] + [at + MOST])) for at, _, device in held]


@given(charted())
def test_a_device_is_known_as_if_loaded_at_that_moment(rows: list[Charting]) -> None:
    made = versions(rows) if rows else []
    for known in range(47):
        seen = [v[:3] for v in made if v[3] <= known and (v[4] is None or known < v[4])]
        assert in_force(seen, known) == in_force(loaded_then(rows, known), known), known
    assert in_force([v[:3] for v in made if v[4] is None], 60) == in_force(loaded_then(rows, 60), 60)


def test_a_charting_stored_at_once_makes_no_version() -> None:
    rows = [(0, 0, 1), (4, 4, 0), (8, 9, 1)]
    assert sorted(versions(rows)) == [(0, 4, 8, 9, None), (0, 4, 16, 4, 9), (1, 0, 4, 0, None), (1, 8, 20, 9, None)]


Row = tuple[int, int, int]
"""Start, length, and the rate; below zero: it may have ended at any time, or not have been there."""


def told(rows: Sequence[Row], gap: int) -> list[tuple[int, int, float, float, int, int]]:
    listed = ", ".join(
        f"(1, 'x', {start}, {start + length}, {start}, {max(rate, 0)}.0, {abs(rate)}.0, NULL, NULL, NULL)"
        for start, length, rate in rows
    )
    names = "patient, variable, start_us, end_us, available_us, low, high, because, said_start_us, said_end_us"
    relation = f"SELECT * FROM (VALUES {listed}) AS v({names})"
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute(
            f"SELECT start_us, end_us, low, high, course_start_us, course_end_us FROM ({courses(relation, gap)})"
        ).fetchall()


def peak(spans: Sequence[tuple[int, int, int]], gap: int, window: tuple[int, int], lasted: int) -> int:
    """The highest rate in a window (after, until] of a course of (start, end, rate) that has lasted so long."""
    best, ordered = 0, sorted(span for span in spans if span[1] > span[0])
    islands: list[list[tuple[int, int, int]]] = []
    for span in ordered:
        if islands and span[0] <= max(end for _, end, _ in islands[-1]) + gap:
            islands[-1].append(span)
        else:
            islands.append([span])
    for island in islands:
        first, last = island[0][0], max(end for _, end, _ in island)
        for start, end, rate in island:
            if last - first >= lasted and max(start, first + lasted) <= window[1] and end > window[0]:
                best = max(best, rate)
    return best


rates = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 4), st.sampled_from([1, 2, -1, -3])), min_size=1, max_size=4
)


@given(rates, st.integers(0, 1), st.integers(0, 5))
def test_courses_hold_whatever_perhaps_was(rows: list[Row], gap: int, lasted: int) -> None:
    facts = told(rows, gap)
    counts = [f for f in facts if f[5] - f[4] >= lasted]
    ways = [[length] if rate > 0 else list(range(length + 1)) for _, length, rate in rows]
    for lengths in product(*ways):
        spans = [(start, start + length, abs(rate)) for (start, _, rate), length in zip(rows, lengths, strict=True)]
        for after, until in product(range(11), repeat=2):
            here = [f for f in counts if max(f[0], f[4] + lasted) <= until and f[1] > after]
            low, high = (max([f[end] for f in here], default=0) for end in (2, 3))
            assert low <= peak(spans, gap, (after, until), lasted) <= high, (after, until, lengths)


def test_sure_rows_are_told_once_where_nothing_is_in_doubt() -> None:
    assert told([(0, 2, 1), (2, 2, 2)], 0) == [(0, 2, 1, 1, 0, 4), (2, 4, 2, 2, 0, 4)]


Span = tuple[int, int, int, int, bool]
"""Whose, start, length, how long after its start it was available, and whether it was in force for certain."""


def of_one_island(rows: Sequence[Span], gap: int) -> dict[tuple[int, int, int], tuple[int, int]]:
    """By patient, start and end the ends of the island, of rows that were available when they started."""
    found = {}
    for one in {row[0] for row in rows}:
        spans = sorted((start, start + length) for patient, start, length, _, _ in rows if patient == one)
        held: list[tuple[int, int]] = []
        for place, span in enumerate(spans):
            held = [*held, span] if held and span[0] <= max(end for _, end in held) + gap else [span]
            if place + 1 == len(spans) or spans[place + 1][0] > max(end for _, end in held) + gap:
                found.update({(one, *each): (held[0][0], max(end for _, end in held)) for each in held})
    return found


spans = st.tuples(st.integers(1, 2), st.integers(0, 9), st.integers(1, 3), st.sampled_from([0, 0, 2]), st.booleans())


@given(st.lists(spans, min_size=1, max_size=12), st.integers(0, 2))
def test_islands_are_those_of_plain_reading(rows: list[Span], gap: int) -> None:
    listed = ", ".join(
        f"({patient}, 'x', {start}, {start + length}, {start + late}, {int(sure)}.0)"
        for patient, start, length, late, sure in rows
    )
    relation = f"SELECT * FROM (VALUES {listed}) AS v(patient, variable, start_us, end_us, available_us, low)"
    query = islands(relation, gap, {"wide": "true", "sure": SURE})
    columns = "patient, start_us, end_us, available_us, low, wide_start_us, wide_end_us, sure_start_us, sure_end_us"
    with duckdb.connect() as connection:
        told = connection.execute(f"SELECT {columns} FROM ({query})").fetchall()
    on_time = [row for row in rows if row[3] == 0]
    every, sure = of_one_island(on_time, gap), of_one_island([row for row in on_time if row[4]], gap)
    assert len(told) == len(rows)
    for patient, start, end, available, low, *ends in told:
        alone = (start, end)
        assert tuple(ends[:2]) == (every[patient, start, end] if available == start else alone)
        if low > 0:
            assert tuple(ends[2:]) == (sure[patient, start, end] if available == start else alone)


def test_equal_spans_are_of_one_island_however_many_there_are() -> None:
    """Each of two sorts may put equal rows in an order of its own: none may thereby fall to the island before."""
    for number, copies in ((50, 200), (300, 100)):
        rows = f"""SELECT 1 AS patient, 'x' AS variable, 10 * span AS start_us, 10 * span + 5 AS end_us,
            10 * span AS available_us, 'row ' || copy AS origin
            FROM range({number}) AS s(span), range({copies}) AS c(copy)"""
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE spans AS {rows}")
            told = connection.execute(
                f"""SELECT count(*) FILTER (course_start_us <> start_us OR course_end_us <> end_us), count(*)
                FROM ({islands("FROM spans", 0)})"""
            ).fetchall()
        assert told == [(0, number * copies)]
