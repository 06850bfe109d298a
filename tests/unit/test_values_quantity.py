"""Quantities: no bare numbers, no silent conversions, exact decimals."""

from decimal import Decimal

import pytest

from bedside.errors import UnitError
from bedside.values.quantity import UNITS, Quantity, conversion, plain, quantity, shown


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1.2 mg/dL", "1.2", "mg/dL"),
        (" 100 10*9/L ", "100", "10*9/L"),
        ("-5 mL", "-5", "mL"),
        ("0.5 1", "0.5", "1"),
    ],
)
def test_reading(text: str, number: str, unit: str) -> None:
    assert quantity(text) == Quantity(Decimal(number), unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("100", "“100” has no unit. Write it like \"1.2 mg/dL\"; a pure number has the unit 1."),
        ("much mg/dL", "“much mg/dL” is not a quantity. Write it like \"1.2 mg/dL\"."),
        ("", "“” is not a quantity. Write it like \"1.2 mg/dL\"."),
        ("NaN mg/dL", "NaN is not a number. Give a finite number."),
        ("Infinity mg/dL", "Infinity is not a number. Give a finite number."),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnitError) as refused:
        quantity(text)
    assert str(refused.value) == said


def test_an_unknown_unit_names_those_that_are_known() -> None:
    with pytest.raises(UnitError, match=r"unknown unit “furlong”\. Use a UCUM code among: .*mg/dL"):
        quantity("1 furlong")


@pytest.mark.parametrize(
    ("text", "target", "analyte", "expected"),
    [
        ("1.2 mg/dL", "umol/L", "bilirubin", "20.52 umol/L"),
        ("1.2 mg/dL", "umol/L", "creatinine", "106.08 umol/L"),
        ("100 10*3/uL", "10*9/L", "", "100 10*9/L"),
        ("150000 /uL", "10*9/L", "", "150 10*9/L"),
        ("1.5 g/L", "mg/dL", "", "150 mg/dL"),
        ("101.3 [degF]", "Cel", "", "38.5 Cel"),
        ("500 ng/mL", "ug/L", "", "500 ug/L"),
        ("2 a", "d", "", "730.5 d"),
        ("6 ug/kg/h", "ug/kg/min", "", "0.1 ug/kg/min"),
    ],
)
def test_converting(text: str, target: str, analyte: str, expected: str) -> None:
    ours, wanted = quantity(text).to(target, analyte), quantity(expected)
    assert ours.unit == wanted.unit
    assert ours.number == pytest.approx(wanted.number, abs=Decimal("1e-20"))


@pytest.mark.parametrize(
    ("source", "target", "analyte"),
    [
        ("mg/dL", "umol/L", ""),
        ("mg/dL", "umol/L", "glucose"),
        ("U/mL", "pg/mL", "ferritin"),
        ("[IU]/L", "U/mL", ""),
        ("[IU]/mL", "U/mL", ""),  # sCD25: units of an assay are of that assay
        ("U/mL", "U/L", ""),
        ("kg", "L", ""),
        ("ug/min", "ug/kg/min", ""),
    ],
)
def test_different_kinds_are_never_converted(source: str, target: str, analyte: str) -> None:
    with pytest.raises(UnitError, match=f"“.*{analyte}.*cannot be converted to"):
        conversion(source, target, analyte)


@pytest.mark.parametrize(
    ("number", "text"), [("1.500", "1.5"), ("1E+3", "1000"), ("100", "100"), ("0.0", "0"), ("1E-7", "0.0000001")]
)
def test_plain_decimals(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_units_are_shown_as_people_read_them() -> None:
    assert (shown("10*9/L"), shown("1"), str(quantity("0.5 1")), str(quantity("38.50 Cel"))) == (
        "10⁹/L", "", "0.5", "38.5 °C",
    )  # fmt: skip
    assert all(code in ("1",) or unit.shown for code, unit in UNITS.items())
