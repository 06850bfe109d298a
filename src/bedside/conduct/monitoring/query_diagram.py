"""The table of queries as a drawing: its states as boxes, each of its lines as arrows, in words below."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.monitoring.states import KINDS, STATES, TABLE, Kind, Rule, State
from bedside.conduct.people.roles import ACTIONS
from bedside.report.state_figure import Box, Line, state_figure
from bedside.values.wording import Text

WIDTH, TOP = 980.0, 300.0
PLACES: Mapping[State, tuple[float, float]] = {
    State.OPEN: (130.0, 150.0), State.ANSWERED: (490.0, 60.0), State.CORRECTED: (490.0, 240.0),
    State.CLOSED: (850.0, 60.0), State.SETTLED: (850.0, 240.0),
}  # fmt: skip
"""The middle of each box."""
TITLE = Text("The states of a query and the steps between them", "Les états d’une question et ses étapes")
BY_CASEBOOK = Text("by itself, read off the casebook", "d’elle-même, d’après le cahier")
BEGINS = Text("begins", "début")


def diagram(language: str = "en") -> str:
    """The whole table as SVG; arrows that nobody takes, but a correction, are dashed."""
    boxes = [Box(state, _called(state, language), *PLACES[state], state is State.OPEN) for state in PLACES]
    lines = [
        Line(_told(rule, language), sorted(rule.before, key=list(State).index), rule.after, rule.by is None)
        for rule in TABLE
    ]
    return state_figure(TITLE.say(language), boxes, lines, WIDTH, TOP, "queries")


def _called(state: State, language: str) -> str:
    said = STATES[state].say(language)
    return f"{said} ({BEGINS.say(language)})" if state is State.OPEN else said


def _told(rule: Rule, language: str) -> str:
    """A line of the table in words: what is done, which queries it concerns, by whom."""
    kinds = (
        "" if rule.kinds == frozenset(Kind) else f" ({', '.join(KINDS[k].say(language) for k in sorted(rule.kinds))})"
    )
    by = ACTIONS[rule.by] if rule.by else BY_CASEBOOK
    return f"{rule.text.say(language)}{kinds} — {by.say(language)}"
