"""Virtual patients: `ward(60, seed=1)` makes sixty intensive-care stays of people who do not exist.

Patient k of a seed is the same person with the same records whatever the number of patients: every one has
random streams of their own, and life, records and answers do not share one. A `complete` recording of the same
seed holds the same lives with everything measured at once, without delays: the truth that a screen of the
usual recording can be compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from bedside.errors import UsageError
from bedside.records.dictionary import dictionary
from bedside.records.items import COMA
from bedside.records.mimic_iv_charted import CHARTED
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, Moment, moment
from bedside.values.unknown import Because
from bedside.virtual.answers import Chance, Signs, answer, answer_questions, signs
from bedside.virtual.causes import DEFAULT, Mix
from bedside.virtual.charting import CHART, chart_bedside
from bedside.virtual.course import Stay, Times, live
from bedside.virtual.laboratory import measure_blood
from bedside.virtual.naming import UNIT, WARD
from bedside.virtual.sheet import Column, Sheet, facts
from bedside.virtual.trajectories import BEFORE, Person, course, person

ID = "VIRTUAL-{:04d}"
OPENING = moment("2100-01-01T00:00")
"""The first admission comes after this moment: nobody takes the year 2100 for a real stay."""
EVERY_H = 12
"""Hours between admissions, on average: a unit of some twenty beds."""
MOST = 5_000
"""Patients in one ward: some 0.7 MB of memory each. For more, several wards of other seeds."""
FAR_FUTURE = moment("9999-12-31T00:00")
NO_TIME = -1


Table = Mapping[str, Column]


@dataclass(frozen=True)
class Ward:
    """Canonical tables of virtual patients (`facts` in the engine's shape) and the truth about them.

    Each table maps column names to arrays of one length; nullable columns are masked or hold None. `recorded`
    and `supplied` are as in a manifest. `truth` has a row a patient: cause, hidden signs, outcome.
    """

    name: str
    seed: int
    patients: Table
    stays: Table
    facts: Table
    truth: Table
    recorded: frozenset[str]
    supplied: frozenset[str]

    def chart(self, patient_id: str) -> Chart:
        """The records of one patient as the reference interpreter reads them."""
        ids = self.facts["patient_id"]
        first, after = np.searchsorted(ids, patient_id, "left"), np.searchsorted(ids, patient_id, "right")
        rows = zip(*(self.facts[name][first:after].tolist() for name in _FACT), strict=True)
        return Chart.of((_fact(*row) for row in rows), self.recorded, self.supplied)


_FACT = (
    "variable",
    "start_us",
    "end_us",
    "low",
    "high",
    "available_us",
    "course_start_us",
    "course_end_us",
    "because",
    "origin",
)


def _fact(
    name: str, start: int, end: int, low: float, high: float, available: int, since: int | None, until: int | None,
    because: str | None, origin: str,
) -> Fact:  # fmt: skip
    during = None if since is None or until is None else (Moment(since), Moment(until))
    reason = None if because is None else Because(because)
    return Fact(name, Moment(start), Moment(end), Interval(low, high), Moment(available), during, reason, origin)


@dataclass(frozen=True)
class Patient:
    """One virtual patient: who, when, what is true, and what was recorded."""

    who: Person
    times: Times
    severity: float
    signs: Signs
    questions: Mapping[str, bool]
    sheet: Sheet
    birth_year: int


def ward(
    n: int,
    seed: int,
    mix: Mix = DEFAULT,
    questions: Mapping[str, float | Chance] | None = None,
    complete: bool = False,
) -> Ward:
    """`n` virtual patients. `questions` maps names of a trial's own questions to the chance of a yes.

    Raises UsageError unless n is from 1 to `MOST` and the seed is from 0.
    """
    if not 1 <= n <= MOST:
        advice = "Try 60." if n < 1 else "Make several wards, each with a seed of its own."
        raise UsageError(f"{n} patients: a virtual ward has 1 to {MOST:,}.", "virtual", advice)
    if seed < 0:
        raise UsageError(f"the seed {seed} is below 0.", "virtual", "Give a whole number from 0, such as 1.")
    asked = dict(questions or {})
    return ward_of([patient(k, seed, mix, asked, complete) for k in range(n)], seed, asked)


def ward_of(people: list[Patient], seed: int, questions: Iterable[str]) -> Ward:
    """The tables of these patients, in the order of their numbers; `questions` are those that were asked."""
    recorded = frozenset(name for name, it in dictionary().items() if it.lasting) - CHARTED
    supplied = frozenset(dictionary()) - {
        "il2",
        "il10",
        "il12",
        "gm_csf",
        "tnf_alpha",
        *COMA,
        *CHARTED,
    } | frozenset(questions)
    return Ward(
        WARD.en.format(seed=seed), seed, _patients(people), _stays(people), facts([p.sheet for p in people]),
        _truth(people), recorded, supplied,
    )  # fmt: skip


def patient(k: int, seed: int, mix: Mix, questions: Mapping[str, float | Chance], complete: bool) -> Patient:
    """The k-th patient of a seed."""
    life, records, told, asked = (
        np.random.default_rng(s) for s in np.random.SeedSequence(seed, spawn_key=(k,)).spawn(4)
    )
    who = person(life, mix.pick(float(life.random())))
    stay = live(life, course(life, who))
    true = signs(life, stay)
    arrival = EVERY_H * k + int(life.integers(0, 2 * EVERY_H))
    zero = OPENING + ((arrival // 24) * 24 + stay.admitted_clock) * HOUR
    sheet = Sheet(ID.format(k + 1), zero)
    year = 2100 + (arrival // 24) // 365 - who.age
    _admission(sheet, stay)
    chart_bedside(records, sheet, stay, complete)
    measure_blood(records, sheet, stay, true.suspected_h, complete)
    answer(told, sheet, stay, true, complete)
    answered = answer_questions(asked, sheet, stay, questions, complete)
    severity = round(float(stay.state.general[BEFORE]), 4)
    return Patient(who, stay.times, severity, true, answered, sheet, year)


def _admission(sheet: Sheet, stay: Stay) -> None:
    """What the admission office and the unit's door record."""
    who = stay.state.course.person
    for name, value in (("age", who.age), ("female", who.female)):
        sheet.measured(name, [-stay.before_h], [float(value)], "virtual/admission")
    sheet.measured("weight", [stay.admitted_h + 0.5], [who.weight], CHART)
    start, discharged = sheet.at([stay.admitted_h, stay.icu_h]).tolist()
    end = discharged + 1  # still in force at the moment of discharge, as a source derives it from its stays
    sheet.lasting("icu_stay", [(start, end, 1.0, start, end)], "virtual/admission")
    if stay.died_h is not None and stay.died_in_hospital:
        died = int(sheet.at(stay.died_h))
        sheet.lasting("dead", [(died, FAR_FUTURE, 1.0, died, FAR_FUTURE)], "virtual/admission")


def _patients(people: list[Patient]) -> Table:
    sex = ["female" if p.who.female else "male" for p in people]
    return {
        "patient_id": np.array([p.sheet.patient_id for p in people]),
        "sex": np.array(sex),
        "birth_year": np.array([p.birth_year for p in people]),
    }


def _stays(people: list[Patient]) -> Table:
    def times(hours: list[float | None]) -> Column:
        values = [NO_TIME if h is None else int(p.sheet.at(h)) for p, h in zip(people, hours, strict=True)]
        column: Column = np.ma.masked_equal(np.array(values, dtype=np.int64), NO_TIME)
        return column

    ids = [p.sheet.patient_id for p in people]
    return {
        "stay_id": np.array([f"{one}-ICU" for one in ids]),
        "patient_id": np.array(ids),
        "hospital_stay_id": np.array([f"{one}-HOSPITAL" for one in ids]),
        "unit": np.array([UNIT.en] * len(ids)),
        "admitted_us": times([p.times.admitted_h for p in people]),
        "discharged_us": times([p.times.icu_h for p in people]),
        "hospital_admitted_us": times([-p.times.before_h for p in people]),
        "hospital_discharged_us": times([p.times.hospital_h for p in people]),
        "died_us": times([p.times.died_h if p.times.died_in_hospital else None for p in people]),
    }


def _truth(people: list[Patient]) -> Table:
    """A row a patient. Deaths after hospital, up to half a year, stand here and nowhere else."""

    def column(values: list[object]) -> Column:
        return np.array(values, dtype=object)

    def time(p: Patient, hour: float | None) -> int | None:
        return None if hour is None else int(p.sheet.at(hour))

    who = [p.who for p in people]
    rows: dict[str, list[object]] = {
        "patient_id": [p.sheet.patient_id for p in people],
        "stay_id": [f"{p.sheet.patient_id}-ICU" for p in people],
        "not_real": [True for _ in people],
        "cause": [w.cause.name for w in who],
        "hemophagocytic": [w.cause.hemophagocytic for w in who],
        "severity": [p.severity for p in people],
        "suspected_us": [time(p, p.signs.suspected_h) for p in people],
        "treated_us": [
            time(p, w.treated_h) if w.treated_h < p.times.icu_h else None for p, w in zip(people, who, strict=True)
        ],
        "died_us": [time(p, p.times.died_h) for p in people],
        "died_in_icu": [p.times.died_in_icu for p in people],
        "died_in_hospital": [p.times.died_in_hospital for p in people],
    }
    for name in (
        "splenomegaly",
        "hepatomegaly",
        "hemophagocytosis",
        "nk_activity_low",
        "known_immunosuppression",
    ):
        rows[name] = [getattr(p.signs, name) for p in people]
    for name in people[0].questions:
        rows[name] = [p.questions[name] for p in people]
    return {name: column(values) for name, values in rows.items()}
