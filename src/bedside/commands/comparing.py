"""`bedside score compare`: how far two versions of a score agree, and which option makes the difference."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note, progress, span
from bedside.commands.imports import hourless, imported, said_hourless, unused
from bedside.commands.on_spark import on_spark, opened_on_spark
from bedside.commands.outputs import own_folder, write_whole
from bedside.engines.duck import connect
from bedside.engines.stages import AsOf
from bedside.feasibility.agreement.asked import Asked, on_one_scale, steps_between, threshold_of, version
from bedside.feasibility.agreement.figure import figure_of
from bedside.feasibility.agreement.found import Found, ask, counted, read_by
from bedside.feasibility.agreement.page import page_of, text_of
from bedside.feasibility.agreement.rows import rows_of
from bedside.feasibility.agreement.told import Told
from bedside.feasibility.on_spark import compare_on_spark
from bedside.protocol.loading import load
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.records.source import Source
from bedside.report.rows import Row, as_csv, as_json
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "agreement.html", "rows.csv", "rows.json", "figures"
"""All that a comparison leaves in its folder."""


def compare(arguments: Namespace) -> int:
    """Compare two versions at every stay-hour of a source, print it, and leave page, rows and figure in a folder."""
    out = None
    if arguments.out is not None:
        out = own_folder(arguments.out, arguments.source, frozenset((PAGE, TABLE, JSON, FIGURES)))
    every = span(arguments.every, "--every")
    session, source = opened_on_spark(arguments) if on_spark(arguments) else (None, open_source(arguments.source))
    asked = _asked(arguments, source)
    with progress("score compare") as tell:
        connection = connect(arguments.threads, arguments.memory)
        names = [name for name in read_by(asked) if name in dictionary()]
        if session:
            loaded, hours = compare_on_spark(session, connection, source, asked, every, names, tell)
        else:
            loaded = source.load(connection, names, progress=lambda what, share: tell(what, 0.4 * share))
            imported(loaded.report, connection)
            recorded = loaded.source.recorded
            ask(connection, asked, recorded, every, lambda what, share: tell(what, 0.4 + 0.6 * share))
            hours = hourless(connection)
        found = counted(connection, asked)
    rows = rows_of(found)
    for line in [*unused(loaded.report, arguments.lang), *said_hourless(hours, arguments.lang)]:
        note(line)
    if out:
        _leave(out, rows, found, arguments.lang)
    print(as_json(rows).rstrip() if arguments.json else text_of(rows, found, arguments.lang))
    if out:
        note(str(out / PAGE))
    return 0


def _asked(arguments: Namespace, source: Source) -> Asked:
    first, second = version(arguments.a), version(arguments.b)
    on_one_scale(first, second)
    protocol = None if arguments.trial is None else load(arguments.trial, arguments.version)
    at, where = threshold_of(first, second, arguments.at, protocol)
    steps = steps_between(first, second)
    return Asked(first, second, at, where, steps, source.name, source.not_real, AsOf(arguments.as_of))


def _leave(out: Path, rows: tuple[Row, ...], found: Found, language: str) -> None:
    """The page in both languages, the rows as CSV and JSON, the figure as SVG with its data."""
    files = {PAGE: page_of(rows, found, language), TABLE: as_csv(rows), JSON: as_json(rows)}
    for each in LANGUAGES:
        figure = figure_of(rows, found, Told(rows, found, each))
        files[f"{FIGURES}/{figure.name}.{each}.svg"] = figure.file
        files[f"{FIGURES}/{figure.name}.csv"] = as_csv(figure.rows)
    for name, held in files.items():
        write_whole(out / name, held)
