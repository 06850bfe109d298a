"""Every table of the outcomes, one outcome after another, each in the order in which they are numbered."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.analysis.adverse import form_of
from bedside.analysis.later_deaths import counts_death
from bedside.analysis.layouts import LAYOUTS, LOOKS, WINS
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table, tables_laid_out
from bedside.analysis.tables_of_adverse import BY_TERM, BY_WORST, adverse_tables
from bedside.analysis.tables_of_safety import LISTED, RELATED, listing_tables
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand, Method, Promised


def tables_of(rows: Sequence[Row], worked: Worked, language: str) -> tuple[Table, ...]:
    """Every table that has lines, outcome by outcome."""
    found: list[Table] = []
    for estimand in worked.promised.estimands:
        found += tables_laid_out(rows, worked, estimand, language)
        if form_of(worked, estimand) is not None:
            found += adverse_tables(rows, worked, estimand, language)
            found += listing_tables(rows, worked, estimand, language)
    return tuple(found)


def names_of(estimand: Estimand, promised: Promised) -> tuple[str, ...]:
    """The tables that an outcome may have, in the order of their numbers, whether a snapshot fills them or not.

    Those that need what the protocol does not declare have no number, so that none is passed over for them.
    """
    needs = {
        "arms": promised.comparator, WINS.name: estimand.hierarchy and promised.comparator, "deltas": estimand.delta,
        "components": estimand.fall, "over_time": estimand.over_time, "models": estimand.over_time,
        "course": estimand.course, "changes": promised.baseline, "rates": estimand.exposure, "kinds": estimand.listing,
        "listed": estimand.listing, "later_deaths": counts_death(promised, estimand),
    }  # fmt: skip
    if estimand.method is Method.COUNTS:
        needs["incidence"] = estimand.listing
    laid_out = (layout.name for layout in (*LAYOUTS[estimand.method], WINS))
    return (*(name for name in laid_out if needs.get(name, True)), BY_TERM, BY_WORST, RELATED, LISTED, LOOKS.name)
