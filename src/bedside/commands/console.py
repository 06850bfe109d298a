"""What the commands share at the terminal: progress on long work, and reading what a person typed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR

Tell = Callable[[str, float], None]

UNITS = {"h": HOUR, "d": DAY}
LONGEST = 366 * DAY


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """A progress bar on a terminal, nothing in a pipe; called with what is done and the share, 0 to 1."""
    if not sys.stderr.isatty():
        yield lambda what, share: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda what, share: bar.update(task, completed=share, description=f"{title}: {what}")


def span(text: str, option: str) -> int:
    """`1h`, `6h` or `2d` in microseconds. Raises UsageError on anything else."""
    found = re.fullmatch(r"([0-9]{1,9})\s*([hd])", text.strip().lower())
    length = int(found[1]) * UNITS[found[2]] if found else 0
    if not 0 < length <= LONGEST:
        raise UsageError(f"“{text}” is not a length of time up to a year.", option, "Write it like 1h, 6h or 1d.")
    return length


def note(text: str) -> None:
    """A sentence for the person at the terminal; never mixed with what a program reads."""
    print(text, file=sys.stderr)
