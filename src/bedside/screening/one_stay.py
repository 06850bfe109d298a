"""One stay of a source, as the records that a protocol's criteria read: what goes with a pre-screened person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bedside.engines.duck import connect
from bedside.errors import NoSuchStay
from bedside.protocol.model import Protocol
from bedside.records.charts import chart
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.rules.chart import Fact
from bedside.rules.nodes import Over, walk
from bedside.screening.screen import needed
from bedside.values.moment import DAY, Moment

MARGIN = DAY
"""What is kept beyond the longest look-back, so that the day after the import still finds its windows filled."""


@dataclass(frozen=True)
class Stay:
    """The records of one stay up to a moment: its last record, or the end of the stay where that is earlier.

    `recorded` are the variables, of those read, of which the source records every occurrence.
    """

    source: str
    at: Moment
    facts: tuple[Fact, ...]
    recorded: frozenset[str]
    not_real: bool


def read_stay(source: str, stay: str, protocol: Protocol, at: Moment | None = None) -> Stay:
    """Read a stay of `KIND:DIR`, restricted to what the criteria read and how far back they look from `at`.

    Raises UsageError when the source is not there, NoSuchStay when the stay is not, and errors of the source's files.
    """
    opened = open_source(source)
    read = needed(protocol)
    names = sorted(name for name in read if name in dictionary() or name in opened.supplied)
    connection = connect(1)
    try:
        loaded = opened.load(connection, names, stay, detail=True).source
        found = connection.execute(
            "SELECT patient_id, least(discharged_us, died_us) FROM stays WHERE CAST(stay_id AS VARCHAR) = ?", [stay]
        ).fetchall()
        if not found:
            raise NoSuchStay(f"there is no stay {stay} in this source.", source, "Take one that `screen` lists.")
        patient, left = found[0]
        held = chart(connection, patient, loaded)
    finally:
        connection.close()
    facts = [fact for those in held.facts.values() for fact in those if fact.superseded is None]
    when = at or _last(facts, left)
    kept = within_reach(facts, protocol, when)
    return Stay(loaded.name, when, tuple(kept), held.recorded & set(names), loaded.not_real)


def within_reach(facts: Iterable[Fact], protocol: Protocol, at: Moment) -> list[Fact]:
    """The facts that a criterion may still read at a moment, or the day after: none of later, none beyond reach."""
    reach = look_backs(protocol)
    return sorted(
        (fact for fact in facts if fact.start <= at and fact.end > at - reach.get(fact.variable, 0) - MARGIN),
        key=lambda fact: (fact.variable, fact.start, fact.end, fact.origin),
    )


def look_backs(protocol: Protocol) -> Mapping[str, int]:
    """How far back (microseconds) the criteria look for each variable, inner looks added to those around them."""
    found: dict[str, int] = {}
    for node in walk(protocol.population):
        if isinstance(node, Over):
            for inner in walk(node):
                if isinstance(inner, Over):
                    back = node.window.back + (inner.window.back if inner is not node else 0)
                    found[inner.variable.name] = max(found.get(inner.variable.name, 0), back)
    return found


def _last(facts: list[Fact], left: int | None) -> Moment:
    starts = [fact.start for fact in facts]
    last = max(starts, default=Moment(0))
    return last if left is None else Moment(min(last, left))
