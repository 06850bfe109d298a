"""What every command says of an import: how many rows were not used, and that there is anybody at all."""

from __future__ import annotations

from typing import Any

from bedside.errors import WrongLayout
from bedside.records.import_report import ImportReport


def imported(report: ImportReport, connection: Any) -> None:
    """Raise WrongLayout when no stay in intensive care could be read: then there is nobody to ask about."""
    if connection.execute("SELECT count(*) FROM stays").fetchall() == [(0,)]:
        told = " ".join(report.sentences()[:6])
        raise WrongLayout(f"no stay in intensive care could be read. {told}", report.source, "Mend the stays first.")


def unused(report: ImportReport) -> list[str]:
    """A line for each table with rows that were not used, and the notes of the import."""
    lines = [
        f"{counted.table}: {counted.read - counted.used} of {counted.read} rows asked for were not used."
        for counted in report.tables
        if counted.read > counted.used
    ]
    return [*lines, *report.notes]
