"""Leaving what a command made in a folder of its own, over nothing that somebody else made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bedside.commands.outputs import output
from bedside.errors import UnreadableFile, UsageError, cause


@dataclass(frozen=True)
class Room:
    """What a command leaves: `what` it is, the names of its files, and a folder of files with these endings."""

    what: str
    names: tuple[str, ...]
    folder: str = ""
    endings: tuple[str, ...] = ()

    def opened(self, text: str) -> Path:
        """The folder of `--out`: absent, empty, or one that holds the same of an earlier run alone, to be replaced.

        Raises UsageError for any other.
        """
        out = output(text)
        held = {path.name for path in out.iterdir()} if out.is_dir() else set()
        inside = {path.suffix for path in self._inside(out)}
        if out.is_file() or not held <= {*self.names, self.folder} or not inside <= set(self.endings):
            raise UsageError(f"{out} holds something else than {self.what}.", "--out", "Name a new folder.")
        return out

    def leave(self, out: Path, files: Mapping[str, str | bytes]) -> None:
        """Write the files; what an earlier run left in the inner folder goes. Raises UnreadableFile where it cannot."""
        try:
            out.mkdir(parents=True, exist_ok=True)
            for path in self._inside(out):
                path.unlink()
            for name, held in files.items():
                (out / name).parent.mkdir(exist_ok=True)
                (out / name).write_bytes(held if isinstance(held, bytes) else held.encode())
        except OSError as error:
            why, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
            raise UnreadableFile(why, str(out), todo) from error

    def _inside(self, out: Path) -> list[Path]:
        """What is in the inner folder."""
        return list((out / self.folder).glob("*")) if self.folder else []
