"""Running a simulation on all cores, so that it can be stopped at any time and goes on where it was.

The folder keeps the participants and the table of verdicts, each under a hash of what it stands on, and a folder of
chunks under a hash of everything; so an edited scenario, or another seed, makes anew only what depends on it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from bedside import __version__
from bedside.engines.workers import workers
from bedside.rules.nodes import Named
from bedside.simulation.checking import check
from bedside.simulation.chunks import Arrays, Chunk, chunks, keep, kept, simulate
from bedside.simulation.judging import Judge, judge
from bedside.simulation.participants import Levels, Patients, Questions, enough, included
from bedside.simulation.prepared import Ready, make_ready
from bedside.simulation.reading import Asked

FORMAT = 1
"""Grows whenever the same input gives other results; what is kept in another format is not read."""
MOST_TRIALS, MOST_SEED = 1_000_000, 2**63 - 1
BLOCK = 20
"""Virtual patients that a worker screens at a time."""

Tell = Callable[[str, float], None]
Block: TypeAlias = tuple[int, int]
"""The first of some virtual patients, and how many they are."""


def run(
    asked: Asked, questions: Questions, seed: int, trials: int, processes: int, folder: Path, tell: Tell
) -> tuple[Ready, dict[str, Arrays]]:
    """The simulation made ready, and by scenario the results of its trials, in their order.

    `folder` keeps what is worked out; what another input left there goes. The results depend neither on the number of
    processes nor on what was kept.
    """
    protocol = asked.protocol.hash
    people = folder / f"people-{_hash(protocol, asked.patients, sorted(questions.items()))}.npz"
    judged = folder / f"verdicts-{_hash(protocol, asked.endpoint.name)}.npz"
    place = folder / f"trials-{_hash(people.name, judged.name, asked.text, seed)}"
    _tidy(folder, {people, judged, place})
    place.mkdir(parents=True, exist_ok=True)
    ready = _ready(asked, questions, seed, processes, people, judged, tell)
    every = chunks(ready.scenarios, trials)
    lacking = [each for each in every if kept(each.file(place)) is None]
    with workers(processes) as do:
        for number, _ in enumerate(do(partial(_simulate, ready, place), lacking), 1):
            tell("trials", 0.3 + 0.7 * (len(every) - len(lacking) + number) / len(every))
    return ready, {name: _joined([each for each in every if each.scenario == name], place) for name in ready.scenarios}


def _hash(*stands_on: object) -> str:
    held = [FORMAT, __version__, *map(str, stands_on)]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()[:16]


def _tidy(folder: Path, keeps: set[Path]) -> None:
    """What another input left goes, and what was half-written."""
    for old in folder.glob("*"):
        if old not in keeps:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for half in folder.glob("*/*.part"):
        half.unlink()


def _joined(of: Sequence[Chunk], place: Path) -> Arrays:
    held = [kept(each.file(place)) or {} for each in of]
    return {name: np.concatenate([each[name] for each in held]) for name in held[0]}


def _simulate(ready: Ready, place: Path, chunk: Chunk) -> None:
    keep(chunk.file(place), simulate(ready, chunk))


# --- made ready -----------------------------------------------------------------------------------------------------


def _ready(
    asked: Asked, questions: Questions, seed: int, processes: int, people: Path, judged: Path, tell: Tell
) -> Ready:
    tell("participants", 0.0)
    levels = _people(asked, questions, processes, people, tell)
    tell("rules", 0.15)
    table = _judged(asked, judged)
    tell("true rates", 0.25)
    check(table, asked.endpoint, seed)
    return make_ready(asked, levels, table, seed)


def _people(asked: Asked, questions: Questions, processes: int, file: Path, tell: Tell) -> Levels:
    held = kept(file)
    if held is None:
        population = asked.patients.population(asked.protocol)
        blocks = [(first, min(BLOCK, asked.patients.made - first)) for first in range(0, asked.patients.made, BLOCK)]
        found: dict[int, Levels] = {}
        with workers(processes) as do:
            for first, levels in do(partial(_included, asked.patients, population, dict(questions)), blocks):
                found[first] = levels
                tell("participants", 0.15 * len(found) / len(blocks))
        held = {"levels": np.concatenate([found[first] for first, _ in blocks])}
        keep(file, held)
    return enough(np.asarray(held["levels"], dtype=np.int8), asked.patients)


def _included(patients: Patients, population: Named, questions: Questions, block: Block) -> tuple[int, Levels]:
    return block[0], included(patients, population, questions, *block)


def _judged(asked: Asked, file: Path) -> Judge:
    held = kept(file)
    if held is None:
        made = judge(asked.endpoint)
        keep(file, {name: np.asarray(value) for name, value in vars(made).items()})
        return made
    parts: dict[str, Any] = {name: held[name] for name in ("first", "later", "verdicts")}
    return Judge(int(held["day"]), **parts)
