"""The laboratory terms of CTCAE that bedside grades, row by row: each unit that is printed, each state of the baseline.

v5.0 is typed from the sheet of the US National Cancer Institute of 27 November 2017, and compared with a copy of it
sign by sign (../shared/reference/ctcae_v5.json, described in clinical-reference.md §5.2). v6.0, of 22 July 2025, is
typed from the grades that pharmaverse/admiral quotes beside its own rules (data-raw/adlb_grading, ncictcaev6.json and
ncictcaev6_uscv.json at commit 6eb5125, read 2026-11); clinical-reference.md §5.3 lists what they change of v5.0.
No copy of v6.0 with lymphocytes decreased, CPK or fever could be read: bedside does not grade them by it.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from bedside.scores.ctcae import Version
from tests.double.ctcae_cells import Row

V5, V6 = Version.V5, Version.V6
LITRE = {V5: "x 10e9/L", V6: "x 10^9/L"}
"""How each version writes 10⁹ a litre."""


def _count(version: Version, term: str, variable: str, *cells: str) -> list[Row]:
    """A count of cells, printed a cubic millimetre and, a thousandth of it, as 10⁹ a litre."""
    words = [cell.split(" ") for cell in cells]
    litre = tuple(" ".join(_thousandth(each) for each in cell) for cell in words)
    return [Row(version, term, variable, "/mm3", "/uL", cells),
            Row(version, term, variable, LITRE[version], "10*9/L", litre)]  # fmt: skip


def _thousandth(word: str) -> str:
    digits = word.lstrip("<>=")
    return word[: -len(digits)] + str(Decimal(digits.replace(",", "")) / 1000) if digits[:1].isdigit() else word


def _relative(version: Version, term: str, variable: str, normal: tuple[str, ...], high: tuple[str, ...]) -> list[Row]:
    """Multiples of the limit, and of the baseline where that was above it."""
    return [Row(version, term, variable, "", "", normal, "normal"), Row(version, term, variable, "", "", high, "high")]


def _ulns(*times: str) -> tuple[str, ...]:
    """`>ULN - 3.0 x ULN`, `>3.0 - 5.0 x ULN` ... and above the last."""
    spans = [f">{a} - {b} x ULN" for a, b in pairwise(times)]
    return (f">ULN - {times[0]} x ULN", *spans, f">{times[-1]} x ULN")


ALT, AST = "Alanine aminotransferase increased", "Aspartate aminotransferase increased"
ALP, LDH = "Alkaline phosphatase increased", "Blood lactate dehydrogenase increased"
APTT = "Activated partial thromboplastin time prolonged"
AMINO = ("1.5 - 3.0 x baseline", ">3.0 - 5.0 x baseline", ">5.0 - 20.0 x baseline", ">20.0 x baseline")
SLOW = ("2.0 - 2.5 x baseline", ">2.5 - 5.0 x baseline", ">5.0 - 20.0 x baseline", ">20.0 x baseline")
V6_AMINO = ("1.0 - 1.5 x baseline", ">1.5 - 2.0 x baseline", ">2.0 - 4.0 x baseline", ">4.0 x baseline")
FALL = {1: "<1 - >0.75 x baseline", 2: "<=0.75 - >0.5 x baseline", 3: "<=0.5 - >0.25 x baseline"}
"""Of fibrinogen: a decrease of 25 % leaves 0.75 of the baseline."""
PANCREAS = (">ULN - 1.5 x ULN", ">1.5 - 2.0 x ULN; >2.0 - 5.0 x ULN", ">5.0 x ULN")
"""Without symptoms; with them each is one grade more."""


def _either(version: Version) -> list[Row]:
    """What both versions print alike."""
    return [
        Row(version, "Anemia", "hemoglobin", "g/dL", "g/dL", ("<LLN - 10.0", "<10.0 - 8.0", "<8.0")),
        Row(version, "Anemia", "hemoglobin", "mmol/L", "mmol/L", ("<LLN - 6.2", "<6.2 - 4.9", "<4.9")),
        Row(version, "Anemia", "hemoglobin", "g/L", "g/L", ("<LLN - 100", "<100 - 80", "<80")),
        *_count(version, "White blood cell decreased", "wbc", "<LLN - 3000", "<3000 - 2000", "<2000 - 1000", "<1000"),
        _count(version, "Leukocytosis", "wbc", "", "", ">100,000")[0],
        Row(version, "Fibrinogen decreased", "fibrinogen", "", "mg/dL",
            ("<1.0 - 0.75 x LLN", "<0.75 - 0.5 x LLN", "<0.5 - 0.25 x LLN", "<0.25 x LLN; <50"), "normal"),
        Row(version, "Fibrinogen decreased", "fibrinogen", "", "mg/dL", ("<25", "25 - <50", "50 - <75", "75; <50"),
            "low", {**FALL, 4: "<=0.25 x baseline; <50"}),
        Row(version, "INR increased", "inr", "", "", (">1.2 - 1.5", ">1.5 - 2.5", ">2.5")),
        Row(version, APTT, "aptt", "", "", _ulns("1.5", "2.5")),
        Row(version, "Hypertriglyceridemia", "triglycerides", "mg/dL", "mg/dL",
            ("150 - 300", ">300 - 500", ">500 - 1000", ">1000")),
        Row(version, "Hypertriglyceridemia", "triglycerides", "mmol/L", "mmol/L",
            ("1.71 - 3.42", ">3.42 - 5.7", ">5.7 - 11.4", ">11.4")),
        Row(version, "Cholesterol high", "cholesterol", "mg/dL", "mg/dL",
            (">ULN - 300", ">300 - 400", ">400 - 500", ">500")),
        Row(version, "Cholesterol high", "cholesterol", "mmol/L", "mmol/L",
            (">ULN - 7.75", ">7.75 - 10.34", ">10.34 - 12.92", ">12.92")),
        Row(version, "Hyperkalemia", "potassium", "mmol/L", "mmol/L",
            (">ULN - 5.5", ">5.5 - 6.0", ">6.0 - 7.0", ">7.0")),
        Row(version, "Hypokalemia", "potassium", "mmol/L", "mmol/L", ("<LLN - 3.0", "", "<3.0 - 2.5", "<2.5")),
        Row(version, "Hypernatremia", "sodium", "mmol/L", "mmol/L",
            (">ULN - 150", ">150 - 155", ">155 - 160", ">160")),
        Row(version, "Hypoglycemia", "glucose", "mg/dL", "mg/dL", ("<LLN - 55", "<55 - 40", "<40 - 30", "<30")),
        Row(version, "Hypoglycemia", "glucose", "mmol/L", "mmol/L", ("<LLN - 3.0", "<3.0 - 2.2", "<2.2 - 1.7", "<1.7")),
        Row(version, "Serum amylase increased", "amylase", "", "", PANCREAS),
        Row(version, LDH, "ldh", "", "", (">ULN",)),
        Row(version, "Hypoalbuminemia", "albumin", "g/dL", "g/dL", ("<LLN - 3", "<3 - 2", "<2")),
        Row(version, "Hypoalbuminemia", "albumin", "g/L", "g/L", ("<LLN - 30", "<30 - 20", "<20")),
        Row(version, "Acidosis", "ph", "pH", "", ("<normal, but >=7.3", "", "<7.3"), read={1: "<LLN - 7.3"}),
    ]  # fmt: skip


PRINTED: tuple[Row, ...] = (
    *_either(V5),
    *_count(V5, "Platelet count decreased", "platelets", "<LLN - 75,000", "<75,000 - 50,000", "<50,000 - 25,000",
            "<25,000"),
    *_count(V5, "Neutrophil count decreased", "neutrophils", "<LLN - 1500", "<1500 - 1000", "<1000 - 500", "<500"),
    *_count(V5, "Lymphocyte count decreased", "lymphocytes", "<LLN - 800", "<800 - 500", "<500 - 200", "<200"),
    *_relative(V5, ALT, "alt", _ulns("3.0", "5.0", "20.0"), AMINO),
    *_relative(V5, AST, "ast", _ulns("3.0", "5.0", "20.0"), AMINO),
    *_relative(V5, ALP, "alp", _ulns("2.5", "5.0", "20.0"), SLOW),
    *_relative(V5, "GGT increased", "ggt", _ulns("2.5", "5.0", "20.0"), SLOW),
    *_relative(V5, "Blood bilirubin increased", "bilirubin", _ulns("1.5", "3.0", "10.0"),
               (">1.0 - 1.5 x baseline", ">1.5 - 3.0 x baseline", ">3.0 - 10.0 x baseline",
                ">10.0 x baseline")),
    Row(V5, "Creatinine increased", "creatinine", "", "",
        (">ULN - 1.5 x ULN", ">1.5 - 3.0 x baseline; >1.5 - 3.0 x ULN", ">3.0 x baseline; >3.0 - 6.0 x ULN",
         ">6.0 x ULN")),
    Row(V5, "Hyponatremia", "sodium", "mmol/L", "mmol/L", ("<LLN - 130", "125-129", "120-124", "<120"),
        read={2: "<130 - 125", 3: "<125 - 120"}),
    Row(V5, "CPK increased", "cpk", "", "",
        (">ULN - 2.5 x ULN", ">2.5 x ULN - 5 x ULN", ">5 x ULN - 10 x ULN", ">10 x ULN"),
        read={2: ">2.5 - 5 x ULN", 3: ">5 - 10 x ULN"}),
    Row(V5, "Lipase increased", "lipase", "", "", PANCREAS),
    Row(V5, "Fever", "temperature", "degrees C", "Cel", ("38.0 - 39.0", ">39.0 - 40.0", ">40.0")),
    Row(V5, "Fever", "temperature", "degrees F", "[degF]", ("100.4 - 102.2", "102.3 - 104.0", ">104.0")),
    *_either(V6),
    *_count(V6, "Thrombocytopenia", "platelets", "<LLN - 75,000", "<75,000 - 50,000", "<50,000 - 10,000", "<10,000"),
    *_count(V6, "Neutrophil count decreased", "neutrophils", "<1500 - 1000", "<1000 - 500", "<500 - 100", "<100"),
    *_relative(V6, ALT, "alt", _ulns("3.0", "5.0", "20.0"), V6_AMINO),
    *_relative(V6, AST, "ast", _ulns("3.0", "5.0", "20.0"), V6_AMINO),
    Row(V6, ALP, "alp", "", "", (">baseline and >ULN",)),
    *_relative(V6, "GGT increased", "ggt", _ulns("2.5", "5.0", "20.0"),
               ("1.0 - 1.5 x baseline", ">1.5 - 3.0 x baseline", ">3.0 - 10.0 x baseline", ">10.0 x baseline")),
    *_relative(V6, "Blood bilirubin increased", "bilirubin", _ulns("1.5", "3.0", "10.0"),
               ("1.0 - 1.5 x baseline", ">1.5 - 2.5 x baseline", ">2.5 - 10.0 x baseline", ">10.0 x baseline")),
    Row(V6, "Creatinine increased", "creatinine", "", "", _ulns("1.5", "3.0", "6.0"), "normal"),
    Row(V6, "Creatinine increased", "creatinine", "", "",
        (">ULN - 1.5 x ULN", ">1.5 - 3.0 x baseline; >1.5 - 3.0 x ULN", ">3.0 x baseline; >3.0 - 6.0 x ULN",
         ">6.0 x ULN"), "low"),
    Row(V6, "Hyponatremia", "sodium", "mmol/L", "mmol/L",
        ("<LLN - 130", "125 - <130", "120 - <125", "<120")),
    Row(V6, "Lipase increased", "lipase", "", "",
        (">ULN - 1.5 x ULN", ">1.5 - 3.0 x ULN; >3.0 - 5.0 x ULN", ">5.0 x ULN")),
    Row(V6, "Hyperglycemia", "glucose", "mg/dL", "mg/dL", ("", "", ">250 - 500", ">500")),
    Row(V6, "Hyperglycemia", "glucose", "mmol/L", "mmol/L", ("", "", ">13.9 - 27.8", ">27.8")),
)  # fmt: skip
