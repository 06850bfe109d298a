"""How a page is made: who may open it, what they see around it, and what becomes of an error.

A view is a function of the request whose decorator names the action of the table of roles. A refusal is a page that
says what, where and what to do, with the status of its kind; it is never a traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedside.conduct.frame.reads import note_read
from bedside.conduct.frame.refusals import told
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import Forbidden, acting, hold_rights, rights, sites
from bedside.conduct.people.roles import Action
from bedside.conduct.people.way_back import sent_from, to_log_in
from bedside.conduct.trail.keeping import Actor
from bedside.errors import BedsideError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SCREENS = "screens"
"""The origin of acts done here, as the trail says it."""
_LISTS = frozenset({Action.SEE_WARD, Action.SEE_PARTICIPANTS, Action.SEE_IDENTITY_FREE_DATA, Action.SEE_SAMPLES})
_OWN_EVENT = frozenset({Action.SEE_TRAIL, Action.EXPORT_TRAIL})


def page(action: Action) -> Callable[[View[P]], View[P]]:
    """Make a view a page of the study: log-in first, then the action at the `site` of its address (if it has one).

    A view whose address names no site, but a person or a sheet, asks `allowed` itself once it knows the site. A page
    of one participant (`code` in its address), or of a site's patients, that was shown is in the trail (`reads`).
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_log_in(request)
            if request.method == "GET":
                hold_rights(reader(request))
            try:
                site = kwargs.get("site")
                if isinstance(site, str):
                    allowed(request, action, site)
                elif not any(action in _actions(right.role) for right in rights(reader(request))):
                    allowed(request, action)
                answer = view(request, *args, **kwargs)
                _note_read(request, action, kwargs.get("code"), answer)
                return answer
            except BedsideError as error:
                return refusal(request, error)

        shown.action = action  # type: ignore[attr-defined]
        return shown

    return decorate


def allowed(request: HttpRequest, action: Action, site: str = "") -> Actor:
    """Who acts, in the role that allows it there. Raises Forbidden."""
    by = acting(reader(request), action, site, SCREENS)
    request.acts = by, site  # type: ignore[attr-defined]  # for the trail, once the page is made
    return by


def _note_read(request: HttpRequest, action: Action, code: object, answer: HttpResponse) -> None:
    """A page of one participant, or of a site's patients, that was shown; the trail's own pages say what was read."""
    acts = getattr(request, "acts", None)
    if request.method != "GET" or answer.status_code != 200 or action in _OWN_EVENT or acts is None:
        return
    if isinstance(code, str):
        note_read(*acts, code)
    elif action in _LISTS and acts[1]:
        note_read(*acts)


def refusal(request: HttpRequest, error: BedsideError, status: int | None = None) -> HttpResponse:
    """The page of an error that a person can do something about, with the way back to the form that it refuses."""
    if isinstance(user := getattr(request, "user", None), User):  # nothing is done any more that could change them
        hold_rights(user)
    code = status or (403 if isinstance(error, Forbidden) else 422)
    context = {"error": told(error), "sent": request.method == "POST", "sent_from": sent_from(request)}
    return render(request, "frame/refusal.html", context, status=code)


def around(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the sites and actions of the reader, and whether anybody here is real."""
    from django.conf import settings

    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {
            "demonstration": settings.DEMONSTRATION, "identity_provider": settings.OIDC.name if settings.OIDC else "",
        }  # fmt: skip
    known = list(Site.objects.values_list("code", flat=True))
    return {
        "demonstration": settings.DEMONSTRATION,
        "my_sites": sites(user, Action.SEE_PARTICIPANTS, known),
        "my_actions": {action.name for right in rights(user) for action in _actions(right.role)},
    }


def _actions(role: Any) -> Any:
    from bedside.conduct.people.roles import TABLE

    return TABLE[role]


def reader(request: HttpRequest) -> User:
    """Who asks for a page: somebody who has logged in."""
    assert isinstance(request.user, User)
    return request.user
