"""Pregnancies of participants and partners: told to the sponsor with a clock, followed until their outcome is known.

What is learned later of one whose outcome was told (an anomaly found weeks after, a wrong outcome chosen) is told as a
further report: the latest outcome counts, and every report is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.safety.actions import check_told
from bedside.conduct.safety.deadlines import Clock, Duty, notified_by
from bedside.conduct.safety.models import Pregnancy
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.protocol.safety import Safety
from bedside.values.moment import Moment, read_length
from bedside.values.wording import Text

WHOSE: Mapping[str, Text] = {
    "participant": Text("the participant", "la participante"),
    "partner": Text("a partner of the participant", "une partenaire du participant"),
}
ONGOING = "ongoing"
OUTCOMES: Mapping[str, Text] = {
    ONGOING: Text("goes on", "en cours"),
    "live birth": Text("live birth", "naissance vivante"),
    "live birth, anomaly": Text("live birth with a congenital anomaly", "naissance vivante avec anomalie congénitale"),
    "stillbirth": Text("stillbirth", "mort fœtale"),
    "miscarriage": Text("miscarriage", "fausse couche"),
    "ectopic": Text("ectopic pregnancy", "grossesse extra-utérine"),
    "termination": Text("termination", "interruption de grossesse"),
    "unknown": Text("unknown, lost to follow-up", "inconnue, perdue de vue"),
}


@dataclass(frozen=True)
class Followed:
    """One pregnancy with its reports, oldest first."""

    person: Person
    rows: tuple[Pregnancy, ...]
    within: int

    @property
    def last(self) -> Pregnancy:
        """Its latest report."""
        return self.rows[-1]

    @property
    def open(self) -> bool:
        """Whether its outcome is still to be told."""
        return self.last.outcome == ONGOING

    @property
    def reports(self) -> list[tuple[Pregnancy, Text]]:
        """Its reports, oldest first, each with the outcome that it told."""
        return [(row, OUTCOMES[row.outcome]) for row in self.rows]

    @property
    def clock(self) -> Clock:
        """How long the sponsor had to wait for the first report."""
        first = self.rows[0]
        aware = Moment(first.aware_us)
        return Clock(Duty.NOTIFY, aware, notified_by(aware, self.within), Moment(first.told_us))

    @property
    def whose(self) -> Text:
        """Who is pregnant."""
        return WHOSE[self.last.whose]

    @property
    def outcome(self) -> Text:
        """What came of it."""
        return OUTCOMES[self.last.outcome]


def followed(persons: Iterable[Person]) -> list[Followed]:
    """The pregnancies of these people, in the order in which they were first told."""
    return [each for person in persons for each in _of(person)]


def _of(person: Person) -> Iterator[Followed]:
    rows: dict[int, list[Pregnancy]] = {}
    for row in Pregnancy.objects.filter(person=person).select_related("event").order_by("which", "number"):
        rows.setdefault(row.which, []).append(row)
    if rows:
        within = read_length(safety_of(person).pregnancy_within)
        yield from (Followed(person, tuple(each), within) for each in rows.values())


def safety_of(person: Person) -> Safety:
    """What the protocol says of safety. Raises UsageError where it has no adverse event form."""
    held = next((form.safety for form in protocol_for(person).forms if form.safety), None)
    if held is None:
        raise UsageError("this protocol has no adverse event form.", person.code, "There is nothing to tell here.")
    return held


@dataclass(frozen=True)
class Told:
    """What is told of a pregnancy: whose it is, when it was known and told, its outcome, what else there is to say."""

    whose: str
    aware: Moment
    told: Moment
    outcome: str = ONGOING
    note: str = ""


@in_turn
def tell_pregnancy(by: Actor, person: Person, told: Told, which: int | None = None) -> Pregnancy:
    """Tell the sponsor of a pregnancy, or what came of the one that has this number.

    The outcome may be known already: the latest counts. Raises UsageError for one there is not, answers there are not,
    times that cannot be, and a first report that was late without a reason.
    """
    where = f"{person.code}, pregnancy"
    held = {each.last.which: each for each in _of(person)}
    before = held.get(which) if which is not None else None
    if which is not None and before is None:
        raise UsageError("there is no such pregnancy to follow.", where, "Choose one that was told.")
    if told.whose not in WHOSE or told.outcome not in OUTCOMES or (before and before.last.whose != told.whose):
        raise UsageError("whose pregnancy it is, or its outcome, cannot be.", where, "Choose one that is offered.")
    within = read_length(safety_of(person).pregnancy_within)
    check_told(told.aware, told.told, within, told.note or ("follow-up" if before else ""), where)
    row = Pregnancy(
        person=person, which=before.last.which if before else len(held) + 1,
        number=before.last.number + 1 if before else 1, whose=told.whose, aware_us=int(told.aware),
        told_us=int(told.told), outcome=told.outcome, note=told.note.strip(),
    )  # fmt: skip
    place = f"pregnancy {row.which} / report {row.number}"
    return keep(Act(by, "tell pregnancy", person.site, person.code, place), row)
