"""What a protocol asks a physician to consider about a participant: a rule that is shown and orders nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from bedside.protocol.casebook import LATER
from bedside.rules.nodes import Named
from bedside.values.wording import Text


@dataclass(frozen=True)
class Alert:
    """A yes/no rule asked again and again from inclusion until the window of the visit `until` closes.

    `consider` is what a physician may think of when it is met, `source` who says so (else `assumptions` do).
    `known_within` (`P1D`; empty: never) is the time from inclusion after which it is itself to be told that the rule
    cannot be decided: a test that nobody did. With `of`, a product, it is not asked once the participant is to have
    no more of it (`Product.ended_by`).
    """

    id: str
    text: Text
    consider: Text
    rule: Named
    until: str
    source: str = ""
    assumptions: tuple[str, ...] = ()
    known_within: str = ""
    of: str = field(default="", metadata=LATER)
    where: str = field(default="", compare=False)
