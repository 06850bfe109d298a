"""Everything that the study holds at one moment, gathered for a cut while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings

from bedside import __version__
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.cuts import tables_of_forms, tables_of_people, tables_of_rules
from bedside.conduct.cuts.codelists import coded, codelists
from bedside.conduct.cuts.columns import utc
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.leaving import One, Written, written_of
from bedside.conduct.cuts.tables_of_codes import CODED, CODED_TERMS, CODES, coded_terms
from bedside.conduct.cuts.tables_of_departures import (
    DEPARTED,
    DEVIATIONS,
    INCLUSIONS,
    RECORDED,
    deviations,
    inclusions,
)
from bedside.conduct.cuts.tables_of_drug import ACCOUNTED, STUDY_DRUG, study_drug
from bedside.conduct.cuts.tables_of_people import SCREENED, SCREENING, screening
from bedside.conduct.cuts.tables_of_samples import ALIQUOTS, DRAWN, HANDLED, SAMPLES, aliquots, samples
from bedside.conduct.cuts.tables_of_study import STATUS, STATUSES, TOLD, statuses
from bedside.conduct.inclusion.timeline import Timeline, timelines
from bedside.conduct.participants.consent import Data, State
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, with_history
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.reading import cases
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import latest, protocol_of, read_once
from bedside.conduct.study.software import digest
from bedside.conduct.today.log import state_of
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.reading import one_moment
from bedside.errors import UsageError
from bedside.exports.canonical import Charted
from bedside.exports.tables import Said, Table, table
from bedside.exports.writing import Snapshot
from bedside.protocol.model import Protocol
from bedside.values.moment import Moment

LISTINGS = (*tables_of_people.LISTINGS, *tables_of_rules.LISTINGS)


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
    visits, written, events = timelines(kept, Moment(at_us)), written_of(kept), _events(kept)
    ones = [
        _one(each, consents[each.pk], visits[each.pk], written.get(each.pk, ()), objected, events.get(each.pk, {}))
        for each in kept
    ]
    looked_at = [screening(person, state_of(person)) for person in persons if person.pk not in objected]
    lists, sheets = codelists(protocols), [each for one in ones for each in one.written]
    objecting = sum(person.pk in objected for person in included)
    counts = {"screened": len(persons), "participants": len(kept), "objected": objecting}
    said = Said(
        latest().id, kind.value, event, str(utc(at_us)), f"{__version__} ({digest()[:16]})", settings.DEMONSTRATION,
        {each.version: each.hash for each in protocols}, counts,
    )  # fmt: skip
    tables = [
        table("screening", SCREENED, SCREENING, looked_at), *_listed(ones),
        table("inclusions", RECORDED, INCLUSIONS, inclusions(objected)),
        table("deviations", DEPARTED, DEVIATIONS, deviations(objected)),
        table(STATUSES, TOLD, STATUS, list(statuses())),
        table("study_drug", ACCOUNTED, STUDY_DRUG, study_drug(objected)),
        table("samples", DRAWN, SAMPLES, samples(objected)), table("aliquots", HANDLED, ALIQUOTS, aliquots(objected)),
        table(CODED_TERMS, CODED, CODES, list(coded_terms(sheets))), *tables_of_forms.tables(protocols, sheets),
    ]  # fmt: skip
    charted = tuple(Charted(one.person.code, one.known.chart) for one in ones if one.whole)
    return Snapshot(said, tuple(coded(each, lists) for each in tables), charted, _questions(protocols))


def _one(
    person: Person, consent: State, visits: Timeline, written: tuple[Written, ...], objected: set[int],
    events: Mapping[int, Case],
) -> One:  # fmt: skip
    whole = person.pk not in objected
    kept = written if whole else tuple(each for each in written if _reported(each.sheet))
    return One(person, consent, visits, kept, whole, events)


def _events(persons: Sequence[Person]) -> dict[int, dict[int, Case]]:
    """What the adverse events of these people come to, by person and sheet."""
    found: dict[int, dict[int, Case]] = {}
    for case in cases(persons):
        found.setdefault(case.person.pk, {})[case.sheet.pk] = case
    return found


def _reported(sheet: Sheet) -> bool:
    return protocol_of(sheet.version).form(sheet.form).reporting is not None


def _listed(ones: Sequence[One]) -> Iterator[Table]:
    for each in LISTINGS:
        yield table(each.name, each.text, each.columns, [row for one in ones for row in each.rows(one)])


def _questions(protocols: Sequence[Protocol]) -> frozenset[str]:
    """The questions that these versions ask beyond the dictionary."""
    return frozenset(each.name for protocol in protocols for each in protocol.questions)
