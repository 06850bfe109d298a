"""HScore: how probable a reactive haemophagocytic syndrome is; nine items, 0 to 337 points.

Source: Fardet L, Galicier L, Lambotte O, et al. Development and validation of the HScore, a score for the
diagnosis of reactive hemophagocytic syndrome. Arthritis Rheumatol 2014;66:2613-2620, doi:10.1002/art.38690,
table 4; checked 2026-11 against its reprints in PMC7589537 (table 4) and PMC10101193 (table 1).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from bedside.errors import RuleError
from bedside.records.dictionary import variable
from bedside.rules.language import add, answer, bands, constant, highest, latest, lowest, named, scored
from bedside.rules.nodes import Named, Node
from bedside.scores.score import Options, Score, total_of
from bedside.values.interval import Interval
from bedside.values.moment import days, hours

SOURCE = "Fardet 2014, Arthritis Rheumatol 66:2613, doi:10.1002/art.38690, table 4"

# ---- the table: points by lower bounds -------------------------------------------------------------------

IMMUNOSUPPRESSION = 18
"""Known: HIV infection, or long-term glucocorticoids, ciclosporin, azathioprine and the like."""
TEMPERATURE = (("from 38.4 Cel", 33), ("above 39.4 Cel", 49))
ORGANOMEGALY = (("from 1 {points}", 23), ("from 2 {points}", 38))
"""One for hepatomegaly, one for splenomegaly."""
CYTOPENIA = {"hemoglobin": "92 g/L", "wbc": "5 10*9/L", "platelets": "110 10*9/L"}
"""A lineage is low at or below this."""
CYTOPENIAS = (("from 2 {points}", 24), ("from 3 {points}", 34))
"""One for each low lineage; a single one scores nothing."""
FERRITIN = (("from 2000 ug/L", 35), ("above 6000 ug/L", 50))
TRIGLYCERIDES = (("from 1.5 mmol/L", 44), ("above 4 mmol/L", 64))
"""Printed in mg/dL as 132.7 and 354: the same for every whole number of mg/dL."""
FIBRINOGEN = (30, ("above 2.5 g/L", 0))
"""30 points at or below 2.5 g/L."""
AST = {"from 30": (("from 30 U/L", 19),), "above 30": (("above 30 U/L", 19),)}
HEMOPHAGOCYTOSIS = 35
"""On a marrow aspirate."""

PROBABILITY = {
    90: (0, 1), 100: (1, 1), 110: (3, 3), 120: (5, 5), 130: (9, 9), 140: (16, 16), 150: (25, 25), 160: (40,
    40), 170: (54, 54), 180: (70, 70), 190: (80, 80), 200: (88, 88), 210: (93, 93), 220: (96, 96), 230: (98,
    98), 240: (99, 99), 250: (99, 100),
}  # fmt: skip
"""Published probability by points, as least and greatest %: "< 1 %" up to 90, "> 99 %" from 250.
Source: Fardet 2014 (abstract for 90 and 250; the steps between as its calculators reprint them, the authors'
regression coefficients not being published there); checked 2026-11."""
MOST_POINTS = 337


@dataclass(frozen=True)
class HScore(Options):
    """The choices that a specification of the HScore has to make. Lengths of time are microseconds.

    - `look_back`: within which the worst temperature, blood counts and chemistry count. Default 72 h, a
      convention of ours: in intensive care triglycerides and ferritin are not measured daily, and an older
      fever or cytopenia may belong to another illness. A protocol states its own.
    - `answers_look_back`: how old an answer on organ size or marrow may be. Default 30 d, one episode. A
      known immunosuppression stays true however old the answer.
    - `ast_bound`: 30 U/L itself scores ("from 30", as most reprints have it) or not ("above 30").
    """

    look_back: int = hours(72)
    answers_look_back: int = days(30)
    ast_bound: Literal["from 30", "above 30"] = "from 30"


VARIANTS: dict[str, HScore] = {
    "fardet-2014": HScore(),
    "ast-above-30": HScore(ast_bound="above 30"),
    "last-24-h": HScore(look_back=hours(24)),
}
"""The default and the variants that have a name."""


def hscore(options: HScore | None = None) -> Score:
    """The score; its components are the paper's nine items."""
    chosen = options or HScore()
    components = (
        _item("immunosuppression", scored(answer(variable("known_immunosuppression")), IMMUNOSUPPRESSION)),
        _item("temperature", bands(_highest("temperature", chosen), 0, *TEMPERATURE, source=SOURCE)),
        _item("organomegaly", _organomegaly(chosen)),
        _item("cytopenias", _cytopenias(chosen)),
        _item("ferritin", bands(_highest("ferritin", chosen), 0, *FERRITIN, source=SOURCE)),
        _item("triglycerides", bands(_highest("triglycerides", chosen), 0, *TRIGLYCERIDES, source=SOURCE)),
        _item("fibrinogen", bands(_lowest("fibrinogen", chosen), *FIBRINOGEN, source=SOURCE)),
        _item("ast", bands(_highest("ast", chosen), 0, *AST[chosen.ast_bound], source=SOURCE)),
        _item("hemophagocytosis", scored(_answered("hemophagocytosis", chosen), HEMOPHAGOCYTOSIS)),
    )
    return Score("hscore", total_of("hscore", components, SOURCE, en="HScore", fr="HScore"), components, SOURCE)


