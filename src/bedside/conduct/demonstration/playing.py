"""A story played through the application's own actions, act by act, in the order in which things happened.

Everything is written now and by who may write it: the trail says that it was, and that it is a demonstration. What
people type are the times at which things are said to have happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.gate import screening_forms
from bedside.conduct.casebook.missing import none_of
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.demonstration.cast import Cast
from bedside.conduct.demonstration.course import Course
from bedside.conduct.demonstration.lives import FORMS, Life
from bedside.conduct.demonstration.nurse import Filled, asks_now, completed, filled, not_done, occurrences
from bedside.conduct.demonstration.stories import DEATH, MINUTE, Story
from bedside.conduct.inclusion.actions import enrol
from bedside.conduct.inclusion.questions import answer, inclusion_visit
from bedside.conduct.participants import actions, consent
from bedside.conduct.participants.consent import Kind, Step, Taken
from bedside.conduct.participants.consent_words import SIGNATORIES
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import LEAVING, consent_of
from bedside.conduct.people.roles import Action
from bedside.protocol.model import ConsentRoute, CriterionKind, Form, Protocol
from bedside.protocol.schedule import Due, Happened
from bedside.values.moment import HOUR, Moment, now

CONSENT = HOUR // 2
"""How long before inclusion consent is given."""
DOCUMENT = "1.0"
"""The version of the information that everybody reads."""
FOUND = "The medical record shows it: it was known only after inclusion."
Act = tuple[Moment, int, Callable[[], object]]


@dataclass
class Play:
    """One person and what is done about them."""

    protocol: Protocol
    cast: Cast
    site: str
    life: Life
    person: Person = field(init=False)
    numbers: dict[str, int] = field(default_factory=dict)

    def screen(self) -> Person:
        """Begin the screening."""
        self.person = actions.screen(self.cast.acting(Action.SCREEN, self.site), self.site)
        return self.person

    # --- forms ------------------------------------------------------------------------------------------------

    def prepare(self, without_answers: bool = False) -> None:
        """Fill what may be filled before a consent: the forms that the criteria read, and the answers."""
        at = Moment(self.life.included - FORMS)
        allowed = screening_forms(self.protocol)
        for name in (name for name in inclusion_visit(self.protocol).forms if name in allowed):
            self.fill(inclusion_visit(self.protocol).id, None, self.protocol.form(name), at)
        for form in (form for form in self._lasting() if form.id in allowed):
            self._began(form, Moment(0), at)
            if form.complete and form.id not in self.numbers:
                self.numbers[form.id] = 1
                self._keep(UNSCHEDULED, None, form, none_of(form), 1)
        if not without_answers:
            self.answer({})

    def answer(self, other: dict[str, bool]) -> None:
        """Answer the questions of the criteria as the life says, but for the `other` ones."""
        given = {name: "yes" if yes else "no" for name, yes in {**self.life.answers, **other}.items()}
        by = self.cast.acting(Action.WRITE_DATA, self.site)
        answer(by, self.person, self.protocol, given, Moment(self.life.included - FORMS), "")

    def fill(
        self, visit: str, day: int | None, form: Form, at: Moment, happened: bool = False, closed: bool = False
    ) -> None:
        """Fill a form as of a moment; of one that could not be filled and whose time is over, say so.

        `happened`: the visit is an event that asks for the form.
        """
        typed: Filled = {}
        if form.repeats:
            rows = list(occurrences(self.protocol, form, self.life.chart, at, self.life.included))
            typed = rows[-1][1] if rows else {}
        typed = typed or filled(self.protocol, form, self.life.chart, at, {}, visit, happened)
        if not typed and closed:
            typed = not_done(form, self._why_not(at))
        self._keep(visit, day, form, completed(form, typed))

    def _why_not(self, at: Moment) -> str:
        """Why nothing was recorded: they had died, or left, or nobody had asked for it."""
        if self.life.died_by(at):
            return "died"
        home = self.life.left_hospital
        return "left" if home is not None and home <= at else "not_ordered"

    def _keep(self, visit: str, day: int | None, form: Form, typed: dict[str, Typed], number: int = 1) -> None:
        if not typed:
            return
        by = self.cast.acting(Action.WRITE_DATA, self.site)
        save(by, open_sheet(by, self.person, visit, form.id, self.protocol.version, day, number), typed)

    def _lasting(self) -> Iterator[Form]:
        """The forms that repeat and belong to no visit: what lasts is written on them as it begins."""
        asked = {name for visit in self.protocol.schedule.visits for name in visit.forms}
        asked |= {name for event in self.protocol.schedule.events for name in event.asks}
        yield from (form for form in self.protocol.forms if form.repeats and form.id not in asked)

    def _began(self, form: Form, since: Moment, until: Moment) -> None:
        """Write what began between two moments, with its end where that has come."""
        for start, typed in occurrences(self.protocol, form, self.life.chart, now(), self.life.included):
            if since < start <= until:
                self.numbers[form.id] = self.numbers.get(form.id, 0) + 1
                self._keep(UNSCHEDULED, None, form, typed, self.numbers[form.id])

    # --- consent ----------------------------------------------------------------------------------------------

    def consent(self, kind: Kind, number: int = 0) -> None:
        """Take a lawful basis by a route of this kind (the first of the protocol where it has none)."""
        routes = self.protocol.consent_routes
        fitting = [route for route in routes if consent.kind_of(self.protocol, route) is kind] or list(routes)
        self.step(Step.GIVE, Moment(self.life.included - CONSENT), fitting[min(number, len(fitting) - 1)])

    def step(self, step: Step, at: Moment, route: ConsentRoute | None = None) -> None:
        """Take a step of consent, where it can follow."""
        state = consent_of(self.person, self.protocol)
        if not consent.possible(state, consent.rule_of(step)):
            return
        routes = consent.routes_for(self.protocol, step)
        by_route = route or (routes[0] if routes else None)
        given = frozenset(group[0] for group in by_route.needs) if by_route else frozenset()
        kind = consent.kind_of(self.protocol, by_route) if by_route else Kind.NOBODY
        read = step in consent.READ and not (step is Step.GIVE and kind is Kind.NOBODY)
        speaks = by_route is not None and consent.signed_by_another(self.protocol, by_route)
        actions.record_consent(
            self.cast.acting(Action.CERTIFY_EMERGENCY, self.site), self.person,
            Taken(step, at, by_route.id if by_route else "", DOCUMENT if read else "", given),
            self._teller(step) if step in consent.TOLD else next(iter(SIGNATORIES)) if speaks else "",
        )  # fmt: skip

    def _teller(self, step: Step) -> str:
        return next(iter(SIGNATORIES)) if step is Step.RELATIVE_REFUSES else consent.THE_PATIENT

    # --- a whole story ----------------------------------------------------------------------------------------

    def include(self, story: Story) -> Person:
        """From screening to where the story is now."""
        self.screen()
        self.consent(story.kind, story.route)
        self.prepare()
        enrol(self.cast.acting(Action.ENROL, self.site), self.person, self.life.included)
        course = Course(self.protocol, story, self.life, now())
        for _, _, act in sorted(self._acts(course), key=lambda each: each[:2]):
            act()
        return self.person

    def _acts(self, course: Course) -> Iterator[Act]:
        """Everything after inclusion, each with its time; of one moment, what happened before what it asks for."""
        over = course.over or course.now
        yield from ((at, 0, partial(self.step, step, at)) for step, at in course.steps)
        yield from ((each.at, 0, partial(self._happen, each)) for each in course.happened)
        yield from ((at, 1, partial(self._visit, each, at)) for at, each in course.visits)
        for form in self._lasting():
            yield over, -1, partial(self._began, form, Moment(self.life.included - FORMS), over)
        if course.story.ineligible:
            yield course.now, 2, self._found_ineligible

    def _happen(self, what: Happened) -> None:
        if what.event in LEAVING.values():
            return  # it is a step of consent
        actions.happen(self.cast.acting(Action.WRITE_DATA, self.site), self.person, what.event, what.at)
        if what.event == DEATH:
            self.step(Step.DIE, what.at)

    def _visit(self, each: Due, at: Moment) -> None:
        """Fill the forms of an occasion; those of the inclusion visit were begun before."""
        first = inclusion_visit(self.protocol).id
        begun = screening_forms(self.protocol) if each.visit == first else frozenset()
        daily = any(visit.id == each.visit and visit.until_day is not None for visit in self.protocol.schedule.visits)
        when = Moment(self.life.included - FORMS) if each.visit == first else at
        over = each.closes is not None and each.closes <= now()
        for form in (self.protocol.form(name) for name in each.forms if name not in begun):
            after = FORMS + MINUTE if over and asks_now(self.protocol, form) else 0  # an outcome is asked at the close
            self.fill(each.visit, each.day if daily else None, form, Moment(when + after), each.day is None, over)

    def _found_ineligible(self) -> None:
        """A criterion that did not hold, seen afterwards: a deviation, and the participant stays."""
        criterion = next(each for each in reversed(self.protocol.criteria) if each.kind is CriterionKind.EXCLUSION)
        by = self.cast.acting(Action.RECORD_DEVIATION, self.site)
        actions.deviate(by, self.person, "ineligible", now(), FOUND, criterion.id)
