"""A clock that a story can set: the served study runs by it, so that a night, a day and a week pass in one test.

The file holds how far the clock is ahead of the machine's, in seconds. The server maps it into memory, so that all its
threads see at once where a test sets it. It knows nothing of Django: the test's own process must not start it.
"""

from __future__ import annotations

import mmap
import struct
import time
from datetime import datetime
from pathlib import Path

_real = time.time


class Clock:
    """The clock of one study."""

    def __init__(self, file: Path) -> None:
        self.file = file
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as held:
            self._ahead = mmap.mmap(held.fileno(), 8)

    @property
    def ahead(self) -> float:
        """How far it is ahead of the machine's clock, in seconds."""
        return float(struct.unpack("d", self._ahead[:])[0])

    def set(self, to: str) -> None:
        """Set it to a time with its offset: `2026-11-23T03:04+01:00`."""
        self._ahead[:] = struct.pack("d", datetime.fromisoformat(to).timestamp() - _real())

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead[:] = struct.pack("d", self.ahead + seconds)

    def now(self) -> float:
        """Seconds since 1970."""
        return _real() + self.ahead

    def rule_this_process(self) -> None:
        """Make it the clock of this process. Before anything of the application is imported, for what binds `now`."""
        from bedside.values import moment

        time.time = self.now  # type: ignore[assignment]
        moment.now = lambda: moment.Moment(round(self.now() * 1_000_000))
