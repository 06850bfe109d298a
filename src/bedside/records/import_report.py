"""What an import read, what it used, and what it dropped: by table, variable and reason, with examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

EXAMPLES = 3
"""How many examples of each reason a report holds."""


class Reason(StrEnum):
    """Why a row of a source did not become a fact. The order is the order of asking: the first that applies."""

    NO_PATIENT = "the patient id is missing or is not a number"
    NO_STAY = "the patient has no intensive-care stay"
    NO_TIME = "the time is missing or cannot be read"
    REWRITTEN = "a later row rewrote it"
    NO_VALUE = "there is no value"
    NOT_NUMBER = "the value is not a number"
    UNKNOWN_TEXT = "the text is none of those that are known"
    UNKNOWN_UNIT = "the unit is unknown"
    NOT_CONVERTIBLE = "the unit cannot be converted to the variable's"
    NO_UNIT = "the unit is missing"
    NOT_ARTERIAL = "the specimen is not arterial"
    NO_RATE = "there is no rate: not a continuous infusion"
    BOLUS = "it is a single dose: not a continuous infusion"
    NO_FLOW = "the rate is not above zero: nothing was given"
    NO_WEIGHT = "the rate is not per kg and the weight is missing or unusable"
    BACKWARDS = "it does not end after it starts"
    IMPOSSIBLE = "the value is outside the variable's bounds"
    NO_VARIABLE = "the variable is not a canonical one"
    WRONG_TABLE = "the variable belongs in another table"
    DERIVED = "it is derived from the table stays"
    BROKEN_LINE = "the line does not fit the table's columns"
    TWICE = "the same id stands there twice"
    NO_ID = "an id is missing or cannot be read"
    NO_SUCH_PATIENT = "the patient is not in the table patients"

    @property
    def number(self) -> int:
        """The small integer that stands for this reason in SQL; 0 is “used”."""
        return list(Reason).index(self) + 1


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows of one variable in one table that were dropped for one reason; up to three of them as text."""

    table: str
    variable: str
    reason: Reason
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of one table that a load asked for: `read` = `used` + those dropped."""

    table: str
    read: int
    used: int


@dataclass(frozen=True)
class ImportReport:
    """The account of one load. For every table: rows read = rows used + rows dropped."""

    source: str
    tables: tuple[Counted, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for `json.dumps`."""
        return {
            "source": self.source,
            "tables": [
                {
                    "table": counted.table,
                    "read": counted.read,
                    "used": counted.used,
                    "dropped": [
                        {
                            "variable": d.variable,
                            "reason": d.reason.value,
                            "rows": d.rows,
                            "examples": list(d.examples),
                        }
                        for d in self.dropped
                        if d.table == counted.table
                    ],
                }
                for counted in self.tables
            ],
            "facts": dict(self.facts),
            "notes": list(self.notes),
        }

    def sentences(self) -> list[str]:
        """The report as people read it, one sentence a line."""
        lines: list[str] = []
        for counted in self.tables:
            lines.append(f"{counted.table}: {counted.read} rows read, {counted.used} used.")
            lines += [_told(dropped) for dropped in self.dropped if dropped.table == counted.table]
        return lines + list(self.notes)

    def balances(self) -> bool:
        """True when, in every table, the rows read are those used and those dropped."""
        return all(
            counted.read == counted.used + sum(d.rows for d in self.dropped if d.table == counted.table)
            for counted in self.tables
        )


def _told(dropped: Dropped) -> str:
    about = f" of {dropped.variable}" if dropped.variable else ""
    rows = "1 row" if dropped.rows == 1 else f"{dropped.rows} rows"
    examples = f" For example: {'; '.join(dropped.examples)}." if dropped.examples else ""
    return f"{dropped.table}: {rows}{about} dropped: {dropped.reason.value}.{examples}"


def added(tables: Iterable[Counted]) -> tuple[Counted, ...]:
    """One line a table, in order of name."""
    sums: dict[str, tuple[int, int]] = {}
    for counted in tables:
        read, used = sums.get(counted.table, (0, 0))
        sums[counted.table] = (read + counted.read, used + counted.used)
    return tuple(Counted(table, read, used) for table, (read, used) in sorted(sums.items()))
