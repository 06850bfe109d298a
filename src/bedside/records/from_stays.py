"""What follows from the table `stays` in every source: being in intensive care, and being dead."""

from __future__ import annotations

import duckdb

from bedside.records.contract import FAR_FUTURE_US
from bedside.records.lasting import merged
from bedside.records.notes import tally
from bedside.values.wording import Text

DERIVED = ("icu_stay", "dead")
"""The supports made here; no other table of a source may say them."""


ALIVE = "(died_us IS NULL OR died_us >= admitted_us)"
"""Of a stay: the patient lived when it began. A stay after death is kept, but is no time in intensive care."""


ONE_AFTER_DEATH = Text(
    "stays: 1 stay begins after the patient's death: not counted as intensive care.",
    "stays\u00a0: 1 séjour commence après le décès du patient\u00a0: non compté comme réanimation.",
)
AFTER_DEATH = Text(
    "stays: {number} stays begin after the patient's death: not counted as intensive care.",
    "stays\u00a0: {number} séjours commencent après le décès du patient\u00a0: non comptés comme réanimation.",
)


def stay_notes(connection: duckdb.DuckDBPyConnection) -> list[Text]:
    """What in the table `stays` contradicts itself, as sentences with counts."""
    after = connection.execute(f"SELECT count(*) FROM stays WHERE NOT {ALIVE}").fetchall()[0][0]
    return [tally(AFTER_DEATH, after, ONE_AFTER_DEATH)] if after else []


def stay_facts() -> dict[str, str]:
    """By variable, the SELECT of rows of `facts` that follow from `stays`.

    A stay ends with discharge or death, and is still in force at that very moment, so its end lies one microsecond
    later. A stay without either goes on, a death has no end: both last to `FAR_FUTURE_US`. Stays that touch are one.
    """
    spans = {
        "icu_stay": f"""SELECT patient_id AS patient, 'icu_stay' AS variable, admitted_us AS start_us,
            coalesce(least(discharged_us, died_us), greatest(admitted_us, {FAR_FUTURE_US} - 1)) + 1 AS end_us FROM stays
            WHERE {ALIVE}""",
        "dead": f"""SELECT DISTINCT patient_id AS patient, 'dead' AS variable, died_us AS start_us,
            greatest({FAR_FUTURE_US}, died_us + 1) AS end_us FROM stays WHERE died_us IS NOT NULL""",
    }
    return {name: _supports(sql) for name, sql in spans.items()}


def _supports(spans: str) -> str:
    rows = f"SELECT *, start_us AS available_us, 'stays' AS origin, NULL::VARCHAR AS written FROM ({spans})"
    return f"""SELECT patient AS patient_id, variable, start_us, end_us, start_us AS available_us, 1.0 AS low,
        1.0 AS high, start_us AS course_start_us, end_us AS course_end_us, NULL AS because, origin, written
        FROM ({merged(rows)})"""
