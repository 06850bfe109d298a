"""The table of queries as a drawing: its states as boxes, each of its lines as arrows, in words below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import hypot

from bedside.conduct.monitoring.states import KINDS, STATES, TABLE, Kind, Rule, State
from bedside.conduct.people.roles import ACTIONS
from bedside.report.svg import drawing, element, words
from bedside.values.wording import Text

WIDTH, BOX_WIDTH, BOX_HEIGHT, LINE = 980.0, 230.0, 40.0, 22.0
PLACES: Mapping[State, tuple[float, float]] = {
    State.OPEN: (130.0, 150.0), State.ANSWERED: (490.0, 60.0), State.CORRECTED: (490.0, 240.0),
    State.CLOSED: (850.0, 60.0), State.SETTLED: (850.0, 240.0),
}  # fmt: skip
"""The middle of each box."""
APART = 9.0
"""How far the arrows there and back run beside the line between two boxes."""
STYLE = (
    "text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b2430}.box{fill:#fff;stroke:#4d5a68}"
    ".begin{fill:#e6eaee}.arrow{stroke:#0b5394;stroke-width:1.4;fill:none}.derived{stroke-dasharray:5 3}"
    ".head{fill:#0b5394}.dot{fill:#0b5394}.number{fill:#fff;font-size:11px;font-weight:700}.small{font-size:12px}"
)
TITLE = Text("The states of a query and the steps between them", "Les états d’une question et ses étapes")
BY_CASEBOOK = Text("by itself, read off the casebook", "d’elle-même, d’après le cahier")
BEGINS = Text("begins", "début")


def diagram(language: str = "en") -> str:
    """The whole table as SVG; arrows that nobody takes, but a correction, are dashed."""
    numbered = list(enumerate(TABLE, 1))
    parts = [element("style", STYLE)]
    for number, rule in numbered:
        for before in sorted(rule.before - {rule.after}, key=list(State).index):
            parts += _arrow(before, rule.after, number, rule.by is None)
    for state, (x, y) in PLACES.items():
        begins, left = state is State.OPEN, x - BOX_WIDTH / 2
        look = {"width": BOX_WIDTH, "height": BOX_HEIGHT, "rx": 5, "class_": "box begin" if begins else "box"}
        parts.append(element("rect", x=left, y=y - BOX_HEIGHT / 2, **look))
        parts.append(words(_called(state, begins, language), left + 10, y + 5))
    top = 300.0
    for number, rule in numbered:
        parts.append(words(f"{number}. {_told(rule, language)}", 16.0, top + number * LINE, class_="small"))
    return drawing(WIDTH, top + (len(TABLE) + 1) * LINE, TITLE.say(language), *parts, class_="queries")


def _called(state: State, begins: bool, language: str) -> str:
    said = STATES[state].say(language)
    return f"{said} ({BEGINS.say(language)})" if begins else said


def _arrow(before: State, after: State, number: int, derived: bool) -> Iterator[str]:
    """From the edge of one box to the edge of the other, a little beside the line between their middles."""
    (x1, y1), (x2, y2) = PLACES[before], PLACES[after]
    length = hypot(x2 - x1, y2 - y1)
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    x1, x2, y1, y2 = x1 - dy * APART, x2 - dy * APART, y1 + dx * APART, y2 + dx * APART
    leaves = enters = _to_edge(dx, dy)
    x1, y1, x2, y2 = x1 + dx * leaves, y1 + dy * leaves, x2 - dx * enters, y2 - dy * enters
    yield element("path", d=f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", class_="arrow derived" if derived else "arrow")
    yield element("path", class_="head", d=f"M{x2:.1f} {y2:.1f}L{x2 - 9 * dx - 4 * dy:.1f} {y2 - 9 * dy + 4 * dx:.1f}"
                                           f"L{x2 - 9 * dx + 4 * dy:.1f} {y2 - 9 * dy - 4 * dx:.1f}z")  # fmt: skip
    x, y = x1 + (x2 - x1) * 0.35, y1 + (y2 - y1) * 0.35
    yield element("circle", cx=x, cy=y, r=9, class_="dot")
    yield words(str(number), x - 3.5, y + 4, class_="number")


def _to_edge(dx: float, dy: float) -> float:
    """How far it is from the middle of a box to its edge."""
    across = BOX_WIDTH / 2 / abs(dx) if dx else float("inf")
    down = BOX_HEIGHT / 2 / abs(dy) if dy else float("inf")
    return min(across, down)


def _told(rule: Rule, language: str) -> str:
    """A line of the table in words: what is done, which queries it concerns, by whom."""
    kinds = (
        "" if rule.kinds == frozenset(Kind) else f" ({', '.join(KINDS[k].say(language) for k in sorted(rule.kinds))})"
    )
    by = ACTIONS[rule.by] if rule.by else BY_CASEBOOK
    return f"{rule.text.say(language)}{kinds} — {by.say(language)}"
