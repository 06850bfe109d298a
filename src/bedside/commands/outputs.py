"""Where a command may write: never over a source of records, never over what somebody else made."""

from __future__ import annotations

from pathlib import Path

import yaml

from bedside.errors import UsageError

MANIFEST = "manifest.yaml"


def output(text: str, source: str = "") -> Path:
    """The path of `--out`. Raises UsageError when it is empty, or inside the folder of the source being read."""
    if not text.strip():
        raise UsageError("no place to write.", "--out", "Name a folder or a file.")
    out = Path(text)
    _, _, folder = source.partition(":")
    if folder and Path(folder).resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageError(f"{out} is inside the source of records, which is never written to.", "--out", "Go elsewhere.")
    return out


def room_for_a_ward(folder: Path) -> Path:
    """A folder for virtual patients: absent, empty, or one that holds an earlier virtual ward, to be replaced.

    Raises UsageError for any other, so that nobody's data are written over.
    """
    if not folder.is_dir() or not any(folder.iterdir()) or _virtual(folder / MANIFEST):
        return folder
    raise UsageError(f"{folder} holds something else than virtual patients.", "--out", "Name a new folder.")


def _virtual(manifest: Path) -> bool:
    try:
        stated = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return False
    return isinstance(stated, dict) and stated.get("not_real") is True
