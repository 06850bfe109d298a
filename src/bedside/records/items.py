"""The items of a source: which rows of which of its tables are which variable, and in which units."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bedside.records.dictionary import dictionary, variable
from bedside.values.quantity import conversion, unit
from bedside.values.variable import Kind, Variable

READINGS = (
    "number", "fio2", "gcs_eye", "gcs_verbal", "gcs_motor", "yes_no", "irrigant_in", "irrigant_out", "device",
    "specimen",
)  # fmt: skip
"""How a cell is read, when not as a plain number."""
UNTESTABLE = "gcs_verbal_untestable"
COMA = ("gcs_eye", "gcs_verbal", "gcs_motor")
"""The parts of the Glasgow coma score: readings, and variables too."""
WITH_GCS = frozenset((UNTESTABLE, *COMA))
"""What a source that charts the parts of the coma score supplies beside it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of one table. `units` None accepts whatever stands there; `none` is what an empty unit means.

    `code` is what the source calls it where that is not the number `item`; `any_unit` reads it whatever its unit.
    """

    number: int
    table: str
    variable: str
    item: int
    label: str
    checked: str
    reading: str = "number"
    units: tuple[str, ...] | None = None
    none: str = ""
    low: float | None = None
    high: float | None = None
    untestable: str = ""
    specimen: bool = False
    code: str = ""
    any_unit: bool = False

    @property
    def origin(self) -> str:
        """What facts say about where they came from."""
        return f"{self.table} {self.code or self.item}"

    def serves(self, wanted: frozenset[str]) -> bool:
        """True when one of the wanted variables is made of it."""
        return self.variable in wanted or (self.variable == "gcs" and bool(WITH_GCS & wanted))


@dataclass(frozen=True, slots=True)
class Accepted:
    """A unit as the source spells it: canonical = number × factor + shift, ÷ the weight where `per_weight`."""

    item: int
    spelled: str
    factor: float
    shift: float
    per_weight: bool = False


@dataclass(frozen=True, slots=True)
class Specimen:
    """How a blood gas is known to be arterial: the item that says it, its texts, and whether it must say so."""

    item: Item
    arterial: tuple[str, ...]
    venous: tuple[str, ...]
    required: bool


def weighed(item: Item, least: float) -> Item:
    """An item of weight with the bound of a site: one at or below `least` kg was not measured."""
    declared = dictionary()["weight"]
    if item.variable != declared.name or least <= declared.low:
        return item
    return replace(item, low=max(item.low or 0.0, least + 10.0**-declared.decimals))


def accepted(item: Item, spelled: str, code: str) -> Accepted:
    """The conversion of a unit `code` that stands there as `spelled`. Raises UnitError when there is none."""
    target: Variable = variable(item.variable)
    if target.kind is Kind.INFUSION and unit(code).kind == "dose rate":
        found = conversion(code, target.unit.replace("/kg", ""))
        return Accepted(item.item, spelled, float(found.factor), 0.0, per_weight=True)
    found = conversion(code, target.unit, target.name)
    return Accepted(item.item, spelled, float(found.factor), float(found.offset))
