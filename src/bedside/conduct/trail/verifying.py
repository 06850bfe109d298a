"""Whether anybody rewrote history behind the application's back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Model

from bedside.conduct.trail import anchor, chain, derived, shape, triggers
from bedside.conduct.trail.keeping import key
from bedside.conduct.trail.models import Event, Kept, Redaction, Watch
from bedside.conduct.trail.reading import in_order, one_moment, rows_of
from bedside.errors import UsageError


@dataclass(frozen=True)
class Broken:
    """One thing that is not as the trail says: at which event (0: at none), and what."""

    event: int
    what: str

    def __str__(self) -> str:
        return f"event {self.event}: {self.what}" if self.event else self.what


def verify() -> Iterator[Broken]:
    """Everything that is wrong, in the order of the trail; nothing when it is whole.

    Checks that no event is missing, added or out of order; that each is as it was sealed; that its row is there and
    as it was; that no row is without event; that emptied texts have their redaction and redacted ones are empty; that
    rows that are watched (accounts) are as their last event left them; that the trail is as long as the anchor says;
    that tables, triggers and views are as they should be. Others may go on writing.
    """
    try:
        noted = anchor.read(settings.FOLDER.anchor)  # before the trail, so that it cannot be ahead of what is read
    except UsageError as error:
        yield Broken(0, str(error))
        noted = (0, "")
    with one_moment():
        damaged = list(shape.drift())
        yield from (Broken(0, what) for what in damaged)
        yield from (Broken(0, f"the trigger {name} is missing or altered.") for name in triggers.missing())
        yield from (Broken(0, f"there is a trigger or rule {name} that is not ours.") for name in triggers.strange())
        if not damaged:  # rows of a table that has lost a column cannot be read
            yield from (Broken(0, what) for what in derived.untrue())
            yield from _Reading(noted).all()


def at_a_glance() -> Iterator[str]:
    """What can be told at once, at every start: that tables, triggers and views are as they should, and the end is
    there."""
    damaged = list(shape.drift(whole=False))
    yield from damaged or derived.untrue()
    yield from (f"the trigger {name} is missing or altered." for name in triggers.missing())
    yield from (f"there is a trigger or rule {name} that is not ours." for name in triggers.strange())
    number, seal = anchor.read(settings.FOLDER.anchor)
    if not damaged and number and not Event.objects.filter(number=number, seal=seal).exists():
        yield f"event {number}, which was anchored, is not in the trail."


@dataclass
class _Reading:
    """One pass over the trail: what it has seen so far."""

    noted: tuple[int, str]
    last: int = 0
    seal: str = chain.START
    anchored: str = ""
    seen: Counter[str] = field(default_factory=Counter)

    def all(self) -> Iterator[Broken]:
        self.key = _key()
        self.models = {model._meta.db_table: model for model in triggers.protected()}
        self.redacted = set(Redaction.objects.values_list("table", "row", "column"))
        for events in in_order():
            rows = rows_of(events)
            for event in events:
                yield from self._event(event)
                yield from self._row(event, rows)
        yield from self._end()
        yield from self._strays()
        for model in self.models.values():
            if issubclass(model, Watch):
                yield from _watched(model)

    def _event(self, event: Event) -> Iterator[Broken]:
        if event.number != self.last + 1:
            yield Broken(self.last + 1, "it is missing.")
        if event.seal != chain.seal_of(event, self.seal, self.key):
            yield Broken(event.number, "it is not as it was written, or not where it was.")
        yield from self._texts(event)
        if event.number == self.noted[0]:
            self.anchored = event.seal
        self.last, self.seal = event.number, event.seal
        self.seen[Event._meta.db_table] += 1

    def _row(self, event: Event, rows: dict[tuple[str, int], list[Kept]]) -> Iterator[Broken]:
        if not event.kept_in:
            return
        found = rows.get((event.kept_in, event.number), [])
        if not found:
            yield Broken(event.number, f"its row in {event.kept_in} is gone.")
        for row in found:
            self.seen[event.kept_in] += 1
            if chain.digest_of_row(row) != event.digest:
                yield Broken(event.number, f"its row in {event.kept_in} is not as it was written.")
            yield from self._texts(row)
        if len(found) > 1:
            yield Broken(event.number, f"it has {len(found)} rows in {event.kept_in}.")

    def _texts(self, row: Event | Kept) -> Iterator[Broken]:
        for name in row.redactable:
            text, salt = getattr(row, name), getattr(row, f"{name}_salt")
            redacted = (row._meta.db_table, row.pk, name) in self.redacted
            if text is None and not redacted:
                yield Broken(int(row.pk), f"its {name} was emptied without a redaction.")
            elif redacted and (text is not None or salt is not None):
                yield Broken(int(row.pk), f"its {name} was redacted, and is there again.")
            elif text is not None and chain.digest_of_text(salt or "", text) != getattr(row, f"{name}_digest"):
                yield Broken(int(row.pk), f"its {name} is not as it was written.")

    def _end(self) -> Iterator[Broken]:
        number, seal = self.noted
        if number > self.last:
            yield Broken(number, f"the trail ends at {self.last}; its end was cut off.")
        elif number and self.anchored != seal:
            yield Broken(number, "it is not the event that was anchored.")
        elif self.last and not number:
            yield Broken(0, "the anchor is gone: nobody can say whether the end of the trail is.")

    def _strays(self) -> Iterator[Broken]:
        for table, model in self.models.items():
            there = model._default_manager.count()
            if there != self.seen[table]:
                yield Broken(0, f"{table} has {there} rows, the trail tells of {self.seen[table]}.")
                yield from _named(table, model)


def _named(table: str, model: type[Model]) -> Iterator[Broken]:
    if model is Event:
        return
    with_event = Event.objects.filter(kept_in=table).values("number")
    for number in model._default_manager.exclude(pk__in=with_event).values_list("pk", flat=True):
        yield Broken(int(number), f"a row in {table} that no event brought about.")


def _watched(model: type[Watch]) -> Iterator[Broken]:
    last = {watch.row_key: watch for watch in model._default_manager.order_by("pk")}
    now = model.states()
    for row, watch in last.items():
        if row not in now:
            yield Broken(int(watch.pk), f"what it tells of, {model.called(row)}, is gone.")
        elif chain.digest_of_text(watch.state_salt, now[row]) != watch.state_digest:
            yield Broken(int(watch.pk), f"{model.called(row)} is not as this, its last event, left it.")
    for row in sorted(now.keys() - last.keys()):
        yield Broken(0, f"there is {model.called(row)}, which no event brought about.")


def _key() -> bytes:
    return key(first=not Event.objects.exists())
