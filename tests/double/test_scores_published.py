"""The scores against a second writing of their published tables, and against published results.

The tables here were typed from reprints, in the form in which they are printed (closed bands), not from
`bedside.scores`: Singer 2016 (JAMA 315:801, table 1, mg/dL) and the RCP table (µmol/L) for SOFA; PMC7589537
table 4 for the HScore; the CEREDIH guidance for HLH-2004.
"""

from decimal import Decimal
from itertools import pairwise
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.records.dictionary import variable
from bedside.rules.chart import Fact
from bedside.scores.hlh2004 import hlh2004
from bedside.scores.hscore import hscore, probability
from bedside.scores.sofa import Sofa, sofa
from bedside.values.interval import Interval
from bedside.values.quantity import quantity
from tests.charting import during, seen, value

Band = tuple[str | None, str | None, int]


def printed(bands: list[Band], at: str) -> int | None:
    """The points of the one closed band that holds a printed number; None where the print leaves a gap."""
    number = Decimal(at)
    held = [p for low, high, p in bands if Decimal(low or "-1e9") <= number <= Decimal(high or "1e9")]
    assert len(held) <= 1, "printed bands do not overlap"
    return held[0] if held else None


def tenths(last: int) -> list[str]:
    """0.0, 0.1, ... as a laboratory prints them."""
    return [f"{n / 10:.1f}" for n in range(last * 10 + 1)]


