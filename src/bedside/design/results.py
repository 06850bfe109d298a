"""Every number of a design as rows, analysis by analysis.

`at` holds a true rate in `characteristics`, `precision` and `null_rates`, a half width in `widths`, a number of
successes in `decision`, of participants in `looks` and `sizes`; in `consistent` it counts the sets of hypotheses.
"""

from __future__ import annotations

from bedside.design import rows_decision, rows_designs, rows_precision
from bedside.design.worked import Worked
from bedside.report.rows import Row

ANALYSES = (
    rows_designs.inputs, rows_designs.designs, rows_designs.looks, rows_designs.characteristics,
    rows_decision.decision, rows_decision.null_rates, rows_decision.sizes,
    rows_precision.precision, rows_precision.widths, rows_precision.behind,
)  # fmt: skip


def rows_of(worked: Worked) -> tuple[Row, ...]:
    """All rows."""
    return tuple(row for analysis in ANALYSES for row in analysis(worked))
