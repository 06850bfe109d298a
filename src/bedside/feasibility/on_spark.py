"""Feasibility counts and comparisons of scores on Spark: each part is asked as one machine asks everybody.

Verdicts and stays, or totals, come here and are counted here; no record leaves the cluster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from bedside.engines.agreement import COMPARED
from bedside.engines.moments import without_moment
from bedside.engines.on_spark import ask_on_spark
from bedside.engines.sql import sql_of
from bedside.engines.verdict_tables import in_words
from bedside.feasibility.agreement.asked import Asked
from bedside.feasibility.agreement.found import ask
from bedside.feasibility.asking import ask_everybody
from bedside.feasibility.found import Stated
from bedside.records.source import Divisible, Loaded, Progress


def ask_everybody_on_spark(
    session: Any, connection: Any, source: Divisible, stated: Stated, every: int, names: Iterable[str], tell: Progress
) -> Loaded:
    """Make the tables `verdicts` and `stays` in the connection here. Raises what `ask_on_spark` raises."""
    return ask_on_spark(session, connection, source, names, partial(_everybody, stated, every), tell).loaded


def compare_on_spark(
    session: Any, connection: Any, source: Divisible, asked: Asked, every: int, names: Iterable[str], tell: Progress
) -> tuple[Loaded, dict[str, int]]:
    """Make the table `COMPARED` in the connection here; gives what was loaded, and how many stays have no hour."""
    answered = ask_on_spark(session, connection, source, names, partial(_compared, asked, every), tell)
    without, stays = (sum(counts) for counts in zip(*answered.given, strict=True))
    return answered.loaded, {"stays": stays, "without_a_whole_hour": without}


def _everybody(
    stated: Stated, every: int, connection: Any, recorded: frozenset[str], last_us: int | None
) -> Iterator[tuple[str, Any]]:
    ask_everybody(connection, stated, recorded, every, last_us=last_us)
    yield "verdicts", connection.sql(sql_of(in_words(connection, "verdicts"))).to_arrow_table()
    yield "stays", connection.table("stays").to_arrow_table()


def _compared(
    asked: Asked, every: int, connection: Any, recorded: frozenset[str], last_us: int | None
) -> Iterator[tuple[str, Any]]:
    ask(connection, asked, recorded, every, last_us=last_us)
    yield COMPARED, connection.table(COMPARED).to_arrow_table()
    yield "hours", without_moment(connection)
