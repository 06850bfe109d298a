"""What lasts: overlapping supports merged into one, segments of infusions joined into courses, devices until the next.

A row that is kept as unknown may or may not have been in force (`low` 0). It joins no others for certain, so courses
are worked out twice: among the rows that are sure, and among all. Where the second is longer, a sure row is told
twice: as it is, and as a perhaps of the longer course.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedside.records.contract import FAR_FUTURE_US
from bedside.values.unknown import Because

ALL = {"course": "true"}
"""One island of a row, among all rows."""
ORDER = "PARTITION BY patient, variable, on_time ORDER BY start_us, end_us"
BEFORE = f"({ORDER} GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
SO_FAR = f"({ORDER} ROWS UNBOUNDED PRECEDING)"
AFTER = f"({ORDER} GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
WHOLE = f"({ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
"""What a window looks at; by GROUPS, so that of rows with equal times all begin an island or none."""


def islands(relation: str, gap_us: int, among: Mapping[str, str] = ALL) -> str:
    """A SELECT of every row of `relation` with the island it belongs to, `course_start_us` and `course_end_us`.

    `relation` has patient, variable, start_us, end_us (not before start_us) and available_us. Rows of one patient and
    variable are of one island when each starts no later than `gap_us` after the latest end of those before it. A row
    that was not yet available when it started is an island of its own: joined to others it would tell of itself before
    it could be read. It can only add to what is known, from its arrival on. `among` asks for other islands than
    `course`: by name, the test of the rows that there are for them; of the rest nothing is said.

    An island ends at the latest end of the rows before the next one. So both its ends are found in one
    order of the rows, which DuckDB sorts once for all windows of a SELECT: grouping by island would be one sort more.
    """
    before = ", ".join(
        f"max(CASE WHEN {test} THEN end_us END) OVER {BEFORE} AS {name}_before_us" for name, test in among.items()
    )
    ends = ", ".join(_ends(name, test, gap_us) for name, test in among.items())
    return f"""
    SELECT * EXCLUDE (on_time, {", ".join(f"{name}_before_us" for name in among)}), {ends}
    FROM (SELECT *, {before} FROM (SELECT *, available_us <= start_us AS on_time FROM ({relation})))"""


def _ends(name: str, test: str, gap_us: int) -> str:
    """The two ends of the island of a row, from the latest end before it."""
    begins = f"{test} AND coalesce(start_us > {gap_us} + {name}_before_us, true)"
    return f"""CASE WHEN on_time THEN max(CASE WHEN {begins} THEN start_us END) OVER {SO_FAR}
            ELSE start_us END AS {name}_start_us,
        CASE WHEN on_time THEN coalesce(min(CASE WHEN {begins} THEN {name}_before_us END) OVER {AFTER},
            max(CASE WHEN {test} THEN end_us END) OVER {WHOLE}) ELSE end_us END AS {name}_end_us"""


def courses(relation: str, gap_us: int) -> str:
    """A SELECT of the rows of `relation` with their courses, a sure row also as a perhaps of a longer one.

    `relation` has what `islands` asks for, low, high and because, and `said_start_us` and `said_end_us` where the
    source itself states the course.
    """
    both = islands(relation, gap_us, {"wide": "true", "sure": SURE})
    start, end = (f"coalesce(said_{side}_us, CASE WHEN sure THEN sure_{side}_us ELSE wide_{side}_us END)"
                  for side in ("start", "end"))  # fmt: skip
    return f"""
    SELECT * EXCLUDE (low, because, said_start_us, said_end_us, sure_start_us, sure_end_us, wide_start_us, wide_end_us,
            sure),
        CASE WHEN sure OR NOT {SURE} THEN low ELSE 0 END AS low,
        CASE WHEN sure OR NOT {SURE} THEN because ELSE '{Because.PARTLY_RECORDED.value}' END AS because,
        {start} AS course_start_us, {end} AS course_end_us
    FROM ({both}), (VALUES (true), (false)) AS told(sure)
    WHERE CASE WHEN {SURE} THEN sure OR (said_start_us IS NULL AND wide_start_us < sure_start_us)
        OR (said_end_us IS NULL AND wide_end_us > sure_end_us) ELSE NOT sure END"""


SURE = "(low > 0)"
"""The test that a row was in force for certain."""


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


def supports(relation: str) -> str:
    """A SELECT of supports with their courses: the sure ones merged, the others as they are (see `courses`).

    `relation` has what `merged` asks for, low and because.
    """
    columns = "patient, variable, start_us, end_us, available_us"
    said = "NULL::BIGINT AS said_start_us, NULL::BIGINT AS said_end_us"
    rows = f"""WITH given AS MATERIALIZED ({relation})
        SELECT {columns}, 1.0::DOUBLE AS low, 1.0::DOUBLE AS high, NULL::VARCHAR AS because, origin, written,
        {said} FROM ({merged("SELECT * FROM given WHERE low = 1")})
        UNION ALL SELECT {columns}, low, 1.0, because, origin, written, {said} FROM given WHERE low < 1"""
    return f"SELECT DISTINCT * FROM ({courses(rows, 0)})"  # a canonical file that was written so holds both tellings


def bounded(table: str) -> str:
    """A SELECT of the rows of a sorted table that become facts, each with a start and an end.

    A row kept as unknown whose end is not known may be in force until its stay ends; one whose start is not known
    any time in the patient's stays; one that ends before it starts from the earlier of the two times on.
    """
    stay_end = f"coalesce(discharged_us, {FAR_FUTURE_US})"
    stays = "FROM stays WHERE stays.patient_id = kept.patient"
    whole = f"(SELECT max({stay_end}) {stays})"
    until = f"coalesce((SELECT min({stay_end}) {stays} AND {stay_end} > kept.start_us), {FAR_FUTURE_US})"
    begin = f"least((SELECT min(admitted_us) {stays}), kept.end_us - 1)"
    return f"""
    SELECT * FROM {table} WHERE reason = 0
    UNION ALL BY NAME
    SELECT * EXCLUDE (from_us, until_us)
        REPLACE (from_us AS start_us, until_us AS end_us, greatest(from_us, available_us) AS available_us)
    FROM (SELECT *, CASE WHEN start_us IS NULL THEN {begin} ELSE least(start_us, end_us) END AS from_us,
            CASE WHEN end_us > start_us THEN end_us WHEN start_us IS NULL THEN coalesce(end_us, {whole})
                ELSE {until} END AS until_us
        FROM {table} AS kept WHERE reason < 0)"""


def device_segments(relation: str, most_us: int, asked: str = "true") -> str:
    """A SELECT of how long each charted device was in force: until the next charting, at most `most_us`.

    `relation` has patient, start_us, available_us and more, one row a device charted; devices charted at one time
    share a span. The rows that pass the test `asked` are told; the others only end them.

    A next charting that was stored late ends a device only from then on: until it arrived the device went on, up to the
    next one that had been stored. So a device is told once for each thing that could be known of it, each version up to
    `superseded_us`, when the next one takes its place (NULL: never). A charting stored by the time of the moment it is
    of makes no version: nobody can ask without knowing it.
    """
    cap = f"r.start_us + {most_us}"
    return f"""
    WITH every AS ({relation}),
    rows AS MATERIALIZED (SELECT *, row_number() OVER () AS row_id FROM every WHERE {asked}),
    charted AS (SELECT patient, start_us AS at_us, min(available_us) AS seen_us FROM every GROUP BY ALL),
    later AS (
        SELECT r.row_id, r.start_us, c.at_us,
            CASE WHEN c.seen_us <= c.at_us THEN r.available_us ELSE greatest(c.seen_us, r.available_us) END AS from_us
        FROM rows AS r JOIN charted AS c ON c.patient = r.patient AND c.at_us > r.start_us AND c.at_us < {cap}
        UNION ALL SELECT row_id, start_us, {cap}, available_us FROM rows AS r),
    ends AS (SELECT row_id, from_us, min(at_us) AS at_us FROM later GROUP BY row_id, from_us),
    versions AS (
        SELECT *, min(at_us) OVER (PARTITION BY row_id ORDER BY from_us
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_us FROM ends),
    told AS (
        SELECT row_id, from_us, at_us, lead(from_us) OVER (PARTITION BY row_id ORDER BY from_us) AS superseded_us
        FROM versions WHERE before_us IS NULL OR at_us < before_us)
    SELECT rows.* EXCLUDE (row_id, end_us) REPLACE (told.from_us AS available_us), told.at_us AS end_us,
        told.superseded_us
    FROM rows JOIN told USING (row_id)"""
