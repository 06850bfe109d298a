"""The screening flow as a diagram in the manner of CONSORT: a trunk of boxes, and what leaves it on the right."""

from __future__ import annotations

from bedside.report.pages import Barring, Flow, FlowStep, Lacking
from bedside.report.svg import drawing, element, line, words
from bedside.report.words import say
from bedside.rules.words import said_number

WIDTH, TRUNK, SIDE_LEFT, SIDE_WIDTH = 611.0, 176.0, 206.0, 404.0
ROW, HEAD, PAD, GAP = 17.0, 24.0, 8.0, 22.0
REASONS = 8
"""Reasons listed in a box; the others are counted together."""
LONG = 60
"""Characters of a reason that fit into a line of a box."""
LINES = 3
"""Lines of a reason at most; the table below the figure has it in full."""

Reason = tuple[str, int]


def flow_figure(flow: Flow, language: str) -> str:
    """The flow: assessed, then who left and why, then of whom nothing can be told, then who passes."""
    trunk = f"passed {flow.decided}"
    sides = [
        (
            "flow_excluded",
            flow.excluded,
            listed([(step_name(s, language), s.first) for s in flow.steps], language),
            "bad",
        ),
        ("flow_open", flow.undecided, listed([(open_name(m, language), n) for m, n in flow.open], language), "open"),
    ]
    parts, y = _box(0.0, 4.0, TRUNK, say(language, "assessed"), flow.assessed, "plain", language), 4.0 + HEAD + PAD
    for title, count, reasons, tone in sides:
        height = HEAD + PAD + sum(len(wrapped(text)) for text, _ in reasons) * ROW + (PAD if reasons else 0.0)
        parts += _side(y + GAP / 2, height, say(language, title), count, reasons, tone, language)
        parts.append(line(TRUNK / 2, y, TRUNK / 2, y + height + GAP, class_="flow-line"))
        y += height + GAP
    parts += _box(0.0, y, TRUNK, say(language, trunk), flow.passed, "good", language)
    return drawing(WIDTH, y + HEAD + PAD + 4, told_flow(flow, language), *parts, class_="figure flow")


def told_flow(flow: Flow, language: str) -> str:
    """The flow in one sentence: the text alternative of its diagram."""
    return say(
        language, "tell_flow", assessed=flow.assessed, excluded=flow.excluded, undecided=flow.undecided,
        passed=flow.passed, decided=say(language, f"passed {flow.decided}").lower(),
    )  # fmt: skip


def step_name(step: FlowStep, language: str) -> str:
    """`I1 not met: adult`, `E2 pregnant or lactating`."""
    return barring_name(Barring(step.name, step.text, step.exclusion), language)


def barring_name(barring: Barring, language: str) -> str:
    """The same for a criterion that keeps one patient out."""
    if not barring.id:
        return say(language, "together")
    between = " " if barring.exclusion else f" {say(language, 'not met')}{say(language, 'colon')}"
    return f"{barring.id}{between}{barring.text.say(language)}"


def open_name(lacking: Lacking, language: str) -> str:
    """What is to be found out: `ferritin; splenomegaly (yes/no)`."""
    return say(language, "apart").join(text.say(language) for text, _ in lacking.things) or say(
        language, "nothing_settles"
    )


def listed(reasons: list[Reason], language: str) -> list[Reason]:
    """The reasons that took someone out, in their order; beyond `REASONS`, the rest as one line."""
    counted = [(text, count) for text, count in reasons if count]
    if len(counted) <= REASONS:
        return counted
    rest = sum(count for _, count in counted[REASONS - 1 :])
    return [*counted[: REASONS - 1], (say(language, "other_reasons"), rest)]


def _box(x: float, y: float, width: float, title: str, count: int, tone: str, language: str) -> list[str]:
    height = HEAD + PAD
    return [
        element("rect", x=x + 1, y=y, width=width - 2, height=height, rx=5, class_=f"flow-box {tone}"),
        words(title, x + 10, y + 20, class_="flow-title"),
        words(said_number(str(count), language), x + width - 10, y + 20, class_="flow-count end"),
    ]


def _side(
    y: float, height: float, title: str, count: int, reasons: list[Reason], tone: str, language: str
) -> list[str]:
    middle = y + (HEAD + PAD) / 2
    right = SIDE_LEFT + SIDE_WIDTH
    parts = [
        line(TRUNK / 2, middle, SIDE_LEFT, middle, class_="flow-line"),
        element("rect", x=SIDE_LEFT, y=y, width=SIDE_WIDTH, height=height, rx=5, class_=f"flow-box {tone}"),
        words(title, SIDE_LEFT + 10, y + 20, class_="flow-title"),
        words(said_number(str(count), language), right - 10, y + 20, class_="flow-count end"),
    ]
    at = y + HEAD + PAD + ROW - 4
    for text, number in reasons:
        parts.append(words(said_number(str(number), language), right - 10, at, class_="flow-reason end"))
        for place, part in enumerate(wrapped(text)):
            parts.append(words(part, SIDE_LEFT + (22 if place else 10), at, class_="flow-reason"))
            at += ROW
    return parts


def wrapped(text: str, most: int = LONG) -> list[str]:
    """A reason in lines of so many characters, broken between words; a no-break space never breaks."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most - (2 if len(lines) > 1 else 0):
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip(" ")
    if len(lines) <= LINES and all(len(line) <= most for line in lines):
        return lines
    held = [line if len(line) <= most else line[: most - 1] + "…" for line in lines[:LINES]]
    return [*held[:-1], held[-1][: most - 2].rstrip(" ,;…") + "…"] if len(lines) > LINES else held
