"""The first trial with looks in force: a copy of its folder that adopts a design, and who succeeds or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from bedside.analysis.worked import Worked
from bedside.protocol.loading import find_trial, load
from bedside.protocol.model import Protocol
from bedside.values.moment import HOUR, Moment
from tests.analysis.in_memory import worked_of
from tests.analysis.synthetic import Made, known_person

SIMON = """    two_stages:
      en: Two stages
      fr: Deux étapes
      looks: [16, 46]
      success: {successes: [null, 24]}
      futility: {successes: [7, 23]}
      source: "made for a test, read 2026-11-30"
"""


def adopting(folder: Path, name: str) -> Path:
    """A copy of the first trial that adopts one of its ways of monitoring, or `two_stages`, 7/16 23/46."""
    copytree(find_trial("jakahdi"), folder)
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    stands = "  lost: not_evaluable\n  monitoring:\n"
    assert stands in text
    text = text.replace(stands, f"  lost: not_evaluable\n  adopted: {name}\n  monitoring:\n{SIMON}")
    (folder / "protocol.yaml").write_text(text, encoding="utf-8")
    return folder


@lru_cache
def protocol_adopting(name: str) -> Protocol:
    """It, loaded."""
    with TemporaryDirectory() as place:
        return load(str(adopting(Path(place) / "jakahdi", name)))


def made(outcomes: Sequence[bool]) -> list[Made]:
    """People included an hour apart, of whom these succeed; codes against the order of inclusion."""
    people = [known_person(len(outcomes) - place, won) for place, won in enumerate(outcomes)]
    return [replace(each, included=Moment(each.included + place * HOUR)) for place, each in enumerate(people)]


def trial_of(name: str, outcomes: Sequence[bool]) -> Worked:
    """A snapshot of the trial that adopts this, in which these succeeded, in the order of their inclusion."""
    protocol = protocol_adopting(name)
    assert protocol.promised is not None
    return replace(worked_of(made(outcomes)), protocol=protocol, promised=protocol.promised)
