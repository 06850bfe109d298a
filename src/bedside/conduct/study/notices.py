"""Which version of the information notice may be read to somebody on a day: those approved by then and not ended."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from bedside.conduct.study.models import Notice
from bedside.values.wording import Text

NONE_HELD = Text(
    "no version of the information notice is approved for {day}.",
    "aucune version de la notice d’information n’est approuvée au {day}.",
)
NOT_HELD = Text(
    "“{number}” is no version of the information notice that is in use on {day}.",
    "«\u00a0{number}\u00a0» n’est pas une version de la notice d’information en usage au {day}.",
)
ASK = Text(
    "Ask the data manager to register the approved one (Study, Information notices).",
    "Demandez au data manager d’y inscrire la version approuvée (Étude, Notices d’information).",
)
CHOOSE = Text("Choose: {numbers}.", "Choisissez\u00a0: {numbers}.")


@dataclass(frozen=True)
class Held:
    """A version of the notice with its last day (ISO 8601; empty: none was said)."""

    notice: Notice
    last_day: str

    def in_use(self, day: datetime.date) -> bool:
        """Whether it may be read to somebody on a day."""
        on = day.isoformat()
        return self.notice.from_day <= on and (not self.last_day or on <= self.last_day)


def notices() -> list[Held]:
    """Every version that was registered, the latest first."""
    kept = Notice.objects.select_related("event", "ended", "ended__event").order_by("-from_day", "-pk")
    return [Held(each, each.ended.last_day if hasattr(each, "ended") else "") for each in kept]


def in_use(day: datetime.date) -> list[str]:
    """The numbers of those that may be read on a day, the latest first."""
    return [each.notice.number for each in notices() if each.in_use(day)]


def refusal(number: str, day: datetime.date) -> tuple[Text, Text] | None:
    """Why a version cannot have been read on a day, and what to do; None where it can."""
    held = in_use(day)
    if number in held:
        return None
    if not held:
        return NONE_HELD.filled(day=day.isoformat()), ASK
    return NOT_HELD.filled(number=number, day=day.isoformat()), CHOOSE.filled(numbers=", ".join(held))
