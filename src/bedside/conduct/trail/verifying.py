"""Whether anybody rewrote history behind the application's back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model

from bedside.conduct.trail import anchor, chain, triggers
from bedside.conduct.trail.keeping import key
from bedside.conduct.trail.models import Event, Kept, Redaction


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
    as it was; that no row is without event; that emptied texts have their redaction; that the trail is as long as
    the anchor says; that the triggers are in force.
    """
    yield from (Broken(0, f"the trigger {name} is missing.") for name in triggers.missing())
    allowed = set(Redaction.objects.values_list("table", "row", "column"))
    models = {model._meta.db_table: model for model in triggers.protected()}
    noted_number, noted_seal = anchor.read(settings.FOLDER.anchor)
    expected, before, seals = 1, chain.START, ""
    for event in Event.objects.order_by("number").iterator():
        if event.number != expected:
            yield Broken(expected, "it is missing.")
        if event.seal != chain.seal_of(event, before, key()):
            yield Broken(event.number, "it is not as it was written, or not where it was.")
        yield from _texts(event, allowed)
        if event.kept_in:
            yield from _row(event, models.get(event.kept_in), allowed)
        if event.number == noted_number:
            seals = event.seal
        expected, before = event.number + 1, event.seal
    if noted_number >= expected:
        yield Broken(noted_number, f"the trail ends at {expected - 1}; its end was cut off.")
    elif noted_number and seals != noted_seal:
        yield Broken(noted_number, "it is not the event that was anchored.")
    for table, model in models.items():
        if model is not Event:
            yield from _strays(table, model)


def _row(event: Event, model: type[Model] | None, allowed: set[tuple[str, int, str]]) -> Iterator[Broken]:
    row = model and model._default_manager.filter(pk=event.number).first()
    if not isinstance(row, Kept):
        yield Broken(event.number, f"its row in {event.kept_in} is gone.")
        return
    if chain.digest_of_row(row) != event.digest:
        yield Broken(event.number, f"its row in {event.kept_in} is not as it was written.")
    yield from _texts(row, allowed)


def _texts(row: Event | Kept, allowed: set[tuple[str, int, str]]) -> Iterator[Broken]:
    for name in row.redactable:
        text, salt = getattr(row, name), getattr(row, f"{name}_salt")
        if text is None:
            if (row._meta.db_table, row.pk, name) not in allowed:
                yield Broken(int(row.pk), f"its {name} was emptied without a redaction.")
        elif chain.digest_of_text(salt or "", text) != getattr(row, f"{name}_digest"):
            yield Broken(int(row.pk), f"its {name} is not as it was written.")


def _strays(table: str, model: type[Model]) -> Iterator[Broken]:
    with_event = Event.objects.filter(kept_in=table).values("number")
    for key_ in model._default_manager.exclude(pk__in=with_event).values_list("pk", flat=True):
        yield Broken(int(key_), f"a row in {table} that no event brought about.")
