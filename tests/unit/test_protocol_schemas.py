"""The JSON Schemas that editors show: everything described, each with a name, and every file points at its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bedside.protocol.loading import find_trial, shipped
from bedside.protocol.schema import KINDS, schema

MODELINE = re.compile(r"\A# yaml-language-server: \$schema=(\S+)\n")
ROOMS = {"forms": "form", "patients": "patients", "amendments": "amendment"}
"""What the files of a trial's folders are."""
OWN = {"protocol.yaml": "protocol", "analysis.yaml": "analysis"}
"""What the files of the trial itself are."""


def properties(part: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every property that a schema declares, with its place."""
    if isinstance(part, dict):
        declared = part.get("properties")
        if isinstance(declared, dict):
            yield from ((f"{at}/{name}", held) for name, held in declared.items())
        for name, held in part.items():
            yield from properties(held, f"{at}/{name}")
    elif isinstance(part, list):
        for i, held in enumerate(part):
            yield from properties(held, f"{at}/{i}")


def undescribed(whole: Any) -> list[str]:
    """The properties and definitions that say nothing of themselves."""
    bare = [at for at, held in properties(whole) if not held.get("description")]
    return bare + [f"/$defs/{name}" for name, held in whole.get("$defs", {}).items() if not held.get("description")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_described_and_the_schema_has_a_name(kind: str) -> None:
    held = schema(kind)
    Draft202012Validator.check_schema(held)
    assert (held["$id"], bool(held["title"]), bool(held["description"])) == (f"urn:bedside:{kind}", True, True)
    assert len(list(properties(held))) > 8
    assert undescribed(held) == []


def test_what_is_not_described_is_found() -> None:
    bare = {"properties": {"a": {"properties": {"b": {}}}}, "$defs": {"c": {"oneOf": [{"properties": {"d": {}}}]}}}
    assert set(undescribed(bare)) == {"/a", "/properties/a/b", "/$defs/c/oneOf/0/d", "/$defs/c"}


FILES = [
    path
    for trial in shipped()
    for path in (*map(find_trial(trial).joinpath, OWN), *sorted(find_trial(trial).glob("*/*.yaml")))
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_file_of_a_trial_begins_with_the_schema_that_an_editor_checks_it_by(path: Path) -> None:
    modeline = MODELINE.match(path.read_text(encoding="utf-8"))
    assert modeline, "the first line is no modeline"
    pointed = (path.parent / modeline[1]).resolve()
    kind = ROOMS.get(path.parent.name) or OWN[path.name]
    assert pointed.is_file() and pointed.name == f"{kind}.schema.json"
