"""What a participant's casebook is made of: visits and what events do to them, forms and their items."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bedside.protocol.infection import Infection
from bedside.protocol.safety import Safety
from bedside.protocol.wording import one
from bedside.values.quantity import Quantity
from bedside.values.wording import Text

LATER = {"later": True}
"""Marks a field that came after the first protocols were approved: left out of an artefact where it says nothing, so
that what was approved before keeps its hash."""


@dataclass(frozen=True)
class Visit:
    """A planned visit: `day` from inclusion (day 0), its window, its forms.

    A daily visit repeats from `day` to `until_day`, only while the variable `during` is in force.
    """

    id: str
    text: Text
    day: int
    before: str
    after: str
    forms: tuple[str, ...]
    until_day: int | None = None
    during: str = ""
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Remains:
    """The forms of a visit that stay due after an event."""

    visit: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """What something that happens to a participant does to what is due.

    Visits whose day begins after it keep all their forms (`otherwise` "all") or none ("nothing"), but for
    those in `remains`; `asks` are forms that become due with the event itself. `ends` names the state that daily
    visits depend on which is over with it, `begins` the one that begins (again).
    """

    id: str
    text: Text
    otherwise: str
    remains: tuple[Remains, ...] = ()
    asks: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    where: str = field(default="", compare=False)
    ends: str = field(default="", metadata=LATER)
    begins: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Schedule:
    """All visits, and the events that change them."""

    visits: tuple[Visit, ...]
    events: tuple[Event, ...]

    def visit(self, name: str) -> Visit:
        """The visit of this name. Raises ProtocolError when there is none."""
        return one(self.visits, "id", name, "visit")

    def event(self, name: str) -> Event:
        """The event of this name. Raises ProtocolError when there is none."""
        return one(self.events, "id", name, "event")


class ItemKind(StrEnum):
    """What an item holds."""

    NUMBER = "number"
    YES_NO = "yes/no"
    CHOICE = "choice"
    DATE = "date"
    TIME = "date and time"
    TEXT = "text"
    COMPUTED = "computed"


@dataclass(frozen=True)
class Code:
    """A choice of an item. `means` is the value that the item's variable takes (None: it says nothing of it);
    `variable` is a yes/no variable of its own that the choice says yes to.
    """

    code: str
    text: Text
    means: Decimal | None = None
    variable: str = ""


@dataclass(frozen=True)
class ShownWhen:
    """An item is asked only when another one of the same form holds one of these codes."""

    item: str
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One field of a form.

    `variable` is the canonical variable or question it records (empty: none), `time` the item that says when,
    the value being of a time `before` that (`PT6H`; empty: of that very time);
    of what lasts `time` is the item of its begin (none: since ever; an item of kind "date and time" is its own)
    and `until` that of its end (none: it goes on). `units` are offered, the first by default. `expected` is the
    range outside which the form asks to confirm; outside the variable's own bounds it refuses. `limits` allows
    "<5" and ">16500"; `assay` asks for method and laboratory range. `rule` names what a computed item shows.
    `coded` names the dictionary by which a text is coded afterwards (`meddra`, `whodrug`; empty: by none).
    `up_to_date` names the forms on which a yes says that all is written up to the time that `time` gives.
    `covers` says of a time that what it dates was looked for over so long until then (`P1D`: the worst of 24 hours).
    """

    id: str
    kind: ItemKind
    text: Text
    variable: str = ""
    time: str = ""
    before: str = ""
    until: str = ""
    units: tuple[str, ...] = ()
    expected: tuple[Quantity, ...] = ()
    codes: tuple[Code, ...] = ()
    shown_when: ShownWhen | None = None
    required: bool = False
    limits: bool = False
    assay: bool = False
    rule: str = ""
    note: Text | None = None
    where: str = field(default="", compare=False)
    coded: str = field(default="", metadata=LATER)
    up_to_date: tuple[str, ...] = field(default=(), metadata=LATER)
    covers: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Reporting:
    """What a form asks somebody to report (a serious adverse event to the sponsor), and by when.

    It is asked where `item` holds one of `holds`, `within` a length of time (`PT24H`) of the moment that the item
    `aware` gives; the item `told` says when it was reported, `late` why so late.
    """

    item: str
    holds: tuple[str, ...]
    aware: str
    told: str
    late: str
    within: str
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """How a sheet of a form is drawn on a participant's axis of time.

    `began` is the item that says when it was; of what lasts, `ended` says when it ended (empty: it is of one moment).
    Each answer of the item `by` has a row of its own; `says` are the items told beside it.
    """

    began: str
    ended: str = ""
    by: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form: its items in order; `repeats` when it may be filled several times at one visit or event.

    `complete` says that every occurrence of what lasts is written on it, so that none written means none;
    `reporting` that what it says may have to be reported within a time, `drawn` how it stands on an axis of time,
    `safety` that it is of adverse events, `infection` that it is of infections.
    """

    id: str
    text: Text
    items: tuple[Item, ...]
    repeats: bool = False
    complete: bool = False
    where: str = field(default="", compare=False)
    reporting: Reporting | None = field(default=None, metadata=LATER)
    drawn: Drawn | None = field(default=None, metadata=LATER)
    safety: Safety | None = field(default=None, metadata=LATER)
    infection: Infection | None = field(default=None, metadata=LATER)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The assumptions that its reporting and its safety part stand on."""
        return tuple(name for part in (self.reporting, self.safety) if part for name in part.assumptions)

    def item(self, name: str) -> Item:
        """The item of this name. Raises ProtocolError when there is none."""
        return one(self.items, "id", name, "item")
