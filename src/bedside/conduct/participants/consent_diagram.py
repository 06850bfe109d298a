"""The table of consent as a drawing: for each part its values as boxes, and each line of the table as an arrow."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from bedside.conduct.participants.consent import LEAVES, TABLE, Kind, Rule, Step
from bedside.conduct.participants.consent_words import KINDS, PARTS, VALUES, said
from bedside.report.svg import drawing, element, line, words
from bedside.values.wording import Text

WIDTH, LEFT, BOX, ROW, GAP = 1120.0, 16.0, 30.0, 22.0, 22.0
BOX_WIDTH, LABELS = 330.0, 470.0
STYLE = (
    "text{font:13px system-ui,'DejaVu Sans',sans-serif;fill:#1b2430}.part{font-weight:700;font-size:15px}"
    ".box{fill:#fff;stroke:#4d5a68}.begin{fill:#e6eaee}.arrow{stroke:#0b5394;stroke-width:1.4;fill:none}"
    ".thin{stroke-width:.6;stroke-dasharray:2 3}.head{fill:#0b5394}.small{font-size:12px;fill:#4d5a68}"
)
TITLE = Text("The states of consent and the steps between them", "Les états du consentement et ses étapes")
BEGIN = Text("begin", "début")
STAYS = Text("leaves every part as it is", "laisse tout en l’état")

Arrow = tuple[StrEnum, StrEnum, str]


def diagram(language: str = "en") -> str:
    """The whole table as SVG: one band a part; below, the steps that change no part."""
    parts: list[str] = [element("style", STYLE)]
    y = 14.0
    for name, text in PARTS.items():
        band, y = _band(name, text, y, language)
        parts += band
    parts += [words(STAYS.say(language), LEFT, y + 14, class_="part")]
    y += 22
    for rule in TABLE:
        if not rule.to and rule.step is not Step.GIVE:
            y += 20
            parts.append(words(f"{rule.text.say(language)} — {_where(rule, language)}", LEFT, y, class_="small"))
    return drawing(WIDTH, y + 18, TITLE.say(language), *parts, class_="consent")


def _band(name: str, text: Text, y: float, language: str) -> tuple[list[str], float]:
    values = list(VALUES[name])
    arrows = list(_arrows(name, language))
    parts = [words(text.say(language), LEFT, y + 12, class_="part")]
    y += 24
    starts: dict[StrEnum, float] = {}
    for value in values:
        rows = max(1, sum(after == value for _, after, _ in arrows))
        starts[value], height = y, BOX + (rows - 1) * ROW
        begin = value is values[0]
        parts.append(
            element("rect", x=LEFT, y=y, width=BOX_WIDTH, height=height, rx=5, class_="box begin" if begin else "box")
        )
        called = said(value).say(language) + (f" ({BEGIN.say(language)})" if begin else "")
        parts.append(words(called, LEFT + 10, y + 20))
        y += height + 8
    for value in values:
        for row, (before, _, label) in enumerate(a for a in arrows if a[1] == value):
            parts += _arrow(starts[before] + BOX / 2, starts[value] + BOX / 2 + row * ROW, label)
    return parts, y + GAP


def _arrow(start: float, end: float, label: str) -> Iterator[str]:
    """From the box it leaves, out to the right, and back to the box it enters."""
    edge = LEFT + BOX_WIDTH
    reach = edge + 40 + abs(end - start) * 0.3
    yield element(
        "path",
        d=f"M{edge:.1f} {start:.1f}C{reach:.1f} {start:.1f} {reach:.1f} {end:.1f} {edge + 8:.1f} {end:.1f}",
        class_="arrow",
    )
    yield element("path", d=f"M{edge:.1f} {end:.1f}l9 -4v8z", class_="head")
    yield line(edge + 9, end, LABELS - 8, end, class_="arrow thin")
    yield words(label, LABELS, end + 4, class_="small")


def _arrows(name: str, language: str) -> Iterator[Arrow]:
    """Every change of one part: from a value, to a value, by which step and where else it may be taken."""
    for rule in TABLE:
        if name in rule.to:
            for before in sorted(getattr(rule, name), key=list(VALUES[name]).index):
                if before != rule.to[name]:
                    yield before, rule.to[name], f"{rule.text.say(language)}{_given(rule, name, language)}"
    for kind, leaves in LEAVES.items():
        if name in leaves:
            yield next(iter(VALUES[name])), leaves[name], _leaving(kind, language)


def _leaving(kind: Kind, language: str) -> str:
    rule = next(rule for rule in TABLE if rule.step is Step.GIVE)
    return f"{rule.text.say(language)} ({KINDS[kind].say(language)})"


def _given(rule: Rule, name: str, language: str) -> str:
    found = _where(rule, language, name)
    return f" — {found}" if found else ""


def _where(rule: Rule, language: str, but: str = "") -> str:
    """What else must hold: the parts of which not every value will do."""
    held = []
    for part, values in VALUES.items():
        allowed = getattr(rule, part)
        if part != but and len(allowed) == 1 and len(values) > 1 and part not in ("basis", "part"):
            held.append(said(next(iter(allowed))).say(language))
    return ", ".join(held)
