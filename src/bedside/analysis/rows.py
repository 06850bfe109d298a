"""Results as rows, before they are tables: one number a row, with of whom and of what it is, and how it was had.

A number that cannot be worked out is a row too: its value is None, and its warnings say why.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from bedside.report.rows import Value
from bedside.statistics.answer import Absent, Estimate, Number
from bedside.values.wording import Text

ONE, PEOPLE, DAYS, WORDS = "1", "{participants}", "d", ""
"""Units: of a share or a pure number, of participants, of days; none for words."""
OBSERVED = "counted"
"""The method of a number that is only counted."""


@dataclass(frozen=True)
class Row:
    """One result.

    `analysis` is the outcome, with the sensitivity analysis after a dot (`P1.treated`), or what is told of everybody;
    `set` the analysis set, `variable` what is measured, `group` whom or which derivation it is of, `time` the visit or
    the days from inclusion, `statistic` what the value is. `unit` is a UCUM code, empty for words; `method` cites;
    `warnings` say what a reader has to know before using the value.
    """

    analysis: str
    set: str
    variable: str
    group: str
    time: str
    statistic: str
    value: Value
    unit: str
    method: str
    warnings: tuple[Text, ...] = ()

    @property
    def outcome(self) -> str:
        """The outcome that it is of, or what its analysis is called."""
        return self.analysis.partition(".")[0]


@dataclass(frozen=True)
class About:
    """What several rows have in common."""

    analysis: str
    set: str
    variable: str = ""
    group: str = "all"
    time: str = ""

    def of(self, **parts: str) -> About:
        """The same with other parts."""
        return replace(self, **parts)

    def row(self, statistic: str, value: Number | Value, unit: str, method: str, *warnings: Text) -> Row:
        """One row; a value that is absent becomes none, with its reason first among the warnings."""
        if isinstance(value, Absent):
            return self.row(statistic, None, unit, method, value.reason, *warnings)
        place = (self.analysis, self.set, self.variable, self.group, self.time)
        return Row(*place, statistic, value, unit, method, warnings)

    def people(self, statistic: str, value: int, *warnings: Text) -> Row:
        """A number of participants."""
        return self.row(statistic, value, PEOPLE, OBSERVED, *warnings)

    def estimate(self, name: str, found: Estimate, unit: str = ONE, *warnings: Text) -> Iterator[Row]:
        """An estimate with the ends of its interval: three rows."""
        yield self.row(name, found.value, unit, found.method, *warnings)
        yield self.row(f"{name}_low", found.low, unit, found.method, *warnings)
        yield self.row(f"{name}_high", found.high, unit, found.method, *warnings)


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as CSV, a head line first; numbers to the last digit, an empty value for none, warnings in English."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([each.name for each in fields(Row)])
    for row in rows:
        warnings = " ".join(each.en for each in row.warnings)
        cells = (getattr(row, each.name) for each in fields(Row)[:-1])
        table.writerow([*(_shown(cell) for cell in cells), warnings])
    return written.getvalue()


def as_json(rows: Sequence[Row]) -> str:
    """The rows as a JSON list, warnings in both languages."""
    names = [each.name for each in fields(Row)[:-1]]
    told = [
        {**{name: getattr(row, name) for name in names}, "warnings": [dict(each.pairs) for each in row.warnings]}
        for row in rows
    ]
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _shown(value: Value) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