LABELS = {
    "immunosuppression": ("known immunosuppression", "immunodépression connue"),
    "temperature": ("temperature", "température"),
    "organomegaly": ("organomegaly", "organomégalie"),
    "cytopenias": ("cytopenias", "cytopénies"),
    "ferritin": ("ferritin", "ferritine"),
    "triglycerides": ("triglycerides", "triglycérides"),
    "fibrinogen": ("fibrinogen", "fibrinogène"),
    "ast": ("AST", "ASAT"),
    "hemophagocytosis": ("haemophagocytosis", "hémophagocytose"),
}


def _item(name: str, rule: Node) -> Named:
    """An item under a name of its own: `hscore_temperature` are points, not degrees."""
    en, fr = LABELS[name]
    return named(f"hscore_{name}", rule, SOURCE, en=f"HScore {en}", fr=f"HScore {fr}")


def _highest(name: str, options: HScore) -> Node:
    return highest(variable(name), options.look_back)


def _lowest(name: str, options: HScore) -> Node:
    return lowest(variable(name), options.look_back)


def _answered(name: str, options: HScore) -> Node:
    return latest(variable(name), options.answers_look_back)


def _organomegaly(options: HScore) -> Node:
    organs = (scored(_answered(name, options), 1) for name in ("hepatomegaly", "splenomegaly"))
    return bands(add(*organs), 0, *ORGANOMEGALY, source=SOURCE)


def _cytopenias(options: HScore) -> Node:
    low = (scored(_lowest(name, options) <= constant(limit, SOURCE), 1) for name, limit in CYTOPENIA.items())
    return bands(add(*low), 0, *CYTOPENIAS, source=SOURCE)


# ---- probability -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Probability:
    """The probability of haemophagocytic syndrome, as a fraction between `low` and `high`.

    It is a single published number (`low == high`), or the published numbers on either side of the score;
    then `approximate` is true, for the paper prints nothing between them. `text` holds `en` and `fr`.
    """

    low: float
    high: float
    approximate: bool
    text: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        """The sentence in `en` or `fr`."""
        return dict(self.text)[language]


def probability(points: float | Interval) -> Probability:
    """The probability that goes with an HScore, or with a range of it.

    Raises RuleError for points outside 0 to 337.
    """
    score = points if isinstance(points, Interval) else Interval.point(points)
    if not 0 <= score.low <= score.high <= MOST_POINTS:
        raise RuleError(f"an HScore of {score} does not exist.", todo=f"Give 0 to {MOST_POINTS} points.")
    first, last = _published(score.low), _published(score.high)
    low, high = first[0], last[1]
    approximate = (low, high) not in PROBABILITY.values() or not (_printed(score.low) and _printed(score.high))
    return Probability(low / 100, high / 100, approximate, _sentences(low, high, approximate))


APPROXIMATION = (
    "from the published point at or below hscore_low to the one at or above hscore_high; between published points"
    " this is an approximation"
)
"""What the two columns of probability hold, for whoever reads the table."""


def probability_rules(total: Named) -> tuple[Named, Named]:
    """The probability (a fraction) as two rules over the score, which rise by steps at the published points.

    The first takes the published point at or below the score: its low end is the least probability. The second
    takes the one at or above: its high end is the greatest. Both equal what `probability` says.
    """
    known = sorted(PROBABILITY)
    from_ = [(f"from {at} {{points}}", _fraction(PROBABILITY[at][0])) for at in known[1:]]
    above = [(f"above {at} {{points}}", _fraction(PROBABILITY[after][1])) for at, after in pairwise(known)]
    first, last = (_fraction(percent) for percent in PROBABILITY[known[0]])
    return (
        _probability("least", bands(total, first, *from_, source=SOURCE, gives="1")),
        _probability("greatest", bands(total, last, *above, source=SOURCE, gives="1")),
    )


def _fraction(percent: int) -> str:
    return str(Decimal(percent) / 100)


def _probability(end: str, rule: Node) -> Named:
    fr = {"least": "minimale", "greatest": "maximale"}[end]
    text = {"en": f"{end} probability by HScore", "fr": f"probabilité {fr} selon le HScore"}
    return named(f"hscore_probability_{end}", rule, SOURCE, **text)


def _printed(score: float) -> bool:
    """Whether the paper itself says something of this score."""
    return score in PROBABILITY or score < min(PROBABILITY) or score > max(PROBABILITY)


def _published(score: float) -> tuple[int, int]:
    """The least and greatest published percentages at a score, or on either side of it."""
    known = sorted(PROBABILITY)
    clipped = min(max(score, known[0]), known[-1])
    before, after = bisect_right(known, clipped) - 1, bisect_left(known, clipped)
    return PROBABILITY[known[before]][0], PROBABILITY[known[after]][1]


def _sentences(low: int, high: int, approximate: bool) -> tuple[tuple[str, str], ...]:
    if approximate:
        return (
            ("en", f"between {low} and {high} % (approximation between published points)"),
            ("fr", f"entre {low} et {high} % (approximation entre points publiés)"),
        )
    if low == high:
        return (("en", f"{low} % (published)"), ("fr", f"{low} % (publié)"))
    if low == 0:
        return (("en", f"below {high} % (published)"), ("fr", f"moins de {high} % (publié)"))
    return (("en", f"above {low} % (published)"), ("fr", f"plus de {low} % (publié)"))
