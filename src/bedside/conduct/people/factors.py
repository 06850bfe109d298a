"""Whether somebody has a second factor, and which kinds count."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from bedside.conduct.people.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts: recovery codes alone do not."""


def has_second_factor(user: User) -> bool:
    """Whether the account has one that counts."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()
