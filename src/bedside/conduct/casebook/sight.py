"""What a check may look at: the form as it would stand after saving, and what is known of the person beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from decimal import Decimal

from bedside.conduct.casebook import numbers
from bedside.conduct.casebook.terms import Terms
from bedside.conduct.casebook.typed import Typed
from bedside.errors import UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Code, Form, Item, ItemKind, Protocol
from bedside.values.moment import Moment
from bedside.values.variable import Variable
from bedside.values.wording import Text

Times = tuple[Moment, Moment]
"""The first and last moment at which something may have happened."""


@dataclass(frozen=True)
class Sight:
    """What a check may look at. `typed` is the form as it would stand, its times canonical.

    `included` is when the person was included, `opens` when the sheet's visit opens, `born_after` the earliest birth
    that their age allows, `before` the earlier values of each variable, oldest first; None or empty: nobody knows.
    `leap` is how many times the value before a value may be before it is asked about (a setting of the study);
    `first_given` is, on a form of adverse events, when the drug was first given, as far as it is recorded.
    `certified` are the questions that a consent answers, each with when it was (None: not yet).
    `left` is when the person left the study, on a form that closes then; `fresh` are the items in which nothing stood,
    `changed` those that somebody changes now, `confirmed` the checks that each version which stands has answered.
    `spans` are, of each time that covers a span (`Item.covers`), the times of the person's other sheets of the form on
    which something is dated by it, each with where it stands.
    `died` is, on a form of adverse events, when the person died, as far as it is recorded; `terms` are those that an
    event's own is one of.
    """

    protocol: Protocol
    form: Form
    typed: Mapping[str, Typed]
    now: Moment
    zone: tzinfo = UTC
    included: Moment | None = None
    opens: Moment | None = None
    born_after: Moment | None = None
    before: Mapping[str, tuple[tuple[Moment, Decimal], ...]] = field(default_factory=dict)
    leap: Decimal = Decimal(10)
    first_given: Moment | None = None
    certified: Mapping[str, Moment | None] = field(default_factory=dict)
    left: Moment | None = None
    fresh: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[tuple[Text, Moment], ...]] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    confirmed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    died: Times | None = None
    terms: Terms | None = None

    def variable(self, item: Item) -> Variable | None:
        """What the item records, by its choice or by itself."""
        code = code_of(item, self.typed.get(item.id, Typed()))
        name = code.variable if code and code.variable else item.variable
        return self.protocol.vocabulary[name] if name else None

    def number(self, item: Item, typed: Typed) -> Decimal | None:
        """A typed number in the unit of its variable; None where it is none, or its unit is not offered."""
        variable, found = self.variable(item), numbers.read(typed.text)
        if item.kind is not ItemKind.NUMBER or variable is None or found is None:
            return None
        if typed.unit and typed.unit not in item.units:
            return None
        return numbers.in_unit_of(variable, found.number, unit_of(item, typed))

    def time(self, name: str) -> Times | None:
        """The first and last moment of a time item; None where it says none."""
        typed = self.typed.get(name)
        if typed is None or not typed.text:
            return None
        try:
            return read_time(typed.text, zone=self.zone)
        except UsageError:
            return None

    def own_time(self, item: Item) -> Times | None:
        """The moments of an item that is a time itself; None for any other."""
        return self.time(item.id) if item.kind in (ItemKind.DATE, ItemKind.TIME) else None

    def hidden(self, item: Item) -> bool:
        """Whether skip logic leaves the item out."""
        if item.shown_when is None:
            return False
        return self.typed.get(item.shown_when.item, Typed()).text not in item.shown_when.holds


def code_of(item: Item, typed: Typed) -> Code | None:
    """The choice that was typed."""
    return next((code for code in item.codes if code.code == typed.text), None)


def unit_of(item: Item, typed: Typed) -> str:
    """The unit of a typed number: the first that is offered, where none is chosen."""
    return typed.unit or item.units[0]
