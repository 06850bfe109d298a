"""The cuts as people see them: each with whether it still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bedside.conduct.cuts.kinds import KINDS, Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.cuts.results import analysed, for_board, has_primary
from bedside.conduct.participants.consent import Step
from bedside.conduct.participants.models import ConsentStep
from bedside.values.wording import Text


@dataclass(frozen=True)
class Issued:
    """A cut; `objections` are those that were recorded since, by which it is superseded. It is never altered."""

    cut: Cut
    objections: int

    @property
    def superseded(self) -> bool:
        """Whether somebody in the study objected to the use of their data since it was taken."""
        return self.objections > 0

    @property
    def analysed(self) -> bool:
        """Whether it has a statistical report."""
        return analysed(self.cut)

    @property
    def for_board(self) -> bool:
        """Whether it has a report to the safety board."""
        return for_board(self.cut)

    @property
    def has_primary(self) -> bool:
        """Whether the board may read the primary outcome of it."""
        return has_primary(self.cut)

    @property
    def kind(self) -> Text:
        """What it is for."""
        return KINDS[Kind(self.cut.kind)]

    @property
    def participants(self) -> int:
        """How many it holds."""
        return int(json.loads(self.cut.counts)["participants"])

    @property
    def excluded(self) -> int:
        """How many objected before it was taken."""
        return int(json.loads(self.cut.counts)["objected"])

    @property
    def size(self) -> str:
        """In megabytes."""
        return f"{self.cut.size / 1e6:.1f}"

    @property
    def versions(self) -> str:
        """Of the protocol."""
        return ", ".join(json.loads(self.cut.versions))


def issued() -> list[Issued]:
    """Every cut that was taken, the latest first."""
    objections = list(ConsentStep.objects.filter(step=Step.OBJECT.value, taken_back=None).values_list("pk", flat=True))
    cuts = Cut.objects.select_related("event").order_by("-pk")
    return [Issued(cut, sum(event > cut.upto for event in objections)) for cut in cuts]
