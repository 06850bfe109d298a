"""Running a simulation on all cores, so that it can be stopped at any time and goes on where it was."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from bedside import __version__
from bedside.rules.nodes import Named
from bedside.simulation.checking import check
from bedside.simulation.chunks import Arrays, Chunk, chunks, keep, kept, simulate
from bedside.simulation.judging import Judge, judge
from bedside.simulation.participants import Levels, Patients, Questions, enough, included
from bedside.simulation.prepared import Ready, make_ready
from bedside.simulation.reading import Asked

FORMAT = 1
"""Grows whenever the same input gives other results; kept chunks of another format are not read."""
BLOCK = 20
"""Virtual patients that a worker screens at a time."""
READY, JUDGED, PEOPLE = "ready", "judged.npz", "people.npz"

Tell = Callable[[str, float], None]
Do: TypeAlias = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
Block: TypeAlias = tuple[int, int]
"""The first of some virtual patients, and how many they are."""


def run(
    asked: Asked, questions: Questions, seed: int, trials: int, workers: int, folder: Path, tell: Tell
) -> tuple[Ready, dict[str, Arrays]]:
    """The simulation made ready, and by scenario the results of its trials, in their order.

    `folder` keeps what is worked out, chunk by chunk; what another input left there goes. The results depend neither on
    the number of workers nor on what was kept.
    """
    place = folder / fingerprint(asked, seed)
    for old in folder.glob("*") if folder.is_dir() else ():
        if old != place and old.is_dir():
            shutil.rmtree(old)
    place.mkdir(parents=True, exist_ok=True)
    for old in place.glob("*.part"):
        old.unlink()
    ready = _ready(asked, questions, seed, workers, place, tell)
    every = chunks(ready.scenarios, trials)
    lacking = [each for each in every if kept(each.file(place)) is None]
    with _workers(workers) as do:
        for number, _ in enumerate(do(partial(_simulate, ready, place), lacking), 1):
            tell("trials", 0.3 + 0.7 * (len(every) - len(lacking) + number) / len(every))
    return ready, {name: _joined([each for each in every if each.scenario == name], place) for name in ready.scenarios}


def fingerprint(asked: Asked, seed: int) -> str:
    """What results depend on, beside the number of trials."""
    stands_on = [FORMAT, __version__, asked.protocol.hash, asked.text, seed]
    return hashlib.sha256(json.dumps(stands_on).encode()).hexdigest()[:16]


def _joined(of: Sequence[Chunk], place: Path) -> Arrays:
    held = [kept(each.file(place)) or {} for each in of]
    return {name: np.concatenate([each[name] for each in held]) for name in held[0]}


# --- made ready -----------------------------------------------------------------------------------------------------


def _ready(asked: Asked, questions: Questions, seed: int, workers: int, place: Path, tell: Tell) -> Ready:
    tell("participants", 0.0)
    people = _people(asked, questions, workers, place)
    tell("rules", 0.15)
    judged = _judged(asked, place)
    tell("true rates", 0.25)
    check(judged, asked.endpoint, seed)
    return make_ready(asked, people, judged, seed)


def _people(asked: Asked, questions: Questions, workers: int, place: Path) -> Levels:
    file = place / PEOPLE
    held = kept(file)
    if held is None:
        population = asked.patients.population(asked.protocol)
        blocks = [(first, min(BLOCK, asked.patients.made - first)) for first in range(0, asked.patients.made, BLOCK)]
        with _workers(workers) as do:
            found = dict(do(partial(_included, asked.patients, population, dict(questions)), blocks))
        held = {"levels": np.concatenate([found[first] for first, _ in blocks])}
        keep(file, held)
    return enough(np.asarray(held["levels"], dtype=np.int8), asked.patients)


def _judged(asked: Asked, place: Path) -> Judge:
    held = kept(place / JUDGED)
    if held is None:
        made = judge(asked.endpoint)
        keep(place / JUDGED, {name: np.asarray(value) for name, value in vars(made).items()})
        return made
    parts: dict[str, Any] = {name: held[name] for name in ("first", "later", "verdicts")}
    return Judge(int(held["day"]), **parts)


# --- workers --------------------------------------------------------------------------------------------------------


def _simulate(ready: Ready, place: Path, chunk: Chunk) -> None:
    keep(chunk.file(place), simulate(ready, chunk))


def _included(patients: Patients, population: Named, questions: Questions, block: Block) -> tuple[int, Levels]:
    return block[0], included(patients, population, questions, *block)


@contextmanager
def _workers(number: int) -> Iterator[Do]:
    """A way to have things done by several processes, or by this one; what is done first comes first."""
    if number == 1:
        yield map
        return
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _leave_interrupts)
    try:
        yield lambda do, things: _as_done(pool, do, things)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _as_done(pool: ProcessPoolExecutor, do: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[Any]:
    for each in as_completed([pool.submit(do, thing) for thing in things]):
        yield each.result()


def _leave_interrupts() -> None:
    """A worker leaves Ctrl-C to the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
