"""Who works by which version of a protocol since when, from two CSV files that sites keep.

    site,version,date             the version that a site works by from that day on
    participant,version,date      the version that a participant (or who speaks for them) agreed to on that day

A line that cannot be read is never passed over: a missing consent would change which version holds.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path

from bedside.errors import AmendmentError, UnreadableFile, WrongLayout
from bedside.protocol.amendments import Activation, Participant


def read_activations(path: Path) -> tuple[Activation, ...]:
    """Every activation in a file. Raises UnreadableFile, WrongLayout, and AmendmentError at a line."""
    return tuple(Activation(site, version, day) for site, version, day in _lines(path, "site"))


def read_participant(path: Path, id: str) -> Participant:
    """A participant with the versions they agreed to.

    Raises as `read_activations`, and AmendmentError when the file has no line of theirs.
    """
    consents = tuple((version, day) for who, version, day in _lines(path, "participant") if who == id)
    if not consents:
        raise AmendmentError(f"no consent of “{id}” is recorded.", str(path), "Check the participant's number.")
    return Participant(id, consents)


def day(text: str, where: str) -> datetime.date:
    """A date such as 2026-11-22. Raises AmendmentError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise AmendmentError(f"“{text}” is no date.", where, "Write it like 2026-11-22.") from None


def _lines(path: Path, who: str) -> Iterator[tuple[str, str, datetime.date]]:
    wanted = (who, "version", "date")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not set(wanted) <= set(rows.fieldnames or ()):
                raise WrongLayout(f"its header needs {', '.join(wanted)}.", str(path), "Correct the first line.")
            for row in rows:
                where = f"{path}:{rows.line_num}"
                name, version, text = ((row[column] or "").strip() for column in wanted)
                if not name or not version:
                    raise AmendmentError(f"{who} or version is empty.", where, "Fill it in, or take the line out.")
                yield name, version, day(text, where)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableFile(f"cannot be read ({reason}).", str(path), "Give a CSV file in UTF-8.") from error
