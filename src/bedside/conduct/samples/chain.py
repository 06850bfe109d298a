"""The chain of custody of an aliquot: every act that was ever written of it, from the vein to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.conduct.participants.models import Person
from bedside.conduct.samples.custody import span_of
from bedside.conduct.samples.models import Aliquot, DestructionAsked, Draw, Handling, NotDrawn, Processed, Timed
from bedside.conduct.samples.spans import Span
from bedside.conduct.samples.states import Step, rule_of
from bedside.conduct.trail.models import Kept
from bedside.values.wording import Text

KINDS: tuple[type[Kept], ...] = (Draw, NotDrawn, Processed, Handling, DestructionAsked)
"""The acts on samples of one participant, each of which can be taken back."""
DRAWN, SPUN = Text("drawn", "prélevé"), Text("centrifuged, aliquots made", "centrifugé, aliquotes préparés")


@dataclass(frozen=True)
class Link:
    """One act of the chain of custody: what, when, where, in whose account; and whether it was taken back."""

    row: Kept
    text: Text
    span: Span | None
    where: str
    told: str | None
    undone: object | None


def act_of(person: Person, number: int) -> Kept | None:
    """The act of this number on the samples of a participant; None for one there is not."""
    found = (each for kind in KINDS for each in kind._default_manager.filter(pk=number))
    return next((each for each in found if each.event.participant == person.code), None)


def links_of(aliquot: Aliquot) -> Iterator[Link]:
    """Everything that was ever written of an aliquot, in the order in which it was."""
    yield _link(aliquot.processed.draw, DRAWN, "", aliquot.processed.draw)
    yield _link(aliquot.processed, SPUN, "", aliquot.processed)
    rows = aliquot.handlings.select_related("event__sample_taken_back__event", "freezer", "shipment", "batch")
    for row in rows.order_by("pk"):
        yield _link(row, rule_of(Step(row.step)).text, _where_to(row), row)


def _link(row: Timed, text: Text, where: str, of: Kept) -> Link:
    return Link(row, text, span_of(row), where, row.told, getattr(of.event, "sample_taken_back", None))


def _where_to(row: Handling) -> str:
    if row.freezer is not None:
        places = " / ".join(part or "–" for part in (row.shelf, row.rack, row.box, row.position))
        return f"{row.freezer.name} · {places}"
    if row.shipment is not None:
        return f"{row.shipment.name} → {row.shipment.destination}"
    return f"{row.batch.name}, {row.batch.assay}, {row.batch.lot}" if row.batch is not None else ""
