"""The mapping of MIMIC-IV (`mimic_iv.yaml`) as typed data, and the unit conversions it implies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bedside.errors import UnitError, UsageError
from bedside.records.dictionary import variable
from bedside.records.items import COMA, READINGS, UNTESTABLE, WITH_GCS, Accepted, Item, Specimen, accepted
from bedside.records.mimic_iv_charted import VENTILATION, ChartedVentilation
from bedside.records.source import Mapped

CHART, LABS, OUTPUTS = "icu/chartevents", "hosp/labevents", "icu/outputevents"
INPUTS, PROCEDURES = "icu/inputevents", "icu/procedureevents"
TABLES = (CHART, LABS, OUTPUTS, INPUTS, PROCEDURES)
PAO2_SPECIMENS = ("arterial", "any")
IRRIGANTS = ("unknown", "subtracted")


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of this source; the file states the defaults and why."""

    pao2_specimen: str
    course_gap_minutes: int
    device_hours: int
    bolus_minutes: int
    least_weight: float
    irrigant: str

    def __post_init__(self) -> None:
        if self.pao2_specimen not in PAO2_SPECIMENS:
            raise UsageError(
                f"“{self.pao2_specimen}” is no choice of specimen.", "pao2_specimen", "Use arterial or any."
            )
        if self.irrigant not in IRRIGANTS:
            raise UsageError(
                f"“{self.irrigant}” is no treatment of irrigant.", "irrigant", "Use unknown or subtracted."
            )


@dataclass(frozen=True)
class MimicMapping:
    """The whole mapping: items by table, the oxygen device, the specimen of a blood gas, options, spellings."""

    items: tuple[Item, ...]
    device: Item
    devices: Mapping[str, str]
    specimen: Item
    arterial: str
    venous: str
    options: Options
    spelling: Mapping[str, str]
    charted: ChartedVentilation

    def of_table(self, table: str, wanted: frozenset[str]) -> tuple[Item, ...]:
        """The items of a table that supply any of the wanted variables, helpers (specimen, device) included."""
        held = [item for item in self.items if item.table == table and item.serves(wanted)]
        if table == self.specimen.table and any(item.specimen for item in held):
            held.append(self.specimen)
        if table == self.device.table and wanted & set(self.devices.values()):
            held.append(self.device)
        return tuple(held)

    @property
    def gas(self) -> Specimen:
        """How a blood gas is known to be arterial."""
        return Specimen(self.specimen, (self.arterial,), (self.venous,), self.options.pao2_specimen == "arterial")

    def variables(self, table: str) -> frozenset[str]:
        """What a table can supply."""
        names = {item.variable for item in self.items if item.table == table}
        names |= set(self.devices.values()) if table == self.device.table else set()
        return frozenset(names | (WITH_GCS if "gcs" in names else set()))

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every item as a row, the texts of the oxygen device among them."""
        rows = [Mapped(i.variable, i.table, str(i.item), ", ".join(i.units or ()), i.label) for i in self.items]
        device = self.device
        rows += [Mapped(name, device.table, f"{device.item} = {text}", "", device.label)
                 for text, name in self.devices.items()]  # fmt: skip
        rows += [Mapped(UNTESTABLE, i.table, f"{i.item} = {i.untestable}", "", i.label)
                 for i in self.items if i.untestable]  # fmt: skip
        rows += [Mapped(i.reading, i.table, str(i.item), "", i.label) for i in self.items if i.reading in COMA]
        rows += [Mapped(VENTILATION, CHART, str(item), "") for item in (*self.charted.modes, self.charted.device)]
        return tuple(rows)

    def accepted(self, item: Item) -> tuple[Accepted, ...]:
        """The units that may stand beside this item's values, with their conversion."""
        if item.units is None or not item.variable:
            return ()
        return tuple(
            accepted(item, "", item.none) if spelled == "none" else accepted(item, spelled, self.spelling[spelled])
            for spelled in item.units
        )


@cache
def mimic_mapping() -> MimicMapping:
    """The mapping as shipped. Raises UnitError or VariableError when it names what does not exist."""
    text = files("bedside.records").joinpath("mimic_iv.yaml").read_text(encoding="utf-8")
    stated = yaml.safe_load(text)
    rows = [(table, row) for table in TABLES for row in stated[table]]
    items = tuple(_item(number, table, row) for number, (table, row) in enumerate(rows))
    device, specimen = stated["device"], stated["specimen"]
    mapping = MimicMapping(
        items,
        Item(len(items), device["table"], "", device["item"], device["label"], device["checked"], "device"),
        device["texts"],
        Item(
            len(items) + 1,
            specimen["table"],
            "",
            specimen["item"],
            specimen["label"],
            specimen["checked"],
            "specimen",
        ),
        specimen["arterial"],
        specimen["venous"],
        Options(**stated["options"]),
        stated["spelling"],
        _charted(device["item"], stated["charted_ventilation"]),
    )
    for item in items:
        mapping.accepted(item)
    return mapping


def _charted(device: int, stated: Mapping[str, Any]) -> ChartedVentilation:
    modes = {
        item: {status: tuple(texts) for status, texts in by_status.items()}
        for item, by_status in stated["modes"].items()
    }
    devices = {status: tuple(map(str, texts)) for status, texts in stated["devices"].items()}
    return ChartedVentilation(
        device, tuple(stated["flows"]), tuple(modes), devices, modes, tuple(stated["anywhere"]), stated["gap_hours"]
    )


def _item(number: int, table: str, row: Mapping[str, Any]) -> Item:
    given = dict(row)
    units = given.pop("units")
    reading = given.get("reading", "number")
    if reading not in READINGS:
        raise UnitError(f"“{reading}” is no reading.", f"mimic_iv.yaml, {table} {row['item']}", f"Use {READINGS}.")
    variable(given["variable"])
    given["any_unit"] = reading == "fio2"  # a fraction says by its size whether it is percent
    return Item(number=number, table=table, units=None if units == "any" else tuple(units), **given)
