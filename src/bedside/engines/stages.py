"""What a plan is made of: stages in order, levels of questions, and what the parts of a plan ask of the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlglot import exp

from bedside.engines.numbering import Numbering
from bedside.rules.nodes import Node, Over


class AsOf(StrEnum):
    """Which records a moment may read."""

    AVAILABLE = "available"
    """Only those that had arrived by then: what the ward knew."""
    MEASURED = "measured"
    """All that were taken by then, whenever they arrived: for comparison with other implementations."""


@dataclass(frozen=True)
class Stage:
    """A query whose result later queries read under `name`; `what` says it to a person waiting.

    A `view` is cheap to work out again wherever it is read; anything else is kept.
    """

    name: str
    query: exp.Query
    what: str
    view: bool = False


@dataclass(frozen=True)
class Level:
    """A relation of questions: columns m, patient_id, at, known and, for records, own_low and own_high.

    `hourly`: every `at` and `known` is on a whole hour, so that records may be binned to the hour first.
    `records`: the moments are those of records, with columns begin and finish.
    """

    relation: str
    hourly: bool
    records: bool = False


class Planner(Protocol):
    """The plan, as `events` and `looks` see it."""

    as_of: AsOf
    recorded: frozenset[str]
    facts: str
    numbering: Numbering

    def stage(self, kind: str, query: exp.Query, what: str, view: bool = False) -> str:
        """Append a stage and return its name."""

    def once(
        self, key: tuple[object, ...], kind: str, query: Callable[[], exp.Query], what: str, view: bool = False
    ) -> str:
        """Append a stage unless one was made under this key; return its name."""

    def answer(self, level: Level, rules: Sequence[Node]) -> str:
        """A relation with m and the columns of every rule."""

    def events_of(self, look: Over) -> str:
        """The relation of the records a look could read."""


def column_names(number_of_rule: int) -> tuple[str, str]:
    """The names of the low and high columns of a rule by its number."""
    return f"n{number_of_rule}_low", f"n{number_of_rule}_high"
