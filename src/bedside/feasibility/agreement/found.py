"""Two versions of a score asked of every stay-hour, and what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.engines.agreement import (
    COMPARED,
    Changed,
    Known,
    Sides,
    changed,
    cross,
    hours_beside,
    known,
    stays_beside,
)
from bedside.engines.batches import ask_hours
from bedside.engines.duck import Asking
from bedside.engines.moments import hourly
from bedside.engines.verdict_tables import Told
from bedside.feasibility.agreement.asked import FIRST, SECOND, Asked, Step
from bedside.rules.nodes import variables
from bedside.statistics.agreement import Pairs

TOTAL = "total"


@dataclass(frozen=True)
class Found:
    """By part (the total, then each component) what is known and the cross table; sides; what each option changes."""

    asked: Asked
    known: Mapping[str, Known]
    pairs: Mapping[str, Pairs]
    hours: Sides
    stays: Sides
    whole: Changed
    steps: tuple[tuple[Step, Changed | None], ...]


def read_by(asked: Asked) -> list[str]:
    """Every variable that any of the rules reads."""
    return sorted({name for rule in asked.rules.values() for name in variables(rule)})


def ask(
    connection: Any,
    asked: Asked,
    recorded: frozenset[str],
    every: int,
    progress: Callable[[str, float], None] | None = None,
    last_us: int | None = None,
) -> None:
    """Make the table `COMPARED` of every rule at every stay-hour; `last_us`: see `moments.hourly`."""
    hourly(connection, every, None, last_us)
    told = Told(ranges={name: name for name in asked.rules})
    ask_hours(connection, Asking(asked.rules, recorded, asked.as_of), told, COMPARED, progress)


def counted(connection: Any, asked: Asked) -> Found:
    """Count what the table `COMPARED` tells."""
    columns = {TOTAL: (FIRST, SECOND)}
    columns |= {rule.name: (f"{FIRST}_{rule.name}", f"{SECOND}_{rule.name}") for rule in asked.components}
    at = asked.threshold
    return Found(
        asked,
        {part: known(connection, *both) for part, both in columns.items()},
        {part: cross(connection, *both) for part, both in columns.items()},
        hours_beside(connection, FIRST, SECOND, at),
        stays_beside(connection, FIRST, SECOND, at),
        changed(connection, FIRST, SECOND, at),
        tuple(
            (step, None if step.rule is None else changed(connection, step.of, step.column, at)) for step in asked.steps
        ),
    )
