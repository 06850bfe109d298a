"""What the checks may look at, read from the database: one sheet, and what is known of its person beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from bedside.conduct.casebook.canonical import differs
from bedside.conduct.casebook.charts import Known
from bedside.conduct.casebook.gate import gate_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.offering import terms_of
from bedside.conduct.casebook.places import visit_text
from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.sight import Sight, Times
from bedside.conduct.casebook.typed import Typed
from bedside.conduct.laboratory.choices import delta_factor
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.reading import died_at
from bedside.errors import ProtocolError, UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import window
from bedside.records.deaths import DEAD, death_in
from bedside.rules.chart import Fact
from bedside.values.moment import DAY, Moment, now
from bedside.values.wording import Text

YEAR = DAY * 36525 // 100


def sight_of(
    sheet: Sheet,
    protocol: Protocol,
    typed: Mapping[str, Typed],
    known: Known | None = None,
    standing: Mapping[str, Entry] | None = None,
) -> Sight:
    """What the checks may look at; `known` (when given) is what stands in the casebook and comes from sources.

    `standing` is what the sheet holds, where `typed` is more than that: what stands nowhere yet is fresh.
    """
    enrolled = getattr(sheet.person, "enrolled", None)
    included = Moment(enrolled.at_us) if enrolled else None
    elsewhere = [] if known is None else [fact for fact in _facts(known) if not known.on(fact, sheet)]
    return Sight(
        protocol, protocol.form(sheet.form), typed, now(), zone(), included, opens(protocol, sheet, included),
        _born_after(elsewhere), _before(elsewhere), delta_factor(), _first_given(sheet, protocol),
        _certified(protocol, known), _left(sheet, protocol, known),
        frozenset() if standing is None else frozenset(typed) - _filled(standing),
        {} if known is None else _spans(sheet, protocol, known),
        frozenset() if standing is None else _changed(standing, typed), _confirmed(standing or {}),
        _died(sheet, protocol, known), terms_of(protocol.form(sheet.form).safety),
    )  # fmt: skip


def _changed(standing: Mapping[str, Entry], typed: Mapping[str, Typed]) -> frozenset[str]:
    return frozenset(name for name, each in typed.items() if differs(standing.get(name), each))


def _confirmed(standing: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    return {name: frozenset(entry.confirmed.split()) for name, entry in standing.items() if entry.confirmed}


def _died(sheet: Sheet, protocol: Protocol, known: Known | None) -> Times | None:
    """The death as an event of the schedule, else as the casebook or a source says it."""
    if protocol.form(sheet.form).safety is None:
        return None
    at, fact = died_at(sheet.person), None if known is None else death_in(known.chart.facts.get(DEAD, ()))
    if at is None and fact is not None:
        at = fact.start
    return None if at is None else (at, at)


def _first_given(sheet: Sheet, protocol: Protocol) -> Moment | None:
    safety = protocol.form(sheet.form).safety
    if safety is None:
        return None
    first, typed = safety.first_dose, {}
    rows = Entry.objects.filter(sheet__person=sheet.person, sheet__form=first.form, item=first.item)
    for entry in rows.order_by("number"):
        typed[entry.sheet_id] = entry.typed or ""
    return min((at for each in typed.values() if (at := _moment(each)) is not None), default=None)


def _spans(sheet: Sheet, protocol: Protocol, known: Known) -> dict[str, tuple[tuple[Text, Moment], ...]]:
    """Until when the other sheets of the form cover a span: those on which something is dated by that time."""
    form = protocol.form(sheet.form)
    dates = {item.id: item.time for item in form.items if item.time and not item.before}
    found: dict[str, dict[int, tuple[Text, Moment]]] = {item.id: {} for item in form.items if item.covers}
    for fact, entry in known.said if found else ():
        if (
            entry is not None
            and entry.sheet.form == sheet.form
            and entry.sheet_id != sheet.pk
            and fact.start == fact.end
        ):
            place = visit_text(protocol, entry.sheet.visit, entry.sheet.day)
            found.get(dates.get(entry.item, ""), {})[entry.sheet_id] = (place, fact.start)
    return {name: tuple(held.values()) for name, held in found.items()}


def _moment(text: str) -> Moment | None:
    try:
        return read_time(text, zone=zone())[0] if text else None
    except UsageError:
        return None


def opens(protocol: Protocol, sheet: Sheet, included: Moment | None) -> Moment | None:
    """When the sheet's visit opens; None for one that is not planned, or before inclusion."""
    if included is None:
        return None
    try:
        return window(protocol.schedule.visit(sheet.visit), included, sheet.day)[0]
    except ProtocolError:
        return None


def _facts(known: Known) -> Iterable[Fact]:
    return (fact for those in known.chart.facts.values() for fact in those)


def _left(sheet: Sheet, protocol: Protocol, known: Known | None) -> Moment | None:
    """When the person left; None where they did not, or where the form stays open after it (ADR 8)."""
    if known is None or known.left is None or gate_of(sheet.person, protocol).stays_open(sheet.form, sheet.visit):
        return None
    return known.left


def _filled(standing: Mapping[str, Entry]) -> set[str]:
    return {name for name, entry in standing.items() if entry.typed or entry.missing}


def _certified(protocol: Protocol, known: Known | None) -> dict[str, Moment | None]:
    """When each question of a consent was answered for the first time: nothing but a consent answers it in a chart."""
    if known is None:
        return {}
    held = {name: [fact.start for fact in known.chart.facts.get(name, ())] for name in questions_of(protocol)}
    return {name: min(found, default=None) for name, found in held.items()}


def _born_after(facts: Iterable[Fact]) -> Moment | None:
    """The earliest birth that the recorded ages allow: an age of n says fewer than n + 1 years."""
    found = [fact.start - round((fact.value.high + 1) * YEAR) for fact in facts if fact.variable == "age"]
    return Moment(max(found)) if found else None


def _before(facts: Iterable[Fact]) -> dict[str, tuple[tuple[Moment, Decimal], ...]]:
    held: dict[str, list[tuple[Moment, Decimal]]] = {}
    for fact in facts:
        if fact.value.known:
            held.setdefault(fact.variable, []).append((fact.start, Decimal(repr(fact.value.low))))
    return {name: tuple(sorted(rows)) for name, rows in held.items()}
