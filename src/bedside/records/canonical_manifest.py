"""The manifest of a canonical folder: what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bedside.errors import UnreadableFile, WrongLayout
from bedside.records.contract import FORMAT
from bedside.records.dictionary import dictionary

MANIFEST = "manifest.yaml"
KEYS = ("format", "name", "not_real", "recorded", "supplied")


@dataclass(frozen=True)
class Manifest:
    """What a canonical folder says about itself; `recorded` and `supplied` are names of variables."""

    name: str
    not_real: bool
    recorded: frozenset[str]
    supplied: frozenset[str]

    def to_yaml(self) -> str:
        """The text of manifest.yaml."""
        stated: dict[str, Any] = {
            "format": FORMAT,
            "name": self.name,
            "not_real": self.not_real,
            "recorded": sorted(self.recorded),
            "supplied": sorted(self.supplied),
        }
        return str(yaml.safe_dump(stated, sort_keys=False, allow_unicode=True))


def read_manifest(file: Path) -> Manifest:
    """Read manifest.yaml. Raises UnreadableFile or WrongLayout."""
    if not file.is_file():
        raise UnreadableFile("there is no manifest.", str(file), f"Write one that begins with “format: {FORMAT}”.")
    try:
        stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFile(
            f"the manifest cannot be read ({_first(error)}).", str(file), "Write it as YAML."
        ) from error
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        raise WrongLayout(f"this is no manifest of “{FORMAT}”.", str(file), f"Begin it with “format: {FORMAT}”.")
    if strange := sorted(str(key) for key in stated if key not in KEYS):
        what = f"the manifest has {', '.join(strange)}, which means nothing in one."
        raise WrongLayout(what, str(file), f"Remove it, or correct it; there are: {', '.join(KEYS)}.")
    if not isinstance(stated.get("not_real"), bool) or not isinstance(stated.get("name"), str):
        raise WrongLayout(
            "name or not_real is missing.",
            str(file),
            "Give a name, and not_real: true for people who do not exist, not_real: false for patients.",
        )
    return Manifest(
        stated["name"], stated["not_real"], _listed(stated, "recorded", file), _listed(stated, "supplied", file)
    )


def _first(error: Exception) -> str:
    """The heart of what the reader said, with the line where it says one."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error).splitlines()[0]


def _listed(stated: Mapping[str, Any], key: str, file: Path) -> frozenset[str]:
    names = stated.get(key)
    if not isinstance(names, list):
        raise WrongLayout(f"{key} is no list of variables.", str(file), f"Write “{key}: []”, or name them.")
    unknown = sorted(str(name) for name in names if not isinstance(name, str) or name not in dictionary())
    if unknown:
        raise WrongLayout(
            f"{key} names {', '.join(unknown)}, which is no canonical variable.", str(file), "Correct or remove it."
        )
    return frozenset(names)
