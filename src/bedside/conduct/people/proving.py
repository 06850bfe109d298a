"""Proving once more, within a session, who one is: the password and a second factor, as before a signature.

21 CFR 11.200 asks for two components at a signature. Each wrong one is counted and kept as at log-in.
"""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from bedside.conduct.people.models import User
from bedside.conduct.people.second_factor import CodeAgainForm

FRESH = 5 * 60
"""How long a passkey that was asked again counts, in seconds."""


def wrong(request: HttpRequest, user: User) -> dict[str, str]:
    """What is wrong with the `password` and `code` that were sent, by field; empty where both are right.

    Somebody whom the identity provider lets in has no password here; a passkey used in the last minutes stands for the
    code. The code is looked at only once the password is right.
    """
    found: dict[str, str] = {}
    if user.has_usable_password():
        form = ReauthenticateForm({"password": request.POST.get("password", "")}, user=user)
        if not form.is_valid():
            return {"password": " ".join(form.errors["password"])}
    if not passkey_used(request, user):
        code = CodeAgainForm({"code": request.POST.get("code", "")}, user=user)
        if not code.is_valid():
            found["code"] = " ".join(code.errors["code"])
    return found


def asked(request: HttpRequest, user: User) -> dict[str, object]:
    """What `people/proving.html` shows: which proofs are asked, and where a passkey leads back to."""
    return {
        "asks_password": user.has_usable_password(), "used": passkey_used(request, user),
        "passkey": has_passkey(user), "here_again": request.get_full_path(),
    }  # fmt: skip


def passkey_used(request: HttpRequest, user: User) -> bool:
    """Whether a passkey was asked again in this session a moment ago."""
    records = (each for each in get_authentication_records(request, user) if each.get("reauthenticated"))
    return any(each.get("type") == Authenticator.Type.WEBAUTHN and time.time() - each["at"] < FRESH for each in records)


def has_passkey(user: User) -> bool:
    """Whether they have a passkey."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
