"""A trial of two arms that does not exist: the first trial's outcomes, with somebody to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bedside.analysis.arms import Arms, assigned
from bedside.analysis.worked import Worked, work_on
from bedside.protocol.model import Arm
from bedside.values.wording import Text
from tests.analysis.synthetic import Made, cut

CONTROL = Arm("control", Text("Control", "Contrôle"), ())


def in_two_arms(people: Sequence[Made], treated: Sequence[bool]) -> Worked:
    """These people, each in the trial's own arm or in the control."""
    with TemporaryDirectory() as place:
        held = work_on("jakahdi", cut(Path(place) / "cut", people))
    own = held.protocol.arms[0].id
    arms = Arms({each.code: own if one else "control" for each, one in zip(people, treated, strict=True)}, "0" * 64)
    promised = replace(held.promised, comparator="control")
    protocol = replace(held.protocol, arms=(*held.protocol.arms, CONTROL), design=None, promised=promised)
    return Worked(protocol, promised, held.snapshot, assigned(held.people, arms), arms)
