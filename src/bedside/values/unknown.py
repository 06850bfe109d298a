"""Unknown is a value with a reason, and it travels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Because(StrEnum):
    """Why something is not known."""

    NOT_MEASURED = "not measured"
    NOT_RECORDED_HERE = "not recorded by this source"
    NOT_ANSWERED = "not answered"
    PENDING = "result pending"
    CENSORED = "beyond the limit of the assay"
    UNCERTAIN_TIME = "time not exact"
    CONTRADICTED = "records of the same time contradict each other"
    PARTLY_RECORDED = "partly recorded"


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A variable or question whose answer is missing, and the reason."""

    name: str
    because: Because

    def __str__(self) -> str:
        return f"{self.name} ({self.because.value})"
