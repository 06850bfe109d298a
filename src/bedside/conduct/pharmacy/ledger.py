"""The acts upon units as pure numbers: what stands where, and whether an account was ever overdrawn.

An act that was undone counts as if it had never been, and so does its undoing; both stay where they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bedside.conduct.pharmacy.accounts import OUTSIDE, Account


@dataclass(frozen=True, order=True)
class Shelf:
    """An account of one lot at a site; of numbered units one kit's, of a participant theirs."""

    site: str
    lot: int
    account: Account
    kit: str = ""
    person: int = 0


@dataclass(frozen=True)
class Moved:
    """So many units went from one shelf to another at a moment (microseconds UTC); `undoes`: the act it takes back."""

    number: int
    at: int
    quantity: int
    origin: Shelf
    target: Shelf
    undoes: int | None = None


@dataclass(frozen=True)
class Overdrawn:
    """That a shelf would hold fewer units than none, at a moment."""

    shelf: Shelf
    at: int
    lacking: int


def standing(moves: Iterable[Moved]) -> list[Moved]:
    """The acts that count: neither undone nor an undoing."""
    held = list(moves)
    gone = {each.undoes for each in held if each.undoes is not None}
    return [each for each in held if each.undoes is None and each.number not in gone]


def balances(moves: Iterable[Moved]) -> Mapping[Shelf, int]:
    """What stands on every shelf that was ever touched."""
    found: Counter[Shelf] = Counter()
    for each in moves:
        found[each.origin] -= each.quantity
        found[each.target] += each.quantity
    return found


def overdrawn(moves: Sequence[Moved]) -> Overdrawn | None:
    """The first moment at which a shelf inside the study would hold fewer than none; None where all is well.

    Acts are taken in the order in which they happened, whenever they were written; those of one moment together.
    """
    held: Counter[Shelf] = Counter()
    for at, those in groupby(sorted(standing(moves), key=lambda each: each.at), key=lambda each: each.at):
        changed = balances(those)
        held.update(changed)
        for shelf in sorted(changed):
            if held[shelf] < 0 and shelf.account not in OUTSIDE:
                return Overdrawn(shelf, at, -held[shelf])
    return None
