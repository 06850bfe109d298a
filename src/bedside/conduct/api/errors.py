"""Every refusal in one shape: what is wrong, where, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from bedside.conduct.api import limits
from bedside.conduct.api.shapes import version_of
from bedside.conduct.casebook.actions import Conflict
from bedside.conduct.casebook.models import Entry
from bedside.conduct.frame.refusals import told as in_readers_words
from bedside.conduct.frame.words import say
from bedside.conduct.monitoring.actions_verification import ChangedMeanwhile
from bedside.conduct.people.permissions import Forbidden
from bedside.errors import BedsideError

logger = logging.getLogger("django.request")


class Unauthorised(BedsideError):
    """No token, or one that opens nothing. `because` is for the trail; the answer tells apart only one's own token."""

    def __init__(self, because: str) -> None:
        known = because if because in ("expired", "taken back", "account closed", "no token") else "unknown"
        super().__init__(say(f"api.token_{known.replace(' ', '_')}"), "Authorization", say("api.token_todo"))
        self.because = because


class TooMany(BedsideError):
    """More calls in a minute than are taken."""

    def __init__(self) -> None:
        super().__init__(say("api.too_many"), "", say("api.wait", seconds=limits.remaining()))


class Clash(Conflict):
    """Somebody else saved an item meanwhile; `yours` is what was sent of it."""

    def __init__(self, theirs: Mapping[str, Entry], yours: Mapping[str, str]) -> None:
        super().__init__(theirs)
        self.yours = yours


class NotFound(BedsideError):
    """There is no such thing in this study."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(what, where, say("api.look_at_list"))


def explain(api: NinjaAPI) -> None:
    """Give an API these answers to errors."""
    api.add_exception_handler(BedsideError, _bedside)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(SuspiciousOperation, _suspicious)
    api.add_exception_handler(Exception, _broken)


def no_such_address(request: HttpRequest, anything: str = "") -> HttpResponse:
    """An address beside all operations."""
    return _shaped(BedsideError(say("api.no_address"), "", say("api.look_at_openapi")), 404)


def _bedside(request: HttpRequest, error: BedsideError) -> HttpResponse:
    answer = _shaped(error, _status(error))
    if isinstance(error, Unauthorised):
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(limits.remaining())
    return answer


def _status(error: BedsideError) -> int:
    clash = (Conflict, ChangedMeanwhile)
    statuses = ((Unauthorised, 401), (Forbidden, 403), (NotFound, 404), (clash, 409), (TooMany, 429))
    return next((status for kind, status in statuses if isinstance(error, kind)), 422)


def _shaped(error: BedsideError, status: int) -> HttpResponse:
    said = in_readers_words(error)
    told: dict[str, object] = {"what": said.what, "where": said.where, "do": said.todo}
    if isinstance(error, Clash):
        told["theirs"] = {item: version_of(entry) for item, entry in error.theirs.items()}
        told["yours"] = {item: {"text": text} for item, text in error.yours.items()}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _shaped(NotFound(say("api.not_there")), 404)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What does not fit the document: the first of it in words, without what was sent."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"])
    return _shaped(BedsideError(first["msg"], where, say("api.look_at_openapi")), 422)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _shaped(BedsideError(str(error), "", say("api.look_at_openapi")), error.status_code)


def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return _shaped(BedsideError(say("not_understood"), "", say("api.look_at_openapi")), 400)


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """An error of ours, told to whoever runs the server."""
    logger.error("%s %s", request.method, request.path, exc_info=error)
    return _shaped(BedsideError(say("broken"), "", say("broken_todo")), 500)
