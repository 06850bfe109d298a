"""The ledger as pure numbers: conservation, no overdraft at any moment, an undone act as if it had never been."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.pharmacy.accounts import ACCOUNTS, HELD, KINDS, OUTSIDE, WAYS, Account, Kind
from bedside.conduct.pharmacy.expiry import days_left, last_good_day, read_expiry
from bedside.conduct.pharmacy.ledger import Moved, Shelf, balances, overdrawn, standing
from bedside.errors import UsageError

SHELVES = st.builds(Shelf, st.sampled_from(["01", "02"]), st.just(1), st.sampled_from(Account))


@st.composite
def ledgers(draw: Any) -> list[Moved]:
    """Acts of any kind at any time, some of them taken back once."""
    acts = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), SHELVES, SHELVES), max_size=12))
    moves = [Moved(i + 1, *each) for i, each in enumerate(acts)]
    gone = draw(st.sets(st.sampled_from([each.number for each in moves]))) if moves else set()
    back = [each for each in moves if each.number in gone]
    return moves + [
        Moved(100 + each.number, each.at, each.quantity, each.target, each.origin, each.number) for each in back
    ]


@given(ledgers())
def test_nothing_appears_and_nothing_is_lost(moves: list[Moved]) -> None:
    assert sum(balances(moves).values()) == 0


@pytest.mark.proves("pharmacy corrected-by-counter-act")
@given(ledgers())
def test_an_act_taken_back_is_as_if_it_had_never_been(moves: list[Moved]) -> None:
    gone = {each.undoes for each in moves if each.undoes}
    never = [each for each in moves if each.undoes is None and each.number not in gone]
    assert standing(moves) == never
    with_both = {shelf: count for shelf, count in balances(moves).items() if count}
    assert with_both == {shelf: count for shelf, count in balances(never).items() if count}
    assert overdrawn(moves) == overdrawn(never)


@pytest.mark.proves("pharmacy never-negative")
@given(ledgers())
def test_overdrawn_is_what_a_clerk_with_a_card_would_find(moves: list[Moved]) -> None:
    """Day by day, every shelf of the study counted after the last act of the moment."""
    counting = standing(moves)
    found = [
        (at, shelf, count)
        for at in sorted({each.at for each in counting})
        for shelf, count in balances([each for each in counting if each.at <= at]).items()
        if count < 0 and shelf.account not in OUTSIDE
    ]
    told = overdrawn(moves)
    assert (told is None) == (not found)
    if told is not None:
        assert (told.at, told.shelf, -told.lacking) in found and told.at == found[0][0]


def test_the_table_of_ways_is_whole() -> None:
    assert set(ACCOUNTS) == set(Account) and set(KINDS) == set(Kind) and set(WAYS) == set(Kind) - {Kind.UNDO}
    into = {target for ways in WAYS.values() for _, target in ways}
    assert into == set(Account)
    assert {origin for origin, target in WAYS[Kind.DESTROY]} == set(HELD)
    assert WAYS[Kind.DISPENSE] == {(Account.STOCK, Account.PARTICIPANT)}, "nothing returned is dispensed again"
    assert not any(origin in (Account.DESTROYED, Account.LOST) for ways in WAYS.values() for origin, _ in ways)


@pytest.mark.proves("pharmacy expiry")
@pytest.mark.parametrize(
    ("printed", "last"),
    [
        ("2027-03", "2027-03-31"), ("2028-02", "2028-02-29"), ("2027-02", "2027-02-28"), ("2027-12", "2027-12-31"),
        ("2027-03-15", "2027-03-15"),
    ],
)  # fmt: skip
def test_a_month_is_good_until_its_last_day(printed: str, last: str) -> None:
    assert last_good_day(printed).isoformat() == last and read_expiry(printed) == printed
    assert days_left(printed, last_good_day(printed)) == 0


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)))
def test_the_last_good_day_is_in_the_month_and_the_next_is_not(day: datetime.date) -> None:
    last = last_good_day(f"{day:%Y-%m}")
    assert last >= day and last.month == day.month
    assert (last + datetime.timedelta(days=1)).month != day.month


@pytest.mark.parametrize("text", ["", "03/2027", "2027", "2027-13", "2027-00", "2027-02-30", "2027-3", "soon"])
def test_what_is_no_date_of_expiry(text: str) -> None:
    with pytest.raises(UsageError, match="Write it as printed"):
        read_expiry(text)
