"""A check as data: a name, how grave it is, its words in both languages, and how it looks.

`REFUSE`: the item cannot be kept as it is. `CONFIRM`: it is kept once somebody says why it is right. `TELL`: it is
kept, and people are told what to know of it (that rules cannot read it yet, for one). A message gives the limit, its
unit and where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bedside.conduct.casebook.sight import Sight, Times
from bedside.conduct.casebook.typed import Typed
from bedside.protocol.model import Item
from bedside.rules.words import said_decimal
from bedside.values.moment import to_datetime
from bedside.values.variable import Variable
from bedside.values.wording import Text


class Gravity(StrEnum):
    """What a finding asks for."""

    REFUSE = "refuse"
    CONFIRM = "confirm"
    TELL = "tell"


@dataclass(frozen=True)
class Finding:
    """What a check has to say of an item."""

    item: str
    check: str
    gravity: Gravity
    text: Text


Places = Mapping[str, object]
Look = Callable[[Sight, Item, Typed], Places | None]
"""None where there is nothing to say; else what fills the places of the words (a Text in each language)."""


@dataclass(frozen=True)
class Check:
    """A check: when it has something to say (`look`), and what; `title` is how histories call it."""

    name: str
    gravity: Gravity
    title: Text
    words: Text
    look: Look

    def found(self, item: Item, places: Places) -> Finding:
        """What it says of an item, the places of its words filled."""
        return Finding(item.id, self.name, self.gravity, _filled(self.words, places))


def _filled(words: Text, places: Places) -> Text:
    def said(language: str) -> dict[str, object]:
        return {name: each.say(language) if isinstance(each, Text) else each for name, each in places.items()}

    return Text(words.en.format(**said("en")), words.fr.format(**said("fr")))


# --- what fills the places ------------------------------------------------------------------------------------


def form_said(sight: Sight) -> Text:
    """Where a limit stands that the form declares."""
    version = sight.protocol.version
    return Text(f"form {sight.form.id}, protocol {version}", f"formulaire {sight.form.id}, protocole {version}")


def label_said(variable: Variable) -> Text:
    """A variable by its name for people."""
    return Text(variable.say("en"), variable.say("fr"))


def decimal_said(number: Decimal, unit: str) -> Text:
    """A number with its unit."""
    return Text(said_decimal(number, unit, "en"), said_decimal(number, unit, "fr"))


def time_said(bounds: Times, sight: Sight) -> str:
    """An exact time on the sites' clock, to the minute; of a range its first day."""
    first = to_datetime(bounds[0]).astimezone(sight.zone)
    return first.strftime("%Y-%m-%d %H:%M" if bounds[0] == bounds[1] else "%Y-%m-%d")
