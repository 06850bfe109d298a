"""Who was there: the list of a ward as of one moment, as if nothing later had happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bedside.errors import UsageError
from bedside.values.moment import Moment, show


@contextmanager
def open_at(connection: Any, at: Moment | None) -> Iterator[None]:
    """Keep the stays that were open at a moment; inside, they end then, so that no later hour is asked about.

    Afterwards they have no end yet, as it was at that moment. Without a moment, all stays are left as they are.
    Raises UsageError when no stay was open then.
    """
    if at is None:
        yield
        return
    refuse_nobody(there_at(connection, at), at)
    connection.execute("DELETE FROM stays WHERE NOT coalesce(" + OPEN + ", false)", {"at": at})
    connection.execute("UPDATE stays SET discharged_us = $at, died_us = NULL", {"at": at})
    yield
    connection.execute("UPDATE stays SET discharged_us = NULL")


OPEN = "(admitted_us <= $at AND coalesce(least(discharged_us, died_us), $at + 1) > $at)"


@dataclass(frozen=True)
class There:
    """How many stays were open at a moment (without one: how many there are), and from when to when stays run."""

    stays: int
    first_us: int | None
    last_us: int | None


def there_at(connection: Any, at: Moment | None) -> There:
    """Who was there, of the table `stays`."""
    ((stays, first, last),) = connection.execute(
        f"SELECT count(*) FILTER ($at IS NULL OR {OPEN}), min(admitted_us), max(greatest(admitted_us, discharged_us))"
        " FROM stays",
        {"at": at},
    ).fetchall()
    return There(stays, first, last)


def refuse_nobody(there: There, at: Moment) -> None:
    """Raise UsageError when no stay was open at a moment."""
    if not there.stays:
        span = ""
        if there.first_us is not None and there.last_us is not None:
            span = f" Stays run from {show(Moment(there.first_us))} to {show(Moment(there.last_us))} UTC."
        raise UsageError(f"no stay was open at {show(at)} UTC.", "--at", f"Take another time.{span}")
