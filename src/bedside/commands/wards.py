"""`bedside virtual`: patients who do not exist, as a source of records."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bedside.commands.console import note, progress
from bedside.commands.outputs import output, room_for_a_ward
from bedside.errors import UnreadableFile, cause
from bedside.values.moment import Moment
from bedside.virtual.answers import Chance
from bedside.virtual.chances import chances
from bedside.virtual.dating import today
from bedside.virtual.patients import Ward, ward
from bedside.virtual.writing import write

REPLACED = "An earlier virtual ward stood in {out}: it is replaced."


def virtual(arguments: Namespace) -> int:
    """Write a ward of virtual patients as a canonical source."""
    out = room_for_a_ward(output(arguments.out))
    replaced = out.is_dir() and any(out.iterdir())
    asked = chances(arguments.trial) if arguments.trial else {}
    files = lived(arguments.patients, arguments.seed, asked, out, arguments.complete)
    if arguments.json:
        print(json.dumps({"source": f"canonical:{out}", "not_real": True, "files": [str(file) for file in files]}))
        return 0
    if replaced:
        note(REPLACED.format(out=out))
    note(f"{said(arguments.patients)}, not real. Read with --source canonical:{out}")
    print(out)
    return 0


def said(count: int, language: str = "en") -> str:
    """`60 virtual patients`."""
    if language == "fr":
        return f"{count} patient{'' if count == 1 else 's'} fictif{'' if count == 1 else 's'}"
    return f"{count} virtual patient{'' if count == 1 else 's'}"


def lived(
    patients: int, seed: int, asked: Mapping[str, float | Chance], out: Path, complete: bool = False,
    at: Moment | None = None,
) -> list[Path]:  # fmt: skip
    """Make a ward and write it whole; `at` a moment, as it stands then. Raises UsageError, UnreadableFile."""
    with progress("virtual patients") as tell:
        tell("living their stays", 0.1)
        made: Ward = ward(patients, seed, questions=asked, complete=complete)
        made = made if at is None else today(made, at)
        tell("writing", 0.8)
        return _whole(made, out)


def _whole(made: Ward, out: Path) -> list[Path]:
    """Written aside first, so that nothing half-written is left when it is stopped."""
    half = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(half, ignore_errors=True)
        try:
            files = write(made, half)
            shutil.rmtree(out, ignore_errors=True)
            half.replace(out)
            return [out / file.name for file in files]
        finally:
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise UnreadableFile(
            f"cannot be written ({cause(error)}).", str(out), "Choose a folder that you may write."
        ) from error
