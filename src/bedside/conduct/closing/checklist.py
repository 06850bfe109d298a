"""What is to be settled before a lock: a table of checks, each finding what stands in the way and where it is settled.

Rooms above that know of more add their rows with `join` when the application is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import Place, place_of_sheet, scope_of, visit_text
from bedside.conduct.casebook.progress import Status
from bedside.conduct.closing.part import Part, at
from bedside.conduct.closing.signing import Signing
from bedside.conduct.inclusion.timeline import Progress
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.monitoring.models import Query
from bedside.conduct.monitoring.states import State as Asked
from bedside.conduct.monitoring.threads import threads_of
from bedside.conduct.monitoring.verification import progress_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, to_renew
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.reading import cases
from bedside.conduct.study.protocol import protocol_of, read_once
from bedside.protocol.safety import LASTING
from bedside.values.wording import Text

UNSETTLED = frozenset({Asked.OPEN, Asked.ANSWERED, Asked.CORRECTED})
"""The states of a query that somebody has still to do something about."""
NOT_TOLD = Text("not told to the sponsor", "non déclaré au promoteur")
NEWS_NOT_TOLD = Text("news not told to the sponsor", "nouveauté non déclarée au promoteur")
NOT_JUDGED = Text("to be assessed by an investigator", "à évaluer par un investigateur")
MISSING = Text("missing: {listed}", "manque\u00a0: {listed}")
MOST = 20
"""How many findings of one check are listed one by one."""


@dataclass(frozen=True)
class Found:
    """One thing to settle, in words, and the page on which it is."""

    text: Text
    address: str


@dataclass(frozen=True)
class Check:
    """One line of the checklist; one that is not `blocking` is told and stops nothing."""

    name: str
    text: Text
    blocking: bool
    find: Callable[[Part], Iterable[Found]]


@dataclass(frozen=True)
class Line:
    """A check and what it found."""

    check: Check
    found: tuple[Found, ...]

    @property
    def stands(self) -> bool:
        """Whether it is in the way of a lock."""
        return self.check.blocking and bool(self.found)

    @property
    def listed(self) -> tuple[Found, ...]:
        """Those that are listed one by one."""
        return self.found[:MOST]

    @property
    def more(self) -> int:
        """How many are not."""
        return len(self.found) - len(self.listed)


def checklist(scope: Scope) -> list[Line]:
    """Every check of a scope, in the order of the table."""
    part = Part(scope)
    with read_once():
        return [Line(check, tuple(check.find(part))) for check in CHECKS]


def join(check: Check) -> None:
    """Add a row to the table, once."""
    if all(each.name != check.name for each in CHECKS):
        CHECKS.append(check)


# --- the checks of what this room knows -------------------------------------------------------------------------------


def _missing(part: Part) -> Iterator[Found]:
    for person, _, each in part.filled():
        progress = each.progress
        items = (*progress.needed, *progress.unread)
        if progress.status in (Status.STARTED, Status.PROBLEMS) and _asked(part, items):
            place = Place(each.visit, each.form, each.day, each.number)
            yield Found(_told(person, place, ", ".join(items)), place.address(person.code))


def _asked(part: Part, items: Iterable[str]) -> bool:
    return not part.scope.item or part.scope.item in items


def _overdue(part: Part) -> Iterator[Found]:
    return (Found(_told(person, form.place), form.address) for person, form in part.overdue())


def _to_come(part: Part) -> Iterator[Found]:
    for person, visit, forms in part.visits:
        if visit.progress in (Progress.TO_COME, Progress.OPEN):
            yield Found(_told(person, forms[0].place), forms[0].address)


def _drafts(part: Part) -> Iterator[Found]:
    for draft in part.drafts():
        place = place_of_sheet(draft.sheet)
        yield Found(_told(draft.sheet.person, place, draft.user.username), place.address(draft.sheet.person.code))


def _unsigned(part: Part) -> Iterator[Found]:
    for person, scope, each in part.filled():
        if (
            hasattr(person, "enrolled")
            and part.signatures.state(scope) is not Signing.SIGNED
            and each.progress.answered
        ):
            place = Place(each.visit, each.form, each.day, each.number)
            yield Found(_told(person, place), place.address(person.code))


def _queries(part: Part) -> Iterator[Found]:
    persons = {person.pk: person for person in part.persons}
    for thread in threads_of(Query.objects.filter(person__in=list(persons))):
        person = persons[thread.query.person_id]
        if thread.state in UNSETTLED and part.touches(at(person, thread.place)):
            yield Found(_told(person, thread.place), thread.address)


def _unverified(part: Part) -> Iterator[Found]:
    sheets = list(Sheet.objects.filter(person__in=part.enrolled).select_related("person__enrolled"))
    for sheet in sheets if (left := progress_of(sheets)) else ():
        if left[sheet.pk].left and part.touches(scope_of(sheet)):
            place = place_of_sheet(sheet)
            yield Found(_told(sheet.person, place, str(left[sheet.pk].left)), place.address(sheet.person.code))


def _serious(part: Part) -> Iterator[Found]:
    """Those of which the sponsor was not told, or not as they stand, that wait for a judgement, or lack something."""
    for case in _events(part):
        left = [NOT_TOLD] if case.exempt is None and case.notified is None else []
        left += [NEWS_NOT_TOLD] if case.told and case.untold else []
        left += [NOT_JUDGED] if case.to_assess else []
        left += [MISSING.filled(listed=Text.joined(", ", case.missing))] if case.missing else []
        if left:
            place = place_of_sheet(case.sheet)
            yield Found(_told(case.person, place, Text.joined(", ", left)), case.address)


def _lasting(part: Part) -> Iterator[Found]:
    for case in _events(part):
        if case.outcome in LASTING:
            yield Found(_told(case.person, place_of_sheet(case.sheet), case.outcome_said), case.address)


def _events(part: Part) -> Iterator[Case]:
    """The serious adverse events in it."""
    return (each for each in cases(part.persons) if each.serious and part.touches(scope_of(each.sheet)))


def _consents(part: Part) -> Iterator[Found]:
    for person in part.enrolled:
        if part.scope.covers(Scope(person.site, person.code)) and (consent_of(person).seeking or to_renew(person)):
            number = person.enrolled.number
            yield Found(Text(number, number), f"/participants/{person.code}/consent/")


def _told(person: Person, place: Place, more: str | Text = "") -> Text:
    """Who, which visit, which form, and what of it."""
    protocol = protocol_of(person.enrolled.version) if hasattr(person, "enrolled") else None
    who = person.enrolled.number if protocol else person.code
    visit = visit_text(protocol, place.visit, place.day) if protocol else Text(place.visit, place.visit)
    known = {each.id: each.text for each in protocol.forms} if protocol else {}
    form = known.get(place.form, Text(place.form, place.form))
    end = more if isinstance(more, Text) else Text(more, more)
    said = Text.joined(" · ", (Text(who, who), visit, form))
    return Text(f"{said.en}: {end.en}", f"{said.fr}\u00a0: {end.fr}") if more else said


CHECKS: list[Check] = [
    Check("missing", Text("Required items without a value, or with one that rules cannot read",
                          "Champs obligatoires sans valeur, ou dont la valeur est illisible par les règles"),
          True, _missing),
    Check("overdue", Text("Forms of visits whose window has closed, not begun",
                          "Formulaires non commencés de visites dont la fenêtre est close"), True, _overdue),
    Check("drafts", Text("Typed and not saved", "Saisi et non enregistré"), True, _drafts),
    Check("unsigned", Text("Not signed, or changed since", "Non signé, ou modifié depuis"), True, _unsigned),
    Check("queries", Text("Open queries", "Questions ouvertes"), True, _queries),
    Check("unverified", Text("Not verified as the verification plan asks",
                             "Non vérifié comme le demande le plan de vérification"), True, _unverified),
    Check("reports", Text("Serious events not told to the sponsor as they stand, not judged, or not complete",
                          "Événements graves non déclarés au promoteur dans leur état actuel, non jugés ou incomplets"),
          True, _serious),
    Check("consents", Text("Consent to be sought or renewed", "Consentement à rechercher ou à renouveler"),
          True, _consents),
    Check("to come", Text("Visits still to come", "Visites encore à venir"), False, _to_come),
    Check("lasting", Text("Serious events that go on", "Événements graves qui durent"), False, _lasting),
]  # fmt: skip
"""Every check, in the order in which it is shown."""
