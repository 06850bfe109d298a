"""Everything that is written about a tube: that it was drawn or not, processed, and what was written by mistake.

Drawing is an act of the study: it needs a lawful basis, and is refused where the participant is frozen or locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bedside.conduct.casebook.gate import NoLawfulBasis
from bedside.conduct.locks.reading import check_open
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for
from bedside.conduct.samples import spans
from bedside.conduct.samples.custody import asked_of, held_of
from bedside.conduct.samples.expected import Expected, daily_visits
from bedside.conduct.samples.models import (
    Aliquot,
    DestructionAsked,
    Draw,
    NotDrawn,
    Processed,
    TakenBack,
    counting,
)
from bedside.conduct.samples.states import USED, USES, Use, use_of
from bedside.conduct.samples.tubes import label_of, of_use
from bedside.conduct.samples.words import DRAWERS, LOOKS, REASONS
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, keep_all
from bedside.conduct.trail.models import Event, Kept
from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.protocol.samples import Sample
from bedside.values.moment import Moment, now
from bedside.values.wording import Text

MOST = 99
"""Aliquots of one tube."""
BASIS = Text("Record the consent first, or do not draw it.", "Consignez d’abord le consentement, ou ne prélevez pas.")
Where = tuple[str, str, int | None]
"""A kind of sample, a visit and the day of a daily one."""


@in_turn
def draw(by: Actor, person: Person, where: Where, typed: str, drawer: str, told: str = "") -> Draw:
    """Note that a tube was drawn, at a time that may be unknown, by somebody of `words.DRAWERS`.

    Raises NoLawfulBasis without a lawful basis, Shut for somebody frozen or locked, UsageError for what the protocol
    does not draw there, a tube that was drawn and is of use, or was not, and for a time before the basis or to come.
    """
    sample, since = _drawable(person, where)
    if drawer not in DRAWERS:
        raise UsageError(f"“{drawer}” is nobody who draws.", "sample", "Choose one of the list.")
    drawn = Draw.objects.filter(person=person, **_placed(where))
    undrawn = counting(NotDrawn.objects.filter(person=person, **_placed(where)))
    if undrawn.exists() or any(_stands(each) for each in counting(drawn)):
        raise UsageError(
            "something is written of this tube already.", "sample", "Take that back first, if it is wrong."
        )
    span, number = spans.read(typed, since, "sample"), drawn.count() + 1  # a label is never used twice
    row = Draw(person=person, number=number, label=label_of(person, sample, Expected(*where), number), drawer=drawer,
               told=told, **_placed(where), **_timed(span))  # fmt: skip
    return keep(Act(by, "draw sample", person.site, person.code, row.label), row)


@in_turn
def not_drawn(by: Actor, person: Person, where: Where, because: str, told: str = "") -> NotDrawn:
    """Note that a tube was not drawn, and why. Raises as `draw`, and UsageError where that was noted already."""
    sample, _ = _drawable(person, where)
    if because not in REASONS:
        raise UsageError(f"“{because}” is no reason.", "sample", "Choose one of the list.")
    here: dict[str, Any] = {"person": person, **_placed(where)}
    if counting(Draw.objects.filter(**here)).exists() or counting(NotDrawn.objects.filter(**here)).exists():
        raise UsageError(
            "something is written of this tube already.", "sample", "Take that back first, if it is wrong."
        )
    act = Act(by, "leave sample undrawn", person.site, person.code, label_of(person, sample, Expected(*where)))
    return keep(act, NotDrawn(because=because, told=told, **here))


@in_turn
def process(
    by: Actor, held: Draw, typed: str, haemolysis: str, enough: bool, aliquots: int, told: str = ""
) -> Processed:
    """Note that a tube was centrifuged, how it looked (`words.LOOKS`), and the aliquots that were made of it.

    Raises UsageError for a tube that was processed already, another look, a time before the draw or to come, more than
    `MOST` aliquots; NoLawfulBasis where the samples are not to be used; Shut for somebody frozen or locked.
    """
    person = held.person
    check_open(Scope(person.site, person.code))
    _used(person)
    if haemolysis not in LOOKS:
        raise UsageError(f"“{haemolysis}” is no look.", held.label, "Choose one of the list.")
    if not 0 <= aliquots <= MOST:
        raise UsageError(f"a tube has at most {MOST} aliquots.", held.label, "Correct the number.")
    if counting(Processed.objects.filter(draw=held)).exists():
        raise UsageError("this tube was processed already.", held.label, "Take that back first, if it is wrong.")
    act = Act(by, "process sample", person.site, person.code, held.label)
    span = spans.read(typed, held.first_us, held.label)
    row = keep(act, Processed(draw=held, haemolysis=haemolysis, enough=enough, told=told, **_timed(span)))
    before = Aliquot.objects.filter(processed__draw=held).count()  # of a processing that was taken back
    keep_all(_made(by, row, before + number) for number in range(1, aliquots + 1))
    return row


def _made(by: Actor, row: Processed, number: int) -> tuple[Act, Aliquot]:
    label, person = f"{row.draw.label}-A{number}", row.draw.person
    return Act(by, "make aliquot", person.site, person.code, label), Aliquot(processed=row, number=number, label=label)


@in_turn
def ask_destruction(by: Actor, person: Person, at: Moment, told: str = "") -> DestructionAsked:
    """Note that somebody who no longer takes part asks that what is left of their samples be destroyed.

    Raises UsageError for somebody who takes part, twice, and for a time before the end of taking part or to come.
    """
    state = consent_of(person)
    if use_of(state, False) not in (Use.KEPT, Use.STOPPED):
        raise UsageError("this is asked for by somebody who no longer takes part.", person.code, "Record that first.")
    if asked_of(person) is not None:
        raise UsageError("this was asked for already.", person.code, "Look at the list.")
    if at > now() + spans.TOLERANCE or at < (state.since or 0):
        raise UsageError("nobody can have asked for it then.", person.code, "Correct the time.")
    row = DestructionAsked(person=person, at_us=int(at), told=told)
    return keep(Act(by, "ask destruction", person.site, person.code, "samples"), row)


@in_turn
def take_back(by: Actor, rows: Sequence[Kept], reason: str) -> list[TakenBack]:
    """Say that acts were written by mistake, the latest first: they no longer count, and stay where they were written.

    Raises UsageError without a reason, for nothing, for what was taken back already, and while something later stands
    on it; Shut for a tube of somebody frozen or locked.
    """
    if not reason.strip():
        raise UsageError("no reason is given.", "sample", "Say why it does not hold.")
    if not rows:
        raise UsageError("there is nothing to take back.", "sample", "Look at the history.")
    kept = []
    for row in sorted(rows, key=lambda each: -each.pk):
        if TakenBack.objects.filter(undone_id=row.pk).exists():
            raise UsageError("this was taken back already.", "sample", "Look at the history.")
        if _stands_on(row):
            raise UsageError("something later stands on it.", "sample", "Take that back first.")
        told: Event = row.event
        if isinstance(row, Draw | NotDrawn | Processed):
            check_open(Scope(told.site, told.participant))
        act = Act(by, "take back sample act", told.site, told.participant, told.place, reason.strip())
        kept.append(keep(act, TakenBack(undone=told)))
    return kept


def _stands_on(row: Kept) -> bool:
    """Whether an act that counts would hang in the air without this one."""
    if isinstance(row, Draw):
        return counting(Processed.objects.filter(draw=row)).exists()
    if isinstance(row, Processed):
        return any(held.steps for held in held_of(Aliquot.objects.filter(processed=row)))
    aliquot = getattr(row, "aliquot", None)
    if aliquot is not None:
        return held_of(Aliquot.objects.filter(pk=aliquot.pk))[0].steps[-1].pk != row.pk
    return False


def _drawable(person: Person, where: Where) -> tuple[Sample, int]:
    """The sample of a tube that may be drawn, and since when (microseconds UTC)."""
    kind, visit, day = where
    protocol = protocol_for(person)
    sample = protocol.sample(kind)
    check_open(Scope(person.site, person.code))
    if visit not in sample.visits or not _has_day(protocol, visit, day):
        raise UsageError("this sample is not drawn at this visit.", "sample", "Choose one of the list.")
    state = consent_of(person, protocol)
    use = use_of(state, asked_of(person) is not None)
    if use is not Use.FREE:
        raise NoLawfulBasis(USES[use], person.code, BASIS)
    return sample, int(state.since or 0)


def _has_day(protocol: Protocol, visit: str, day: int | None) -> bool:
    planned = protocol.schedule.visit(visit)
    if visit not in daily_visits(protocol):
        return day is None
    return day is not None and planned.day <= day <= (planned.until_day or 0)


def _used(person: Person) -> None:
    use = use_of(consent_of(person), asked_of(person) is not None)
    if use not in USED:
        raise NoLawfulBasis(USES[use], person.code, "Keep it, or destroy it.")


def _stands(held: Draw) -> bool:
    """Whether a tube that was drawn is no reason to draw another: it waits, or what was made of it is good."""
    row = counting(Processed.objects.filter(draw=held)).first()
    return row is None or of_use(row)


def _placed(where: Where) -> dict[str, Any]:
    return {"kind": where[0], "visit": where[1], "day": where[2]}


def _timed(span: spans.Span) -> dict[str, Any]:
    return {"typed": span.typed, "first_us": span.first, "last_us": span.last}
