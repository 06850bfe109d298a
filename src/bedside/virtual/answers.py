"""What people and documents answer about a virtual patient."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bedside.errors import UsageError
from bedside.virtual.calibration import calibration
from bedside.virtual.course import Stay
from bedside.virtual.sheet import Sheet

EXAMINATION, DOCUMENT, QUESTION = "virtual/examination", "virtual/report", "virtual/investigator"
AGAIN_H = 24


@dataclass(frozen=True)
class Chance:
    """How a question is answered: the chance of yes (`hemophagocytic`: in haemophagocytic syndrome, if it
    differs), and of being answered at all. Raises UsageError outside 0 to 1."""

    yes: float
    hemophagocytic: float | None = None
    answered: float = 0.75

    def __post_init__(self) -> None:
        for share in (self.yes, self.hemophagocytic or 0.0, self.answered):
            if not 0 <= share <= 1:
                raise UsageError(f"{share} is no probability.", "virtual questions", "Give a number from 0 to 1.")


@dataclass(frozen=True)
class Signs:
    """What is true of a patient whether or not anybody looked; hours count from ICU admission."""

    splenomegaly: bool
    hepatomegaly: bool
    hemophagocytosis: bool
    nk_activity_low: bool
    known_immunosuppression: bool
    suspected_h: float | None


def signs(rng: np.random.Generator, stay: Stay) -> Signs:
    """Draw the signs of a patient, and when haemophagocytic syndrome is suspected, if ever."""
    known, family = calibration().section("recording"), stay.family
    drawn = {
        name: bool(rng.random() < known[name][family]) for name in ("spleen", "liver", "hemophagocytosis", "nk_low")
    }
    suppressed = bool(rng.random() < stay.state.course.person.cause.immunosuppressed)
    when = calibration().family(family)["suspected"]
    hour = float(rng.lognormal(np.log(when["median_h"]), when["spread"])) - 4
    thought_of = rng.random() < when["share"] and hour < min(stay.icu_h, 240)
    return Signs(
        drawn["spleen"], drawn["liver"], drawn["hemophagocytosis"], drawn["nk_low"], suppressed,
        hour if thought_of else None,
    )  # fmt: skip


def answer(rng: np.random.Generator, sheet: Sheet, stay: Stay, true: Signs, complete: bool) -> None:
    """Examination by the physician, and reports of marrow and NK tests."""
    known = calibration().section("recording")
    chance, hours = rng.random(8), rng.uniform(0.5, 6, 4)
    suspected = true.suspected_h is not None
    base = stay.admitted_h
    looked = complete or chance[0] < (0.92 if suspected else 0.35)
    if looked and base + hours[0] < stay.icu_h:
        sheet.answered("splenomegaly", base + float(hours[0]), true.splenomegaly, EXAMINATION)
        sheet.answered("hepatomegaly", base + float(hours[0]), true.hepatomegaly, EXAMINATION)
    if (complete or chance[1] < 0.9) and base + hours[1] < stay.icu_h:
        sheet.answered("known_immunosuppression", base + float(hours[1]), true.known_immunosuppression, EXAMINATION)
    start = base + 0.5 if complete else max(base, true.suspected_h or base) + 1.0
    later = rng.uniform(*known["delay_min"]["marrow"]), rng.uniform(*known["delay_min"]["nk"])
    tap = start if complete else start + float(rng.lognormal(np.log(14), 0.7))
    if complete or (suspected and chance[2] < known["measured"]["marrow"]):
        _reported(
            sheet,
            stay,
            ("hemophagocytosis", "hemophagocytosis_tissue"),
            tap,
            true.hemophagocytosis,
            0 if complete else later[0],
        )
    if complete or (suspected and chance[3] < known["measured"]["nk"]):
        sent = start + (0.0 if complete else 8.0)
        if chance[4] < known["pending"]["nk"] and not complete and sent < stay.hospital_h:
            sheet.pending("nk_activity_low", sent, DOCUMENT)
        else:
            _reported(sheet, stay, ("nk_activity_low",), sent, true.nk_activity_low, 0 if complete else later[1])


def _reported(sheet: Sheet, stay: Stay, names: tuple[str, ...], hour: float, yes: bool, later_min: float) -> None:
    if hour < stay.hospital_h - 0.2:
        for name in names:
            sheet.answered(name, hour, yes, DOCUMENT, later_min)


def answer_questions(
    rng: np.random.Generator,
    sheet: Sheet,
    stay: Stay,
    questions: Mapping[str, float | Chance],
    complete: bool,
) -> dict[str, bool]:
    """Answers to the questions of a trial, drawn with the given chances; what is true comes back.

    They are answered once the syndrome could be thought of, within the first two days, and asked again every day,
    since an answer does not hold for ever.
    """
    true: dict[str, bool] = {}
    hemophagocytic = stay.state.course.person.cause.hemophagocytic
    for name, given in questions.items():
        chance = given if isinstance(given, Chance) else Chance(given)
        share = chance.yes if chance.hemophagocytic is None or not hemophagocytic else chance.hemophagocytic
        true[name] = bool(rng.random() < share)
        told, hour = rng.random() < chance.answered, stay.admitted_h + float(rng.uniform(0.5, 40))
        if complete:
            told, hour = True, stay.admitted_h + 0.5
        for again in range(max(0, math.ceil((stay.icu_h - hour) / AGAIN_H)) if told else 0):
            sheet.answered(name, hour + again * AGAIN_H, true[name], QUESTION)
    return true
