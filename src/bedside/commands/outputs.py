"""Where a command may write: never over a source of records, never over what somebody else made."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import yaml

from bedside.errors import UnreadableFile, UsageError, cause

MANIFEST = "manifest.yaml"


def output(text: str, source: str = "") -> Path:
    """The path of `--out`. Raises UsageError when it is empty, or inside the folder of the source being read."""
    if not text.strip():
        raise UsageError("no place to write.", "--out", "Name a folder or a file.")
    out = Path(text)
    folder = source.partition(":")[2].partition("?mapping=")[0]
    if folder and Path(folder).resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageError(f"{out} is inside the source of records, which is never written to.", "--out", "Go elsewhere.")
    return out


TABLES = (".parquet", ".csv")
"""The endings of one file; anything else is a folder."""


def table_or_folder(text: str, source: str = "") -> Path:
    """`output` for a table or a folder of results. Raises UsageError when it looks like another kind of file."""
    out = output(text, source)
    looks_like_a_file = re.fullmatch(r"\.[A-Za-z]\w{1,4}", out.suffix) and out.suffix not in TABLES
    if looks_like_a_file and not text.endswith(("/", os.sep)) and not out.is_dir():
        what = f"{out} looks like a file, and files of the kind {out.suffix} are not written."
        raise UsageError(what, "--out", "End it in .parquet or .csv, or in / for a folder.")
    return out


def own_folder(text: str, source: str, names: frozenset[str]) -> Path:
    """`output` for a folder that is absent, empty, or holds nothing but an earlier run's files of these `names`."""
    out = output(text, source)
    if out.is_file() or (out.is_dir() and not {path.name for path in out.iterdir()} <= names):
        raise UsageError(f"{out} holds something else than this command leaves.", "--out", "Name a new folder.")
    return out


def write_whole(path: Path, text: str) -> Path:
    """Write a file whole or not at all, with its folder where there is none. Raises UnreadableFile."""
    half = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            half.write_text(text, encoding="utf-8")
            os.replace(half, path)
        except BaseException:  # a person may stop it, too
            half.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UnreadableFile(
            f"cannot be written ({cause(error)}).", str(path), "Choose a folder that you may write."
        ) from error
    return path


DEMO = ("ward", "verdicts.parquet", "import_report.json", "report.html", "study")
"""All that a demo leaves in its folder."""


def room_for_a_demo(folder: Path) -> Path:
    """A folder for a demo: absent, empty, or one that holds an earlier demo and nothing else, to be replaced.

    Raises UsageError for any other, so that nobody's results or drafts are written over.
    """
    held = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    other = [name for name in held if name not in DEMO]
    real = ["study"] if "study" in held and not _unreal(folder / "study" / "study.toml") else []
    if other or real or (held and not _virtual(folder / "ward" / MANIFEST)):
        what = f"{folder} holds something else than a demo ({(other or real or held)[0]})."
        raise UsageError(what, "--out", "Name a new folder.")
    return folder


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


def _unreal(settings: Path) -> bool:
    """Whether these are the settings of a study in which nobody is real."""
    try:
        return tomllib.loads(settings.read_text(encoding="utf-8")).get("demonstration") is True
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
