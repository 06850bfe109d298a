"""Corrections: an act taken back by its counter act, a quantity written anew, a count and what it found."""

from __future__ import annotations

from bedside.conduct.pharmacy.accounts import HELD, Account, Kind
from bedside.conduct.pharmacy.models import Counted, Lot, Movement
from bedside.conduct.pharmacy.moving import (
    MOST,
    WHERE,
    Deed,
    Units,
    act_on,
    check_time,
    described,
    keep_moves,
    move,
    needs,
)
from bedside.conduct.pharmacy.reading import left_of, supply_of
from bedside.conduct.trail.keeping import Actor, in_turn, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment

LASTING = frozenset({Kind.UNDO, Kind.MISS, Kind.FIND})
"""Acts that are not taken back: what a counter act or a count says is set right by another act or count."""
COPIED = (
    "kind", "origin", "target", "site", "lot", "person", "at_us", "version", "reference", "temperature",
    "first_day", "last_day", "to_site", "told",
)  # fmt: skip


@in_turn
def undo(by: Actor, row: Movement, reason: str) -> Movement:
    """Take an act back: its units go the way back, as of the same moment. Raises UsageError without a reason, for what
    was taken back already or cannot be, and where later acts stand on it.
    """
    (kept,) = keep_moves(by, [_undoing(row, reason)], reason)
    return kept


@in_turn
def correct(by: Actor, row: Movement, quantity: int, reason: str) -> Movement:
    """Take an act back and write it again with another quantity, as one act. Raises UsageError as `undo` does, for a
    kit, which is one, and for an act that answers another.
    """
    if row.kit or row.answers or row.authorised or not 1 <= quantity <= MOST or quantity == row.quantity:
        raise UsageError("this is no other number of units.", WHERE, "Take it back instead, or write another number.")
    again = Movement(quantity=quantity, **{name: getattr(row, name) for name in COPIED})
    _, kept = keep_moves(by, [_undoing(row, reason), again], reason)
    return kept


def _undoing(row: Movement, reason: str) -> Movement:
    needs(reason, "Say why it was wrong.")
    answered = row.kind == Kind.SEND and left_of(row) != row.quantity
    if row.kind in LASTING or answered or Movement.objects.filter(undoes=row).exists():
        todo = "Look at the list; a count is set right by another count."
        raise UsageError("this act is not taken back.", WHERE, todo)
    return Movement(
        kind=Kind.UNDO.value, origin=row.target, target=row.origin, site=row.site, lot=row.lot, kit=row.kit,
        quantity=row.quantity, person=row.person, at_us=row.at_us, version=row.version, undoes=row, told="",
    )  # fmt: skip


@in_turn
def count(by: Actor, site: str, lot: Lot, account: Account, counted: int, at: Moment, told: str = "") -> Counted:
    """Note what was counted on a shelf; a difference is explained, and the stock follows the count.

    Raises UsageError for what the pharmacy does not hold, a difference without explanation, and a difference of kits:
    each kit that lacks is said to be lost by its number.
    """
    check_time(at)
    if account not in HELD or not 0 <= counted <= MOST:
        raise UsageError("this cannot be counted.", WHERE, "Choose a shelf of the pharmacy, and a number of units.")
    expected = supply_of(site).of(lot).held[account]
    if counted != expected:
        needs(told, "Explain the difference.")
        if described(site, lot.product).numbered:
            raise UsageError("kits are missing or too many.", WHERE, "Say of each, by its number, what became of it.")
        _adjust(by, site, lot, account, counted - expected, at, told)
    numbers = {"counted": counted, "expected": expected, "at_us": int(at)}
    return keep(act_on(by, "count drug", site, lot), Counted(lot=lot, site=site, account=account, told=told, **numbers))


def _adjust(by: Actor, site: str, lot: Lot, account: Account, more: int, at: Moment, told: str) -> None:
    apart = Account.UNEXPLAINED
    way = (Kind.FIND, site, at, apart, account) if more > 0 else (Kind.MISS, site, at, account, apart)
    move(by, Deed(*way, told), Units(lot, abs(more)))
