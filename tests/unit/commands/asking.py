"""Arguments of commands, as people and programs write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.__main__ import main

Output = pytest.CaptureFixture[str]
STAY = "VIRTUAL-0001-ICU"
"""The one stay of the ward."""


def called(arguments: list[str]) -> int:
    """The exit code of a command, also where the arguments themselves cannot be read."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def read(capsys: Output, *arguments: str) -> Any:
    """The document that a command writes for programs."""
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def screening(source: str, *more: str) -> list[str]:
    return ["screen", "jakahdi", "--source", source, *more]


def sofa(folder: Path, ward: Path, *more: str) -> list[str]:
    return ["score", "sofa", "--source", f"canonical:{ward}", "--out", f"{folder}/sofa.parquet", *more]


def hlh2004(folder: Path, ward: Path, *more: str) -> list[str]:
    return ["score", "hlh2004", *sofa(folder, ward, *more)[2:]]


def explaining(ward: Path, *more: str) -> list[str]:
    return ["explain", "jakahdi", "--source", f"canonical:{ward}", *more]
