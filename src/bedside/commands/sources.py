"""`bedside source check`: what a source supplies, and what will therefore be “cannot tell”."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from functools import partial

from bedside.commands.console import Tell, note, progress
from bedside.commands.imports import imported
from bedside.commands.on_spark import on_spark, opened_on_spark
from bedside.commands.outputs import own_folder, write_whole
from bedside.engines.completed import complete_on_spark
from bedside.engines.duck import connect
from bedside.feasibility.supply import Supply, asked_for, rows_of
from bedside.feasibility.supply_told import page_of, text_of
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.records.completeness import begun_after, completeness
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.report.rows import as_csv, as_json
from bedside.screening.reach import Reach, reach
from bedside.values.moment import now

PAGE, TABLE, JSON = "source.html", "rows.csv", "rows.json"
"""All that a check leaves in its folder."""


def check(arguments: Namespace) -> int:
    """Look at a source, print what it supplies, and leave page and rows in a folder."""
    out = None
    if arguments.out is not None:
        out = own_folder(arguments.out, arguments.source, frozenset((PAGE, TABLE, JSON)))
    protocol = None if arguments.trial is None else load(arguments.trial, arguments.version)
    with progress("source check") as tell:
        supply = _looked_at(arguments, protocol, tell)
        tell("done", 1.0)
    rows = rows_of(supply)
    if out:
        for name, held in {PAGE: page_of(supply, arguments.lang), TABLE: as_csv(rows), JSON: as_json(rows)}.items():
            write_whole(out / name, held)
    print(as_json(rows).rstrip() if arguments.json else text_of(supply, arguments.lang))
    if out:
        note(str(out / PAGE))
    return 0


def _looked_at(arguments: Namespace, protocol: Protocol | None, tell: Tell) -> Supply:
    asked = asked_for(protocol)
    names = sorted(each.name for each in asked if each.name in dictionary())
    connection, shifted = connect(arguments.threads, arguments.memory), arguments.shifted
    if on_spark(arguments):
        session, source = opened_on_spark(arguments)
        part = partial(_part, tell)
        loaded, cells, future = complete_on_spark(session, connection, source, names, asked, now(), part)
    else:
        loaded = open_source(arguments.source).load(connection, names, progress=partial(_part, tell))
        imported(loaded.report, connection)
        tell("completeness", 0.6)
        cells, future = completeness(connection, asked), begun_after(connection, now())
    stays = sum(cell.stays for cell in cells if not cell.variable)
    reached = None if protocol is None else _reached(protocol, loaded.source, tell)
    return Supply(loaded, asked, cells, protocol, reached, shifted or 2 * future > stays)


def _part(tell: Tell, what: str, share: float) -> None:
    tell(what, 0.6 * share)


def _reached(protocol: Protocol, source: Source, tell: Tell) -> Mapping[str, Reach]:
    found = {}
    asked = [each for each in protocol.criteria if each.data_rule is not None]
    for place, each in enumerate(asked):
        tell(f"criterion {each.id}", 0.7 + 0.3 * place / len(asked))
        assert each.data_rule is not None
        found[each.id] = reach(each.data_rule, source.supplied)
    return found
