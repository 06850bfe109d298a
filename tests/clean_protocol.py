"""A clean invented trial, on which the protocol checks are silent, and ways to put one fault into it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from bedside.lint.checks import Findings, check
from bedside.protocol.loading import load
from bedside.protocol.model import Assumption, Criterion, Line, Outcome, Protocol, Said, Text

CLEAN_TRIAL = Path(__file__).parent / "unit" / "clean_trial"


@cache
def clean() -> Protocol:
    """The clean protocol."""
    return load(CLEAN_TRIAL)


def with_outcome(id: str, **changes: Any) -> Protocol:
    """The clean protocol with an outcome changed; `says`, `when` and `describes` take plain words."""
    if "says" in changes:
        changes["said"] = Said(changes.pop("says"), "1")
    if "when" in changes:
        changes["time_frame"] = Said(changes.pop("when"), "1")
    if "describes" in changes:
        changes["description"] = Said(changes.pop("describes"), "2")

    def changed(outcome: Outcome) -> Outcome:
        return replace(outcome, **changes)

    return replace(clean(), outcomes=_changed(clean().outcomes, id, changed))


def with_criterion(id: str, says: str = "", **changes: Any) -> Protocol:
    """The clean protocol with a criterion changed."""
    if says:
        changes["said"] = Said(says, "1")

    def changed(criterion: Criterion) -> Criterion:
        return replace(criterion, **changes)

    return replace(clean(), criteria=_changed(clean().criteria, id, changed))


def _changed(things: tuple[Any, ...], id: str, change: Callable[[Any], Any]) -> tuple[Any, ...]:
    assert any(each.id == id for each in things)
    return tuple(change(each) if each.id == id else each for each in things)


def with_line(name: str, value: str, says: str = "", protocol: Protocol | None = None) -> Protocol:
    """A protocol (the clean one) with a line of its record put in or changed."""
    held = protocol or clean()
    line = Line(name, value, Said(says, "1") if says else None, "" if says else "elsewhere", "protocol.yaml:1")
    others = tuple(each for each in held.record.lines if each.name != name)
    return replace(held, record=replace(held.record, lines=(*others, line)))


def assuming(protocol: Protocol, name: str, question: str, taken: str) -> Protocol:
    """A protocol that also assumes something."""
    added = Assumption(name, Text(question, question), Text(taken, taken), Text("Because.", "Parce que."))
    return replace(protocol, assumptions=(*protocol.assumptions, added))


def codes(protocol: Protocol) -> tuple[str, ...]:
    """The codes that the checks find, each once."""
    return check(protocol).codes


def only(protocol: Protocol) -> Any:
    """The one finding there is."""
    found: Findings = check(protocol)
    assert len(found.findings) == 1, found.to_text()
    return found.findings[0]
