"""Quantities: a number never travels without its unit.

Units are UCUM codes (Schadow & McDonald, The Unified Code for Units of Measure, v2.1). Every unit that bedside
knows is declared here with its exact factor to a base, so a conversion is exact decimal arithmetic that the
engines repeat to the last digit. Mass and molar units are different kinds: going from one to the other needs
the analyte (`MOLAR_MASS`). Arbitrary units ([IU], U of an assay) never convert into mass.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bedside.errors import UnitError

POINTS = "{points}"
"""The unit of a score."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM unit: base value = number × factor + offset, within one `kind` of quantity."""

    code: str
    kind: str
    factor: Decimal
    offset: Decimal = Decimal(0)
    shown: str = ""


def _declare(kind: str, *rows: tuple[str, str, str]) -> dict[str, Unit]:
    return {code: Unit(code, kind, Decimal(factor), shown=shown) for code, factor, shown in rows}


UNITS: dict[str, Unit] = {
    **_declare("number", ("1", "1", ""), ("%", "0.01", "%"), ("{points}", "1", "points")),
    **_declare("time", ("h", "3600", "h"), ("d", "86400", "d"), ("min", "60", "min"), ("a", "31557600", "years")),
    **_declare("pressure", ("mm[Hg]", "1", "mmHg"), ("kPa", "7.50062", "kPa"), ("cm[H2O]", "0.735559", "cmH₂O")),
    **_declare(
        "mass concentration",
        ("g/L", "1", "g/L"), ("g/dL", "10", "g/dL"), ("mg/dL", "0.01", "mg/dL"), ("mg/L", "0.001", "mg/L"),
        ("ug/L", "0.000001", "µg/L"), ("ng/mL", "0.000001", "ng/mL"), ("pg/mL", "0.000000001", "pg/mL"),
        ("mg/mL", "1", "mg/mL"), ("ug/mL", "0.001", "µg/mL"), ("ug/dL", "0.00001", "µg/dL"),
        ("ng/L", "0.000000001", "ng/L"), ("ng/dL", "0.00000001", "ng/dL"),
    ),
    **_declare("molar concentration", ("mmol/L", "1", "mmol/L"), ("umol/L", "0.001", "µmol/L"),
               ("pmol/L", "0.000000001", "pmol/L"), ("mol/L", "1000", "mol/L"), ("nmol/L", "0.000001", "nmol/L"),
               ("meq/L", "1", "mEq/L")),
    **_declare("cell concentration", ("10*9/L", "1", "10⁹/L"), ("10*3/uL", "1", "10³/µL"), ("/uL", "0.001", "/µL"),
               ("/nL", "1", "/nL"), ("10*6/L", "0.001", "10⁶/L"), ("10*6/mL", "1", "10⁶/mL"),
               ("10*3/mL", "0.001", "10³/mL"), ("/mm3", "0.001", "/mm³"), ("10*3/mm3", "1", "10³/mm³")),
    **_declare("catalytic concentration", ("U/L", "1", "U/L"), ("ukat/L", "60", "µkat/L"),
               ("nkat/L", "0.06", "nkat/L")),
    **_declare("assay units", ("U/mL", "1", "U/mL")),
    **_declare("arbitrary units", ("[IU]/L", "1", "IU/L"), ("[IU]/mL", "1000", "IU/mL"),
               ("[iU]/L", "1", "IU/L"), ("[iU]/mL", "1000", "IU/mL"), ("m[IU]/mL", "1", "mIU/mL")),
    **_declare("volume", ("mL", "1", "mL"), ("L", "1000", "L"), ("dL", "100", "dL")),
    **_declare("mass", ("kg", "1", "kg"), ("g", "0.001", "g"), ("mg", "0.000001", "mg"),
               ("[lb_av]", "0.45359237", "lb")),
    **_declare("dose rate per weight", ("ug/kg/min", "1", "µg/kg/min"), ("mg/kg/min", "1000", "mg/kg/min"),
               ("ug/kg/h", "0.016666666666666666666666667", "µg/kg/h"),
               ("mg/kg/h", "16.666666666666666666666667", "mg/kg/h"), ("ng/kg/min", "0.001", "ng/kg/min"),
               ("ug/(kg.min)", "1", "µg/kg/min")),
    **_declare("dose rate", ("ug/min", "1", "µg/min"), ("mg/min", "1000", "mg/min"),
               ("mg/h", "16.666666666666666666666667", "mg/h"),
               ("ug/h", "0.016666666666666666666666667", "µg/h")),
    **_declare("activity rate", ("U/h", "1", "U/h"), ("U/min", "60", "U/min")),
    **_declare("flow", ("L/min", "1", "L/min"), ("mL/min", "0.001", "mL/min")),
    "Cel": Unit("Cel", "temperature", Decimal(1), shown="°C"),
    "[degF]": Unit("[degF]", "temperature", Decimal(5) / Decimal(9), Decimal(-160) / Decimal(9), "°F"),
}  # fmt: skip

