"""The table of aliquots as a drawing: its states as boxes, each of its lines as arrows, in words below."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.samples.states import STATES, TABLE, USES, Rule, State, Use
from bedside.report.state_figure import Box, Line, state_figure
from bedside.values.wording import Text

WIDTH, TOP = 1180.0, 560.0
PLACES: Mapping[State, tuple[float, float]] = {
    State.MADE: (130.0, 150.0), State.STORED: (430.0, 150.0), State.LISTED: (740.0, 50.0), State.SENT: (1040.0, 50.0),
    State.MISSING: (1040.0, 180.0), State.RECEIVED: (740.0, 240.0), State.ASSAYED: (430.0, 330.0),
    State.USED_UP: (130.0, 330.0), State.SPOILED: (430.0, 500.0), State.DESTROYED: (890.0, 500.0),
}  # fmt: skip
"""The middle of each box."""
TITLE = Text("The states of an aliquot and the steps between them", "Les états d’un aliquote et ses étapes")
BEGINS = Text("begins", "début")
NOT_OF = Text("not where {uses}", "pas si {uses}")


def diagram(language: str = "en") -> str:
    """The whole table as SVG."""
    boxes = [Box(state, _called(state, language), *PLACES[state], state is State.MADE) for state in PLACES]
    lines = [Line(_told(rule, language), sorted(rule.before, key=list(State).index), rule.after) for rule in TABLE]
    return state_figure(TITLE.say(language), boxes, lines, WIDTH, TOP, "aliquots")


def _called(state: State, language: str) -> str:
    said = STATES[state].say(language)
    return f"{said} ({BEGINS.say(language)})" if state is State.MADE else said


def _told(rule: Rule, language: str) -> str:
    """A line of the table in words: what is done, and of whose samples not."""
    barred = [USES[use].say(language) for use in Use if use not in rule.uses and use is not Use.NONE]
    not_of = f" — {NOT_OF.say(language).format(uses=' / '.join(barred))}" if barred else ""
    return f"{rule.text.say(language)}{not_of}"
