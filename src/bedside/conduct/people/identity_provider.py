"""Logging in through the hospital's identity provider (OpenID Connect), for users that there are already.

The provider says who somebody is; it makes nobody a user, and the second factor is asked all the same.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from bedside.conduct.frame.words import say
from bedside.conduct.people.signing_in import THROUGH, by, failed, person
from bedside.conduct.trail.keeping import Act, note


class IdentityAdapter(DefaultSocialAccountAdapter):
    """How this study takes part in allauth's log-in through others."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an administrator makes accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the user that the provider's claim names; nobody else comes in."""
        told = sociallogin.account.extra_data
        claims = {**told.get("id_token", {}), **told.get("userinfo", {})}
        user = person(str(claims.get(settings.OIDC.claim, "")))
        if user is None or (sociallogin.is_existing and sociallogin.user.pk != user.pk):
            failed(user, "identity provider")
            messages.error(request, say("people.not_known"))
            raise ImmediateHttpResponse(redirect("account_login"))
        if not sociallogin.is_existing:
            with transaction.atomic():
                sociallogin.connect(request, user)
                note(Act(by(user), "link identity", place=f"user {user.username}"))
        request.session[THROUGH] = user.pk
