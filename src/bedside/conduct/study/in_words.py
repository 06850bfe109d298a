"""The study's statuses and settings as the trail keeps them, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.study.choices import CHOICES
from bedside.conduct.study.models import Setting
from bedside.conduct.study.statuses import WORDS
from bedside.conduct.trail.codes import Code, Sayer
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {"Status.status": WORDS, "Status.before": WORDS}


def sayer() -> Sayer:
    """Says what a setting is about, and what was chosen."""
    return _say


def _say(code: Code) -> Text | None:
    choice = CHOICES.get(code.row.name if isinstance(code.row, Setting) else code.event.place)
    if choice is None:
        return None
    if code.value == choice.name:
        return choice.asked
    return choice.offered.get(code.value) if code.column in ("value", "before") else None
