"""What lasts: overlapping supports merged into one, and segments of infusions joined into courses."""

from __future__ import annotations


def islands(relation: str, gap_us: int) -> str:
    """A SELECT of every row of `relation` with the island it belongs to, `course_start_us` and `course_end_us`.

    `relation` has patient, variable, start_us, end_us and available_us. Rows of one patient and variable are of one
    island when each starts no later than `gap_us` after the latest end of those before it. Ties in the order do not
    matter. A row that was not yet available when it started is an island of its own: joined to others it would tell
    of itself before it could be read. It can only add to what is known, from its arrival on.
    """
    order = "PARTITION BY patient, variable, on_time ORDER BY start_us, end_us"
    return f"""
    SELECT * EXCLUDE (begins, island, on_time),
        min(start_us) OVER (PARTITION BY patient, variable, on_time, island) AS course_start_us,
        max(end_us) OVER (PARTITION BY patient, variable, on_time, island) AS course_end_us
    FROM (SELECT *, sum(begins) OVER ({order} ROWS UNBOUNDED PRECEDING) AS island
        FROM (SELECT *, CASE WHEN on_time AND start_us <= {gap_us}
            + max(end_us) OVER ({order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            THEN 0 ELSE 1 END AS begins
            FROM (SELECT *, available_us <= start_us AS on_time FROM ({relation}))))"""


def merged(relation: str) -> str:
    """A SELECT of one row for each island of touching or overlapping supports (see `islands`).

    `relation` has patient, variable, start_us, end_us, available_us, origin and written; a merged support is
    available from its start, and has the origin and text of the segment that began it.
    """
    first = "ORDER BY start_us, end_us, origin, written"
    return f"""
    SELECT patient, variable, course_start_us AS start_us, course_end_us AS end_us,
        min(available_us) AS available_us, first(origin {first}) AS origin, first(written {first}) AS written
    FROM ({islands(relation, 0)}) GROUP BY patient, variable, course_start_us, course_end_us"""


def device_segments(relation: str, most_us: int) -> str:
    """A SELECT of how long each charted device was in force: until the next charting, at most `most_us`.

    `relation` has patient, start_us and more, one row a device charted; devices charted at one time share a span.
    """
    return f"""
    SELECT charted.* EXCLUDE (end_us), least(coalesce(span.next_us, charted.start_us + {most_us}),
        charted.start_us + {most_us}) AS end_us
    FROM ({relation}) AS charted JOIN (
        SELECT patient, start_us, lead(start_us) OVER (PARTITION BY patient ORDER BY start_us) AS next_us
        FROM (SELECT DISTINCT patient, start_us FROM ({relation}))) AS span USING (patient, start_us)"""
