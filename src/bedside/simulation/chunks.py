"""Simulated trials in chunks, each a file of its own that is there whole or not at all, so that a run can go on."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bedside.simulation.judging import OPEN, YES
from bedside.simulation.living import live, uniforms
from bedside.simulation.looking import look_at
from bedside.simulation.prepared import Ready
from bedside.simulation.recruiting import Recruitment

TRIALS = 250
"""Trials of a chunk. The results do not depend on it."""

Arrays = Mapping[str, NDArray[np.generic]]
"""Results by name, a value a trial."""


@dataclass(frozen=True)
class Chunk:
    """Some trials of a scenario, from number `first` on."""

    scenario: str
    first: int
    trials: int

    def file(self, folder: Path) -> Path:
        """Where its results are kept."""
        return folder / f"{self.scenario}-{self.first:07d}-{self.trials}.npz"


def chunks(scenarios: Mapping[str, object], trials: int) -> list[Chunk]:
    """All chunks of a simulation, in order."""
    return [Chunk(name, first, min(TRIALS, trials - first)) for name in scenarios for first in range(0, trials, TRIALS)]


def simulate(ready: Ready, chunk: Chunk) -> Arrays:
    """The results of a chunk: of each trial how many participants fared how, and how each design ended."""
    scenario = ready.scenarios[chunk.scenario]
    drawn = uniforms(ready.seed, chunk.first, chunk.trials, ready.size, ready.judge.day)
    lived = live(drawn, ready.people, ready.judge, scenario)
    success = lived.verdicts == YES
    whom = {"success": success, "open": lived.verdicts == OPEN, "died": lived.died, "lost": lived.lost}
    found: dict[str, NDArray[np.generic]] = {name: each.mean(axis=1) for name, each in whom.items()}
    recruitment = Recruitment.of(scenario.sites)
    for name, plan in ready.plans.items():
        ended = look_at(success, lived.arrival, plan, recruitment, scenario.looking, ready.judge.day)
        found |= {f"{name}.{part}": value for part, value in vars(ended).items()}
    return found


def keep(file: Path, arrays: Arrays) -> None:
    """Write a file aside, then put it in its place at once."""
    aside = file.with_suffix(f".{os.getpid()}.part")
    with aside.open("wb") as out:
        np.savez(out, **arrays)  # type: ignore[arg-type]
    aside.replace(file)


def kept(file: Path) -> Arrays | None:
    """What a file holds; None where there is none, or one that cannot be read and has to be made again."""
    try:
        with np.load(file, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
