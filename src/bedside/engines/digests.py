"""A digest of each patient's facts: two loads of a source hold the same of a patient when their digests are equal.

It is free of order and counts copies: sums, over the rows, of two 64-bit hashes of a row. Only what rules read goes
into it, not where a row comes from. For two different loads of a patient to have one digest, both sums must be equal
by chance, about 10⁻³⁸.
"""

from __future__ import annotations

import duckdb

from bedside.records.contract import ENGINE

UNREAD = ("patient_id", "because", "origin", "written")
"""The columns of facts that no rule reads; the patient is the group."""
SALTS = ("first", "second")
WRAP = 1 << 64


def patient_digests(connection: duckdb.DuckDBPyConnection, into: str = "digests") -> str:
    """Make the table `into` (patient_id, first, second) of everybody in `stays`, in one pass over `facts`.

    Digests compare only within one version of DuckDB, whose hash they are.
    """
    texts = {"variable": "variable::VARCHAR"}  # the number of a name is that of one load
    read = ", ".join(texts.get(name, name) for name, _ in ENGINE["facts"] if name not in UNREAD)
    sums = ", ".join(f"(sum(hash('{salt}', {read})) % {WRAP})::UBIGINT AS {salt}" for salt in SALTS)
    told = ", ".join(f"coalesce({salt}, 0::UBIGINT) AS {salt}" for salt in SALTS)
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {into} AS
        WITH summed AS (SELECT patient_id, {sums} FROM facts GROUP BY patient_id)
        SELECT patient_id, {told} FROM (SELECT DISTINCT patient_id FROM stays) LEFT JOIN summed USING (patient_id)""")
    return into


def engine_version() -> str:
    """Whose hash it is: the version of DuckDB."""
    return str(duckdb.__version__)
