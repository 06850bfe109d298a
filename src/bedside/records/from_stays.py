"""What follows from the table `stays` in every source: being in intensive care, and being dead."""

from __future__ import annotations

from bedside.records.contract import FAR_FUTURE_US
from bedside.records.lasting import merged

DERIVED = ("icu_stay", "dead")
"""The supports made here; no other table of a source may say them."""


def stay_facts() -> dict[str, str]:
    """By variable, the SELECT of rows of `facts` that follow from `stays`.

    A stay without discharge goes on, a death has no end: both last to `FAR_FUTURE_US`. Stays that touch are one.
    """
    spans = {
        "icu_stay": f"""SELECT patient_id AS patient, 'icu_stay' AS variable, admitted_us AS start_us,
            coalesce(discharged_us, {FAR_FUTURE_US}) AS end_us FROM stays""",
        "dead": f"""SELECT DISTINCT patient_id AS patient, 'dead' AS variable, died_us AS start_us,
            {FAR_FUTURE_US} AS end_us FROM stays WHERE died_us IS NOT NULL""",
    }
    return {name: _supports(sql) for name, sql in spans.items()}


def _supports(spans: str) -> str:
    rows = f"SELECT *, start_us AS available_us, 'stays' AS origin, NULL::VARCHAR AS written FROM ({spans})"
    return f"""SELECT patient AS patient_id, variable, start_us, end_us, start_us AS available_us, 1.0 AS low,
        1.0 AS high, start_us AS course_start_us, end_us AS course_end_us, NULL AS because, origin, written
        FROM ({merged(rows)})"""
