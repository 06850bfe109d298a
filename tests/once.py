"""What is made once in a run of the tests, however many processes share the run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def once(temporary: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """A folder of the whole run, and whether it is made already; others wait while the first makes it.

    Making that fails leaves it unmade, in another folder for who tries next.
    """
    own = temporary.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (root / f"{name}.lock").open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        if made := held.read():
            yield Path(made), True
            return
        place = temporary.mktemp(name)
        yield place, False
        held.write(str(place))
