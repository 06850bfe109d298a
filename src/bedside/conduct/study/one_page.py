"""What a page that only reads has read already, it does not read again: no request of another method remembers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from bedside.conduct.study.protocol import read_once

T = TypeVar("T")
Respond = Callable[[HttpRequest], HttpResponse]
_read: ContextVar[dict[Hashable, object] | None] = ContextVar("read", default=None)


def reading_once(respond: Respond) -> Respond:
    """A middleware: until a GET is answered, what was read for it (and versions and approvals) is remembered."""

    def once(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return respond(request)
        token = _read.set({})
        try:
            with read_once():
                return respond(request)
        finally:
            _read.reset(token)

    return once


def remembered(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; on a page that only reads, what it gave before under this key."""
    held = _read.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    found: T = held[key]  # type: ignore[assignment]  # what was kept under a key is what its reader gives
    return found
