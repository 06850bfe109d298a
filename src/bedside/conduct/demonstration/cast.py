"""Who acts in a demonstration: hospitals and people who do not exist, and how one logs in as them.

Passwords follow from a secret of the study's folder, so that they can be told again; a real study has none of this.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from bedside.conduct.people import actions
from bedside.conduct.people.actions import LETTERS
from bedside.conduct.people.models import Grant, User
from bedside.conduct.people.permissions import acting
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.people.second_factor import SecondFactorAdapter, give_demonstration_code
from bedside.conduct.trail.keeping import Actor
from bedside.errors import UsageError
from bedside.values.moment import DAY, now
from bedside.values.wording import Text

ORIGIN = "demonstration"
"""The origin of everything that is put in by this room, as the trail says it."""
SPONSOR = "Promoteur fictif"
SITES = (
    ("01", "CHU de Port-Ligaric (fictif)"),
    ("02", "Hôpital Saint-Ancelin, Valbruyère (fictif)"),
    ("03", "Centre hospitalier de Montfaucelle (fictif)"),
)
"""Codes and names: there are no such places."""
STEP_S = 30
"""For how long a six-digit code is the current one, in seconds."""


@dataclass(frozen=True)
class Part:
    """A user of the demonstration: name, role, and the sites where they have it (none: all)."""

    username: str
    role: Role
    sites: tuple[str, ...] = ()


PARTS = (
    Part("nurse", Role.NURSE, ("01",)),
    Part("investigator", Role.INVESTIGATOR, ("01",)),
    Part("nurse-02", Role.NURSE, ("02", "03")),
    Part("investigator-02", Role.INVESTIGATOR, ("02", "03")),
    Part("pharmacist", Role.PHARMACIST, ("01",)),
    Part("pharmacist-02", Role.PHARMACIST, ("01", "02", "03")),
    Part("data-manager", Role.DATA_MANAGER),
    Part("monitor", Role.MONITOR, ("01", "02", "03")),
    Part("safety-officer", Role.SAFETY),
    Part("statistician", Role.STATISTICIAN),
    Part("inspector", Role.INSPECTOR),
    Part("administrator", Role.ADMINISTRATOR),
)
"""One user a role, a second nurse and investigator at the other sites, and a second pharmacist at all."""


@dataclass
class Cast:
    """The users, once they have accounts."""

    users: list[User]
    known: dict[tuple[Action, str], Actor] = field(default_factory=dict)

    def acting(self, action: Action, site: str = "") -> Actor:
        """The first of them who may do this there, as the actor of it."""
        if (action, site) not in self.known:
            user = next(user for user in self.users if _may(user, action, site))
            self.known[action, site] = acting(user, action, site, ORIGIN)
        return self.known[action, site]


def _may(user: User, action: Action, site: str) -> bool:
    from bedside.conduct.people.permissions import may

    return may(user, action, site)


def take_parts(by: Actor) -> Cast:
    """Make the accounts, each with its roles and a second factor. Raises UsageError in a real study."""
    _unreal()
    users = []
    for part in PARTS:
        organisation = dict(SITES)[part.sites[0]] if part.sites and part.role is not Role.MONITOR else SPONSOR
        user = actions.add_user(by, part.username, organisation, password_of(part.username))
        until = int(now() + 30 * DAY) if part.role is Role.INSPECTOR else None
        for site in part.sites or ("",):
            actions.grant(by, user, part.role, site, until)
        give_demonstration_code(by, user)
        users.append(user)
    return Cast(users)


# --- logging in as them ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Login:
    """How to log in as a user, now."""

    role: Text
    where: str
    username: str
    password: str
    code: str


def logins() -> Iterator[Login]:
    """Everybody of the cast, with the six-digit code of this moment. Raises UsageError in a real study."""
    from bedside.conduct.people.roles import ROLES

    _unreal()
    for part in PARTS:
        user = User.objects.filter(username=part.username).first()
        if user is not None and Grant.objects.filter(user=user).exists():
            yield Login(
                ROLES[part.role], ", ".join(part.sites), part.username, password_of(part.username), code_of(user)
            )


def password_of(username: str) -> str:
    """The password of a demonstration's user, in groups that can be read aloud. Raises UsageError in a real study."""
    _unreal()
    key = bytes.fromhex(settings.FOLDER.secret("demonstration"))
    digest = hmac.new(key, username.encode(), "sha256").digest()
    return "-".join("".join(LETTERS[byte % len(LETTERS)] for byte in digest[i : i + 4]) for i in (0, 4, 8, 12))


def code_of(user: User) -> str:
    """The current code of their authenticator app. Raises UsageError in a real study."""
    _unreal()
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = SecondFactorAdapter().decrypt(held.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S)))


def _unreal() -> None:
    if not settings.DEMONSTRATION:
        raise UsageError("this study is real.", str(settings.FOLDER.path), "Ask its administrator for an account.")
