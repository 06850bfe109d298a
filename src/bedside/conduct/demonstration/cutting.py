"""The data cut of the demonstration: everybody at their stage, without the one who objects."""

from __future__ import annotations

from bedside.conduct.cuts.actions import take_cut
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.people.roles import Action


def take_a_cut(cast: Cast) -> Cut:
    """Take it, as a statistician's data manager would before a meeting."""
    return take_cut(cast.acting(Action.TAKE_CUT), Kind.EFFICACY, "Meeting of the steering committee")
