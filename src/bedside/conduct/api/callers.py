"""Who calls: the holder of a token, as far as the token and its user's roles reach; and every call in the trail.

The API takes a bearer token and nothing else: a session's cookie opens nothing here, so no page of another site can
act through a browser.
"""

from __future__ import annotations

import hmac
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.security.http import HttpAuthBase
from ninja.utils import contribute_operation_callback

from bedside.conduct.api import limits
from bedside.conduct.api.errors import TooMany, Unauthorised
from bedside.conduct.api.models import Token, TokenEnded
from bedside.conduct.frame.words import language, say
from bedside.conduct.people.models import Site, User
from bedside.conduct.people.permissions import Forbidden, Right, rights
from bedside.conduct.people.roles import ACTIONS, TABLE, Action
from bedside.conduct.people.signing_in import UNKNOWN
from bedside.conduct.trail import chain
from bedside.conduct.trail.keeping import Act, Actor, note
from bedside.errors import UsageError
from bedside.values.moment import now

ORIGIN = "api"
"""The origin of acts done here, as the trail says it."""
TOKEN = re.compile(r"bedside_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
Reach = list[str] | None
"""Sites; None: all, and what is of no site."""


@dataclass
class Caller:
    """A token that was recognised, and what it is used for."""

    token: Token
    user: User
    asked: Action | None = None

    @cached_property
    def scope(self) -> frozenset[Action]:
        """What the token is for."""
        return frozenset(Action[name] for name in self.token.scope.split())

    @cached_property
    def held(self) -> list[Right]:
        """The roles of its user that are in force now."""
        return rights(self.user)

    @property
    def sites(self) -> list[str]:
        """The sites that it is for; empty: all those of its user."""
        return list(self.token.sites.split())

    def asks(self, action: Action) -> None:
        """Begin an operation. Raises Forbidden unless the token is for it, and its user may do it anywhere."""
        self.asked = action
        if action not in self.scope:
            what = say("api.not_in_scope", action=ACTIONS[action].say(language()))
            raise Forbidden(what, "token", say("api.other_token"))
        if not any(action in TABLE[right.role] for right in self.held):
            raise self._refused("")

    def allows(self, site: str) -> bool:
        """Whether what is asked may be done at a site (empty: at none in particular)."""
        within = not site or not self.sites or site in self.sites
        return within and any(right.allows(self._asked, site) for right in self.held)

    def at(self, call: Call, site: str = "", participant: str = "") -> Actor:
        """Who acts, in the role that allows what is asked there. Raises Forbidden."""
        call.site, call.participant = site, participant
        for right in self.held if self.allows(site) else ():
            if right.allows(self._asked, site):
                call.role = right.role.value
                return Actor(self.user.username, right.role.value, self.user.organisation, ORIGIN)
        raise self._refused(site)

    def reach(self, call: Call) -> tuple[Actor, Reach]:
        """Who acts, and at which sites they may do what is asked. Raises Forbidden where there are none."""
        if not self.sites and self.allows(""):
            return self.at(call), None
        known = list(Site.objects.values_list("code", flat=True))
        own = [site for site in known if self.allows(site)]
        if not own:
            raise self._refused("")
        by = self.at(call, own[0])
        call.site = own[0] if len(own) == 1 else ""
        return by, own

    @property
    def _asked(self) -> Action:
        assert self.asked is not None, "an operation names its action with @asks"
        return self.asked

    def _refused(self, site: str) -> Forbidden:
        where = say("api.at_site", site=site) if site else say("api.at_study")
        what = say("api.may_not", name=self.user.username, action=ACTIONS[self._asked].say(language()), where=where)
        return Forbidden(what, where, say("api.ask_administrator"))


@dataclass
class Call:
    """One call, as the trail tells of it."""

    what: str
    user: User | None = None
    token: str = ""
    role: str = ""
    site: str = ""
    participant: str = ""
    kept: bool = True
    detail: dict[str, Any] = field(default_factory=dict)

    def note(self, status: int) -> None:
        """Keep it, whatever came of it."""
        user, told = self.user, {"status": status, **self.detail}
        if self.token:
            told["token"] = self.token
        by = Actor(user.username if user else UNKNOWN, self.role, user.organisation if user else "", ORIGIN)
        action = "use token" if status < 400 else "refuse token"
        note(Act(by, action, self.site, self.participant, self.what, detail=told))


class Bearer(HttpAuthBase):
    """The one way in."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Caller:
        """Who calls. Raises Unauthorised, TooMany."""
        address = limits.address_of(request)
        if limits.counted("address", address) > limits.MOST["address"]:
            _call(request).kept = False
            raise TooMany()
        try:
            return self._known(request)
        except Unauthorised as error:
            _call(request).detail["because"] = error.because
            if limits.count("address", address) > limits.MOST["address"]:
                raise TooMany() from error
            raise

    def _known(self, request: HttpRequest) -> Caller:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorised("no token")
        match, call = TOKEN.fullmatch(text.strip()), _call(request)
        token = Token.objects.select_related("user").filter(public=match[1]).first() if match else None
        if match is None or token is None:
            raise Unauthorised("unknown")
        call.token = token.public
        if not hmac.compare_digest(chain.digest_of_text(token.secret_salt, match[2]), token.secret_digest):
            raise Unauthorised("unknown")
        call.user = token.user
        if token.until_us <= now():
            raise Unauthorised("expired")
        if TokenEnded.objects.filter(token=token).exists():
            raise Unauthorised("taken back")
        if not token.user.is_active:
            raise Unauthorised("account closed")
        used = limits.count("token", token.public)
        if used > limits.MOST["token"]:
            call.kept = used == limits.MOST["token"] + 1
            raise TooMany()
        return Caller(token, token.user)


def asks(action: Action) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function an operation of an action of the table of roles, which the OpenAPI document names too.

    A parameter that there is not is refused: one that was misspelt would else leave out a filter in silence.
    """
    known: set[str] = set()

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def asked(request: HttpRequest, *args: Any, **given: Any) -> Any:
            request.auth.asks(action)  # type: ignore[attr-defined]
            if strange := sorted(set(request.GET) - known):
                raise UsageError(say("api.no_parameter", name=strange[0][:60]), "query", say("api.look_at_openapi"))
            return operation(request, *args, **given)

        asked.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]  # of its module
        asked.action = action  # type: ignore[attr-defined]
        contribute_operation_callback(asked, lambda made: known.update(_tell(made, action)))
        return asked

    return decorate


