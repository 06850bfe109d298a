"""The file of scenarios, trials/NAME/simulation.yaml: read, held against its schema, the protocol and the design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from bedside.design.candidates import Candidate, candidates
from bedside.design.stated import Stated, of_numbers, of_protocol
from bedside.errors import DesignError, ProtocolError
from bedside.protocol.marked_yaml import Marked, read_marked
from bedside.protocol.model import Endpoint, Protocol
from bedside.protocol.schema import check_shape
from bedside.simulation.model import Course, Looking, Records, Scenario, Site
from bedside.simulation.participants import Patients
from bedside.simulation.sheets import ORGANS
from bedside.values.wording import Text
from bedside.virtual.causes import causes

FILE = "simulation.yaml"
"""Beside a protocol: what is assumed to simulate it."""
KIND = "simulation"
BLOCKS = ("design", "patients", "course", "records", "recruitment", "looks")
"""What stands on an assumption or on a source."""
FOUND_LATER = 1.0
"""In the place of a hazard or ratio that follows from a rate of success, until it is found."""


@dataclass(frozen=True)
class Asked:
    """A simulation as its file states it, before anything is worked out.

    `success` is the rate without the effect of treatment, None where `scenarios` have their hazard of recovery;
    `wanted` is the rate of success by scenario, where it stands in the place of a ratio.
    """

    protocol: Protocol
    endpoint: Endpoint
    stated: Stated
    designs: tuple[Candidate, ...]
    patients: Patients
    base: Scenario
    success: float | None
    scenarios: tuple[Scenario, ...]
    wanted: Mapping[str, float]
    stands_on: Mapping[str, Text]
    text: str
    file: str

    @property
    def size(self) -> int:
        """The most participants that a design takes."""
        return max(each.plan.size for each in self.designs if each.plan)


def read(file: Path, protocol: Protocol) -> Asked:
    """Read a file of scenarios. Raises ProtocolError or UnreadableFile, with file, line and remedy, or DesignError."""
    held = read_marked(file)
    check_shape(held, KIND)
    data = held.data
    stated = _stated(held, protocol)
    base = Scenario(
        "base", Text("", ""), 1.0, _course(data["course"]), _records(data["records"]),
        _sites(data["recruitment"]["sites"]), Looking(float(data["looks"]["after"]), data["looks"]["pauses"]),
    )  # fmt: skip
    rows: Mapping[str, Any] = data["scenarios"]
    rates = {"p0": stated.asked.p0, "p1": stated.asked.p1}
    wanted = {name: _rate(row["success"], rates) for name, row in rows.items() if "success" in row}
    success = data["course"].get("success")
    return Asked(
        protocol, _endpoint(held, protocol, stated), stated, _designs(held, stated), _patients(held), base,
        None if success is None else _rate(success, rates),
        tuple(_scenario(base, name, row) for name, row in rows.items()), wanted, _stands_on(held),
        file.read_text(encoding="utf-8"), str(file),
    )  # fmt: skip


def _rate(stated: str | float, rates: Mapping[str, float]) -> float:
    """A rate of success: p0 or p1 of the design, or a number."""
    return rates[stated] if isinstance(stated, str) else float(stated)


def _stated(held: Marked, protocol: Protocol) -> Stated:
    """The design of the file where it states one, else that of the protocol."""
    own = held.data.get("design")
    if own is None:
        return of_protocol(protocol, {})
    numbers = {name: float(value) for name, value in own.items() if name not in ("source", "assumption")}
    try:
        return of_numbers(numbers)
    except DesignError as error:
        raise DesignError(error.what, held.place(("design", error.where)), error.todo) from error


def _endpoint(held: Marked, protocol: Protocol, stated: Stated) -> Endpoint:
    name = held.data.get("outcome", protocol.design.outcome if protocol.design else "")
    found = protocol.endpoint(name)
    if found is None:
        listed = ", ".join(each.outcome for each in protocol.endpoints if not each.part)
        what = f"no rule of {protocol.id} says when “{name}” is a success." if name else "no outcome is named."
        raise ProtocolError(what, held.place(("outcome",)), f"Write outcome: and one of {listed}.")
    return found


def _designs(held: Marked, stated: Stated) -> tuple[Candidate, ...]:
    """The designs that are asked for, of those that there are, lettered anew; each has a plan.

    The one in force goes first, asked for or not. Where the file asks for none, it is the only one.
    """
    found = {each.id: each for each in candidates(stated) if each.plan}
    in_force = [each.id for each in found.values() if each.adopted]
    names = list(held.data.get("designs", in_force or found))
    for place, name in enumerate(names):
        if name not in found:
            what = f"there is no design “{name}”."
            raise ProtocolError(what, held.place(("designs", place)), f"There are: {', '.join(found)}.")
    ordered = dict.fromkeys((*in_force, *names))
    return tuple(replace(found[name], letter=ascii_uppercase[place % 26]) for place, name in enumerate(ordered))


def _patients(held: Marked) -> Patients:
    row = held.data["patients"]
    names = row.get("causes", list(causes()))
    for place, name in enumerate(names):
        if name not in causes():
            what = f"no virtual patient has the cause “{name}”."
            raise ProtocolError(what, held.place(("patients", "causes", place)), f"There are: {', '.join(causes())}.")
    if row["every_h"] > row["within_h"]:
        what = f"screened every {row['every_h']} h within {row['within_h']} h, nobody would be screened."
        raise ProtocolError(what, held.place(("patients", "every_h")), "Screen more often, or for longer.")
    by_all = row["eligible"] == "by_all"
    return Patients(row["made"], row["seed"], tuple(names), by_all, row["every_h"], row["within_h"])


def _course(row: Mapping[str, Any]) -> Course:
    numbers = {name: float(row[name]) for name in ("death", "death_per_point", "death_at", "worsening", "leaving")}
    return Course(**numbers, recovery=float(row.get("recovery", FOUND_LATER)), leaves_at=row["leaves_at"])


def _records(row: Mapping[str, Any]) -> Records:
    first, care, ward = (_missing(row, name) for name in WHERE)
    return Records(first, care, ward, float(row["whole_sheet"]), float(row["drop_out"]))


WHERE = ("at_inclusion", "in_intensive_care", "on_the_ward")
"""Where organs may be missing."""


def _missing(row: Mapping[str, Any], name: str) -> tuple[float, ...]:
    return tuple(float(row[name].get(organ, 0.0)) for organ in ORGANS)


def _sites(rows: Mapping[str, Any]) -> tuple[Site, ...]:
    return tuple(Site(name, float(row["opens"]), float(row["per_month"])) for name, row in rows.items())


def _scenario(base: Scenario, name: str, row: Mapping[str, Any]) -> Scenario:
    """The base, with what a scenario says instead."""
    records: dict[str, Any] = {
        each: _missing(row["records"], each) if each in WHERE else value
        for each, value in row.get("records", {}).items()
    }
    return replace(
        base,
        id=name,
        text=Text(row["en"], row["fr"]),
        ratio=float(row.get("ratio", FOUND_LATER)),
        course=replace(base.course, **row.get("course", {})),
        records=replace(base.records, **records),
        sites=_sites(row["sites"]) if "sites" in row else base.sites,
        looking=replace(base.looking, **row.get("looks", {})),
    )


def _stands_on(held: Marked) -> Mapping[str, Text]:
    """By block: the words of its assumption. Raises ProtocolError for one that is not there, and for one not used."""
    stated = held.data.get("assumptions", {})
    found: dict[str, Text] = {}
    used: set[str] = set()
    for block in BLOCKS:
        name = held.data.get(block, {}).get("assumption")
        if name is not None and name not in stated:
            what = f"no assumption is called “{name}”."
            raise ProtocolError(what, held.place((block, "assumption")), "Say it under assumptions, in both languages.")
        if name is not None and name not in used:
            found[block] = Text(stated[name]["en"], stated[name]["fr"])
            used.add(name)
    for name in stated:
        if name not in used:
            raise ProtocolError(
                f"nothing stands on the assumption “{name}”.", held.place(("assumptions", name)), "Remove it."
            )
    return found
