"""Everything that the study holds at one moment, gathered for a cut while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from bedside import __version__
from bedside.conduct.casebook.bench import bench_of
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.gate import gate_of
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.cuts import tables_of_drug, tables_of_forms, tables_of_people
from bedside.conduct.cuts.columns import utc
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.tables_of_forms import Written
from bedside.conduct.inclusion.timeline import Timeline, timelines
from bedside.conduct.participants.consent import Data, State
from bedside.conduct.participants.models import Deviation, Person
from bedside.conduct.participants.reading import consent_of, protocol_for, with_history
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import latest, protocol_of, read_once
from bedside.conduct.study.software import digest
from bedside.conduct.today.log import state_of
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reading import one_moment
from bedside.errors import UsageError
from bedside.exports.canonical import Charted
from bedside.exports.tables import Said, table
from bedside.exports.writing import Snapshot
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment
from bedside.values.wording import Text

NAMES: Mapping[str, tuple[Text, Any]] = {
    "screening": (Text("who was looked at", "qui a été examiné"), tables_of_people.SCREENING),
    "participants": (Text("who was included", "qui a été inclus"), tables_of_people.PARTICIPANTS),
    "consent": (Text("steps of consent", "étapes du consentement"), tables_of_people.CONSENT),
    "events": (Text("what happened to participants", "ce qui est arrivé aux participants"), tables_of_people.EVENTS),
    "deviations": (Text("departures from the protocol", "écarts au protocole"), tables_of_people.DEVIATIONS),
    "adverse_events": (Text("what may have to be reported", "ce qui peut devoir être déclaré"),
                       tables_of_people.REPORTS),
    "calendar": (Text("visits and their windows", "visites et leurs fenêtres"), tables_of_people.CALENDAR),
    "computed": (Text("what the rules work out", "ce que calculent les règles"), tables_of_people.COMPUTED),
    "laboratory": (Text("results, judged", "résultats, jugés"), tables_of_people.LABORATORY),
    "study_drug": (Text("acts upon the study drug", "actes sur le produit à l’étude"), tables_of_drug.STUDY_DRUG),
}  # fmt: skip
"""The tables beside the forms."""


@dataclass(frozen=True)
class One:
    """A participant with all that leaves of them; `whole` is false where only what must be reported does."""

    person: Person
    consent: State
    timeline: Timeline
    written: tuple[Written, ...]
    whole: bool


def gather(kind: Kind) -> Snapshot:
    """Everything of one moment: that of the trail's last event. Nobody waits for it.

    Raises UsageError for a study in which nothing has happened yet.
    """
    with one_moment(), read_once():
        last = Event.objects.order_by("-number").values_list("number", "at_us").first()
        if last is None:
            raise UsageError("nothing has happened in this study yet.", "cut", "Begin with the first screening.")
        return _gathered(kind, *last)


def _gathered(kind: Kind, event: int, at_us: int) -> Snapshot:
    protocols = [protocol_of(each) for each in Version.objects.order_by("pk").values_list("version", flat=True)]
    persons = with_history(list(Person.objects.order_by("pk")))
    consents = {person.pk: consent_of(person) for person in persons}
    objected = {pk for pk, consent in consents.items() if consent.data is Data.OBJECTED}
    included = [person for person in persons if hasattr(person, "enrolled")]
    kept = [person for person in included if kind is Kind.SAFETY or person.pk not in objected]
    visits, written = timelines(kept, Moment(at_us)), written_of(kept)
    ones = [_one(each, consents[each.pk], visits[each.pk], written.get(each.pk, ()), objected) for each in kept]
    rows: dict[str, list[Any]] = {name: [] for name in NAMES}
    rows["screening"] = [tables_of_people.screening(p, state_of(p)) for p in persons if p.pk not in objected]
    rows["study_drug"] = tables_of_drug.study_drug(objected)
    for one in ones:
        for name, row in _rows(one):
            rows[name].append(row)
    beside = [table(name, text, columns, rows[name]) for name, (text, columns) in NAMES.items()]
    forms = tables_of_forms.tables(protocols, [each for one in ones for each in one.written])
    counts = {"screened": len(persons), "participants": len(kept), "objected": len(objected)}
    said = Said(
        latest().id, kind.value, event, str(utc(at_us)), f"{__version__} ({digest()[:16]})", settings.DEMONSTRATION,
        {each.version: each.hash for each in protocols}, counts,
    )  # fmt: skip
    charted = tuple(Charted(one.person.code, known_of(one.person).chart) for one in ones if one.whole)
    return Snapshot(said, (*beside, *forms), charted, _questions(protocols))


def _one(person: Person, consent: State, visits: Timeline, written: tuple[Written, ...], objected: set[int]) -> One:
    whole = person.pk not in objected
    kept = written if whole else tuple(each for each in written if _reported(each.sheet))
    return One(person, consent, visits, kept, whole)


def _reported(sheet: Sheet) -> bool:
    return protocol_of(sheet.version).form(sheet.form).reporting is not None


def _rows(one: One) -> Iterator[tuple[str, Any]]:
    person, of = one.person, tables_of_people
    yield "participants", of.participant(person, one.consent)
    for each in one.written:
        yield from (("adverse_events", row) for row in of.reports(each, one.timeline))
    if not one.whole:
        return
    kept = Deviation.objects.filter(person=person).order_by("pk")
    yield from (("consent", row) for row in of.consent_steps(person))
    yield from (("events", row) for row in of.events(person))
    yield from (("deviations", row) for row in of.deviations(person, kept))
    yield from (("calendar", row) for row in of.calendar(person, one.timeline))
    yield from (("computed", row) for each in one.written for row in of.computed(each))
    sheets, protocol = sheets_of(person), protocol_for(person)
    bench, gate = bench_of(person, protocol, known_of(person, protocol, sheets)), gate_of(person, protocol)
    yield from (("laboratory", row) for row in of.laboratory(person, bench, sheets, gate))


def written_of(persons: list[Person]) -> dict[int, tuple[Written, ...]]:
    """Every sheet of these people with all versions of its items, in the order in which they were opened."""
    of = {person.pk: person for person in persons}
    entries: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(sheet__person__in=of).select_related("event").order_by("number", "pk"):
        entries.setdefault(entry.sheet_id, []).append(entry)
    computed: dict[int, list[Computed]] = {}
    for each in Computed.objects.filter(sheet__person__in=of).select_related("event").order_by("number", "pk"):
        computed.setdefault(each.sheet_id, []).append(each)
    found: dict[int, list[Written]] = {}
    for sheet in Sheet.objects.filter(person__in=of).order_by("person_id", "pk"):
        person = of[sheet.person_id]
        held = Written(sheet, person.code, person.site, entries.get(sheet.pk, ()), computed.get(sheet.pk, ()))
        found.setdefault(person.pk, []).append(held)
    return {pk: tuple(sheets) for pk, sheets in found.items()}


def _questions(protocols: list[Protocol]) -> frozenset[str]:
    """The questions that these versions ask beyond the dictionary."""
    return frozenset(each.name for protocol in protocols for each in protocol.questions)