def _tell(made: Any, action: Action) -> Iterator[str]:
    """Name the action in the document; gives the names of what an address may ask."""
    made.openapi_extra = {"x-action": action.value, **(made.openapi_extra or {})}
    for model in made.models:
        if model.__ninja_param_source__ == "query":
            yield from model.__ninja_flatten_map__


def at(request: HttpRequest, site: str = "", participant: str = "") -> Actor:
    """Who acts on a site or a participant, in which role. Raises Forbidden."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller.at(_call(request), site, participant)


def reach(request: HttpRequest) -> tuple[Actor, Reach]:
    """Who acts, and at which sites. Raises Forbidden."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller.reach(_call(request))


def told(request: HttpRequest, **detail: Any) -> None:
    """Add to what the trail tells of a call."""
    _call(request).detail.update(detail)


def traced(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One entry of the trail a call, whatever came of it; nothing of an answer stays in between."""

    @wraps(run)
    def noted(request: HttpRequest, **given: Any) -> HttpResponse:
        assert request.resolver_match is not None
        route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", request.resolver_match.route)
        request.call = Call(f"{request.method} /{route}")  # type: ignore[attr-defined]
        response = run(request, **given)
        response.headers["Cache-Control"] = "no-store"
        if _call(request).kept:
            _call(request).note(response.status_code)
        return response

    return noted


def _call(request: HttpRequest) -> Call:
    return request.call  # type: ignore[attr-defined,no-any-return]
