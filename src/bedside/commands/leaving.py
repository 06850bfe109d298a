"""Leaving what a command made in a folder of its own, over nothing that somebody else made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from bedside.commands.outputs import output
from bedside.errors import UnreadableFile, UsageError, cause


def room_for(text: str, names: Collection[str], what: str) -> Path:
    """The folder of `--out`: absent, empty, or one that holds files of these names alone, to be replaced.

    Raises UsageError for any other; `what` says what there may be, such as "an analysis".
    """
    out = output(text)
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.is_file() or not held <= set(names):
        raise UsageError(f"{out} holds something else than {what}.", "--out", "Name a new folder.")
    return out


def leave(out: Path, files: Mapping[str, str | bytes]) -> None:
    """Write the files into the folder. Raises UnreadableFile where they cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, held in files.items():
            (out / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    except OSError as error:
        why, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
        raise UnreadableFile(why, str(out), todo) from error
