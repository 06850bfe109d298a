"""What the adverse event form of a trial means to those who report it: which item says what, and what is exempt.

The codes of its items are translated into the words of ICH E2A and E2B(R3), so that nothing else needs to know how a
trial calls them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.values.wording import Text

URGENT = frozenset({"death", "life_threatening"})
"""The criteria of seriousness whose unexpected reactions are told within 7 days (Regulation (EU) 536/2014 art. 42)."""
FATAL, RELATED, UNRELATED, DEATH = "fatal", "related", "unrelated", "death"
EXPECTED, UNEXPECTED = "expected", "unexpected"
LIFE_THREATENING = "life_threatening"
YES, NO = "yes", "no"
LASTING = frozenset({"recovering", "not_recovered"})
"""The outcomes of an event that goes on."""
LETHAL = 5
"""The grade of CTCAE (v5.0, v6.0, "Grades") for a death related to the event."""
OVER = frozenset({"recovered", "recovered_with_sequelae"})
"""The outcomes of an event that came to an end, and of which nobody died."""


@dataclass(frozen=True)
class Coded:
    """An item with choices, and what each means in the words of ICH (`form.schema.json` lists them)."""

    item: str
    means: tuple[tuple[str, str], ...]

    def meaning(self, values: Mapping[str, str]) -> str:
        """What the form says here; empty where it says nothing, or what has no word in ICH."""
        return dict(self.means).get(values.get(self.item, ""), "")


@dataclass(frozen=True)
class Exemption:
    """Serious events that are not told at once: those whose items all hold one of these values, and why not.

    `criteria`, where there are any, are those that may make such an event serious (in the words of ICH): every one that
    is answered with yes is among them, and every other one is answered with no.
    """

    text: Text
    when: tuple[tuple[str, tuple[str, ...]], ...]
    criteria: tuple[str, ...] = field(default=(), metadata={"later": True})

    def holds(self, values: Mapping[str, str]) -> bool:
        """Whether a form is of such an event."""
        return all(values.get(item, "") in held for item, held in self.when)


@dataclass(frozen=True)
class FirstDose:
    """Where the first administration of the study drug is read: the earliest `item` of a form."""

    form: str
    item: str


@dataclass(frozen=True)
class Patient:
    """Where age and sex of a participant are read: items of a form; the age is in years at the time of `age_at`."""

    form: str
    age: str
    age_at: str
    sex: Coded


@dataclass(frozen=True)
class Doses:
    """Which items of the first dose's form say how much was given (a text, in `unit`), and how."""

    dose: str
    unit: str
    route: str


@dataclass(frozen=True)
class Death:
    """Where a death of the participant is read beside the schedule's: items of a form, its time and its cause."""

    form: str
    at: str
    cause: str


@dataclass(frozen=True)
class CaseReport:
    """What a report to an authority (ICH E2B(R3)) needs beside the event.

    `country` is where the events occur (ISO 3166-1 alpha-2), `sender` what kind of organisation the sponsor is. Of
    what is None nothing is asked in this trial.
    """

    country: str
    sender: str
    patient: Patient | None = None
    doses: Doses | None = None
    rechallenge: Coded | None = None
    death: Death | None = field(default=None, metadata={"later": True})


@dataclass(frozen=True)
class Safety:
    """Which items of an adverse event form say what; the drug that is suspected, and what is expected of it.

    `reference` names the reference safety information, by which an event is expected or not; `pregnancy_within` is how
    long after it is known a pregnancy is to be told to the sponsor (`PT24H`). `judged` are the items that are a
    judgement of an investigator: whatever anybody else writes there is a proposal. Why an event is serious is one
    choice (`criterion`), or a yes/no item for each criterion, of which several may hold (`criteria`: item, word of
    ICH). `terms` names the list that its term is one of (`ctcae`; empty: none). `lethal` are the choices of the grade
    that say that somebody died of it.
    """

    term: str
    grade: str
    baseline: str
    began: str
    ended: str
    criterion: Coded | None
    relation: Coded
    outcome: Coded
    action: Coded
    first_dose: FirstDose
    drug: Text
    reference: Text
    pregnancy_within: str
    exempt: tuple[Exemption, ...] = ()
    assumptions: tuple[str, ...] = ()
    case_report: CaseReport | None = field(default=None, metadata={"later": True})
    judged: tuple[str, ...] = field(default=(), metadata={"later": True})
    criteria: tuple[tuple[str, str], ...] = field(default=(), metadata={"later": True})
    terms: str = field(default="", metadata={"later": True})
    lethal: tuple[str, ...] = field(default=(), metadata={"later": True})

    @property
    def criterion_items(self) -> tuple[str, ...]:
        """The items that say why an event is serious."""
        return (self.criterion.item,) if self.criterion else tuple(item for item, _ in self.criteria)

    def ticked(self, values: Mapping[str, str]) -> frozenset[str]:
        """The criteria by which an event is serious, in the words of ICH."""
        chosen = {self.criterion.meaning(values)} - {""} if self.criterion else set()
        return frozenset(chosen | {word for item, word in self.criteria if values.get(item) == YES})

    @property
    def judgements(self) -> frozenset[str]:
        """The items that say why it is serious, whether the drug caused it, and all that an exemption stands on."""
        exempt = (name for each in self.exempt for name, _ in each.when)
        return frozenset((*self.criterion_items, self.relation.item, *exempt))

    def exemption(self, values: Mapping[str, str]) -> Exemption | None:
        """Why an event is not told at once, None where it is."""
        return next((each for each in self.exempt if each.holds(values) and self._excused(each, values)), None)

    def needed(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The items without which nothing serious is complete, and those that an exemption waits for."""
        return (self.grade, self.relation.item, self.action.item, self.outcome.item, *self.unanswered(values))

    def unanswered(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The criteria that an exemption waits for: items that nobody has answered with yes or no."""
        waits = (each for each in self.exempt if each.holds(values) and self.ticked(values) <= {*each.criteria})
        held = next((each.criteria for each in waits if each.criteria), ())
        return tuple(item for item, word in self.criteria if held and word not in held and not values.get(item))

    def _excused(self, each: Exemption, values: Mapping[str, str]) -> bool:
        if not each.criteria:
            return True
        held = self.ticked(values) | ({DEATH} if self.fatal(values) else set())
        others = (values.get(item) for item, word in self.criteria if word not in each.criteria)
        return bool(held) and held <= {*each.criteria} and all(answer == NO for answer in others)

    def urgent(self, values: Mapping[str, str]) -> bool:
        """Whether the event is life-threatening, by its criteria, or fatal."""
        return bool(self.ticked(values) & URGENT) or self.fatal(values)

    def fatal(self, values: Mapping[str, str]) -> bool:
        """Whether somebody died of the event, by its criteria, by its outcome or by its grade, whichever says so."""
        by_grade = values.get(self.grade, "") in self.lethal
        return by_grade or DEATH in self.ticked(values) or self.outcome.meaning(values) == FATAL

    def related(self, values: Mapping[str, str]) -> bool | None:
        """What the investigator holds of the drug; None: they have not said."""
        return {RELATED: True, UNRELATED: False}.get(self.relation.meaning(values))
