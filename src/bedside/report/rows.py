"""Results as rows, before they are tables: one number a row, with what it is of, how it was had, what is wrong.

A number that cannot be worked out is a row too: its value is None, and its warning says why.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TypeAlias

Value: TypeAlias = float | int | str | None


@dataclass(frozen=True)
class Row:
    """One result.

    `analysis` names the analysis, `group` that of whom or what it is, `variable` what is measured, `at` the place on
    its axis (a true rate, a number of successes), `statistic` what the value is. `unit` is a UCUM code, empty for
    words; `method` cites; `warning` says what a reader has to know before using the value.
    """

    analysis: str
    group: str
    variable: str
    at: str
    statistic: str
    value: Value
    unit: str
    method: str
    warning: str = ""


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV, a head line first; numbers to the last digit, an empty value for none."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([each.name for each in fields(Row)])
    table.writerows([[_shown(value) for value in asdict(row).values()] for row in rows])
    return written.getvalue()


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _shown(value: Value) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
