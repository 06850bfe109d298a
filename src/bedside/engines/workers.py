"""Several processes at work, or this one alone."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import Any, TypeAlias

Do: TypeAlias = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


@contextmanager
def workers(number: int) -> Iterator[Do]:
    """A way to have one thing done for each of many; what is done first comes first. What still waits is dropped."""
    if number == 1:
        yield map
        return
    pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _leave_interrupts)
    try:
        yield lambda do, things: _as_done(pool, do, things)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _as_done(pool: ProcessPoolExecutor, do: Callable[[Any], Any], things: Sequence[Any]) -> Iterator[Any]:
    for each in as_completed([pool.submit(do, thing) for thing in things]):
        yield each.result()


def _leave_interrupts() -> None:
    """A worker leaves Ctrl-C to the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
