"""Logging in and out, as allauth does it, each with its entry in the trail.

allauth calls the methods of an adapter at the turns of its flows; the events hang on them, so that no Django signal
is needed. Nobody signs up, and no e-mail is sent: an administrator makes accounts and hands them over.

Failures are counted in the shared cache, not in a process: five for one name in five minutes, thirty for one address
in a minute. What was typed as a name is kept only when there is such a user: people type their password there.
"""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language

from bedside.conduct.people import actions
from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import rights
from bedside.conduct.people.words import WORDS
from bedside.conduct.trail.keeping import Act, Actor, note

SCREENS = "screens"
UNKNOWN = "unknown"
"""Who failed to log in under a name that nobody has."""
SINCE = "signed_in_at"
SEEN = "in_use_at"
SECOND = "second_factor_used"
SET_UP = "second_factor_set_up_at"
"""In the session: when it began (seconds), when it was last in use, that a second factor opened it, and when one was
set up in it."""
THROUGH = "through_identity_provider"
"""In the session: whom the identity provider named; that user needs no password here."""
AT_ONCE = 5 * 60
"""How long after setting one up its recovery codes are shown without asking again, in seconds."""
LOCKED = 5 * 60
"""How long a lock-out lasts, in seconds, as in ACCOUNT_RATE_LIMITS."""


_later = lazy(lambda text: text.say("fr" if get_language() == "fr" else "en"), str)
"""A text in the language of whoever reads the page."""


class AccountAdapter(DefaultAccountAdapter):
    """How this study takes part in allauth's flows."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _later(WORDS["locked"].filled(minutes=LOCKED // 60)),
        "username_password_mismatch": _later(WORDS["mismatch"]),
    }
    """What is said in other words than allauth's: with the way out, and the name of the field as it stands there."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator makes accounts."""
        return False

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for the first second factor, nor for the recovery codes that come with it: both just after log-in."""
        user = self.request.user
        if isinstance(user, User) and app == "allauth.mfa":
            just_now = time.time() - self.request.session.get(SET_UP, 0) < AT_ONCE
            if just_now or not has_second_factor(user):
                return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse when too many attempts failed; the first refusal is the lock-out."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            refused(person(credentials.get("username", "")), "password")
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Whose name and password these are; an outdated hash is renewed."""
        user = super().authenticate(request, **credentials)
        if isinstance(user, User) and _outdated(user.password):
            actions.renew_hash(by(user), user, credentials["password"])
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong name or password; also when it is asked again within a session."""
        failed(person(credentials.get("username", "")), "password")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The end of a log-in: all its stages were passed, the session gets a new key."""
        assert isinstance(user, User)
        with transaction.atomic():
            note(Act(by(user), "log in"))
            super().login(request, user)
        request.session[SINCE] = int(time.time())
        request.session[SECOND] = has_second_factor(user)

    def logout(self, request: HttpRequest) -> None:
        """The end of a session by its owner."""
        if isinstance(request.user, User):
            note(Act(by(request.user), "log out"))
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password, which only its owner knows."""
        assert isinstance(user, User)
        actions.change_password(by(user), user, password)

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:  # fmt: skip
        """No mail: the trail tells of it (`own_factors`)."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """What changed is said; that somebody came in or left is plain to see."""
        if message_template in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            return
        super().add_message(request, level, message_template, message_context, extra_tags, message)


def person(username: str) -> User | None:
    """The user of this name."""
    return User.objects.filter(username__iexact=username).first() if username else None


def by(user: User | None) -> Actor:
    """A person as an actor on their own account, which needs no role; the trail says all that they hold."""
    if user is None:
        return Actor(UNKNOWN, "", "", SCREENS)
    roles = dict.fromkeys(right.role.value for right in rights(user))
    return Actor(user.username, ", ".join(roles), user.organisation, SCREENS)


def _outdated(held: str) -> bool:
    """Whether a password's hash is of an older kind, or weaker, than would be made today."""
    hasher, today = identify_hasher(held), get_hasher()
    return hasher.algorithm != today.algorithm or bool(today.must_update(held))


def failed(user: User | None, what: str) -> None:
    """Note an attempt that failed; `what` was wrong is for the trail only, the page says the same of all."""
    note(Act(by(user), "failed log-in", detail={"at": what}))


def refused(user: User | None, what: str) -> None:
    """Note an attempt that was not even looked at: the first of them is the lock-out."""
    first = cache.add(f"locked-out:{user.pk if user else 0}:{what}".replace(" ", "-"), True, timeout=LOCKED)
    if first:
        note(Act(by(user), "lock out", detail={"at": what}))
    else:
        note(Act(by(user), "failed log-in", detail={"at": what, "locked out": True}))
