"""What every command says of an import: how many rows were not used, and that there is anybody at all."""

from __future__ import annotations

from typing import Any

from bedside.engines.moments import without_moment
from bedside.records.import_report import ImportReport, nobody

UNUSED = "{table}: {left} of {read} rows asked for were not used."


def imported(report: ImportReport, connection: Any) -> None:
    """Raise WrongLayout when no stay in intensive care could be read: then there is nobody to ask about."""
    if connection.execute("SELECT count(*) FROM stays").fetchall() == [(0,)]:
        raise nobody(report)


def unused(report: ImportReport, language: str = "en") -> list[str]:
    """A line for each table with rows that were not used, and the notes of the import."""
    told = "{table}\u00a0: {left} des {read} lignes demandées n’ont pas servi." if language == "fr" else UNUSED
    lines = [
        told.format(table=counted.table, left=counted.read - counted.used, read=counted.read)
        for counted in report.tables
        if counted.read > counted.used
    ]
    return [*lines, *report.remarks(language)]


def hourless(connection: Any) -> dict[str, int]:
    """Stays that no row answers for, since no hour that was asked about falls into them, and all stays."""
    without, stays = without_moment(connection)
    return {"stays": stays, "without_a_whole_hour": without}


def said_hourless(counted: dict[str, int], language: str = "en") -> list[str]:
    """One sentence about them in `en` or `fr`, or none."""
    without, stays = counted["without_a_whole_hour"], counted["stays"]
    if not without:
        return []
    if language == "fr":
        have = "n’a" if without == 1 else "n’ont"
        return [f"{without} des {stays} séjours {have} aucune heure pleine à interroger, donc pas de ligne."]
    have = "has" if without == 1 else "have"
    return [f"{without} of {stays} stays {have} no whole hour to ask about, and so no row."]
