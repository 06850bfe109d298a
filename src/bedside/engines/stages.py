"""What a plan is made of: stages in order, levels of questions, and what the parts of a plan ask of the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import duckdb
from sqlglot import exp

from bedside.engines.arrays import Columns
from bedside.engines.numbering import Numbering
from bedside.rules.nodes import Node, Over


class AsOf(StrEnum):
    """Which records a moment may read."""

    AVAILABLE = "available"
    """Only those that had arrived by then: what the ward knew."""
    MEASURED = "measured"
    """All that were taken by then, whenever they arrived: for comparison with other implementations."""


Work = Callable[[duckdb.DuckDBPyConnection], Columns]
"""What is worked out on arrays, from tables of stages before."""


@dataclass(frozen=True)
class Stage:
    """A query, or work on arrays, whose result later stages read under `name`; `what` says it to a person waiting.

    A `view` is cheap to work out again wherever it is read; anything else is kept.
    """

    name: str
    made_by: exp.Query | Work
    what: str
    view: bool = False


@dataclass(frozen=True)
class Level:
    """A relation of questions: columns m, patient_id, at and known.

    `records`: each question is about a record, with columns begin, finish, own_low and own_high, and may know more than
    was known at its own moment; else `at` and `known` are one.
    """

    relation: str
    records: bool = False


class Planner(Protocol):
    """The plan, as `events` and `looks` see it."""

    as_of: AsOf
    recorded: frozenset[str]
    facts: str
    numbering: Numbering

    def stage(self, kind: str, made_by: exp.Query | Work, what: str, view: bool = False) -> str:
        """Append a stage and return its name."""

    def answer(self, level: Level, rules: Sequence[Node]) -> str:
        """A relation with m and the columns of every rule."""

    def events_of(self, look: Over) -> str:
        """The relation of the records a look could read."""


def column_names(number_of_rule: int) -> tuple[str, str]:
    """The names of the low and high columns of a rule by its number."""
    return f"n{number_of_rule}_low", f"n{number_of_rule}_high"
