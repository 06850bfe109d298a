"""The laboratories of the demonstration and their ranges: made up, near what laboratories print for adults.

No patient is judged by these, and no study may take them over: a range comes from the laboratory that measured.
"""

from __future__ import annotations

from bedside.conduct.demonstration.cast import SITES, Cast
from bedside.conduct.laboratory.actions import add_ranges
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.laboratory.typed import Typed
from bedside.conduct.people.roles import Action

LABORATORY = "Laboratoire fictif"
ADULT = "18"
RANGES = (
    ("hemoglobin", "g/L", "female", "120", "160"), ("hemoglobin", "g/L", "male", "130", "170"),
    ("wbc", "10*9/L", "", "4", "10"), ("neutrophils", "10*9/L", "", "1,8", "7,5"),
    ("platelets", "10*9/L", "", "150", "400"), ("ferritin", "ug/L", "female", "15", "150"),
    ("ferritin", "ug/L", "male", "30", "300"), ("fibrinogen", "g/L", "", "2", "4"),
    ("triglycerides", "mmol/L", "", "0,5", "1,7"), ("ast", "U/L", "", "", "40"), ("alt", "U/L", "", "", "40"),
    ("ldh", "U/L", "", "135", "250"), ("crp", "mg/L", "", "", "5"), ("bilirubin", "umol/L", "", "", "21"),
    ("creatinine", "umol/L", "female", "45", "84"), ("creatinine", "umol/L", "male", "59", "104"),
    ("il6", "pg/mL", "", "", "7"),
)  # fmt: skip
"""Variable, unit, sex, lower and upper limit."""


def give_ranges(cast: Cast, day: str) -> None:
    """Every site gets the ranges of the study's analytes, from a day on."""
    rows = [
        Typed(LABORATORY, name, unit, sex, ADULT, "", day, "", low, high)
        for name, unit, sex, low, high in RANGES
        if name in variables()
    ]
    for code, _ in SITES:
        add_ranges(cast.acting(Action.MANAGE_RANGES, code), code, rows)
