"""What the chapters of a plan are written from, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bedside.analysis.worked import Worked
from bedside.design.results import rows_of
from bedside.design.tables import Table, tables_of
from bedside.design.worked import Worked as WorkedDesign
from bedside.design.worked import work_out
from bedside.documents.assumed import assumptions_of, numbers_of
from bedside.documents.blocks import Grid
from bedside.documents.shells import of_nobody
from bedside.documents.words import word
from bedside.errors import UsageError
from bedside.protocol.estimands import Promised
from bedside.protocol.model import Assumption, Protocol
from bedside.report.rows import Row
from bedside.rules.words import colon


@dataclass(frozen=True)
class Planned:
    """A protocol and its promises, told in a language; `nobody` is its analysis before there is a participant."""

    protocol: Protocol
    promised: Promised
    nobody: Worked
    language: str

    def say(self, key: str, **places: object) -> str:
        """A word or sentence of the catalogue."""
        return word(key, **places).say(self.language)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """The heads of columns."""
        return tuple(self.say(key) for key in keys)

    def line(self, name: str) -> str:
        """A fact of the public record in its own words; empty where it states none."""
        found = self.protocol.line(name)
        return (found.said.text if found.said else found.value) if found else ""

    def told(self, key: str, what: str) -> str:
        """`Name: what`."""
        return f"{self.say(key)}{colon(self.language)}{what}"

    def listed(self, each: Iterable[str]) -> str:
        """Several parts, set apart."""
        return ("\u202f; " if self.language == "fr" else "; ").join(each)

    def quoted(self, text: str) -> str:
        """The record's own words."""
        return f"«\u00a0{text}\u00a0»" if self.language == "fr" else f"“{text}”"

    def assumed(self, names: tuple[str, ...]) -> str:
        """The numbers of assumptions; a dash where nothing is assumed."""
        return numbers_of(self.protocol, names) or "–"

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All that the plan stands on and no public source states."""
        return assumptions_of(self.protocol, self.promised, self.nobody.design)

    @cached_property
    def design(self) -> WorkedDesign | None:
        """The design worked out, None where the protocol states none."""
        return work_out(self.nobody.design) if self.nobody.design else None

    @cached_property
    def design_rows(self) -> tuple[Row, ...]:
        """Every number of the design."""
        return rows_of(self.design) if self.design else ()

    @cached_property
    def design_tables(self) -> dict[str, Table]:
        """The tables of the design by name."""
        held = tables_of(self.design_rows, self.design, self.language) if self.design else ()
        return {each.name: each for each in held}

    def design_grid(self, name: str, sides: int = 1) -> Grid:
        """One of them, its note below."""
        found = self.design_tables[name]
        notes = (*((found.note,) if found.note else ()), *found.footnotes)
        return Grid("", found.title, found.head, found.body, notes, sides)


def plan_of(protocol: Protocol, language: str) -> Planned:
    """What the plan of a protocol is written from. Raises UsageError where it does not say what is estimated."""
    if protocol.promised is None:
        todo = "Write its estimands in a file, and name it: `analysis: analysis.yaml`."
        raise UsageError(f"{protocol.id} does not say what is estimated.", protocol.where, todo)
    return Planned(protocol, protocol.promised, of_nobody(protocol, protocol.promised), language)
