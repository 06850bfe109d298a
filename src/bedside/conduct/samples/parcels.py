"""Parcels as they stand: what is on the list, when it was sent and received, and where list and contents disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.conduct.samples.custody import Held, held_of, span_of
from bedside.conduct.samples.models import Aliquot, Handling, Receipt, Shipment, Unlisted, counting
from bedside.conduct.samples.spans import Span
from bedside.conduct.samples.states import State, Step
from bedside.conduct.samples.words import CONDITIONS
from bedside.conduct.trail.models import Kept
from bedside.values.wording import Text

MISSING = Text("on the list and not in the parcel", "sur la liste et absent du colis")
SPOILED = Text("arrived of no use", "arrivé inutilisable")
EXTRA = Text("in the parcel and not on the list", "dans le colis et absent de la liste")


@dataclass(frozen=True)
class Parcel:
    """A parcel with the aliquots that were listed for it and not taken off again."""

    shipment: Shipment
    aliquots: tuple[Held, ...]
    receipt: Receipt | None
    unlisted: tuple[Unlisted, ...]

    @property
    def sendings(self) -> list[Handling]:
        """The steps by which its aliquots were sent."""
        return [step for held in self.aliquots for step in self._steps(held) if step.step == Step.SEND]

    @property
    def arrivals(self) -> list[Handling]:
        """The steps that its receipt brought about."""
        if self.receipt is None:
            return []
        came = {Step.ARRIVE, Step.MISS, Step.SPOIL}
        return [
            step for held in self.aliquots for step in held.steps
            if step.step in came and step.pk > self.receipt.pk and step.first_us == self.receipt.at_us
        ]  # fmt: skip

    @property
    def last_acts(self) -> list[Kept]:
        """What is taken back first: its receipt with all that came of it; without one, its sending."""
        return [self.receipt, *self.arrivals] if self.receipt is not None else [*self.sendings]

    @property
    def sent(self) -> Span | None:
        """When it was given to its courier."""
        return span_of(self.sendings[0]) if self.sendings else None

    @property
    def open(self) -> bool:
        """Whether more may be put on its list."""
        return not self.sendings

    @property
    def under_way(self) -> bool:
        """Whether it was sent and not received."""
        return bool(self.sendings) and self.receipt is None

    @property
    def condition(self) -> Text | None:
        """In what condition it was received."""
        return CONDITIONS[self.receipt.condition] if self.receipt is not None else None

    @property
    def discrepancies(self) -> list[tuple[str, Text]]:
        """Each label on which list and contents disagree, and how."""
        return list(self._discrepancies())

    def _discrepancies(self) -> Iterator[tuple[str, Text]]:
        arrived = {step.pk for step in self.arrivals}
        for held in self.aliquots:
            if held.state is State.MISSING:
                yield held.aliquot.label, MISSING
            if any(step.step == Step.SPOIL and step.pk in arrived for step in held.steps):
                yield held.aliquot.label, SPOILED
        yield from ((each.label, EXTRA) for each in self.unlisted)

    def _steps(self, held: Held) -> Iterator[Handling]:
        return (step for step in held.steps if step.shipment_id == self.shipment.pk)


def parcel(shipment: Shipment) -> Parcel:
    """One parcel."""
    return parcels([shipment])[0]


def parcels(shipments: Sequence[Shipment]) -> list[Parcel]:
    """These parcels, in their order."""
    listed = Handling.objects.filter(shipment__in=shipments).values("aliquot")
    aliquots = held_of(Aliquot.objects.filter(pk__in=listed))
    receipts = {
        each.shipment_id: each
        for each in counting(Receipt.objects.filter(shipment__in=shipments)).select_related("event")
    }
    extra: dict[int, list[Unlisted]] = {}
    for each in Unlisted.objects.filter(receipt__in=receipts.values()).order_by("pk"):
        extra.setdefault(each.receipt_id, []).append(each)
    return [_parcel(each, aliquots, receipts.get(each.pk), extra) for each in shipments]


def _parcel(
    shipment: Shipment, aliquots: Sequence[Held], receipt: Receipt | None, extra: dict[int, list[Unlisted]]
) -> Parcel:
    held = tuple(each for each in aliquots if _is_on(each, shipment))
    return Parcel(shipment, held, receipt, tuple(extra.get(receipt.pk, ())) if receipt else ())


def _is_on(held: Held, shipment: Shipment) -> bool:
    """Whether it was listed for a parcel, and not taken off again before that was sent."""
    on = False
    for step in held.steps:
        if step.step == Step.LIST:
            on = step.shipment_id == shipment.pk
        elif step.step == Step.UNLIST:
            on = False
        elif step.step == Step.SEND and step.shipment_id == shipment.pk:
            return True
    return on
