"""Every table of the outcomes, one outcome after another, each in the order in which they are numbered."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.analysis.adverse import form_of
from bedside.analysis.layouts import LAYOUTS, WINS
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table, tables_laid_out
from bedside.analysis.tables_of_adverse import BY_TERM, BY_WORST, adverse_tables
from bedside.analysis.tables_of_safety import LISTED, RELATED, listing_tables
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand


def tables_of(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Table, ...]:
    """Every table that has lines, outcome by outcome."""
    found: list[Table] = []
    for estimand in worked.promised.estimands:
        found += tables_laid_out(rows, worked, estimand, language)
        if form_of(worked, estimand) is not None:
            found += adverse_tables(rows, worked, estimand, language)
            found += listing_tables(rows, worked, estimand, language)
    return tuple(found)


def names_of(estimand: Estimand) -> tuple[str, ...]:
    """The tables that an outcome may have, in the order of their numbers, whether a snapshot fills them or not."""
    return (*(layout.name for layout in (*LAYOUTS[estimand.method], WINS)), BY_TERM, BY_WORST, RELATED, LISTED)
