"""The protocol and what it would be with numbers moved, asked of every stay and hour from hospital data alone.

What `screen` asks of the data (`data_verdict` and each criterion's part of it), without what would settle an open
verdict: nobody is told here what to measure, and everybody is only counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bedside.engines.batches import ask_hours
from bedside.engines.duck import Asking
from bedside.engines.moments import hourly, until_death
from bedside.engines.patients_asked import (
    Asked,
    Observed,
    Patterns,
    Place,
    observed,
    patterns,
    places,
    standings,
    waits,
)
from bedside.engines.verdict_tables import Told, Words
from bedside.feasibility.found import Found, Stated
from bedside.feasibility.moves import Moved
from bedside.protocol.model import Criterion, Protocol
from bedside.rules.nodes import Node, variables
from bedside.screening.flow import barring_word
from bedside.screening.screen import DATA_WORDS, WORDS, data_column
from bedside.values.moment import now

VERDICT = "data_verdict"


def read_by(protocol: Protocol, moved: Sequence[Moved]) -> frozenset[str]:
    """Every variable that any of them asks of the data."""
    rules = [protocol.data_population, *(each.protocol.data_population for each in moved)]
    return frozenset(name for rule in rules for name in variables(rule))


def ask_everybody(
    connection: Any,
    stated: Stated,
    recorded: frozenset[str],
    every: int,
    progress: Callable[[str, float], None] | None = None,
    last_us: int | None = None,
) -> None:
    """Make the table `verdicts` of all that is loaded (tables stays and facts); `last_us`: see `moments.hourly`."""
    hourly(connection, every, None, last_us)
    until_death(connection)
    rules: dict[str, Node] = {VERDICT: stated.protocol.data_population}
    verdicts: dict[str, tuple[str, Words]] = {VERDICT: (VERDICT, DATA_WORDS)}
    for each in _of_data(stated.protocol):
        assert each.data_rule is not None
        rules[f"data of {each.id}"] = each.data_rule
        verdicts[data_column(each)] = (f"data of {each.id}", WORDS)
    for place, move in enumerate(stated.moved):
        rules[f"moved {place}"] = move.protocol.data_population
        verdicts[_column(place)] = (f"moved {place}", DATA_WORDS)
    ask_hours(connection, Asking(rules, recorded, stated.as_of), Told(verdicts), "verdicts", progress)


def counted(connection: Any, stated: Stated) -> Found:
    """Count what the tables `verdicts` and `stays` tell."""
    criteria = _of_data(stated.protocol)
    held: list[Patterns] = patterns(connection, [_asked(each) for each in criteria])
    there: list[Place] = places(connection, VERDICT, DATA_WORDS)
    seen: Observed = observed(connection, VERDICT, DATA_WORDS, now())
    moves = [standings(connection, _column(place), DATA_WORDS) for place, _ in enumerate(stated.moved)]
    return Found(
        stated, tuple(criteria), seen, tuple(held), tuple(there), tuple(waits(connection, VERDICT, DATA_WORDS)),
        tuple(moves),
    )  # fmt: skip


def _of_data(protocol: Protocol) -> list[Criterion]:
    """The criteria that hospital data can answer."""
    return [each for each in protocol.criteria if each.data_rule is not None]


def _asked(criterion: Criterion) -> Asked:
    met, not_met, _ = WORDS
    bars = barring_word(criterion)
    return data_column(criterion), not_met if bars == met else met, bars


def _column(place: int) -> str:
    return f"moved_{place}"
