"""How complete the casebooks are: participants × visits, each cell in one word, with the sheets behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import scope_of, visit_text
from bedside.conduct.closing.part import at
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.inclusion.timeline import Progress, VisitNow, timelines
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import State
from bedside.conduct.monitoring.verification import progress_of
from bedside.conduct.participants.models import Person
from bedside.values.wording import Text


class Degree(StrEnum):
    """How far a visit has come."""

    NOT_DUE = "not due"
    DUE = "due"
    OVERDUE = "overdue"
    STARTED = "started"
    COMPLETE = "complete"
    VERIFIED = "verified"
    SIGNED = "signed"
    FROZEN = "frozen"
    LOCKED = "locked"
    CLOSED = "not asked"


WORDS = {
    Degree.NOT_DUE: Text("not due", "pas encore due"),
    Degree.DUE: Text("due", "due"),
    Degree.OVERDUE: Text("overdue", "en retard"),
    Degree.STARTED: Text("started", "commencée"),
    Degree.COMPLETE: Text("complete", "complète"),
    Degree.VERIFIED: Text("verified", "vérifiée"),
    Degree.SIGNED: Text("signed", "signée"),
    Degree.FROZEN: Text("frozen", "gelée"),
    Degree.LOCKED: Text("locked", "verrouillée"),
    Degree.CLOSED: Text("not asked any more", "plus demandée"),
}
SIGNS = {
    Degree.NOT_DUE: "·", Degree.DUE: "○", Degree.OVERDUE: "!", Degree.STARTED: "◐", Degree.COMPLETE: "✓",
    Degree.VERIFIED: "✔", Degree.SIGNED: "✍", Degree.FROZEN: "❄", Degree.LOCKED: "⊠", Degree.CLOSED: "⊘",
}  # fmt: skip
_DEGREES = {
    Progress.TO_COME: Degree.NOT_DUE, Progress.OPEN: Degree.DUE, Progress.OVERDUE: Degree.OVERDUE,
    Progress.STARTED: Degree.STARTED, Progress.DONE: Degree.COMPLETE, Progress.CLOSED: Degree.CLOSED,
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One visit of one participant (a daily visit as a whole): its degree, where to go, its days or forms done of how
    many."""

    degree: Degree
    address: str
    done: int
    total: int

    @property
    def text(self) -> Text:
        """The degree in words."""
        return WORDS[self.degree]

    @property
    def sign(self) -> str:
        """The degree as a sign, beside its words."""
        return SIGNS[self.degree]


@dataclass(frozen=True)
class Row:
    """One participant."""

    person: Person
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Heat:
    """The map: the visits, in the order in which they come, and a row a participant."""

    visits: tuple[Text, ...]
    rows: tuple[Row, ...]


def heat(persons: Sequence[Person]) -> Heat:
    """The map of these participants."""
    lines, known = timelines(persons), _Known(persons)
    order: dict[str, Text] = {}
    for person in persons:
        for visit in lines[person.pk].visits:
            order.setdefault(visit.due.visit, visit_text(lines[person.pk].protocol, visit.due.visit))
    rows = []
    for person in persons:
        of: dict[str, list[VisitNow]] = {}
        for visit in lines[person.pk].visits:
            of.setdefault(visit.due.visit, []).append(visit)
        rows.append(Row(person, tuple(_cell(person, of[name], known) if name in of else None for name in order)))
    return Heat(tuple(order.values()), tuple(rows))


class _Known:
    """What the cells of one map share: signatures, what is closed, which sheets have nothing left to verify."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self.signatures, self.closings = Signatures(persons), closings(Scope())
        sheets = list(Sheet.objects.filter(person__in=list(persons)).select_related("person__enrolled"))
        progress = progress_of(sheets)
        done = (sheet for sheet in sheets if progress[sheet.pk].asked and not progress[sheet.pk].left)
        self._verified = {scope_of(sheet) for sheet in done}

    def degree(self, person: Person, visit: VisitNow) -> Degree:
        """How far one visit of one participant has come."""
        scopes = [at(person, form.place) for form in visit.forms]
        states = {self.closings.state(scope) for scope in scopes}
        if states == {State.LOCKED}:
            return Degree.LOCKED
        if State.OPEN not in states:
            return Degree.FROZEN
        degree = _DEGREES[visit.progress]
        if degree is not Degree.COMPLETE:
            return degree
        if all(self.signatures.state(scope) is Signing.SIGNED for scope in scopes):
            return Degree.SIGNED
        return Degree.VERIFIED if self._verified.issuperset(scopes) else degree


_WORST = (Degree.OVERDUE, Degree.STARTED, Degree.DUE, Degree.NOT_DUE, Degree.COMPLETE, Degree.VERIFIED, Degree.SIGNED,
          Degree.FROZEN,          Degree.LOCKED, Degree.CLOSED)  # fmt: skip
"""Of several days or forms, the cell tells the first of these."""


def _cell(person: Person, visits: Sequence[VisitNow], known: _Known) -> Cell:
    found = [known.degree(person, visit) for visit in visits]
    degree = min(found, key=_WORST.index)
    shown = visits[found.index(degree)]
    forms = [form for visit in visits for form in visit.forms]
    address = (shown.missing or shown.forms)[0].address
    return Cell(degree, address, sum(form.progress is Progress.DONE for form in forms), len(forms))
