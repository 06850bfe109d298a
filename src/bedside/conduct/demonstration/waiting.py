"""Those who are not included: in screening with the answer open, barred or ready, and those who were left out."""

from __future__ import annotations

from collections.abc import Callable

from bedside.conduct.demonstration.playing import Play
from bedside.conduct.inclusion.actions import leave_out
from bedside.conduct.inclusion.standing import standing
from bedside.conduct.participants.consent import Kind, Step
from bedside.conduct.people.roles import Action
from bedside.protocol.model import CriterionKind
from bedside.rules.nodes import variables

OTHER = "Transferred to another hospital before the criteria could be settled."
REFUSED = "The patient refused."


def cannot_tell(play: Play) -> None:
    """Nobody has answered the questions yet."""
    play.screen()
    play.prepare(without_answers=True)


def ready(play: Play) -> None:
    """Every criterion is met, and consent is given: to be included."""
    play.screen()
    play.consent(Kind.PATIENT)
    play.prepare()


def barred(play: Play) -> None:
    """A criterion of exclusion holds."""
    play.screen()
    play.prepare(without_answers=True)
    play.answer(_barring(play))


def left_out(play: Play) -> None:
    """The same, and the screening has ended for it."""
    barred(play)
    found = standing(play.person)
    by = play.cast.acting(Action.SCREEN, play.site)
    leave_out(by, play.person, [each.id for each in found.barring])


def left_out_otherwise(play: Play) -> None:
    """For a reason that is no criterion."""
    cannot_tell(play)
    leave_out(play.cast.acting(Action.SCREEN, play.site), play.person, [], OTHER)


def refused(play: Play) -> None:
    """Consent was asked for, and refused."""
    cannot_tell(play)
    play.step(Step.REFUSE, play.life.included)
    leave_out(play.cast.acting(Action.SCREEN, play.site), play.person, [], REFUSED)


STAGES: tuple[tuple[int, Callable[[Play], None]], ...] = (
    (0, cannot_tell), (0, ready), (0, barred), (0, left_out), (1, cannot_tell), (1, left_out_otherwise), (1, ready),
    (2, refused), (2, left_out), (2, barred),
)  # fmt: skip
"""At which site, and how far."""


def _barring(play: Play) -> dict[str, bool]:
    """The answer, other than the one that qualifies, to the first question of an exclusion that stands alone."""
    for criterion in play.protocol.criteria:
        asked = set(variables(criterion.rule)) & set(play.life.answers)
        if criterion.kind is CriterionKind.EXCLUSION and len(asked) == 1:
            (name,) = asked
            return {name: not play.life.answers[name]}
    return {}