MOLAR_MASS: dict[str, Decimal] = {
    # g/mol. The factors in clinical use (mg/dL to mmol/L or µmol/L) are their round forms, kept so that
    # converted values equal those of the laboratories: source concepts.csv, checked 2026-11.
    "bilirubin": Decimal(10) / Decimal("17.1") * 1000,  # mg/dL × 17.1 = µmol/L
    "creatinine": Decimal(10) / Decimal("88.4") * 1000,  # mg/dL × 88.4 = µmol/L
    "triglycerides": Decimal("885.7"),  # mmol/L × 88.57 = mg/dL
    "hemoglobin": Decimal("16110"),  # mmol/L × 1.611 = g/dL (monomer)
    "ferritin": Decimal("445000"),  # pmol/L × 0.445 = µg/L
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """number_in_target = number × factor + offset."""

    factor: Decimal
    offset: Decimal

    def __call__(self, number: Decimal) -> Decimal:
        """Convert one number."""
        return number * self.factor + self.offset


def unit(code: str) -> Unit:
    """The unit of a UCUM code. Raises UnitError for a code that bedside does not declare."""
    if code not in UNITS:
        raise UnitError(f"unknown unit “{code}”.", todo=f"Use a UCUM code among: {', '.join(sorted(UNITS))}.")
    return UNITS[code]


def conversion(source: str, target: str, analyte: str = "") -> Conversion:
    """How a number in `source` becomes one in `target`.

    Mass to molar concentration (and back) needs `analyte`, a key of MOLAR_MASS. Raises UnitError when the two
    units measure different things.
    """
    a, b = unit(source), unit(target)
    if a.kind == b.kind:
        return Conversion(a.factor / b.factor, (a.offset - b.offset) / b.factor)
    molar = _molar_factor(a, b, analyte)
    return Conversion(a.factor * molar / b.factor, Decimal(0))


def _molar_factor(a: Unit, b: Unit, analyte: str) -> Decimal:
    kinds = (a.kind, b.kind)
    mass, molar = "mass concentration", "molar concentration"
    if analyte in MOLAR_MASS and kinds == (mass, molar):
        return 1000 / MOLAR_MASS[analyte]  # g/L to mmol/L
    if analyte in MOLAR_MASS and kinds == (molar, mass):
        return MOLAR_MASS[analyte] / 1000
    name = f" of {analyte}" if analyte else ""
    raise UnitError(
        f"“{a.code}” ({a.kind}){name} cannot be converted to “{b.code}” ({b.kind}).",
        todo="Give the value in a unit of the same kind, or name an analyte whose molar mass is declared.",
    )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A decimal number with its UCUM unit."""

    number: Decimal
    unit: str

    def __post_init__(self) -> None:
        unit(self.unit)
        if not self.number.is_finite():
            raise UnitError(f"{self.number} is not a number.", todo="Give a finite number.")

    def to(self, target: str, analyte: str = "") -> Quantity:
        """The same quantity in another unit: always asked for, never silent."""
        return Quantity(conversion(self.unit, target, analyte)(self.number).normalize(), target)

    def __str__(self) -> str:
        return f"{plain(self.number)} {shown(self.unit)}".strip()


def quantity(text: str) -> Quantity:
    """Read `"1.2 mg/dL"`. Raises UnitError for a bare number or an unknown unit."""
    number, _, code = text.strip().partition(" ")
    try:
        value = Decimal(number)
    except ArithmeticError as error:
        raise UnitError(f"“{text}” is not a quantity.", todo='Write it like "1.2 mg/dL".') from error
    if not code:
        raise UnitError(f"“{text}” has no unit.", todo='Write it like "1.2 mg/dL"; a pure number has the unit 1.')
    return Quantity(value, code.strip())


def shown(code: str) -> str:
    """A unit as people read it (`10⁹/L` for `10*9/L`)."""
    return unit(code).shown


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
