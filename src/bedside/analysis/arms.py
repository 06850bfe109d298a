"""Who was assigned to which arm: a list that is kept apart from the study's data until the comparison is made.

It is a CSV file with the columns `participant` and `arm`, a line for each participant of the snapshot.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bedside.analysis.people import Person
from bedside.errors import UnreadableFile, UsageError, cause
from bedside.protocol.model import Protocol

COLUMNS = ["participant", "arm"]


@dataclass(frozen=True)
class Arms:
    """The arm of each participant by code, and the SHA-256 of the list."""

    of: Mapping[str, str]
    hash: str


def read_arms(path: Path, protocol: Protocol, people: Sequence[Person]) -> Arms:
    """The list of a trial's arms for these people.

    Raises UnreadableFile for a file that cannot be read, UsageError for one without the two columns, with an arm that
    the protocol does not have, with somebody twice or unknown, or without somebody of the snapshot.
    """
    try:
        held = path.read_bytes()
        lines = held.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"cannot be read ({cause(error)}).", str(path), "Name a CSV file in UTF-8.") from error
    table = csv.DictReader(lines)
    if list(table.fieldnames or ()) != COLUMNS:
        raise UsageError("the columns are not participant and arm.", str(path), "Write them in the first line.")
    rows = [(str(row["participant"]), str(row["arm"])) for row in table]
    for what, todo in _slips(rows, {arm.id for arm in protocol.arms}, {person.code for person in people}):
        raise UsageError(what, str(path), todo)
    return Arms(dict(rows), sha256(held).hexdigest())


def _slips(rows: Sequence[tuple[str, str]], arms: set[str], people: set[str]) -> list[tuple[str, str]]:
    """What is wrong with the list, and what to do."""
    codes = [code for code, _ in rows]
    found = [
        (f"{code} is assigned to “{arm}”, which is no arm.", f"There are: {', '.join(sorted(arms))}.")
        for code, arm in rows
        if arm not in arms
    ]
    found += [(f"{code} stands twice.", "Keep one line.") for code in sorted(set(codes)) if codes.count(code) > 1]
    found += [(f"{code} is not in the snapshot.", "Leave it out.") for code in sorted(set(codes) - people)]
    found += [(f"{code} has no arm.", "Give every participant one.") for code in sorted(people - set(codes))]
    return found


def assigned(people: Sequence[Person], arms: Arms) -> tuple[Person, ...]:
    """The same people, each with their arm."""
    return tuple(replace(person, arm=arms.of[person.code]) for person in people)
