"""Our units against what we did not write: the UCUM registry of ucumvert on pint, and standard atomic weights."""

from decimal import Decimal
from functools import cache
from itertools import permutations
from typing import Any

import pytest

from bedside.values.quantity import MOLAR_MASS, UNITS, conversion
from tests.needs import package

TOLERANCE = 1e-6
"""Relative: kPa carries six digits (7.50062 mmHg); every other factor of ours is exact."""

OURS_ALONE = {"{points}"}
"""An annotation: UCUM reads it as the unit 1, and pint's grammar has no name for it."""


@cache
def registry() -> Any:
    package("ucumvert")
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


PAIRS = [
    pytest.param(a, b, id=f"{a} to {b}")
    for a, b in permutations(UNITS, 2)
    if UNITS[a].kind == UNITS[b].kind and not {a, b} & OURS_ALONE
]


def theirs(number: float, source: str, target: str) -> float:
    """Converted by pint."""
    ucum = registry()
    if source in TEMPERATURES:
        return float(ucum.Quantity(number, TEMPERATURES[source]).to(TEMPERATURES[target]).magnitude)
    return float((number * ucum.from_ucum(source)).to(ucum.from_ucum(target).units).magnitude) / float(
        ucum.from_ucum(target).magnitude
    )


TEMPERATURES = {"Cel": "degree_Celsius", "[degF]": "degree_Fahrenheit"}


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_conversion_is_that_of_ucum(source: str, target: str) -> None:
    for number in ("0", "1", "38.5", "100", "212"):
        ours = float(conversion(source, target)(Decimal(number)))
        assert ours == pytest.approx(theirs(float(number), source, target), rel=TOLERANCE, abs=1e-9)


def test_every_unit_of_ours_is_a_ucum_code() -> None:
    for code in set(UNITS) - OURS_ALONE:
        assert registry().from_ucum(code) is not None


def test_units_of_one_kind_have_one_dimension() -> None:
    """No pair that UCUM keeps apart is one kind here: an IU is not a U."""
    ucum = registry()
    for a, b in permutations(set(UNITS) - OURS_ALONE - set(TEMPERATURES), 2):
        if UNITS[a].kind == UNITS[b].kind:
            assert ucum.from_ucum(a).dimensionality == ucum.from_ucum(b).dimensionality


@pytest.mark.parametrize("source", sorted(UNITS))
def test_there_and_back_is_the_same_number(source: str) -> None:
    for target in (code for code in UNITS if UNITS[code].kind == UNITS[source].kind):
        for number in ("0", "1.2", "38.5", "-40"):
            back = conversion(target, source)(conversion(source, target)(Decimal(number)))
            assert back == pytest.approx(Decimal(number), abs=Decimal("1e-20"))


# Standard atomic weights, abridged (IUPAC, Prohaska et al., Pure Appl. Chem. 94:573, 2022, table 3).
ATOMS = {"C": 12.011, "H": 1.008, "N": 14.007, "O": 15.999}
FORMULAS = {
    "bilirubin": {"C": 33, "H": 36, "N": 4, "O": 6},
    "creatinine": {"C": 4, "H": 7, "N": 3, "O": 1},
    "triglycerides": {"C": 57, "H": 104, "O": 6},  # triolein stands for the mixture
}
PROTEINS = {
    # Chains of UniProt P69905 (15 126 Da) and P68871 (15 867 Da), each with a haem (616.5 Da): the mean monomer.
    "hemoglobin": ((15126 + 15867) / 2 + 616.5, 0.002),
    # 24 subunits of 19 to 21 kDa (Harrison and Arosio, Biochim Biophys Acta 1275:161, 1996), without iron:
    # what laboratories use (445 kDa) is a convention inside that range.
    "ferritin": (24 * 20_000.0, 0.08),
}
ROUND_FACTORS = 0.003
"""What the round factors in clinical use (17.1, 88.4, 88.57) may differ from the molar mass."""


@pytest.mark.parametrize("analyte", sorted(FORMULAS))
def test_the_molar_mass_is_that_of_the_formula(analyte: str) -> None:
    mass = sum(ATOMS[atom] * number for atom, number in FORMULAS[analyte].items())
    assert float(MOLAR_MASS[analyte]) == pytest.approx(mass, rel=ROUND_FACTORS)


@pytest.mark.parametrize("analyte", sorted(PROTEINS))
def test_the_molar_mass_is_that_of_the_protein(analyte: str) -> None:
    mass, tolerance = PROTEINS[analyte]
    assert float(MOLAR_MASS[analyte]) == pytest.approx(mass, rel=tolerance)


def test_every_molar_mass_is_checked() -> None:
    assert set(MOLAR_MASS) == set(FORMULAS) | set(PROTEINS)


@pytest.mark.parametrize(
    ("analyte", "number", "source", "target", "expected"),
    [
        ("bilirubin", "12", "mg/dL", "umol/L", "205.2"),
        ("creatinine", "5", "mg/dL", "umol/L", "442"),
        ("triglycerides", "3", "mmol/L", "mg/dL", "265.71"),
        ("hemoglobin", "10", "g/dL", "mmol/L", "6.207"),
        ("ferritin", "500", "ug/L", "pmol/L", "1123.6"),
    ],
)
def test_values_in_clinical_use(analyte: str, number: str, source: str, target: str, expected: str) -> None:
    assert conversion(source, target, analyte)(Decimal(number)) == pytest.approx(Decimal(expected), rel=Decimal("1e-4"))
