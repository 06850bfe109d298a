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
FATAL, RELATED, UNRELATED = "fatal", "related", "unrelated"
LASTING = frozenset({"recovering", "not_recovered"})
"""The outcomes of an event that goes on."""


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
    """Serious events that are not told at once: those whose items all hold one of these values, and why not."""

    text: Text
    when: tuple[tuple[str, tuple[str, ...]], ...]

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


@dataclass(frozen=True)
class Safety:
    """Which items of an adverse event form say what; the drug that is suspected, and what is expected of it.

    `reference` names the reference safety information, by which an event is expected or not; `pregnancy_within` is how
    long after it is known a pregnancy is to be told to the sponsor (`PT24H`). `judged` are the items that are a
    judgement of an investigator: whatever anybody else writes there is a proposal.
    """

    term: str
    grade: str
    baseline: str
    began: str
    ended: str
    criterion: Coded
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

    @property
    def judgements(self) -> frozenset[str]:
        """The items that say why it is serious, whether the drug caused it, and all that an exemption stands on."""
        exempt = (name for each in self.exempt for name, _ in each.when)
        return frozenset((self.criterion.item, self.relation.item, *exempt))

    def exemption(self, values: Mapping[str, str]) -> Exemption | None:
        """Why an event is not told at once, None where it is."""
        return next((each for each in self.exempt if each.holds(values)), None)

    def urgent(self, values: Mapping[str, str]) -> bool:
        """Whether the event is fatal or life-threatening, by its criterion or by its outcome."""
        return self.criterion.meaning(values) in URGENT or self.outcome.meaning(values) == FATAL

    def related(self, values: Mapping[str, str]) -> bool | None:
        """What the investigator holds of the drug; None: they have not said."""
        return {RELATED: True, UNRELATED: False}.get(self.relation.meaning(values))
