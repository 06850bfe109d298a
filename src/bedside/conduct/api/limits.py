"""How often a token may be used, and how often an address may fail: counted in the cache that all processes share.

Windows of one minute, from second 0: 120 calls a token, 30 refused log-ins an address. Of calls beyond, the first of a
window is kept in the trail, the others are only refused.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

WINDOW = 60
"""Seconds."""
MOST: Mapping[str, int] = {"token": 120, "address": 30}


def count(what: str, whose: str) -> int:
    """Count one more of this window; returns how many there are now."""
    key = _key(what, whose)
    return 1 if cache.add(key, 1, timeout=2 * WINDOW) else int(cache.incr(key))


def counted(what: str, whose: str) -> int:
    """How many there were in this window."""
    return int(cache.get(_key(what, whose), 0))


def address_of(request: HttpRequest) -> str:
    """Where a request came from, past the proxies that are trusted; all of which nobody can say count as one."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"


def remaining() -> int:
    """Seconds until the next window."""
    return WINDOW - int(time.time()) % WINDOW


def window() -> int:
    """The number of this window."""
    return int(time.time()) // WINDOW


def _key(what: str, whose: str) -> str:
    return f"api:{what}:{whose}:{window()}"
