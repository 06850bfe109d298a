"""The flow of a site's screening, in the manner of CONSORT: counted so that it always adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.models import Person
from bedside.protocol.model import Protocol
from bedside.report.flow_figure import wrapped
from bedside.report.svg import drawing, element, line, words
from bedside.values.wording import Text

WIDTH, TRUNK, SIDE, SIDE_WIDTH = 620.0, 190.0, 220.0, 400.0
BOX, ROW, GAP = 34.0, 18.0, 20.0
LONG = 50
"""Characters of a reason that fit into a line of its box."""


@dataclass(frozen=True)
class Flow:
    """Everybody screened, each in exactly one place: left out (by the first criterion named), undecided, enrolled."""

    screened: int
    left_out: tuple[tuple[Text, int], ...]
    undecided: int
    enrolled: int

    @property
    def out(self) -> int:
        """How many were left out."""
        return sum(count for _, count in self.left_out)

    @property
    def reconciles(self) -> bool:
        """True when everybody screened ended in exactly one place."""
        return self.screened == self.out + self.undecided + self.enrolled


def flow_of(persons: Iterable[Person], protocol: Protocol, other: Text) -> Flow:
    """Count people; a criterion that is not the protocol's any more, and words alone, count as another reason."""
    held = list(persons)
    order = {criterion.id: criterion for criterion in protocol.criteria}
    out: Counter[str] = Counter()
    enrolled = 0
    for person in held:
        if hasattr(person, "enrolled"):
            enrolled += 1
        elif hasattr(person, "not_enrolled"):
            named = set(person.not_enrolled.criteria.split())
            out[next((name for name in order if name in named), "")] += 1
    reasons = [
        (Text(f"{name} {each.text.en}", f"{name} {each.text.fr}"), out[name])
        for name, each in order.items()
        if out[name]
    ]
    if out[""]:
        reasons.append((other, out[""]))
    return Flow(len(held), tuple(reasons), len(held) - enrolled - sum(out.values()), enrolled)


def figure(flow: Flow) -> str:
    """The flow as SVG, told in one sentence for those who cannot see it."""
    reasons = [(wrapped(told(text), LONG), count) for text, count in flow.left_out]
    height = BOX + sum(len(lines) for lines, _ in reasons) * ROW + (8 if reasons else 0)
    first, second = BOX + GAP, BOX + GAP + height + GAP
    last = second + BOX + GAP
    parts = [line(TRUNK / 2, BOX, TRUNK / 2, last, class_="fl-line")]
    parts += _box(0, 2, TRUNK, say("today.screened"), flow.screened, "still")
    parts += _side(first, height, say("today.left_out"), flow.out, "bad")
    parts += _reasons(first + BOX + ROW - 5, reasons)
    parts += _side(second, BOX, say("today.in_screening"), flow.undecided, "open")
    parts += _box(0, last, TRUNK, say("today.enrolled"), flow.enrolled, "good")
    sentence = say(
        "today.flow_told", screened=flow.screened, left_out=flow.out, undecided=flow.undecided, enrolled=flow.enrolled
    )
    return drawing(WIDTH, last + BOX + 4, sentence, *parts, class_="flow")


def _side(y: float, height: float, title: str, count: int, tone: str) -> Iterator[str]:
    yield line(TRUNK / 2, y + BOX / 2, SIDE, y + BOX / 2, class_="fl-line")
    yield from _box(SIDE, y, SIDE_WIDTH, title, count, tone, height)


def _box(x: float, y: float, width: float, title: str, count: int, tone: str, height: float = BOX) -> Iterator[str]:
    yield element("rect", x=x + 1, y=y, width=width - 2, height=height, rx=5, class_=f"fl-box {tone}")
    yield words(title[:1].upper() + title[1:], x + 10, y + 22, class_="fl-title")
    yield words(str(count), x + width - 12, y + 22, class_="fl-title end")


def _reasons(y: float, reasons: Iterable[tuple[list[str], int]]) -> Iterator[str]:
    for lines, count in reasons:
        yield words(str(count), SIDE + SIDE_WIDTH - 12, y, class_="fl-reason end")
        for place, text in enumerate(lines):
            yield words(text, SIDE + (22 if place else 10), y, class_="fl-reason")
            y += ROW
