"""What goes with every page: everything from here, nothing inline, nobody frames us, nothing stays in a browser that
others use after us; and how much anybody may send."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from bedside.conduct.frame.words import say

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip


API = "/api/"
"""Where programs ask, who are answered as programs."""
LARGEST = 5_000_000
"""Of a request, in bytes: a file that is sent is written to disk before anybody asks who sent it."""


def policy(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware that sends the policy with every page, and refuses what is too large before it is read."""

    def with_policy(request: HttpRequest) -> HttpResponse:
        sent = request.META.get("CONTENT_LENGTH", "")
        large = sent.isdecimal() and int(sent) > LARGEST
        response = _too_large(request) if large else respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return with_policy


def _too_large(request: HttpRequest) -> HttpResponse:
    """A refusal in the reader's language, as a page or, to a program, as one: nobody has looked at the log-in yet."""
    with override(get_language_from_request(request)):
        what, do = say("too_large"), say("too_large_todo", most=LARGEST // 1_000_000)
        if request.path.startswith(API):
            return JsonResponse({"what": what, "where": "", "do": do}, status=413)
        return HttpResponse(render_to_string("frame/alone.html", {"said": [what, do]}), status=413)
