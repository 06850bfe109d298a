"""What a story comes to for its life: what happened when, and when which forms of the schedule were filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.conduct.demonstration.lives import FORMS, Life
from bedside.conduct.demonstration.stories import DEATH, HOSPITAL_DISCHARGE, MINUTE, Story
from bedside.conduct.inclusion.questions import inclusion_visit
from bedside.conduct.participants.consent import Step
from bedside.conduct.participants.reading import LEAVING
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import Due, Happened, due
from bedside.values.moment import DAY, HOUR, Moment

ASKED_AFTER = HOUR
"""How long after an event its forms are filled in."""
ENDS = frozenset({DEATH, *LEAVING.values()})
"""Events after which nothing is written but what they ask for."""


@dataclass(frozen=True)
class Course:
    """A story of a life as it stands `now`."""

    protocol: Protocol
    story: Story
    life: Life
    now: Moment

    @property
    def steps(self) -> tuple[tuple[Step, Moment], ...]:
        """The steps of consent after the first, each with its time."""
        return tuple((step, self._after(days)) for step, days in self.story.steps)

    @property
    def happened(self) -> tuple[Happened, ...]:
        """The events of the schedule by now, in order; of what came after the consent ended nothing is heard."""
        known = {event.id for event in self.protocol.schedule.events}
        left = [(name if name in known else LEAVING[Step.WITHDRAW], at) for name, at in self._left()]
        over = min((at for _, at in left), default=self.now)
        told = [(self.story.event[0], self._after(self.story.event[1]))] if self.story.event else []
        found = [*left, *((name, at) for name, at in (*told, *self._recorded()) if at <= over)]
        return tuple(Happened(name, at) for name, at in sorted(found, key=lambda each: each[1]) if name in known)

    @property
    def over(self) -> Moment | None:
        """When the participation ended by consent or death; None while it lasts."""
        return min((each.at for each in self.happened if each.event in ENDS), default=None)

    @property
    def visits(self) -> tuple[tuple[Moment, Due], ...]:
        """The occasions of the schedule that somebody has filled in by now, each with when."""
        visits = self.protocol.schedule.visits
        periods = {visit.during: [held] for visit in visits if (held := self.life.lasted(visit.during))}
        planned = due(self.protocol.schedule, self.life.included, self.happened, periods)
        done = [(at, each) for each in planned if each.target <= self.now and (at := self._when(each)) <= self.now]
        daily = {visit.id for visit in visits if visit.until_day is not None}
        days = [each for _, each in done if each.visit in daily]
        behind = days[len(days) - self.story.behind :]
        return tuple((at, each) for at, each in done if each not in behind)

    def _after(self, days: float) -> Moment:
        return _minute(self.life.included + days * DAY)

    def _left(self) -> Iterator[tuple[str, Moment]]:
        yield from ((LEAVING[step], at) for step, at in self.steps if step in LEAVING)

    def _recorded(self) -> Iterator[tuple[str, Moment]]:
        """What the records say: death, leaving hospital, the end of a state that was not ended by death."""
        for name, at in ((DEATH, self.life.died), (HOSPITAL_DISCHARGE, self.life.left_hospital)):
            if at is not None:
                yield name, _minute(at)
        for event in self.protocol.schedule.events:
            held = self.life.lasted(event.ends) if event.ends and event.id not in (DEATH, HOSPITAL_DISCHARGE) else None
            if held is not None and not self.life.died_by(held[1]):
                yield event.id, _minute(held[1])

    def _when(self, each: Due) -> Moment:
        """When the forms of an occasion are filled in: as its day ends, or before, as the participation does."""
        if each.visit == inclusion_visit(self.protocol).id:
            return self.life.included
        if each.closes is None:
            ends = Moment(each.target + ASKED_AFTER)
            if each.visit in ENDS:
                return min(ends, self.now)
        else:
            ends = _minute(min(each.target + DAY, each.closes) - FORMS)
        over = self.over
        return ends if over is None or ends < over else max(each.target, Moment(over - MINUTE))


def _minute(at: float) -> Moment:
    return Moment(int(at) // MINUTE * MINUTE)
