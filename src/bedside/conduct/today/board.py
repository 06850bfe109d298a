"""What a site has to do today: who may qualify and how, whose consent is to be sought, which assessments are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bedside.conduct.casebook.crossings import Newly, newly_out_of_range
from bedside.conduct.inclusion.actions import in_the_way
from bedside.conduct.inclusion.standing import Standing
from bedside.conduct.inclusion.timeline import PENDING, Progress, VisitNow
from bedside.conduct.inclusion.words import WORDS
from bedside.conduct.participants.consent import TABLE, Relative, Rule, State, Step, possible
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import reassess_after
from bedside.conduct.study.one_page import remembered
from bedside.conduct.today.known import Known, known_of, outlooks_of
from bedside.conduct.trail.models import Event
from bedside.values.interval import MET
from bedside.values.moment import DAY, HOUR, SECOND, Moment, now
from bedside.values.variable import Answerer
from bedside.values.wording import Text

RECENT = 7 * DAY
"""How far back events are listed."""
LATELY = DAY
"""How far back results are newly out of range."""
SHOWN = frozenset({"screen", "record consent", "take back consent", "enrol", "correct enrolment",
                   "take back enrolment", "leave out", "event", "take back event", "record deviation"})  # fmt: skip
"""What happens to people, of all that the trail holds."""
FEW = 4
"""Questions to people that are listed one by one."""
FIRST = 3
"""Results of one person that a card shows before it is opened."""


@dataclass(frozen=True)
class Results:
    """Results of somebody that newly are out of their range, latest first: those that a card shows, and the others."""

    person: Person
    first: tuple[Newly, ...]
    more: tuple[Newly, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.first) + len(self.more)


@dataclass(frozen=True)
class Candidate:
    """Somebody in screening: what bars them, or what it would take to qualify, or what else is in the way.

    Of many questions to people, `to_qualify` ends with how many more there are; `more` names these.
    """

    person: Person
    standing: Standing
    barred: tuple[str, ...]
    to_qualify: tuple[Text, ...]
    more: tuple[Text, ...]
    in_the_way: tuple[Text, ...]
    over: bool
    """Whether the consent was refused or has ended."""

    @property
    def named(self) -> tuple[Text, ...]:
        """What of it is named there, one by one."""
        return self.to_qualify[:-1] if self.more else self.to_qualify

    @property
    def asks(self) -> bool:
        """Whether people have something to answer, and nothing bars the patient."""
        return not self.over and not self.barred and bool(_asked(self.standing))

    @property
    def eligible(self) -> bool:
        """Every criterion met."""
        return self.standing.eligible

    @property
    def rank(self) -> tuple[int, int, str]:
        """Those nearest to inclusion first."""
        return (
            3 if self.over else 0 if self.eligible else 2 if self.barred else 1,
            len(self.to_qualify),
            self.person.code,
        )


@dataclass(frozen=True)
class Seeking:
    """A consent to be sought: since when, and when the patient's capacity was last looked at."""

    person: Person
    state: State
    days: int | None
    since: int
    hours: int
    overdue: bool
    relatives: bool
    renew: str
    died: bool

    @property
    def decides(self) -> bool:
        """Whether a decision is waited for: of the patient, or of relatives. Which one it will be is not suggested."""
        return self.state.seeking and not self.died

    @property
    def acts(self) -> tuple[Rule, ...]:
        """The steps that decide nothing and are due, of those that can be recorded now."""
        due = {Step.STILL_UNABLE: self.decides, Step.DIE: self.died, Step.RENEW: bool(self.renew)}
        return tuple(rule for rule in TABLE if due.get(rule.step) and possible(self.state, rule))


@dataclass(frozen=True)
class Assessment:
    """A visit whose window is open, or has closed without all its forms; `left` in microseconds, `late` when past.

    Late days of one daily visit stand together: `visits` holds all, the longest late first.
    """

    person: Person
    visits: tuple[VisitNow, ...]
    left: int | None
    late: bool

    @property
    def visit(self) -> VisitNow:
        """The first of them."""
        return self.visits[0]

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The longest late first, then by the end of the window, what has none last."""
        return not self.late, self.left is None, -(self.left or 0) if self.late else self.left or 0


def people(site: str) -> list[Person]:
    """Everybody ever screened at a site, in order."""
    known = Person.objects.filter(site=site).select_related("event", "enrolled", "not_enrolled")
    return list(known.order_by("pk"))


def candidates(persons: Iterable[Person]) -> list[Candidate]:
    """Those in screening, the nearest to inclusion first, as they stood in the last minutes."""
    screened = [person for person in persons if in_screening(person)]
    found, known = outlooks_of(screened), known_of(screened)
    return sorted((_candidate(person, found[person.code], known[person.code].state.over) for person in screened),
                  key=lambda each: each.rank)  # fmt: skip


def newly(site: str) -> list[Newly]:
    """The results of a site that lately went out of their range, the latest first."""
    return newly_out_of_range(site, Moment(now() - LATELY))


def by_person(found: Iterable[Newly]) -> list[Results]:
    """Results by participant, in the order of each one's first."""
    held: dict[Person, list[Newly]] = {}
    for each in found:
        held.setdefault(each.person, []).append(each)
    return [Results(person, tuple(all_[:FIRST]), tuple(all_[FIRST:])) for person, all_ in held.items()]


def in_screening(person: Person) -> bool:
    """Whether nobody has decided yet."""
    return not hasattr(person, "enrolled") and not hasattr(person, "not_enrolled")


def _candidate(person: Person, found: Standing, over: bool) -> Candidate:
    way = in_the_way(person, found) if found.eligible else ()
    return Candidate(person, found, tuple(each.id for each in found.barring), *_in_words(found), way, over)


