"""Creatinine clearance estimated from plasma creatinine, age, weight and sex.

Source: Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31-41,
doi:10.1159/000180580: (140 - age) × weight / (72 × creatinine in mg/dL) mL/min, × 0.85 for women. With creatinine in
µmol/L (88.42 to a mg/dL) the factor is 88.42 / 72 = 1.228, and 1.044 for women; checked 2026-11.

It supposes a creatinine that is stable: while renal function changes it lags behind.
"""

from __future__ import annotations

from bedside.records.dictionary import variable
from bedside.rules.language import choose, constant, greatest, latest, named
from bedside.rules.nodes import Arithmetic, Named, Operation
from bedside.values.moment import ALWAYS

SOURCE = "Cockcroft & Gault, Nephron 1976;16:31-41, doi:10.1159/000180580"
MEN, WOMEN = constant("1.228 1", SOURCE), constant("1.044 1", SOURCE)
LIFE = constant("140 a", SOURCE)
LEAST = constant("1 umol/L")
"""Of creatinine, below which nobody's is: what divides is never zero."""


def creatinine_clearance(look_back: int) -> Named:
    """The clearance in mL/min by the latest creatinine of the last `look_back` microseconds."""
    age, weight = latest(variable("age"), ALWAYS), latest(variable("weight"), ALWAYS)
    factor = choose(latest(variable("female"), ALWAYS), WOMEN, MEN)
    years = Arithmetic(Operation.SUBTRACT, (LIFE, age))
    above = Arithmetic(Operation.MULTIPLY, (years, weight, factor), "1")
    rule = Arithmetic(
        Operation.DIVIDE, (above, greatest(latest(variable("creatinine"), look_back), LEAST)), "mL/min"
    )  # fmt: skip
    en, fr = "creatinine clearance (Cockcroft-Gault)", "clairance de la créatinine (Cockcroft-Gault)"
    return named("creatinine_clearance", rule, SOURCE, en=en, fr=fr)
