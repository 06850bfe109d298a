"""Rows of results looked up by what they are of, and told as words: a value, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.analysis.layouts import Column, Shown
from bedside.analysis.naming import named
from bedside.analysis.rows import Row
from bedside.analysis.tables import NONE, read
from bedside.analysis.worked import Worked
from bedside.documents.words import word
from bedside.protocol.estimands import Estimand
from bedside.rules.words import said_number


@dataclass(frozen=True)
class Found:
    """The rows of an outcome's main analysis, in the order of the results, told in a language."""

    rows: Sequence[Row]
    worked: Worked
    estimand: Estimand
    language: str

    def say(self, key: str, **places: object) -> str:
        """A sentence of the catalogue."""
        return word(key, **places).say(self.language)

    def name(self, value: str, part: str = "variable") -> str:
        """What a part of the outcome, a group, a day or an analysis is called."""
        return named(self.worked, self.estimand, part, value).say(self.language)

    def of(self, **place: str) -> Found:
        """Only the rows at a place: `variable="success", group="declared"`."""
        held = [row for row in self.rows if all(getattr(row, name) == value for name, value in place.items())]
        return Found(held, self.worked, self.estimand, self.language)

    def each(self, part: str, statistic: str) -> list[str]:
        """The variables, groups or times that have a statistic, each once."""
        return list(dict.fromkeys(getattr(row, part) for row in self.rows if row.statistic == statistic))

    def row(self, statistic: str) -> Row | None:
        """The first row of a statistic."""
        return next((row for row in self.rows if row.statistic == statistic), None)

    def number(self, statistic: str) -> str:
        """A number of people or events; why there is none."""
        return self.told(Column(statistic))

    def told(self, column: Column) -> str:
        """A value as a table shows it, or why there is none, in brackets."""
        line: dict[str, Row] = {}
        for row in self.rows:
            line.setdefault(row.statistic, row)
        value = read(column, line, self.language)
        found = line.get(column.statistic)
        if not value.startswith(NONE) or found is None or not found.warnings:
            return value
        return self.say("not_known", why=found.warnings[0])

    def percent(self, share: float) -> str:
        """A rate of the protocol: `40 %`."""
        return f"{said_number(f'{100 * share:.4g}', self.language)}\u00a0%"


def main_rows(rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Found:
    """Those of an outcome, without its sensitivity analyses."""
    held = [row for row in rows if row.analysis == estimand.outcome]
    return Found(held, worked, estimand, language)


def estimate(name: str, shown: Shown = Shown.PERCENT) -> Column:
    """A column of an estimate with its interval."""
    return Column(name, shown, (f"{name}_low", f"{name}_high"))