def _in_words(found: Standing) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What it would take to qualify: each thing, of many questions to people the first, how many more; then these."""
    labels = {name: found.protocol.vocabulary.get(name) for name in found.to_qualify}
    words = {name: Text(each.say("en"), each.say("fr")) if each else Text(name, name) for name, each in labels.items()}
    asked = _asked(found)
    more = asked[FEW:] if len(asked) > FEW + 1 else []
    named = [words[name] for name in labels if name not in more]
    if more:
        named.append(WORDS["how_many_questions"].filled(count=len(more)))
    return tuple(named), tuple(words[name] for name in more)


def _asked(found: Standing) -> list[str]:
    """The questions to people, of what it would take to qualify."""
    labels = ((name, found.protocol.vocabulary.get(name)) for name in found.to_qualify)
    return [name for name, each in labels if each is not None and each.answerer is not Answerer.DATA]


def seeking(persons: Iterable[Person], at: Moment | None = None) -> list[Seeking]:
    """The consents to be sought or renewed, the longest without a look first."""
    when, late = at or now(), reassess_after()
    held = [person for person in persons if not hasattr(person, "not_enrolled")]
    known = known_of(held)
    found = (each for person in held for each in _seeking(person, known[person.code], when, late))
    return sorted(found, key=lambda each: (-each.hours, each.person.code))


def _seeking(person: Person, known: Known, at: Moment, late: int) -> Iterator[Seeking]:
    state = known.state
    if not state.seeking and not known.renew:
        return
    since = at - (state.reassessed or at)
    enrolled = getattr(person, "enrolled", None)
    yield Seeking(
        person, state, None if enrolled is None else (at - enrolled.at_us) // DAY, (at - (state.since or at)) // HOUR,
        since // HOUR, state.seeking and since >= late, state.relative is Relative.TO_ASK, known.renew,
        state.seeking and known.died,
    )  # fmt: skip


def assessments(persons: Iterable[Person], at: Moment | None = None) -> list[Assessment]:
    """What is due now, the overdue first, then by the end of the window."""
    return sorted((each for those in due_of(persons, at).values() for each in those), key=lambda each: each.rank)


def due_of(persons: Iterable[Person], at: Moment | None = None) -> dict[str, list[Assessment]]:
    """The same by code, of each participant who has any."""
    held = {person.code: _due(person, visits, at or now()) for person, visits in _pending(persons, at)}
    return {code: sorted(due, key=lambda each: each.rank) for code, due in held.items() if due}


def _due(person: Person, visits: Iterable[VisitNow], at: Moment) -> list[Assessment]:
    return _together([_assessment(person, visit, at) for visit in visits if visit.progress in PENDING])


def upcoming(persons: Iterable[Person], at: Moment | None = None) -> Mapping[str, VisitNow]:
    """The next visit of each participant that is not open yet, by code."""
    found = {}
    for person, visits in _pending(persons, at):
        following = next((each for each in visits if each.progress is Progress.TO_COME), None)
        if following is not None:
            found[person.code] = following
    return found


def _pending(persons: Iterable[Person], at: Moment | None) -> Iterator[tuple[Person, list[VisitNow]]]:
    """The visits that are not done of each participant; as they stand now they are looked at once a page."""
    held, when = [person for person in persons if hasattr(person, "enrolled")], at or now()
    known = known_of(held)
    for person in held:
        looked = partial(_at, known[person.code].pending, when)
        yield person, looked() if at else remembered(("pending", person.pk), looked)


def _at(visits: Iterable[VisitNow], at: Moment) -> list[VisitNow]:
    return [visit.at(at) for visit in visits]


def state_of(persons: Sequence[Person]) -> dict[str, State]:
    """Where the consent of each person stands, by code."""
    return {code: known.state for code, known in known_of(persons).items()}


def _together(found: list[Assessment]) -> list[Assessment]:
    """The late days of a daily visit as one."""
    late = [each for each in found if each.late and each.visit.daily]
    days: dict[str, list[Assessment]] = {}
    for each in late:
        days.setdefault(each.visit.due.visit, []).append(each)
    others = [each for each in found if not (each.late and each.visit.daily)]
    grouped = [
        replace(each[0], visits=tuple(day.visit for day in each), left=max(day.left or 0 for day in each))
        for each in days.values()
    ]
    return [*others, *grouped]


def _assessment(person: Person, visit: VisitNow, at: Moment) -> Assessment:
    closes = visit.due.closes
    left = None if closes is None else closes - at
    return Assessment(person, (visit,), left if left is None or left > 0 else -left, visit.progress is Progress.OVERDUE)


def recent(site: str, at: Moment | None = None, most: int = 12) -> list[Event]:
    """What happened to people at the site in the last days, the latest first."""
    since = (at or now()) - RECENT
    return list(Event.objects.filter(site=site, action__in=SHOWN, at_us__gte=since).order_by("-number")[:most])


def length(span: int) -> tuple[str, dict[str, int]]:
    """A length of time in words: the key of `words.WORDS` and its places."""
    if span >= 2 * DAY:
        return "days_hours", {"days": span // DAY, "hours": span % DAY // HOUR}
    if span >= HOUR:
        return "hours_minutes", {"hours": span // HOUR, "minutes": span % HOUR // (60 * SECOND)}
    return "minutes", {"minutes": span // (60 * SECOND)}


def verdict(found: Standing) -> str:
    """`eligible`, `not eligible` or `cannot tell`."""
    return "cannot tell" if not found.verdict.known else "eligible" if found.verdict == MET else "not eligible"


def data_verdict(found: Standing) -> str:
    """`candidate`, `excluded` or `cannot tell`."""
    value = found.data_verdict
    return "cannot tell" if not value.known else "candidate" if value == MET else "excluded"