BILIRUBIN_MG_DL: list[Band] = [
    (None, "1.1", 0), ("1.2", "1.9", 1), ("2.0", "5.9", 2), ("6.0", "11.9", 3), ("12.1", None, 4),
]  # fmt: skip
CREATININE_MG_DL: list[Band] = [
    (None, "1.1", 0), ("1.2", "1.9", 1), ("2.0", "3.4", 2), ("3.5", "4.9", 3), ("5.1", None, 4),
]  # fmt: skip
BILIRUBIN_UMOL_L: list[Band] = [
    (None, "19", 0), ("20", "32", 1), ("33", "101", 2), ("102", "204", 3), ("205", None, 4),
]  # fmt: skip
CREATININE_UMOL_L: list[Band] = [
    (None, "109", 0), ("110", "170", 1), ("171", "299", 2), ("300", "440", 3), ("441", None, 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("component", "analyte", "bands", "gap"),
    [("liver", "bilirubin", BILIRUBIN_MG_DL, "12.0"), ("renal", "creatinine", CREATININE_MG_DL, "5.0")],
)
def test_every_tenth_of_mg_dl(component: str, analyte: str, bands: list[Band], gap: str) -> None:
    rule, kept, gaps = sofa().component(component), variable(analyte), []
    for at in tenths(20):
        canonical = kept.round(quantity(f"{at} mg/dL").to(kept.unit, analyte).number)
        expected = printed(bands, at)
        if expected is None:
            gaps.append(at)
            expected = 3  # the one number between the printed bands stays in the lower one, by default
        assert value(rule, seen(analyte, canonical)) == str(expected), at
    assert gaps == [gap]


@pytest.mark.parametrize(
    ("component", "analyte", "bands"),
    [("liver", "bilirubin", BILIRUBIN_UMOL_L), ("renal", "creatinine", CREATININE_UMOL_L)],
)
def test_every_whole_umol_l(component: str, analyte: str, bands: list[Band]) -> None:
    rule = sofa(Sofa(boundaries="umol/L")).component(component)
    for at in range(600):
        assert value(rule, seen(analyte, at)) == str(printed(bands, str(at))), at


@pytest.mark.parametrize(
    ("analyte", "mg_dl", "umol_l"),
    [
        ("bilirubin", "1.2", "20.52"), ("bilirubin", "2.0", "34.2"), ("bilirubin", "6.0", "102.6"),
        ("bilirubin", "12.0", "205.2"), ("creatinine", "1.2", "106.08"), ("creatinine", "2.0", "176.8"),
        ("creatinine", "3.5", "309.4"), ("creatinine", "5.0", "442"),
    ],
)  # fmt: skip
def test_the_bounds_in_mg_dl_are_the_laboratories_conversion(analyte: str, mg_dl: str, umol_l: str) -> None:
    """× 17.1 for bilirubin and × 88.4 for creatinine, at the last digit."""
    component = sofa().component({"bilirubin": "liver", "creatinine": "renal"}[analyte])
    at = float(umol_l)
    opens = mg_dl in ("12.0", "5.0")
    below, above = value(component, seen(analyte, at - 0.01)), value(component, seen(analyte, at + 0.01))
    assert int(above) == int(below) + 1
    assert value(component, seen(analyte, at)) == (below if opens else above)
    assert float(quantity(f"{mg_dl} mg/dL").to("umol/L", analyte).number) == pytest.approx(at, abs=1e-9)


# ---- whole patients, written a second time ---------------------------------------------------------------------


def sofa_by_hand(p: dict[str, float]) -> int:
    """Singer 2016, table 1, read from the worst column to the best."""
    ratio = Decimal(str(p["pao2"])) / Decimal(str(p["fio2"]))
    if p["ventilated"] and ratio < 200:
        respiration = 4 if ratio < 100 else 3
    else:
        respiration = 2 if ratio < 300 else 1 if ratio < 400 else 0
    coagulation = next(4 - i for i, top in enumerate((20, 50, 100, 150, 9999)) if p["platelets"] < top)
    brain = 4 if p["gcs"] < 6 else 3 if p["gcs"] <= 9 else 2 if p["gcs"] <= 12 else 1 if p["gcs"] <= 14 else 0
    if p["dopamine"] > 15 or p["norepinephrine"] > 0.1:
        circulation = 4
    elif p["dopamine"] > 5 or p["norepinephrine"] > 0:
        circulation = 3
    elif p["dopamine"] > 0 or p["dobutamine"] > 0:
        circulation = 2
    else:
        circulation = int(p["map"] < 70)
    liver = printed(BILIRUBIN_UMOL_L, str(p["bilirubin"])) or 0
    kidney = printed(CREATININE_UMOL_L, str(p["creatinine"])) or 0
    return respiration + coagulation + brain + circulation + liver + kidney


PATIENT = st.fixed_dictionaries(
    {
        "pao2": st.integers(300, 5000).map(lambda n: n / 10), "fio2": st.integers(21, 100).map(lambda n: n / 100),
        "ventilated": st.sampled_from((0, 1)), "platelets": st.integers(0, 400), "bilirubin": st.integers(0, 400),
        "map": st.integers(30, 120), "gcs": st.integers(3, 15), "creatinine": st.integers(20, 700),
        "dobutamine": st.sampled_from((0, 2.5, 10)), "dopamine": st.sampled_from((0, 5, 5.001, 15, 15.001)),
        "norepinephrine": st.sampled_from((0, 0.0001, 0.1, 0.1001, 1)),
    }
)  # fmt: skip
DRUGS = ("dobutamine", "dopamine", "norepinephrine")


@given(patient=PATIENT)
def test_sofa_of_whole_patients(patient: dict[str, float]) -> None:
    facts = [seen(name, at) for name, at in patient.items() if name not in (*DRUGS, "ventilated")]
    facts += [during(drug, 6, rate=patient[drug]) for drug in DRUGS]
    facts += [during("invasive_ventilation", 6)] if patient["ventilated"] else []
    assert value(sofa(Sofa(boundaries="umol/L")).total, *facts) == str(sofa_by_hand(patient))


def hscore_by_hand(p: dict[str, float]) -> int:
    """PMC7589537, table 4, line by line."""
    lineages = (p["hemoglobin"] <= 92) + (p["wbc"] <= 5) + (p["platelets"] <= 110)
    return (
        18 * bool(p["known_immunosuppression"])
        + (0 if p["temperature"] < 38.4 else 33 if p["temperature"] <= 39.4 else 49)
        + {0: 0, 1: 23, 2: 38}[int(p["hepatomegaly"] + p["splenomegaly"])]
        + {0: 0, 1: 0, 2: 24, 3: 34}[int(lineages)]
        + (0 if p["ferritin"] < 2000 else 35 if p["ferritin"] <= 6000 else 50)
        + (0 if p["triglycerides"] < 1.5 else 44 if p["triglycerides"] <= 4 else 64)
        + (30 if p["fibrinogen"] <= 2.5 else 0)
        + (19 if p["ast"] >= 30 else 0)
        + 35 * bool(p["hemophagocytosis"])
    )


YES_OR_NO = st.sampled_from((0, 1))
SYNDROME = st.fixed_dictionaries(
    {
        **dict.fromkeys(("known_immunosuppression", "hepatomegaly", "splenomegaly", "hemophagocytosis"), YES_OR_NO),
        **dict.fromkeys(("hemophagocytosis_tissue", "nk_activity_low"), YES_OR_NO),
        "temperature": st.sampled_from((37, 38.3, 38.4, 38.5, 39.4, 39.5, 41)),
        "hemoglobin": st.sampled_from((70, 89.9, 90, 92, 92.1, 130)), "wbc": st.sampled_from((0.5, 5, 5.01, 9)),
        "platelets": st.sampled_from((12, 99.9, 100, 110, 110.1, 250)),
        "neutrophils": st.sampled_from((0.2, 0.999, 1, 4)),
        "ferritin": st.sampled_from((80, 499.9, 500, 1999, 2000, 6000, 6001, 50000)),
        "triglycerides": st.sampled_from((1, 1.5, 2.999, 3, 4, 4.001, 9)),
        "fibrinogen": st.sampled_from((0.6, 1.5, 1.51, 2.5, 2.51, 5)), "ast": st.sampled_from((10, 29, 30, 400)),
        "scd25": st.sampled_from((300, 2399, 2400, 20241)),
    }
)  # fmt: skip


def recorded(patient: dict[str, float]) -> list[Fact]:
    return [seen(name, at) for name, at in patient.items()]


@given(patient=SYNDROME)
def test_hscore_of_whole_patients(patient: dict[str, float]) -> None:
    assert value(hscore().total, *recorded(patient)) == str(hscore_by_hand(patient))


@given(patient=SYNDROME)
def test_hlh_2004_of_whole_patients(patient: dict[str, float]) -> None:
    """The CEREDIH guidance, criterion by criterion."""
    p = patient
    low = [p["hemoglobin"] < 90, p["platelets"] < 100, p["neutrophils"] < 1]
    criteria = [
        p["temperature"] >= 38.5,
        bool(p["splenomegaly"]),
        sum(low) >= 2,
        p["triglycerides"] >= 3 or p["fibrinogen"] <= 1.5,
        bool(p["hemophagocytosis_tissue"] or p["hemophagocytosis"]),
        bool(p["nk_activity_low"]),
        p["ferritin"] >= 500,
        p["scd25"] >= 2400,
    ]
    assert value(hlh2004().count, *recorded(p)) == str(sum(criteria))
    assert value(hlh2004().met, *recorded(p)) == str(int(sum(criteria) >= 5))


# ---- the HScore's probability ----------------------------------------------------------------------------------

PUBLISHED = [
    (90, 0.0, 0.01), (250, 0.99, 1.0),  # Fardet 2014, abstract
    (161, 0.40, 0.54), (169, 0.40, 0.54),  # "161–170: 40–54 %", as its calculator prints
    (219, 0.96, 0.96), (220, 0.96, 0.96), (259, 0.99, 1.0),  # three cases, J Clin Pathol
    (200, 0.88, 0.88),
]  # fmt: skip


@pytest.mark.parametrize(("points", "low", "high"), PUBLISHED)
def test_published_probabilities_lie_within_ours(points: int, low: float, high: float) -> None:
    ours = probability(points)
    assert ours.low <= low and high <= ours.high


def test_a_curve_through_published_points_runs_within_our_steps() -> None:
    """p = 1 / (1 + exp(10.0973 − 0.060464 × HScore)), fitted to (160, .40), (170, .54), (219.5, .96): within
    two percentage points of the published steps."""
    for points in range(338):
        curve, ours = 1 / (1 + exp(10.0973 - 0.060464 * points)), probability(points)
        assert ours.low - 0.02 <= curve <= ours.high + 0.02, points


def test_probability_never_falls_and_claims_numbers_only_where_one_is_printed() -> None:
    ours = [probability(points) for points in range(338)]
    assert all(a.low <= b.low and a.high <= b.high for a, b in pairwise(ours))
    assert [points for points, p in enumerate(ours) if p.low == p.high] == list(range(100, 250, 10))
    assert [points for points, p in enumerate(ours) if p.approximate] == [
        points for points in range(91, 250) if points % 10
    ]
    assert probability(Interval(0, 90)) == probability(90)


def test_published_maxima() -> None:
    """SOFA 24 (the registry's "0 to 4" is one organ); HScore 337, 302 without a marrow."""
    assert (sofa().maximum, hscore().maximum, hlh2004().maximum) == (24, 337, 8)
    assert hscore().without("hscore_hemophagocytosis").maximum == 302
