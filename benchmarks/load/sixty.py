"""A form of sixty items, and a copy of the JAKAHDI trial that asks for it on day 7.

A good third of its items record variables that the criteria and scores read, taken from the trial's own forms, so that
a save has to work out what stands on them; the others are numbers, choices and texts that nothing reads.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from bedside.conduct.casebook.typed import Typed
from bedside.conduct.participants.typed_times import with_offset
from bedside.protocol.model import Form, Item, ItemKind
from bedside.values.moment import DAY, HOUR, Moment

TRIAL = Path(__file__).resolve().parents[2] / "trials" / "jakahdi"
FORM, VISIT, DAY_OF_VISIT, ITEMS = "sixty", "D7", 7, 60
TAKEN_FROM = ("vital_signs", "laboratory", "cytokines")
REASON = "Read again on the chart."
CONFIRMED = ("expected", "tenfold")
"""The checks that a number may raise: they are confirmed, as somebody does who has looked."""


def write_trial(folder: Path) -> Path:
    """Copy the trial to a folder and add the form; returns where it is."""
    copy = folder / TRIAL.name
    shutil.copytree(TRIAL, copy)
    protocol = yaml.safe_load((copy / "protocol.yaml").read_text(encoding="utf-8"))
    protocol["forms"].append(FORM)
    protocol["schedule"]["visits"][VISIT]["forms"].append(FORM)
    (copy / "protocol.yaml").write_text(_written(protocol), encoding="utf-8")
    (copy / "forms" / f"{FORM}.yaml").write_text(_written(_form(copy / "forms")), encoding="utf-8")
    return copy


def _form(forms: Path) -> dict[str, Any]:
    items: dict[str, Any] = {
        "taken_at": {"en": "Taken at", "fr": "Relevé le", "kind": "date and time", "required": True}
    }
    for name in TAKEN_FROM:
        held = yaml.safe_load((forms / f"{name}.yaml").read_text(encoding="utf-8"))["items"]
        items |= {key: each | {"time": "taken_at"} for key, each in held.items() if _records(each)}
    codes = {code: {"en": f"Degree {code}", "fr": f"Degré {code}"} for code in ("none", "some", "much")}
    others = (
        {"kind": "number", "units": ["%"]},
        {"kind": "yes/no"},
        {"kind": "choice", "codes": codes},
        {"kind": "text"},
    )
    while (number := len(items)) < ITEMS:
        said = {"en": f"Observation {number}", "fr": f"Observation {number}"}
        items[f"observation_{number}"] = said | others[number % len(others)]
    return {"id": FORM, "title": {"en": "Sixty items", "fr": "Soixante items"}, "items": items}


def _records(item: dict[str, Any]) -> bool:
    return item["kind"] == "number" and "variable" in item


def _written(held: dict[str, Any]) -> str:
    return str(yaml.safe_dump(held, allow_unicode=True, sort_keys=False))


# --- filling it -----------------------------------------------------------------------------------------------


def answers(form: Form, included: int, turn: int) -> dict[str, Typed]:
    """The whole form as it is filled for the `turn`-th time: every item says something else than the time before."""
    return {item.id: _answer(item, included, turn) for item in form.items}


def _answer(item: Item, included: int, turn: int) -> Typed:
    if item.kind is ItemKind.TIME:
        return Typed(with_offset(Moment(included + DAY_OF_VISIT * DAY + (turn % 60 + 1) * HOUR // 60)))
    if item.kind is ItemKind.NUMBER:
        low, high = (float(each.number) for each in item.expected) if item.expected else (20.0, 200.0)
        return Typed(f"{low + (0.3 + 0.02 * (turn % 7)) * (high - low):.2f}", item.units[0])
    if item.kind is ItemKind.YES_NO:
        return Typed(("yes", "no")[turn % 2])
    if item.kind is ItemKind.CHOICE:
        return Typed(item.codes[turn % len(item.codes)].code)
    return Typed(f"Seen {turn} times.")


def as_sent(form: Form, typed: dict[str, Typed], base: int) -> list[tuple[str, str]]:
    """The form as a browser sends it, over the version `base` of each of its items."""
    sent = [("why", REASON), ("source", "")]
    for item in form.items:
        each = typed[item.id]
        sent += [(f"n-{item.id}", str(base)), (f"v-{item.id}", each.text), (f"u-{item.id}", each.unit)]
        if item.kind is ItemKind.NUMBER:
            sent += [(f"c-{item.id}", check) for check in CONFIRMED]
    return sent
