"""Scores by themselves, every hour of every stay: of all that a connection holds, or part by part on Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bedside.engines.batches import ask_hours
from bedside.engines.duck import Asking
from bedside.engines.moments import hourly, without_moment
from bedside.engines.on_spark import ask_on_spark
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import Told
from bedside.records.source import Divisible, Loaded, Progress
from bedside.rules.nodes import Named

SCORES = "scores"


@dataclass(frozen=True)
class Scored:
    """The rules that are asked for (totals, components, probabilities), how far apart (microseconds), known when."""

    rules: tuple[Named, ...]
    every: int
    as_of: AsOf


def score_all(
    connection: Any, asked: Scored, recorded: frozenset[str], last_us: int | None, tell: Callable[[str, float], None]
) -> None:
    """Make the table `scores` of the tables stays and facts of the connection; `last_us`: see `moments.hourly`."""
    hourly(connection, asked.every, None, last_us)
    rules = {rule.name: rule for rule in asked.rules}
    ask_hours(
        connection, Asking(rules, recorded, asked.as_of), Told(ranges={name: name for name in rules}), SCORES, tell
    )


def score_on_spark(
    session: Any, connection: Any, source: Divisible, asked: Scored, variables: Iterable[str], progress: Progress
) -> tuple[Loaded, dict[str, int]]:
    """The same of a source on Spark, the table made here; gives what was loaded, and how many stays have no hour."""
    answered = ask_on_spark(session, connection, source, variables, partial(_score, asked), progress)
    without, stays = (sum(counts) for counts in zip(*answered.given, strict=True))
    return answered.loaded, {"stays": stays, "without_a_whole_hour": without}


def _score(asked: Scored, connection: Any, recorded: frozenset[str], last_us: int | None) -> Iterator[tuple[str, Any]]:
    score_all(connection, asked, recorded, last_us, lambda what, share: None)
    yield SCORES, connection.table(SCORES).to_arrow_table()
    yield "hours", without_moment(connection)
