"""The YAML files that a protocol is written in, as one of its versions has them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any as Anything

from bedside.errors import AmendmentError, ProtocolError
from bedside.protocol.amendments import ABSENT, MAIN, Amendment, Change
from bedside.protocol.marked_yaml import Marked, read_marked


@dataclass(frozen=True)
class TrialFiles:
    """The files of a trial's folder; what stands in `amended`, by name, is as amendments left it."""

    folder: Path
    amended: Mapping[str, Marked] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """True when there is a file of that name in the folder."""
        return (self.folder / name).is_file()

    def read(self, name: str) -> Marked:
        """A file by its name in the folder, such as `forms/stays.yaml`. Raises what `read_marked` raises."""
        return self.amended[name] if name in self.amended else read_marked(self.folder / name)

    def with_amendment(self, amendment: Amendment) -> TrialFiles:
        """The files once an amendment is made. Raises AmendmentError when it does not find what it expects."""
        main = self.read(MAIN)
        if main.data.get("version") != amendment.base:
            what = f"this amends version {amendment.base}, not {main.data.get('version')}."
            raise AmendmentError(what, amendment.where, "Apply the amendments in their order.")
        _check_once(amendment)
        made = {name: self._copied(name, amendment) for name in (MAIN, *amendment.files)}
        for change in amendment.changes:
            _make(made[change.file].data, change)
        main = made[MAIN]
        main.data["version"] = amendment.version
        _check_parts(main, amendment)
        return TrialFiles(self.folder, {**self.amended, **made})

    def with_values(self, values: Mapping[str, str]) -> TrialFiles:
        """The files with these values of parameters. Raises ProtocolError for a parameter that is not there."""
        held = self.read(MAIN)
        main = Marked(held.file, copy.deepcopy(held.data), dict(held.lines))
        for name, value in values.items():
            if name not in main.data["parameters"]:
                there = ", ".join(main.data["parameters"])
                raise ProtocolError(f"no parameter is called “{name}”.", held.file, f"There are: {there}.")
            main.data["parameters"][name]["value"] = value
        return TrialFiles(self.folder, {**self.amended, MAIN: main})

    def _copied(self, name: str, amendment: Amendment) -> Marked:
        if name not in self.amended and not self.has(name):
            raise AmendmentError(f"there is no {name}.", amendment.where_of(name), "Correct the name.")
        held = self.read(name)
        return Marked(held.file, copy.deepcopy(held.data), dict(held.lines))


def _check_once(amendment: Amendment) -> None:
    for i, change in enumerate(amendment.changes):
        if any(change.meets(other) for other in amendment.changes[:i]):
            raise AmendmentError(f"{change.path} is changed twice.", change.where, "Keep one change.")


def _check_parts(main: Marked, amendment: Amendment) -> None:
    """Only what the protocol is made of can be amended: worked patients and simulations are no part of it."""
    parts = {MAIN, *(f"forms/{name}.yaml" for name in main.data["forms"]), main.data.get("analysis")}
    for name in amendment.files:
        if name not in parts:
            todo = f"Change {MAIN}, a form that it lists, or the file of its estimands."
            raise AmendmentError(f"{name} is no part of the protocol.", amendment.where_of(name), todo)


def _make(data: Anything, change: Change) -> None:
    *above, last = change.pointer
    if change.pointer in (("version",), ("id",), ("bedside",)):
        raise AmendmentError(f"{change.path} cannot be amended.", change.where, "Leave it out.")
    inside = data
    for key in above:
        inside = _step(inside, key, change)
    found = _inside(inside, last)
    if change.below:
        _check_below(inside, found, change)
    if found is ABSENT and isinstance(inside, list) and last == str(len(inside)) and change.before is ABSENT:
        inside.append(change.after)
        return
    if found != change.before or (found is ABSENT) != (change.before is ABSENT):
        raise AmendmentError(
            f"{change.path} is {_shown(found)}, not {_shown(change.before)}.", change.where,
            "Write under `from` what stands there now.",
        )  # fmt: skip
    place: Anything = int(last) if isinstance(inside, list) else last
    if change.after is ABSENT:
        del inside[place]
    else:
        inside[place] = change.after
    if change.below:
        _move_below(inside, str(last), change.below)


def _check_below(inside: Anything, found: Anything, change: Change) -> None:
    if not isinstance(inside, dict) or found is not ABSENT:
        what = "“below” says where something new stands among names."
        raise AmendmentError(what, change.where, "Leave it out.")
    if change.below not in inside:
        raise AmendmentError(f"{change.path}: there is no “{change.below}”.", change.where, "Correct `below`.")


def _move_below(inside: dict[str, Anything], name: str, above: str) -> None:
    """The order of names is the order in which people see them."""
    follow = list(inside)[list(inside).index(above) + 1 :]
    for each in (name, *(each for each in follow if each != name)):
        inside[each] = inside.pop(each)


def _step(inside: Anything, key: Anything, change: Change) -> Anything:
    found = _inside(inside, key)
    if not isinstance(found, dict | list):
        raise AmendmentError(f"{change.path}: there is no “{key}”.", change.where, "Correct the path.")
    return found


def _inside(inside: Anything, key: Anything) -> Anything:
    if isinstance(inside, list):
        return inside[int(key)] if str(key).isdigit() and int(key) < len(inside) else ABSENT
    return inside.get(key, ABSENT)


def _shown(value: Anything) -> str:
    return "absent" if value is ABSENT else f"“{value}”"
