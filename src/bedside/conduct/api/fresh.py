"""Whether the person at the screen has just shown their second factor: asked before they hand out a token."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

WITHIN = 5 * 60
"""Seconds."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether a code or passkey was shown in this session within five minutes; a password does not count."""
    records = get_authentication_records(request, request.user)
    return any(each.get("method") == "mfa" and time.time() - each["at"] < WITHIN for each in records)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Ask for it, and come back here afterwards."""
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    way = reverse("mfa_reauthenticate" if codes else "mfa_reauthenticate_webauthn")
    return redirect(f"{way}?{urlencode({'next': request.path})}")
