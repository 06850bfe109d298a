"""The numbers of SOFA-2 as its table prints them, with the footnotes by their letters.

Source: Ranzani OT, Singer M, Salluh JIF, et al. Development and validation of the Sequential Organ Failure Assessment
(SOFA)-2 score. JAMA 2025, doi:10.1001/jama.2025.20516, table and footnotes a to q; checked 2026-11 against the
transcription in clifpy 2.1.0. Unlike in 1996 a bound belongs to the band below it: 150 platelets are 1 point.
"""

from __future__ import annotations

SOURCE = "Ranzani 2025, JAMA, doi:10.1001/jama.2025.20516"

Bounds = tuple[tuple[str, int], ...]
"""Points above each printed bound."""

PAO2_FIO2: Bounds = (("75", 3), ("150", 2), ("225", 1), ("300", 0))
"""PaO2/FiO2 in mmHg: 4 points up to 75; 3 and 4 ask for advanced support (g, h)."""
SPO2_FIO2: Bounds = (("120", 3), ("200", 2), ("250", 1), ("300", 0))
"""SpO2/FiO2 in %, where no PaO2/FiO2 is to be had and SpO2 is below 98 % (f)."""
SPO2_BELOW = "98 %"
UNSUPPORTED = 2
"""The most points without advanced support (h)."""

HEMOSTASIS: Bounds = (("50", 3), ("80", 2), ("100", 1), ("150", 0))
"""Platelets, 10⁹/L: 4 points up to 50."""

LIVER = {"mg/dL": ("1.20", "3.0", "6.0", "12.0"), "umol/L": ("20.6", "51.3", "102.6", "205")}
"""Total bilirubin: 1 to 4 points above. The paper prints both; they differ by rounding."""
CREATININE = {"mg/dL": ("1.20", "2.0", "3.50"), "umol/L": ("110", "170", "300")}
"""Creatinine: 1 to 3 points above."""

OLIGURIA = (("0.5", 6, 1), ("0.5", 12, 2), ("0.3", 24, 3))
"""Urine below so many mL/kg/h over so many hours, and the points."""
ANURIA = (12, 3)
"""No urine over so many hours, and the points."""

REPLACEMENT_CREATININE = {"mg/dL": "1.2", "umol/L": "110"}
REPLACEMENT_OLIGURIA = ("0.3", 6)
"""Criteria for renal replacement (p): creatinine above, or urine below so many mL/kg/h over more than so many hours,"""
POTASSIUM, PH, BICARBONATE = "6.0 mmol/L", "7.20 1", "12 mmol/L"
"""and potassium from, or pH and bicarbonate both up to."""

CATECHOLAMINES: Bounds = (("0", 2), ("0.2", 3), ("0.4", 4))
"""Noradrenaline and adrenaline together, µg/kg/min, alone."""
WITH_ANOTHER: Bounds = (("0", 3), ("0.2", 4))
"""The same beside any other vasopressor or inotrope, which by itself gives 2."""
ANOTHER = 2
DOPAMINE: Bounds = (("0", 2), ("20", 3), ("40", 4))
"""Dopamine as the only one, µg/kg/min (l)."""

PRESSURE: Bounds = (("70", 0),)
"""Mean arterial pressure from, mmHg: 1 point below."""
PRESSURE_ALONE: Bounds = (("40", 3), ("50", 2), ("60", 1), ("70", 0))
"""The same where vasopressors are not to be had or not to be given (m): 4 points below 40."""

SALTS = {"base": "1", "bitartrate monohydrate": "2", "bitartrate": "1.89", "hydrochloride": "1.22"}
"""How much of a salt of noradrenaline holds 1 of the base (k)."""

GLASGOW: Bounds = (("6", 3), ("9", 2), ("13", 1), ("15", 0))
"""Glasgow coma score from: 4 points below 6."""
MOTOR: Bounds = (("3", 3), ("4", 2), ("5", 1), ("6", 0))
"""Best motor response from, where the whole score cannot be told (d): 4 points below 3."""
