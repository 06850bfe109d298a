"""How far the trail has come, noted outside the database: so that cutting off its end is seen.

One line, `number seal`, replaced atomically after each commit. After a crash the anchor may lag behind the trail, by
events that nobody was told of; the trail is never behind the anchor. The anchor moves on only while the event that it
names is still in the trail: once the end was cut off, it stays where it is, and tells for ever.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path

from bedside.errors import UsageError

log = logging.getLogger(__name__)


def read(file: Path) -> tuple[int, str]:
    """The last event noted: its number and seal; (0, "") before the first. Raises UsageError when it is no anchor."""
    try:
        number, _, seal = file.read_text(encoding="ascii").strip().partition(" ")
        return int(number), seal
    except FileNotFoundError:
        return 0, ""
    except (OSError, ValueError) as error:
        raise UsageError(f"the anchor cannot be read ({error}).", str(file), "Restore it from a backup.") from error


def advance(file: Path, number: int, seal: str, holds: Callable[[int, str], bool]) -> None:
    """Note an event, unless a later one is noted already, or the noted one is no longer in the trail (`holds`)."""
    with open(f"{file}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        noted = read(file)
        if noted[0] >= number:
            return
        if noted[0] and not holds(*noted):
            log.critical("event %d is not the one that was anchored: run bedside verify", noted[0])
            return
        write(file, number, seal)


def write(file: Path, number: int, seal: str) -> None:
    """Put an anchor down, whole or not at all, even if the power fails."""
    half = file.with_name(f"{file.name}.part")
    with open(half, "w", encoding="ascii") as held:
        held.write(f"{number} {seal}\n")
        held.flush()
        os.fsync(held.fileno())
    os.replace(half, file)
