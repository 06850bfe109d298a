"""Setting up and removing one's own second factors: allauth's pages, each change with its entry in the trail.

The change and its event are one transaction: what is different after the page has done its work is what happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

from bedside.conduct.people.actions import changed
from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import SECOND, SET_UP, by
from bedside.conduct.trail.keeping import in_turn

CODES = Authenticator.Type.RECOVERY_CODES
KINDS = {
    Authenticator.Type.TOTP: "authenticator app", Authenticator.Type.WEBAUTHN: "passkey", CODES: "recovery codes",
}  # fmt: skip
"""What the trail calls each kind."""

View = Callable[..., HttpResponse]
Factors = Mapping[int, tuple[str, Any]]


def kept(view: View) -> View:
    """Make a page of allauth's leave an event for what it changes of its reader's second factors."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not isinstance(request.user, User):
            return view(request, *args, **kwargs)
        return _done(request, request.user, lambda: view(request, *args, **kwargs))

    return shown


@in_turn
def _done(request: HttpRequest, user: User, work: Callable[[], HttpResponse]) -> HttpResponse:
    before = _factors(user)
    answer = work()
    for action, kind in _changes(before, _factors(user)):
        changed(by(user), action, user, kind=KINDS[Authenticator.Type(kind)])
        if action == "add second factor":  # set up in this session: used in it
            request.session[SECOND], request.session[SET_UP] = True, time.time()
    return answer


def _factors(user: User) -> Factors:
    held = Authenticator.objects.filter(user=user).order_by("pk")
    return {key: (kind, data) for key, kind, data in held.values_list("pk", "type", "data")}


def _changes(before: Factors, after: Factors) -> Iterator[tuple[str, str]]:
    """Each change: what was done, to which kind. Recovery codes come and go with the first and the last factor."""
    for key in sorted(before.keys() | after.keys()):
        kind = (after.get(key) or before[key])[0]
        if kind == CODES:
            continue
        if key not in before:
            yield "add second factor", kind
        elif key not in after:
            yield "remove second factor", kind
        elif before[key] != after[key]:
            yield "rename second factor", kind
    if {key for key in before if before[key][0] != CODES} == {key for key in after if after[key][0] != CODES}:
        yield from (("make recovery codes", CODES) for key in after if key not in before)
