"""What happened to each participant from inclusion on: the lanes of a swimmer plot, as rows.

Participants go by their number in the order of inclusion, the same in every figure; nobody's code is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.analysis.competing import ended_by
from bedside.analysis.figures.plot import day_text
from bedside.analysis.people import Person, days
from bedside.analysis.rows import DAYS, WORDS, About, Row
from bedside.analysis.worked import Worked, answer_of, asked_at, due
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.model import Duration, Endpoint
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import DAY
from bedside.values.wording import LANGUAGES, Text

LANE = "swimmer"
DOSE, KNOWN, DEATH, VERDICT, STAY, CAUSE = "dose", "followed", "died", "verdict", "stay", "ended_by"
OPEN = "not_known"
"""The cause of a stay whose end is not known."""
LIST = "list of participants"


def numbered(worked: Worked) -> Mapping[str, int]:
    """The number of each participant, by code."""
    return {person.code: number for number, person in enumerate(worked.people, 1)}


@dataclass(frozen=True)
class Stay:
    """A length of stay that lanes show: its outcome with its part, what it is called, its endings by name."""

    key: str
    text: Text
    endings: Mapping[str, Text]
    duration: Duration


def stays_of(worked: Worked) -> tuple[Stay, ...]:
    """Every length of stay that the protocol works out, in its order."""
    return tuple(
        Stay(
            "-".join(filter(None, (each.outcome, each.part))),
            worked.protocol.outcome(each.outcome).text,
            {end.name: Text(*(end.say(language) for language in LANGUAGES)) for end in each.endings},
            each,
        )
        for each in worked.protocol.durations
    )


def judged(worked: Worked) -> Endpoint | None:
    """The first yes or no of the protocol: what a lane ends with. None where there is none."""
    held = (each for each in worked.promised.estimands if each.method is Method.PROPORTION)
    first: Estimand | None = next(held, None)
    return next((each for each in worked.endpoints(first) if each.verdict.truth), None) if first else None


def lane_rows(worked: Worked) -> tuple[Row, ...]:
    """The rows of all lanes: when each stay ended and how, each dose, how long somebody was followed, the outcome."""
    number = numbered(worked)
    found: list[Row] = []
    for stay in stays_of(worked):
        found += _stays(worked, stay, number)
    endpoint = judged(worked)
    for person in worked.people:
        found += _own(worked, person, About(LANE, "", group=str(number[person.code])), endpoint)
    return tuple(found)


def _stays(worked: Worked, stay: Stay, number: Mapping[str, int]) -> Iterator[Row]:
    causes = {name: place for place, name in enumerate(stay.endings, 1)}
    names = {place: name for name, place in causes.items()}
    times, ended = ended_by(worked.people, stay.duration, causes, worked)
    for person, time, cause in zip(worked.people, times, ended, strict=True):
        about = About(LANE, "", stay.key, str(number[person.code]), day_text(float(time)))
        yield about.row(STAY, float(time), DAYS, LIST)
        yield about.row(CAUSE, names.get(int(cause), OPEN), WORDS, LIST)


def _own(worked: Worked, person: Person, about: About, endpoint: Endpoint | None) -> Iterator[Row]:
    known = [at for at in (person.died, person.alive_until) if at is not None]
    until = person.died if person.died is not None else min(max(known, default=person.included), worked.taken)
    yield about.of(variable=KNOWN).row(KNOWN, max(days(person.included, until), 0.0), DAYS, LIST)
    if person.died is not None:
        yield about.of(variable=DEATH).row(DEATH, max(days(person.included, person.died), 0.0), DAYS, LIST)
    for span in person.doses:
        given = days(person.included, span.first)
        yield about.of(variable=DOSE, time=day_text(given)).row(DOSE, given, DAYS, LIST)
    if endpoint is not None:
        about = about.of(variable=endpoint.outcome, time=day_text(asked_at(endpoint) / DAY))
        yield about.row(VERDICT, _verdict(worked, person, endpoint), WORDS, LIST)


def _verdict(worked: Worked, person: Person, endpoint: Endpoint) -> str:
    if not due(person, endpoint, worked.taken):
        return "not_due"
    answer = answer_of(person, endpoint)
    said = {MET: "success", NOT_MET: "no_success"}
    return said.get(answer.value, "undetermined") if answer else "undetermined"


class Lanes:
    """The rows of lanes by participant."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.held: dict[str, list[Row]] = {}
        for row in rows:
            self.held.setdefault(row.group, []).append(row)

    def of(self, lane: str, statistic: str, variable: str = "") -> list[Row]:
        """The rows of one statistic of one participant, of one variable or of all."""
        rows = self.held.get(lane, ())
        return [row for row in rows if row.statistic == statistic and variable in ("", row.variable)]

    def values(self, lane: str, statistic: str, variable: str = "") -> list[float]:
        """Their values."""
        return [float(str(row.value)) for row in self.of(lane, statistic, variable)]
