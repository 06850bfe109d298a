"""R as the other writer: vectors in, lines of R, vectors out. Skips with a reason where R or a package is absent."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.needs import lacking, program

SAY = 'say <- function(name, values) cat(name, sprintf("%.17g", as.numeric(values)), "\\n")\n'
ANSWERED = "--answered--"


class _R:
    """An R that has loaded its packages, which takes longer than most answers, and answers one question after another.

    Each question is asked in surroundings of its own, so that none finds what another one left.
    """

    def __init__(self, *packages: str) -> None:
        run = [str(program("Rscript")), "--vanilla", "-"]
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115  (it is closed at the end)
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(run, stdin=pipe, stdout=pipe, stderr=self.said, text=True)
        self.ask("".join(f"suppressPackageStartupMessages(library({each}))\n" for each in packages))

    def ask(self, code: str) -> list[str] | None:
        """The lines that the code prints; None where R ended over it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f'invisible(local({{\n{code}\n}}))\ncat("\\n{ANSWERED}\\n")\n')
        self.process.stdin.flush()
        lines: list[str] = []
        for line in self.process.stdout:
            if line.strip() == ANSWERED:
                return lines
            lines.append(line)
        return None

    def complained(self) -> str:
        """What it said beside its answers."""
        self.said.seek(0)
        return self.said.read()

    def end(self) -> None:
        """It is asked nothing more."""
        self.process.kill()
        self.process.communicate()
        self.said.close()


_running: dict[tuple[str, ...], _R] = {}
"""The one that answered last, by its packages: others would mask what those know by the same name."""


def r(code: str, *packages: str, **given: Iterable[float]) -> dict[str, NDArray[np.float64]]:
    """What the code says: `say("name", vector)` gives the vector by its name. `given` are vectors it finds by name."""
    __tracebackhide__ = True
    for each in packages:
        if not has(each):
            lacking(f"needs the R package {each}, which is not on this machine")
    if packages not in _running:
        _end()
        _running[packages] = _R(*packages)
    vectors = "".join(f"{name} <- c({', '.join(map(_literal, held))})\n" for name, held in given.items())
    told = _running[packages].ask(SAY + vectors + code)
    if told is None:
        complained = _running[packages].complained()
        _end()
        raise AssertionError(complained)
    lines = (line.split() for line in told if line.strip())
    return {name: np.array([float(each.replace("NA", "nan")) for each in held]) for name, *held in lines}


def _end() -> None:
    while _running:
        _running.popitem()[1].end()


@lru_cache
def has(package: str) -> bool:
    """Whether R has the package."""
    run = [str(program("Rscript")), "--vanilla", "-e", f'cat(nchar(system.file(package = "{package}")))']
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout != "0"


def _literal(value: float) -> str:
    return repr(float(value)) if np.isfinite(value) else "NA"
