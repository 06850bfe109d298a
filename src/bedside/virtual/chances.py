"""How often virtual patients are answered yes to each question of a protocol: the file virtual.yaml beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from bedside.errors import ProtocolError
from bedside.protocol.loading import find_trial, load
from bedside.virtual.answers import Chance

QUESTIONS = "virtual.yaml"
UNLISTED = Chance(0.0, answered=0.98)


def chances(trial: str) -> dict[str, float | Chance]:
    """The trial's own chances; a question it does not list is answered no, nearly always."""
    file = find_trial(trial) / QUESTIONS
    stated: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    known = {question.name for question in load(trial).questions}
    unknown = sorted(set(stated) - known)
    if unknown:
        raise ProtocolError(f"the protocol asks no question “{unknown[0]}”.", str(file), "Remove the line.")
    return {name: Chance(**stated[name]) if name in stated else UNLISTED for name in sorted(known)}
