"""`bedside analyse`: what a protocol promised to estimate, worked out of a data cut."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.gathered import figures_of
from bedside.analysis.page import page_of
from bedside.analysis.results import rows_of
from bedside.analysis.rows import as_csv, as_json
from bedside.analysis.worked import work_on
from bedside.commands.console import note
from bedside.commands.outputs import output
from bedside.errors import UnreadableFile, UsageError, cause
from bedside.values.wording import LANGUAGES

PAGE, TABLE, JSON, FIGURES = "analysis.html", "rows.csv", "rows.json", "figures"
"""All that an analysis leaves in its folder."""


def analyse(arguments: Namespace) -> int:
    """Analyse a snapshot of a trial: page, rows and figures go to a folder, the hash of the snapshot is printed."""
    out = _room(arguments.out)
    worked = work_on(arguments.trial, Path(arguments.data))
    rows = rows_of(worked)
    figures = figures_of(rows, worked)
    files = {PAGE: page_of(rows, worked, figures, arguments.lang), TABLE: as_csv(rows), JSON: as_json(rows)}
    _write(out, files | dict(_of_figures(figures.values())))
    note(f"{out / PAGE}: {len(rows)} results of {len(worked.people)} participants.")
    print(worked.snapshot.hash)
    return 0


def _room(text: str) -> Path:
    """The folder of `--out`: absent, empty, or one that holds an earlier analysis alone, to be replaced."""
    out = output(text)
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    pictures = {path.suffix for path in (out / FIGURES).glob("*")}
    if out.is_file() or not held <= {PAGE, TABLE, JSON, FIGURES} or not pictures <= {".svg", ".csv"}:
        raise UsageError(f"{out} holds something else than an analysis.", "--out", "Name a new folder.")
    return out


def _of_figures(figures: Iterable[Drawn]) -> Iterator[tuple[str, str]]:
    """Each figure in both languages, and the rows that it was drawn from."""
    for each in figures:
        for language in LANGUAGES:
            yield f"{FIGURES}/{each.name}.{language}.svg", each.file(language)
        yield f"{FIGURES}/{each.name}.csv", as_csv(each.rows)


def _write(out: Path, files: Mapping[str, str]) -> None:
    """Write all files; a figure of an earlier analysis that is no longer drawn goes."""
    try:
        (out / FIGURES).mkdir(parents=True, exist_ok=True)
        for path in (out / FIGURES).iterdir():
            path.unlink()
        for name, held in files.items():
            (out / name).write_bytes(held.encode())
    except OSError as error:
        what, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
        raise UnreadableFile(what, str(out), todo) from error
