"""Variables: what can be known about a patient, with unit, bounds and precision.

The declared bounds are what an unknown value could be; a value outside them is impossible and never enters.
The declared decimals are what engines round to, so that they agree to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bedside.errors import VariableError
from bedside.values.interval import Interval
from bedside.values.quantity import unit


class Kind(StrEnum):
    """Where a variable is recorded, which decides how its records fill a window."""

    MEASUREMENT = "measurement"  # true at a moment; an interval says the moment is not exact
    OUTPUT = "output"  # an amount since the previous one, at a moment
    INFUSION = "infusion"  # a rate in force from start to end
    SUPPORT = "support"  # a state in force from start to end
    ANSWER = "answer"  # what a person or a document answered, at a moment


LASTING = (Kind.INFUSION, Kind.SUPPORT)


class Answerer(StrEnum):
    """Who can know it."""

    DATA = "data"
    INVESTIGATOR = "investigator"
    PATIENT = "patient or relative"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Variable:
    """A named quantity or yes/no fact; `low`..`high` in `unit`, rounded to `decimals`.

    A yes/no variable (`truth`) has unit 1 and bounds 0 and 1. `label` holds `en` and `fr`.
    Raises VariableError when bounds, decimals and unit contradict each other.
    """

    name: str
    kind: Kind
    unit: str
    low: Decimal
    high: Decimal
    decimals: int = 0
    truth: bool = False
    answerer: Answerer = Answerer.DATA
    label: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        unit(self.unit)
        if not self.low < self.high:
            raise VariableError(f"bounds {self.low} to {self.high} are empty.", self.name, "Give low < high.")
        if self.truth and (self.unit, self.low, self.high, self.decimals) != ("1", Decimal(0), Decimal(1), 0):
            raise VariableError("a yes/no variable has unit 1 and bounds 0 to 1.", self.name, "Correct it.")
        if any(bound != round(bound, self.decimals) for bound in (self.low, self.high)):
            raise VariableError(
                f"its bounds have more than {self.decimals} decimals.",
                self.name,
                "Give more decimals, or round.",
            )

    @property
    def bounds(self) -> Interval:
        """All that a value of this variable can be."""
        return Interval(float(self.low), float(self.high))

    @property
    def lasting(self) -> bool:
        """True when a record of it is in force from its start to its end."""
        return self.kind in LASTING

    def say(self, language: str) -> str:
        """The variable's name in `en` or `fr`."""
        return dict(self.label).get(language, self.name.replace("_", " "))

    def round(self, number: Decimal) -> float:
        """The double that stands for this number everywhere: half away from zero at the declared decimals."""
        step = Decimal(1).scaleb(-self.decimals)
        return float(number.quantize(step, rounding=ROUND_HALF_UP))


def yes_no(name: str, kind: Kind = Kind.ANSWER, answerer: Answerer = Answerer.DATA, **label: str) -> Variable:
    """A yes/no variable: 1 is yes, 0 is no."""
    return Variable(name, kind, "1", Decimal(0), Decimal(1), truth=True, answerer=answerer, label=tuple(label.items()))


def measured(
    name: str,
    unit_code: str,
    low: str,
    high: str,
    decimals: int = 0,
    kind: Kind = Kind.MEASUREMENT,
    **label: str,
) -> Variable:
    """A numeric variable with bounds given as decimal text."""
    return Variable(name, kind, unit_code, Decimal(low), Decimal(high), decimals, label=tuple(label.items()))
