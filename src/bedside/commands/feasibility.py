"""`bedside feasibility`: how many patients of a source a trial would find, and what keeps the others out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note, progress, span
from bedside.commands.imports import imported, unused
from bedside.commands.on_spark import on_spark, opened_on_spark
from bedside.commands.outputs import own_folder, write_whole
from bedside.engines.duck import connect
from bedside.engines.stages import AsOf
from bedside.feasibility.asking import ask_everybody, counted, read_by
from bedside.feasibility.cells import Cells
from bedside.feasibility.figures import figures_of
from bedside.feasibility.found import Found, Stated
from bedside.feasibility.moves import moved
from bedside.feasibility.on_spark import ask_everybody_on_spark
from bedside.feasibility.page import page_of
from bedside.feasibility.rows import rows_of
from bedside.feasibility.text import text_of
from bedside.protocol.loading import load
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.report.rows import Row, as_csv, as_json
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "feasibility.html", "rows.csv", "rows.json", "figures"
"""All that a feasibility count leaves in its folder."""


def feasibility(arguments: Namespace) -> int:
    """Count the patients of a source, print what was found, and leave page, rows and figure in a folder."""
    out = None
    if arguments.out is not None:
        out = own_folder(arguments.out, arguments.source, frozenset((PAGE, TABLE, JSON, FIGURES)))
    protocol = load(arguments.trial, arguments.version)
    moves = moved(protocol, arguments.move)
    every = span(arguments.every, "--every")
    session, source = opened_on_spark(arguments) if on_spark(arguments) else (None, open_source(arguments.source))
    stated = Stated(
        protocol, source.name, source.not_real, AsOf(arguments.as_of), moves, arguments.mask_below, arguments.years,
        arguments.shifted,
    )  # fmt: skip
    with progress("feasibility") as tell:
        connection = connect(arguments.threads, arguments.memory)
        names = sorted(name for name in read_by(protocol, moves) if name in dictionary() or name in source.supplied)
        if session:
            loaded = ask_everybody_on_spark(session, connection, source, stated, every, names, tell)
        else:
            loaded = source.load(connection, names, progress=lambda what, share: tell(what, 0.4 * share))
            imported(loaded.report, connection)
            recorded = loaded.source.recorded
            ask_everybody(connection, stated, recorded, every, lambda what, share: tell(what, 0.4 + 0.6 * share))
        found = counted(connection, stated)
        tell("done", 1.0)
    rows = rows_of(Cells(found))
    for line in unused(loaded.report, arguments.lang):
        note(line)
    if out:
        _leave(out, rows, found, arguments.lang)
    print(as_json(rows).rstrip() if arguments.json else text_of(rows, found, arguments.lang))
    if out:
        note(str(out / PAGE))
    return 0


def _leave(out: Path, rows: tuple[Row, ...], found: Found, language: str) -> None:
    """The page in both languages, the rows as CSV and JSON, the figure as SVG with its data."""
    files = {PAGE: page_of(rows, found, language), TABLE: as_csv(rows), JSON: as_json(rows)}
    for each in LANGUAGES:
        for figure in figures_of(rows, found, each):
            files[f"{FIGURES}/{figure.name}.{each}.svg"] = figure.file
            files[f"{FIGURES}/{figure.name}.csv"] = as_csv(figure.rows)
    for name, held in files.items():
        write_whole(out / name, held)
