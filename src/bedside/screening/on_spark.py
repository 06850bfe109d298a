"""A protocol asked of every stay and hour of a source on Spark: each part of its people as `screen` asks everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bedside.engines.moments import without_moment
from bedside.engines.on_spark import ask_on_spark
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import as_words, in_words
from bedside.errors import WrongLayout
from bedside.protocol.model import Protocol
from bedside.records.source import Divisible, Loaded, Progress
from bedside.screening.present import There, refuse_nobody, there_at
from bedside.screening.screen import Screening, screen, screening_of, told_of
from bedside.values.moment import HOUR, Moment
from bedside.values.wording import Text

ARRIVED = "arrived_verdicts"
"""The table of verdicts as the parts gave them."""
OF_TWO = Text("the stay {stay} stands there of two people.", "le séjour {stay} y figure pour deux personnes.")
MEND = Text("Correct whose it is.", "Corrigez à qui il est.")


@dataclass(frozen=True)
class Asked:
    """What is asked of every part."""

    protocol: Protocol
    every: int = HOUR
    as_of: AsOf = AsOf.AVAILABLE
    at: Moment | None = None


@dataclass(frozen=True)
class Screened:
    """A screening on Spark: the source as it was found, its account, and how many stays no hour was asked of."""

    screening: Screening
    loaded: Loaded
    hours: Mapping[str, int]


@dataclass(frozen=True)
class Counted:
    """Who was there in a part, the stays that were asked about, and those that no hour was asked of."""

    there: There
    stays: int = 0
    without: int = 0


def screen_on_spark(
    session: Any, connection: Any, source: Divisible, asked: Asked, variables: Iterable[str], progress: Progress
) -> Screened:
    """Screen a source on Spark and make the view `verdicts` in the DuckDB connection here, as `screen` makes it.

    Raises WrongLayout where a stay is of two people, UsageError when nobody was there at `asked.at`, and what
    `ask_on_spark` raises.
    """
    answered = ask_on_spark(session, connection, source, variables, partial(_screen, asked), progress)
    hours = hours_of(answered.given, asked.at)
    refuse_two(connection, ARRIVED, answered.loaded)
    screening = screening_of(asked.protocol, asked.as_of)
    as_words(connection, ARRIVED, told_of(screening), "verdicts")
    return Screened(screening, answered.loaded, hours)


def hours_of(counted: Iterable[Counted], at: Moment | None) -> dict[str, int]:
    """How many stays there were, and those that no hour was asked of. Raises UsageError when nobody was there then."""
    parts = list(counted)
    stays = sum(each.stays for each in parts)
    if at is not None and not stays:
        firsts = [each.there.first_us for each in parts if each.there.first_us is not None]
        lasts = [each.there.last_us for each in parts if each.there.last_us is not None]
        refuse_nobody(There(0, min(firsts, default=None), max(lasts, default=None)), at)
    return {"stays": stays, "without_a_whole_hour": sum(each.without for each in parts)}


def refuse_two(connection: Any, verdicts: str, loaded: Loaded) -> None:
    """Raise WrongLayout where in a table of verdicts a stay is of two people."""
    for (stay,) in connection.execute(_OF_TWO.format(verdicts=verdicts)).fetchall():
        raise WrongLayout(OF_TWO.filled(stay=stay), loaded.report.source, MEND)


def _screen(asked: Asked, connection: Any, recorded: frozenset[str], last_us: int | None) -> Iterator[tuple[str, Any]]:
    """The verdicts of a part, and who was there."""
    there = there_at(connection, asked.at)
    if not there.stays:
        yield "counted", Counted(there)
        return
    screen(connection, asked.protocol, recorded, asked.every, asked.as_of, None, None, asked.at, last_us)
    yield ARRIVED, connection.sql(in_words(connection, "verdicts").sql("duckdb")).to_arrow_table()
    without, stays = without_moment(connection)
    yield "counted", Counted(there, stays, without)


_OF_TWO = """SELECT stay_id FROM {verdicts} GROUP BY stay_id HAVING count(DISTINCT patient_id) > 1
    ORDER BY stay_id LIMIT 1"""
