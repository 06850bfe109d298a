"""The design of a protocol, as protocol.yaml writes it, held against its outcomes and parameters."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.authoring import Trial
from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.design import ONE_ANALYSIS, Design, Looks, StoppingRule
from bedside.values.quantity import Quantity, unit

RULES = ("success", "futility", "decides")


def design(source: Source, trial: Trial) -> Design | None:
    """The design, its parameters noted as read; None where the protocol states none.

    Raises ProtocolError, with its line, for an outcome that there is not and for a parameter that is no pure number.
    """
    row = source.held.data.get("design")
    if row is None:
        return None
    if row["outcome"] not in source.held.data["outcomes"]:
        what = f"no outcome is called “{row['outcome']}”."
        raise source.refuse(what, "Name an outcome of the protocol.", "design", "outcome")
    known = (ONE_ANALYSIS, *row.get("monitoring", {}))
    if ONE_ANALYSIS in known[1:]:
        what = f"“{ONE_ANALYSIS}” says that there is one analysis, and names no way of monitoring."
        raise source.refuse(what, "Call it otherwise.", "design", "monitoring", ONE_ANALYSIS)
    if row.get("adopted", ONE_ANALYSIS) not in known:
        what = f"no way of monitoring is called “{row['adopted']}”."
        raise source.refuse(what, f"There are: {', '.join(known)}.", "design", "adopted")
    for pointer, name in _numbers(row):
        if not _pure(trial, name):
            what = f"“{name}” is no parameter that is a pure number."
            raise source.refuse(what, "Name one of `parameters`, such as {value: 40 %}.", "design", *pointer)
        trial.note([name], source.name)
    own = {name: value for name, value in row.items() if name != "monitoring"}
    looks = tuple(_looks(source, name, each) for name, each in row.get("monitoring", {}).items())
    return Design(**own, monitoring=looks, where=source.where("design"))


def _numbers(row: Data) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where each number of the design is named."""
    yield from (((key,), row[key]) for key in row if key not in ("outcome", "monitoring", "adopted"))
    for name, looks in row.get("monitoring", {}).items():
        place = ("monitoring", name)
        yield from (((*place, "prior", i), each) for i, each in enumerate(looks.get("prior", ())))
        for part in RULES:
            for kind, held in looks.get(part, {}).items():
                if kind not in ("successes", "spending"):
                    yield (*place, part, kind), held


def _pure(trial: Trial, name: str) -> bool:
    found = trial.parameters.get(name)
    return found is not None and isinstance(found.value, Quantity) and unit(found.value.unit).kind == "number"


def _looks(source: Source, name: str, row: Data) -> Looks:
    rules = {part: _rule(row[part]) for part in RULES if part in row}
    return Looks(
        name, text(row), tuple(row["looks"]), **rules, prior=names(row, "prior"), source=row.get("source", ""),
        assumptions=names(row, "assumptions"), where=source.where("design", "monitoring", name),
    )  # fmt: skip


def _rule(row: Data) -> StoppingRule:
    (kind, held), *_ = row.items()
    match kind:
        case "successes":
            return StoppingRule(kind, counts=tuple(held))
        case "spending":
            return StoppingRule(kind, function=held)
        case _:
            return StoppingRule(kind, level=held)
