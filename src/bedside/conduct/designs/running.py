"""Where a simulation runs: in a process of its own, beside the server, which may be stopped at any time and goes on.

Each has a folder in the study's. One runs at a time in a study: the system's lock on a file is held as long as the
process lives, however it ends, and says which one. How far it is stands in a file; what was finished is kept.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from bedside.conduct.designs.asked import read_scenarios
from bedside.conduct.designs.models import Simulation
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.study.scenarios import questions_of
from bedside.errors import BedsideError, UsageError
from bedside.report.packed import packed
from bedside.simulation.files import PAGE, simulation_files
from bedside.simulation.page import page_of
from bedside.simulation.report import Report
from bedside.simulation.rows import results
from bedside.simulation.running import run
from bedside.values.wording import LANGUAGES

SIMULATIONS = "simulations"
"""The folder of a study where they stand."""
LOCK, PROGRESS, FAILED, STOP, ARCHIVE, CHUNKS = "lock", "progress.json", "failed.json", "stop", "files.zip", "chunks"
GIVEN = "BEDSIDE_SIMULATION_LOCK"
"""Names, to the process of a simulation, the descriptor of the lock that it was given."""
POLITE = 10
"""How much a simulation steps back behind those who use the study."""


class State(StrEnum):
    """What has become of a simulation."""

    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True)
class Standing:
    """Its state, the share of the work that is done (0 to 1), and, where it failed, the sentence that says why."""

    state: State
    share: float = 0.0
    says: tuple[str, str, str] = ("", "", "")

    @property
    def percent(self) -> int:
        """The share, as people read it: never 100 before it is done."""
        return 100 if self.state is State.DONE else min(99, int(100 * self.share))


class Stopped(BedsideError):
    """Somebody stopped it."""


def folder_of(each: Simulation) -> Path:
    """Where a simulation stands: by its number and by what it stands on, so that another one's files, left behind by a
    database that was put back, are not taken for its own."""
    stands_on = json.dumps([each.hash, each.scenarios, each.chances, each.trials, each.seed])
    name = f"{each.pk}-{hashlib.sha256(stands_on.encode()).hexdigest()[:12]}"
    found: Path = settings.FOLDER.path / SIMULATIONS / name
    return found


def page_file(each: Simulation, language: str) -> Path:
    """Its page, beginning in a language."""
    return folder_of(each) / f"simulation.{language}.html"


def standing(each: Simulation) -> Standing:
    """How a simulation stands."""
    folder = folder_of(each)
    if (folder / ARCHIVE).is_file():
        return Standing(State.DONE, 1.0)
    share = float(_held(folder / PROGRESS).get("share", 0.0))
    if at_work() == each.pk:
        return Standing(State.RUNNING, share)
    if failed := _held(folder / FAILED):
        return Standing(State.FAILED, share, (failed["what"], failed["where"], failed["todo"]))
    return Standing(State.STOPPED, share)


def at_work() -> int | None:
    """The simulation that runs in this study; None: none does."""
    lock = settings.FOLDER.path / SIMULATIONS / LOCK
    if not lock.is_file():
        return None
    with lock.open("r", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(held.read() or 0) or None
    return None


def start(each: Simulation) -> None:
    """Let a process of its own go on with a simulation: it is given the lock, so that from here on the simulation runs,
    and until the process ends. Raises UsageError while one runs."""
    make_room(each)
    study = str(settings.FOLDER.path.resolve())
    command = [sys.executable, "-m", "bedside", "study", "simulate", str(each.pk), "--study", study]
    quiet = subprocess.DEVNULL
    with _lock(each) as lock:
        subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, pass_fds=[lock],
            env=os.environ | {GIVEN: str(lock)},
        )  # fmt: skip


def make_room(each: Simulation) -> None:
    """A folder for a simulation that is to go on, in which nobody has asked it to stop."""
    folder = folder_of(each)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in (FAILED, STOP):
        (folder / old).unlink(missing_ok=True)


def none_at_work() -> None:
    """Raises UsageError while a simulation runs in this study."""
    if (other := at_work()) is not None:
        raise UsageError(f"simulation {other} is running.", "simulation", "Wait until it is done, or stop it.")


def stop(each: Simulation) -> None:
    """Ask the process of a simulation to end; what it has finished is kept."""
    (folder_of(each) / STOP).touch()


def go_on(each: Simulation, processes: int | None = None) -> None:
    """Work a simulation out, here and now, and leave its files. Raises UsageError while one runs; what is wrong with
    the simulation is kept for its page, and raised."""
    folder = folder_of(each)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with nullcontext() if GIVEN in os.environ else _lock(each):
        try:
            _work_out(each, folder, processes or max(1, (os.cpu_count() or 1) - 1))
        except Stopped:
            raise
        except BedsideError as error:
            told = {"what": error.what, "where": error.where, "todo": error.todo}
            _write(folder / FAILED, json.dumps(told).encode())
            raise


def _work_out(each: Simulation, folder: Path, processes: int) -> None:
    asked = read_scenarios(each.scenarios, protocol_of(each.version))

    def tell(what: str, share: float) -> None:
        if (folder / STOP).exists():
            raise Stopped("the simulation was stopped.", f"simulation {each.pk}", "Let it go on from where it is.")
        _write(folder / PROGRESS, json.dumps({"share": share}).encode())

    ready, found = run(
        asked, questions_of(each.chances), each.seed, each.trials, processes, folder / CHUNKS, tell
    )  # fmt: skip
    report = Report(asked, ready, each.trials, results(ready, asked.stated, found))
    first, *others = LANGUAGES
    files = simulation_files(report, first)
    pages = {first: files[PAGE]} | {language: page_of(report, language) for language in others}
    for language, text in pages.items():
        _write(page_file(each, language), str(text).encode())
    _write(folder / ARCHIVE, packed(files))


@contextmanager
def _lock(each: Simulation) -> Iterator[int]:
    """Hold the lock, or the last of those who do; its file descriptor. Raises UsageError while a simulation runs."""
    with (settings.FOLDER.path / SIMULATIONS / LOCK).open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            none_at_work()
            todo = "Wait until it is done, or stop it."
            raise UsageError("a simulation is about to begin.", "simulation", todo) from None
        held.truncate(0)
        held.write(str(each.pk))
        held.flush()
        yield held.fileno()


def _held(file: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return found
    except FileNotFoundError:
        return {}


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all."""
    half = file.with_name(f".{file.name}.part")
    half.write_bytes(content)
    os.replace(half, file)
