"""How complete the casebooks are: participants × visits, each cell in one word, with the sheets behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.casebook.places import visit_text
from bedside.conduct.closing.part import at
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.inclusion.timeline import Progress, VisitNow, timelines
from bedside.conduct.locks.reading import Closings, closings
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import State
from bedside.conduct.participants.models import Person
from bedside.values.wording import Text


class Degree(StrEnum):
    """How far a visit has come."""

    NOT_DUE = "not due"
    DUE = "due"
    OVERDUE = "overdue"
    STARTED = "started"
    COMPLETE = "complete"
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
    Degree.SIGNED: Text("signed", "signée"),
    Degree.FROZEN: Text("frozen", "gelée"),
    Degree.LOCKED: Text("locked", "verrouillée"),
    Degree.CLOSED: Text("not asked any more", "plus demandée"),
}
SIGNS = {
    Degree.NOT_DUE: "·", Degree.DUE: "○", Degree.OVERDUE: "!", Degree.STARTED: "◐", Degree.COMPLETE: "✓",
    Degree.SIGNED: "✍", Degree.FROZEN: "❄", Degree.LOCKED: "⚿", Degree.CLOSED: "⊘",
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
    lines, signatures, shut = timelines(persons), Signatures(persons), closings(Scope())
    order: dict[str, Text] = {}
    for person in persons:
        for visit in lines[person.pk].visits:
            order.setdefault(visit.due.visit, visit_text(lines[person.pk].protocol, visit.due.visit))
    rows = []
    for person in persons:
        of: dict[str, list[VisitNow]] = {}
        for visit in lines[person.pk].visits:
            of.setdefault(visit.due.visit, []).append(visit)
        cells = tuple(_cell(person, of[name], signatures, shut) if name in of else None for name in order)
        rows.append(Row(person, cells))
    return Heat(tuple(order.values()), tuple(rows))


_WORST = (Degree.OVERDUE, Degree.STARTED, Degree.DUE, Degree.NOT_DUE, Degree.COMPLETE, Degree.SIGNED, Degree.FROZEN,
          Degree.LOCKED, Degree.CLOSED)  # fmt: skip
"""Of several days or forms, the cell tells the first of these."""


def _cell(person: Person, visits: Sequence[VisitNow], signatures: Signatures, shut: Closings) -> Cell:
    found = [_degree(person, visit, signatures, shut) for visit in visits]
    degree = min(found, key=_WORST.index)
    shown = visits[found.index(degree)]
    forms = [form for visit in visits for form in visit.forms]
    address = (shown.missing or shown.forms)[0].address
    return Cell(degree, address, sum(form.progress is Progress.DONE for form in forms), len(forms))


def _degree(person: Person, visit: VisitNow, signatures: Signatures, shut: Closings) -> Degree:
    scopes = [at(person, form.place) for form in visit.forms]
    states = {shut.state(scope) for scope in scopes}
    if states == {State.LOCKED}:
        return Degree.LOCKED
    if State.OPEN not in states:
        return Degree.FROZEN
    degree = _DEGREES[visit.progress]
    signed = all(signatures.state(scope) is Signing.SIGNED for scope in scopes)
    return Degree.SIGNED if degree is Degree.COMPLETE and signed else degree
