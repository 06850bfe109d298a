"""Pages that were made outside the application and stand in a frame of it, under a policy of their own."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import HttpResponse

from bedside.conduct.frame.policy import POLICY


def framing(response: HttpResponse) -> HttpResponse:
    """A page of ours that has such a frame."""
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


def framed(text: str) -> HttpResponse:
    """What stands in the frame: one HTML file that needs nothing else. A refusal in its place is framed by nobody."""
    response = HttpResponse(text)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = policy_of(text)
    return response


def policy_of(report: str) -> str:
    """The strictest policy under which a report works: its own style and script by their hashes, in a sandbox.

    A sandboxed document has no origin: its script reads no cookie and sends nothing. Nothing is loaded from anywhere;
    only our own pages may frame it.
    """
    styles = [*re.findall(r"<style>(.*?)</style>", report, re.DOTALL)]
    inline = sorted(set(re.findall(r'<[^>]* style="([^"]*)"', report)))
    scripts = re.findall(r"<script>(.*?)</script>", report, re.DOTALL)
    style = [*map(_hash, styles), *(["'unsafe-hashes'", *map(_hash, inline)] if inline else [])]
    return "; ".join(
        (
            "default-src 'none'", _only("style-src", style), _only("script-src", [*map(_hash, scripts)]),
            "img-src data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox allow-scripts",
        )
    )  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _only(directive: str, allowed: list[str]) -> str:
    return " ".join([directive, *(allowed or ["'none'"])])
