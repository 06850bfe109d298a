"""The research samples of a protocol, as protocol.yaml writes them, held against its visits, parameters and forms."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.protocol.authoring import Trial
from bedside.protocol.building import Data, Source, names, text
from bedside.protocol.model import Parameter
from bedside.protocol.samples import Limits, Sample
from bedside.values.quantity import Quantity, unit

KINDS: Mapping[str, str] = {
    "volume": "volume", "spun_within": "time", "frozen_within": "time", "stored_at_most": "temperature",
    "thaws": "number",
}  # fmt: skip
"""What the parameter of each number measures."""


def samples(source: Source, trial: Trial) -> tuple[Sample, ...]:
    """Every sample in the order of protocol.yaml, its parameters noted as read.

    Raises ProtocolError, with its line, for a visit or parameter there is not, a parameter that measures something
    else, and a code that another sample has.
    """
    found: list[Sample] = []
    for name, row in source.held.data.get("samples", {}).items():
        _check(source, trial, name, row)
        other = next((each.id for each in found if each.code == row["code"]), "")
        if other:
            what = f"the code “{row['code']}” is that of “{other}” too."
            raise source.refuse(what, "Give each sample a code of its own.", "samples", name, "code")
        found.append(_sample(source, name, row))
        trial.note(found[-1].parameters, source.name)
    return tuple(found)


def _sample(source: Source, name: str, row: Data) -> Sample:
    return Sample(
        name, text(row), row["code"], text(row["tube"]), text(row["matrix"]), names(row, "visits"), row["aliquots"],
        row["volume"], names(row, "results"), Limits(**row.get("limits", {})), row.get("source", ""),
        names(row, "assumptions"), source.where("samples", name),
    )  # fmt: skip


def _check(source: Source, trial: Trial, name: str, row: Data) -> None:
    for i, visit in enumerate(row["visits"]):
        if visit not in trial.visits:
            todo = "Name a visit of the schedule."
            raise source.refuse(f"no visit is called “{visit}”.", todo, "samples", name, "visits", i)
    for pointer, what, parameter in (
        (("volume",), "volume", row["volume"]),
        *((("limits", what), what, parameter) for what, parameter in row.get("limits", {}).items()),
    ):
        if not _measures(trial.parameters.get(parameter), KINDS[what]):
            todo = "Name one of `parameters`."
            said = f"“{parameter}” is no parameter that is a {KINDS[what]}."
            raise source.refuse(said, todo, "samples", name, *pointer)


def _measures(parameter: Parameter | None, kind: str) -> bool:
    return parameter is not None and isinstance(parameter.value, Quantity) and unit(parameter.value.unit).kind == kind
