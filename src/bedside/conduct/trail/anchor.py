"""How far the trail has come, noted outside the database: so that cutting off its end is seen.

One line, `number seal`, replaced atomically after each commit and never set back. After a crash the anchor may lag
behind the trail; the trail never behind the anchor.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def read(file: Path) -> tuple[int, str]:
    """The last event noted: its number and seal; (0, "") before the first."""
    try:
        number, _, seal = file.read_text(encoding="ascii").strip().partition(" ")
    except FileNotFoundError:
        return 0, ""
    return int(number), seal


def advance(file: Path, number: int, seal: str) -> None:
    """Note an event, unless a later one is noted already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{file}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if read(file)[0] < number:
            half = file.with_name(f"{file.name}.part")
            half.write_text(f"{number} {seal}\n", encoding="ascii")
            os.replace(half, file)
