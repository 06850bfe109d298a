"""Who was there: the list of a ward as of one moment, as if nothing later had happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    _refuse_nobody(connection, at)
    connection.execute("DELETE FROM stays WHERE NOT coalesce(" + OPEN + ", false)", {"at": at})
    connection.execute("UPDATE stays SET discharged_us = $at, died_us = NULL", {"at": at})
    yield
    connection.execute("UPDATE stays SET discharged_us = NULL")


OPEN = "(admitted_us <= $at AND coalesce(least(discharged_us, died_us), $at + 1) > $at)"


def _refuse_nobody(connection: Any, at: Moment) -> None:
    ((there, first, last),) = connection.execute(
        f"SELECT count(*) FILTER ({OPEN}), min(admitted_us), max(greatest(admitted_us, discharged_us)) FROM stays",
        {"at": at},
    ).fetchall()
    if not there:
        span = f" Stays run from {show(Moment(first))} to {show(Moment(last))} UTC." if first is not None else ""
        raise UsageError(f"no stay was open at {show(at)} UTC.", "--at", f"Take another time.{span}")
