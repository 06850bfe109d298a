"""What lasts, against plain re-reading: devices as loaded at each moment, courses under every completion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.lasting import courses, device_segments

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
