"""CTCAE laboratory terms: by which numbers each grade is reached, in versions 5.0 and 6.0.

Source: US National Cancer Institute, Common Terminology Criteria for Adverse Events, v5.0 (27 November 2017) and v6.0
(22 July 2025). How far verified (2026-11): v5.0 against a copy of the NCI sheet; v6.0, and the reading of both, against
the numbers that pharmaverse/admiral grades by. Not here, because no copy could be read: v6.0 terms for lymphocytes
decreased, CPK and fever. Not here, because the grade is no number: hyperglycaemia v5.0.

How to read a row. A grade stands beside the bound from which the number brings it: `LLN` and `ULN` are the limits of
the laboratory's range, `baseline` the value before treatment. In a printed range the second number belongs to its
grade (haemoglobin of exactly 100 g/L is grade 1). `(2, 4)` says that the number brings grade 2 and that a clinical
condition may make it 4 (`only_if`); `clinical` says the same of every row. Grade 5 is a death, never a number.

Where the sheet prints rounded numbers for mass and for molar units, each is meant for results in its own: 150 mg/dL of
triglycerides are grade 1, although 1.69 mmol/L, the same, are not. `also` has those of the other kind of unit.

`if_high` (`if_low`) takes the place of the rows where the baseline was above (below) the range. Readings of ours: v5.0
"125-129" and "120-124" mmol/L of sodium have no decimals, what lies between is graded as v6.0 closes the gap;
fibrinogen "if abnormal" is about the baseline, and replaces the limits (beside them it could never change a grade);
v6.0 grade 3 of ALT and AST, printed for a baseline "up to 5 x ULN", holds for any abnormal one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bedside.values.wording import Text

Rows = Mapping[str, int | tuple[int, int]]


@dataclass(frozen=True)
class Printed:
    """One term as printed: the canonical variable it grades, and its rows from the lowest grade up.

    `also`: the rows for results that are given in units of another kind (`bedside.values.quantity.Unit`).
    """

    term: Text
    variable: str
    rows: Rows
    if_high: Rows = field(default_factory=dict)
    if_low: Rows = field(default_factory=dict)
    also: Mapping[str, Rows] = field(default_factory=dict)
    clinical: int = 0
    only_if: Text | None = None


THREATENING = Text("4 if life-threatening", "4 si le pronostic vital est engagé")
HOSPITAL = Text("3 if admitted for it, 4 if life-threatening",
                "3 si hospitalisation pour cela, 4 si le pronostic vital est engagé")  # fmt: skip
TRANSFUSED = Text("3 if transfusion is indicated, 4 if life-threatening",
                  "3 si transfusion indiquée, 4 si le pronostic vital est engagé")  # fmt: skip
SYMPTOMS = Text("one more with signs or symptoms", "un de plus avec signes ou symptômes")
BLEEDING = Text("3 with bleeding", "3 en cas de saignement")


def _times_upper(*multiples: str) -> Rows:
    return {f"above {times} ULN": grade for grade, times in enumerate(("1", *multiples), 1)}


_ENZYME_HIGH: Rows = {"from 1.5 baseline": 1, "above 3 baseline": 2, "above 5 baseline": 3, "above 20 baseline": 4}
_SLOW_ENZYME_HIGH: Rows = {"from 2 baseline": 1, "above 2.5 baseline": 2, "above 5 baseline": 3, "above 20 baseline": 4}
_PANCREAS: Rows = {"above 1 ULN": 1, "above 1.5 ULN": 2, "above 2 ULN": (2, 3), "above 5 ULN": (3, 4)}

MASS, MOLAR = "mass concentration", "molar concentration"

V5: tuple[Printed, ...] = (
    Printed(Text("Anemia", "Anémie"), "hemoglobin", {"below 1 LLN": 1, "below 100 g/L": 2, "below 80 g/L": 3},
            also={MOLAR: {"below 1 LLN": 1, "below 6.2 mmol/L": 2, "below 4.9 mmol/L": 3}},
            clinical=4, only_if=TRANSFUSED),
    Printed(Text("Platelet count decreased", "Plaquettes diminuées"), "platelets",
            {"below 1 LLN": 1, "below 75 10*9/L": 2, "below 50 10*9/L": 3, "below 25 10*9/L": 4}),
    Printed(Text("Neutrophil count decreased", "Neutrophiles diminués"), "neutrophils",
            {"below 1 LLN": 1, "below 1.5 10*9/L": 2, "below 1 10*9/L": 3, "below 0.5 10*9/L": 4}),
    Printed(Text("White blood cell decreased", "Leucocytes diminués"), "wbc",
            {"below 1 LLN": 1, "below 3 10*9/L": 2, "below 2 10*9/L": 3, "below 1 10*9/L": 4}),
    Printed(Text("Leukocytosis", "Hyperleucocytose"), "wbc", {"above 100 10*9/L": 3}, clinical=4,
            only_if=Text("4 with signs of leucostasis", "4 avec signes de leucostase")),
    Printed(Text("Lymphocyte count decreased", "Lymphocytes diminués"), "lymphocytes",
            {"below 1 LLN": 1, "below 0.8 10*9/L": 2, "below 0.5 10*9/L": 3, "below 0.2 10*9/L": 4}),
    Printed(Text("Alanine aminotransferase increased", "ALAT augmentée"), "alt", _times_upper("3", "5", "20"),
            if_high=_ENZYME_HIGH),
    Printed(Text("Aspartate aminotransferase increased", "ASAT augmentée"), "ast", _times_upper("3", "5", "20"),
            if_high=_ENZYME_HIGH),
    Printed(Text("Alkaline phosphatase increased", "Phosphatases alcalines augmentées"), "alp",
            _times_upper("2.5", "5", "20"), if_high=_SLOW_ENZYME_HIGH),
    Printed(Text("GGT increased", "GGT augmentée"), "ggt", _times_upper("2.5", "5", "20"),
            if_high=_SLOW_ENZYME_HIGH),
    Printed(Text("Blood bilirubin increased", "Bilirubine augmentée"), "bilirubin", _times_upper("1.5", "3", "10"),
            if_high={"above 1 baseline": 1, "above 1.5 baseline": 2, "above 3 baseline": 3, "above 10 baseline": 4}),
    Printed(Text("Creatinine increased", "Créatinine augmentée"), "creatinine",
            {**_times_upper("1.5", "3", "6"), "above 1.5 baseline": 2, "above 3 baseline": 3}),
    Printed(Text("Fibrinogen decreased", "Fibrinogène diminué"), "fibrinogen",
            {"below 1 LLN": 1, "below 0.75 LLN": 2, "below 0.5 LLN": 3, "below 0.25 LLN": 4, "below 0.5 g/L": 4},
            if_low={"below 1 baseline": 1, "at most 0.75 baseline": 2, "at most 0.5 baseline": 3,
                    "at most 0.25 baseline": 4, "below 0.5 g/L": 4}),
    Printed(Text("INR increased", "INR augmenté"), "inr",
            {"above 1.2 1": (1, 3), "above 1.5 1": (2, 3), "above 2.5 1": 3,
             "above 1 baseline": (0, 1), "above 1.5 baseline": (0, 2), "above 2.5 baseline": (0, 3)},
            only_if=Text("by multiples of the baseline when on anticoagulants; 3 with bleeding",
                         "par multiples de la valeur initiale sous anticoagulant\u202f; 3 en cas de saignement")),
    Printed(Text("Activated partial thromboplastin time prolonged", "TCA allongé"), "aptt",
            _times_upper("1.5", "2.5"), clinical=3, only_if=BLEEDING),
    Printed(Text("Hypertriglyceridemia", "Hypertriglycéridémie"), "triglycerides",
            {"from 1.71 mmol/L": 1, "above 3.42 mmol/L": 2, "above 5.7 mmol/L": 3, "above 11.4 mmol/L": 4},
            also={MASS: {"from 150 mg/dL": 1, "above 300 mg/dL": 2, "above 500 mg/dL": 3, "above 1000 mg/dL": 4}},
            clinical=4, only_if=THREATENING),
    Printed(Text("Cholesterol high", "Cholestérol élevé"), "cholesterol",
            {"above 1 ULN": 1, "above 7.75 mmol/L": 2, "above 10.34 mmol/L": 3, "above 12.92 mmol/L": 4},
            also={MASS: {"above 1 ULN": 1, "above 300 mg/dL": 2, "above 400 mg/dL": 3, "above 500 mg/dL": 4}}),
    Printed(Text("Hyperkalemia", "Hyperkaliémie"), "potassium",
            {"above 1 ULN": 1, "above 5.5 mmol/L": 2, "above 6 mmol/L": 3, "above 7 mmol/L": 4},
            clinical=4, only_if=HOSPITAL),
    Printed(Text("Hypokalemia", "Hypokaliémie"), "potassium",
            {"below 1 LLN": 1, "below 3 mmol/L": 3, "below 2.5 mmol/L": 4}, clinical=4,
            only_if=Text("2 with symptoms, 3 if admitted for it, 4 if life-threatening",
                         "2 si symptômes, 3 si hospitalisation pour cela, 4 si le pronostic vital est engagé")),
    Printed(Text("Hypernatremia", "Hypernatrémie"), "sodium",
            {"above 1 ULN": 1, "above 150 mmol/L": 2, "above 155 mmol/L": 3, "above 160 mmol/L": 4},
            clinical=4, only_if=HOSPITAL),
    Printed(Text("Hyponatremia", "Hyponatrémie"), "sodium",
            {"below 1 LLN": 1, "below 130 mmol/L": 2, "below 125 mmol/L": 3, "below 120 mmol/L": 4}, clinical=4,
            only_if=Text("3 with symptoms, 4 if life-threatening",
                         "3 si symptômes, 4 si le pronostic vital est engagé")),
    Printed(Text("Hypoglycemia", "Hypoglycémie"), "glucose",
            {"below 1 LLN": 1, "below 3 mmol/L": 2, "below 2.2 mmol/L": 3, "below 1.7 mmol/L": 4},
            also={MASS: {"below 1 LLN": 1, "below 55 mg/dL": 2, "below 40 mg/dL": 3, "below 30 mg/dL": 4}},
            clinical=4, only_if=Text("4 with seizures or if life-threatening",
                                     "4 si convulsions ou pronostic vital engagé")),
    Printed(Text("CPK increased", "CPK augmentée"), "cpk", _times_upper("2.5", "5", "10")),
    Printed(Text("Lipase increased", "Lipase augmentée"), "lipase", _PANCREAS, only_if=SYMPTOMS),
    Printed(Text("Serum amylase increased", "Amylase augmentée"), "amylase", _PANCREAS, only_if=SYMPTOMS),
    Printed(Text("Blood lactate dehydrogenase increased", "LDH augmentée"), "ldh", _times_upper()),
    Printed(Text("Hypoalbuminemia", "Hypoalbuminémie"), "albumin",
            {"below 1 LLN": 1, "below 30 g/L": 2, "below 20 g/L": 3}, clinical=4, only_if=THREATENING),
    Printed(Text("Acidosis", "Acidose"), "ph", {"below 1 LLN": 1, "below 7.3 1": 3}, clinical=4, only_if=THREATENING),
    Printed(Text("Fever", "Fièvre"), "temperature",
            {"from 38 Cel": 1, "above 39 Cel": 2, "above 40 Cel": (3, 4)},
            only_if=Text("4 if it lasts more than 24 h", "4 si elle dure plus de 24 h")),
)  # fmt: skip

_V6_AMINO: Rows = {"from 1 baseline": 1, "above 1.5 baseline": 2, "above 2 baseline": 3, "above 4 baseline": 4}
_CHANGED: dict[str, Printed] = {
    "Platelet count decreased": Printed(
        Text("Thrombocytopenia", "Thrombopénie"), "platelets",
        {"below 1 LLN": 1, "below 75 10*9/L": 2, "below 50 10*9/L": 3, "below 10 10*9/L": 4},
        clinical=4, only_if=TRANSFUSED),
    "Neutrophil count decreased": Printed(
        Text("Neutrophil count decreased", "Neutrophiles diminués"), "neutrophils",
        {"below 1.5 10*9/L": 1, "below 1 10*9/L": 2, "below 0.5 10*9/L": 3, "below 0.1 10*9/L": 4}),
    "Alkaline phosphatase increased": Printed(
        Text("Alkaline phosphatase increased", "Phosphatases alcalines augmentées"), "alp",
        {"above 1 ULN and above 1 baseline": 1}),
    "Creatinine increased": Printed(
        Text("Creatinine increased", "Créatinine augmentée"), "creatinine", _times_upper("1.5", "3", "6"),
        if_low={**_times_upper("1.5", "3", "6"), "above 1.5 baseline": 2, "above 3 baseline": 3}),
    "Lipase increased": Printed(
        Text("Lipase increased", "Lipase augmentée"), "lipase",
        {"above 1 ULN": 1, "above 1.5 ULN": 2, "above 3 ULN": (2, 3), "above 5 ULN": (3, 4)}, only_if=SYMPTOMS),
}  # fmt: skip
_BY_BASELINE: dict[str, Rows] = {
    "alt": _V6_AMINO,
    "ast": _V6_AMINO,
    "bilirubin": {"from 1 baseline": 1, "above 1.5 baseline": 2, "above 2.5 baseline": 3, "above 10 baseline": 4},
    "ggt": {"from 1 baseline": 1, "above 1.5 baseline": 2, "above 3 baseline": 3, "above 10 baseline": 4},
}
"""Grades of v6.0 where the baseline was above the range."""
_NOT_READ = {"Lymphocyte count decreased", "CPK increased", "Fever"}
"""Terms of v5.0 for which no copy of v6.0 could be read: they are not graded there."""
_NEW = (
    Printed(Text("Hyperglycemia", "Hyperglycémie"), "glucose",
            {"above 1 ULN": (0, 1), "above 8.9 mmol/L": (0, 2), "above 13.9 mmol/L": 3, "above 27.8 mmol/L": 4},
            also={MASS: {"above 1 ULN": (0, 1), "above 160 mg/dL": (0, 2), "above 250 mg/dL": 3, "above 500 mg/dL": 4}},
            clinical=4, only_if=Text("1 or 2 only when fasting; 3 if admitted for it, 4 if life-threatening",
                                     "1 ou 2 seulement à jeun\u202f; 3 si hospitalisation pour cela, 4 si le pronostic "
                                     "vital est engagé")),
)  # fmt: skip


def _sixth(row: Printed) -> Printed:
    held = _CHANGED.get(row.term.en, row)
    return replace(held, if_high=_BY_BASELINE[held.variable]) if held.variable in _BY_BASELINE else held


V6: tuple[Printed, ...] = (*(_sixth(row) for row in V5 if row.term.en not in _NOT_READ), *_NEW)
