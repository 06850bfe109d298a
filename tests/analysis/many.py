"""Many people who do not exist, with everything that a figure shows: stays, doses, scores, measurements, deaths."""

from __future__ import annotations

import random

from tests.analysis.synthetic import NO, YES, Key, Made

CLIMBING, FALLING = ("platelets", 60.0), (("ferritin", 9000.0), ("il6", 200.0))
LIMIT = 20.0
"""Below it, a value of IL-6 is known within limits only."""


def many(count: int, seed: int = 5) -> list[Made]:
    """So many, always the same for a seed; a third die, some are lost, some scores are ranges or tell nothing."""
    draw = random.Random(seed)
    return [_one(number, draw) for number in range(1, count + 1)]


def _one(number: int, draw: random.Random) -> Made:
    died = round(draw.expovariate(1 / 20) + 0.3, 2) if draw.random() < 0.35 else None
    icu = round(draw.expovariate(1 / 11) + 1.5, 2)
    hospital = round(icu + draw.expovariate(1 / 12) + 0.5, 2)
    last = int(min(icu + 1, 30.0 if died is None else died))
    scores = _scores(last, draw)
    answers: dict[Key, tuple[float, float] | tuple[float, float, str]] = {}
    if died is not None and died < 8:
        answers["P1", ""] = NO
    elif 8 in scores:
        answers["P1", ""] = YES if scores[0][0] - scores[8][1] >= 3 else NO
    for outcome, until, left in (("S2", icu, "left_intensive_care"), ("S4", hospital, "left_hospital")):
        ended = until if died is None else min(until, died)
        told = (24 * ended, 24 * ended, left if ended == until else "death")
        answers[outcome, ""] = told if draw.random() < 0.95 else (24 * ended, 24 * 183.0, "cannot tell")
    return Made(
        f"01-S{number:03}", answers, {("", day): ends for day, ends in scores.items()}, died,
        None if died is not None else draw.choice([60.0, 120.0, 190.0]), 0.2 if draw.random() < 0.9 else None, icu,
        events=[("death", died)] if died is not None else [("icu_discharge", icu)],
        adverse=[(draw.random() * 25, "grade_3", "yes")] if draw.random() < 0.5 else [],
        infections=[(draw.random() * 20, "bacterial")] if draw.random() < 0.3 else [],
        before={"platelets": (30 + 40 * draw.random(),), "ferritin": (9000 + 9000 * draw.random(),)},
        ranged=_measured(last - (died is not None), draw),
        doses=[0.7 + half / 2 for half in range(2 * min(last, 14))],
    )  # fmt: skip


def _scores(last: int, draw: random.Random) -> dict[int, tuple[float, float]]:
    """A total by day, that wanders down; one day in six it is a range, or tells nothing."""
    now, found = float(draw.randint(5, 17)), {}
    for day in range(last + 1):
        now = max(0.0, min(24.0, now + (draw.choice([-2, -1, -1, 0, 1]) if day else 0)))
        kind = draw.random() if day else 0.0
        found[day] = (
            (now, now) if kind < 0.83 else (max(0.0, now - 1), min(24.0, now + 4)) if kind < 0.97 else (0.0, 24.0)
        )
    return found


def _measured(last: int, draw: random.Random) -> list[tuple[str, float, float, float]]:
    found = []
    for day in range(last + 1):
        name, base = CLIMBING
        value = base * draw.lognormvariate(0.04 * day, 0.4)
        found.append((name, day + 0.3, value, value))
        for name, base in FALLING:
            value = base * draw.lognormvariate(-0.1 * day, 0.8)
            low, high = (0.0, LIMIT) if name == "il6" and value < LIMIT else (value, value)
            found.append((name, day + 0.4, low, high))
    return found
