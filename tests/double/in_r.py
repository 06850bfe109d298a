"""R as the other writer: vectors in, lines of R, vectors out. Skips with a reason where R or a package is absent."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.needs import lacking, program

SAY = 'say <- function(name, values) cat(name, sprintf("%.17g", as.numeric(values)), "\\n")\n'


def r(code: str, *packages: str, **given: Iterable[float]) -> dict[str, NDArray[np.float64]]:
    """What the code says: `say("name", vector)` gives the vector by its name. `given` are vectors it finds by name."""
    __tracebackhide__ = True
    for each in packages:
        if not has(each):
            lacking(f"needs the R package {each}, which is not on this machine")
    loaded = "".join(f"suppressPackageStartupMessages(library({each}))\n" for each in packages)
    vectors = "".join(f"{name} <- c({', '.join(map(_literal, held))})\n" for name, held in given.items())
    run = [str(program("Rscript")), "--vanilla", "-"]
    done = subprocess.run(run, input=loaded + SAY + vectors + code, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = (line.split() for line in done.stdout.splitlines() if line.strip())
    return {name: np.array([float(each.replace("NA", "nan")) for each in held]) for name, *held in lines}


@lru_cache
def has(package: str) -> bool:
    """Whether R has the package."""
    run = [str(program("Rscript")), "--vanilla", "-e", f'cat(nchar(system.file(package = "{package}")))']
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout != "0"


def _literal(value: float) -> str:
    return repr(float(value)) if np.isfinite(value) else "NA"
