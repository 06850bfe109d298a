"""What a trial brings to be simulated: its file of scenarios, and how often each question is answered yes.

Both are data; they are kept beside the protocol when a study is made or amended, the one time its folder is at hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bedside.conduct.study.models import Scenarios
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.protocol.loading import find_trial
from bedside.protocol.model import Protocol
from bedside.simulation.participants import Questions
from bedside.simulation.reading import FILE
from bedside.virtual.answers import Chance
from bedside.virtual.chances import UNLISTED, chances


def keep_brought(by: Actor, trial: str | Path) -> None:
    """Keep what a trial in its folder brings, where it is not what is kept already."""
    file, held = find_trial(trial) / FILE, brought()
    if not file.is_file():
        return
    row = Scenarios(text=file.read_text(encoding="utf-8"), chances=chances_as_json(chances(str(trial))))
    if held is None or (held.text, held.chances) != (row.text, row.chances):
        keep(Act(by, "keep scenarios"), row)


def brought() -> Scenarios | None:
    """What the trial brought last."""
    found: Scenarios | None = Scenarios.objects.first()
    return found


def chances_for(protocol: Protocol) -> str:
    """How often each question of a protocol is answered yes (JSON): as its trial said; a question of which it said
    nothing is answered no, nearly always."""
    kept = brought()
    said = questions_of(kept.chances) if kept else {}
    return chances_as_json({each.name: said.get(each.name, UNLISTED) for each in protocol.questions})


def chances_as_json(questions: Questions) -> str:
    """How often each question is answered yes, as it is kept."""
    held = {name: asdict(each if isinstance(each, Chance) else Chance(each)) for name, each in questions.items()}
    return json.dumps(held, sort_keys=True)


def questions_of(kept: str) -> dict[str, float | Chance]:
    """The same, read back."""
    held: Mapping[str, Mapping[str, float]] = json.loads(kept)
    return {name: Chance(**each) for name, each in held.items()}
