"""The second factor: an authenticator app or a passkey, with recovery codes for the day when neither is at hand.

Its secrets are encrypted under a key that is not in the database, so that a copied database opens nothing.
"""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError

from bedside.conduct.frame.words import say
from bedside.conduct.people.actions import changed
from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import by, failed, refused
from bedside.conduct.trail.keeping import Actor, in_turn
from bedside.errors import UsageError

REMEMBERED = 120
"""Seconds for which a code that was used is not taken again: longer than it could be right (three steps of 30 s)."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """How this study takes part in allauth's second factor."""

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return say("people.passkey_number", number=number)

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class _Noted(forms.Form):
    """A form that leaves an event when what it was given is wrong, and when it uses up a recovery code."""

    user: User
    asked: str
    authenticator: Authenticator

    def _noted(self, clean: Any) -> Any:
        tried = in_turn(self._tried) if self._may_use_up else self._tried
        found, wrong = tried(clean)
        if wrong is not None:
            raise wrong
        return found

    @property
    def _may_use_up(self) -> bool:
        """Whether this may be a recovery code, which is used up together with its event.

        Everything else is tried out of turn: the count of attempts has a lock of its own, and whoever holds that one
        waits for a turn to give it back.
        """
        return len(str(self.cleaned_data.get("code", "")).strip()) > app_settings.TOTP_DIGITS

    def _tried(self, clean: Any) -> tuple[Any, ValidationError | None]:
        """What was given, or what is wrong with it: returned, so that the count of attempts is not undone."""
        try:
            found = clean()
        except ValidationError as error:
            (refused if error.code == "too_many_login_attempts" else failed)(self.user, self.asked)
            return None, error
        if getattr(self, "authenticator", None) and self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            changed(by(self.user), "use recovery code", self.user)
        return found, None


class CodeForm(_Noted, AuthenticateForm):
    """A code at log-in; each is taken once."""

    asked = "second factor"

    def clean_code(self) -> str:
        return str(self._noted(self._once))

    def _once(self) -> str:
        code = super().clean_code()
        if not cache.add(f"code:{self.user.pk}:{code}", True, timeout=REMEMBERED):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        return str(code)


class CodeAgainForm(_Noted, ReauthenticateForm):
    """A code within a session, before something delicate."""

    asked = "second factor"

    def clean_code(self) -> str:
        return str(self._noted(super().clean_code))


class PasskeyForm(_Noted, AuthenticateWebAuthnForm):
    """A passkey at log-in."""

    asked = "passkey"

    def clean_credential(self) -> Authenticator:
        return self._noted(super().clean_credential)


class PasskeyAgainForm(_Noted, ReauthenticateWebAuthnForm):
    """A passkey within a session."""

    asked = "passkey"

    def clean_credential(self) -> Authenticator:
        return self._noted(super().clean_credential)


@in_turn
def give_demonstration_code(actor: Actor, user: User) -> str:
    """Set up an authenticator app for somebody who does not exist; returns its secret (base 32).

    Raises UsageError in a study that is real: there, people set up their own.
    """
    if not settings.DEMONSTRATION:
        raise UsageError("this study is real.", f"user {user.username}", "Let its owner set up the second factor.")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    changed(actor, "add second factor", user, kind="authenticator app")
    return secret


def _cipher() -> Fernet:
    key = bytes.fromhex(settings.FOLDER.secret("second-factor"))
    return Fernet(base64.urlsafe_b64encode(key))
