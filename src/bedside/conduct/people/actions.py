"""Everything that changes who may do what; each one transaction, with its entry in the trail."""

from __future__ import annotations

import secrets

from bedside.conduct.people.models import AccountState, Ended, Grant, Site, User
from bedside.conduct.people.roles import Role
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note, watch
from bedside.errors import UsageError
from bedside.values.moment import now

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of a password that is read from a screen or a sheet of paper: nothing that looks like something else."""


@in_turn
def open_site(by: Actor, code: str, name: str, target: int | None = None) -> Site:
    """Open a site. Raises UsageError when the code is taken."""
    if Site.objects.filter(code=code).exists():
        raise UsageError(f"there is a site {code} already.", "site", "Choose another code.")
    return keep(Act(by, "open site", site=code), Site(code=code, name=name, target=target))


@in_turn
def add_user(
    by: Actor, username: str, organisation: str, password: str | None, provisional: bool = False, **more: str
) -> User:
    """Make an account; it may do nothing until a role is granted. Raises UsageError when the name is taken."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsageError(f"there is a user {username} already.", "user", "Choose another name.")
    user = User(username=username, organisation=organisation, provisional=provisional, **more)
    user.set_password(password)
    user.save(force_insert=True)
    changed(by, "add user", user, organisation=organisation, **more)
    return user


@in_turn
def invite(by: Actor, username: str, organisation: str, **more: str) -> tuple[User, str]:
    """Make an account with a password to hand over, which its owner must change before anything else."""
    password = one_time_password()
    return add_user(by, username, organisation, password, provisional=True, **more), password


@in_turn
def renew_password(by: Actor, user: User) -> str:
    """Replace a forgotten password by one to hand over. The second factor stays."""
    password = one_time_password()
    user.set_password(password)
    user.provisional = True
    user.save(update_fields=["password", "provisional"])
    changed(by, "renew password", user)
    return password


@in_turn
def change_password(by: Actor, user: User, password: str) -> None:
    """Set the password that its owner chose."""
    user.set_password(password)
    user.provisional = False
    user.save(update_fields=["password", "provisional"])
    changed(by, "change password", user)


@in_turn
def renew_hash(by: Actor, user: User, password: str) -> None:
    """Hash a password that was right anew, as strongly as is done today."""
    user.set_password(password)
    user.save(update_fields=["password"])
    changed(by, "renew password hash", user)


@in_turn
def choose_language(by: Actor, user: User, language: str) -> None:
    """Remember the language in which somebody reads. Nothing happens when it is theirs already."""
    if user.language != language:
        note(Act(by, "choose language", place=f"user {user.username}", detail={"language": language}))
        User.objects.filter(pk=user.pk).update(language=language)


@in_turn
def take_second_factor(by: Actor, user: User, reason: str) -> None:
    """Remove the second factors of somebody who lost them; they set up another at the next log-in."""
    from allauth.mfa.models import Authenticator

    if not reason.strip():
        raise UsageError("no reason is given.", f"user {user.username}", "Say how you know that it is them.")
    Authenticator.objects.filter(user=user).delete()
    changed(by, "remove second factor", user, reason)


@in_turn
def shut_out(by: Actor, user: User, reason: str) -> None:
    """Close an account; its history stays. Raises UsageError without a reason, or when it is closed already."""
    if not reason.strip():
        raise UsageError("no reason is given.", f"user {user.username}", "Say why.")
    _not_oneself(by, user)
    if not user.is_active:
        raise UsageError("this account is closed already.", f"user {user.username}", "Look at the list of people.")
    _open(user, False)
    changed(by, "shut out", user, reason)


@in_turn
def reopen(by: Actor, user: User, reason: str) -> None:
    """Open a closed account again. Raises UsageError without a reason, or when it is open."""
    if not reason.strip():
        raise UsageError("no reason is given.", f"user {user.username}", "Say why.")
    if user.is_active:
        raise UsageError("this account is open.", f"user {user.username}", "Look at the list of people.")
    _open(user, True)
    changed(by, "reopen", user, reason)


def _open(user: User, whether: bool) -> None:
    User.objects.filter(pk=user.pk).update(is_active=whether)
    user.is_active = whether


@in_turn
def grant(by: Actor, user: User, role: Role, site: str = "", until_us: int | None = None) -> Grant:
    """Give a role, at one site or at all, until a time (None: until it is taken back).

    Raises UsageError for a site there is not, an inspector without end, a role for oneself.
    """
    _not_oneself(by, user)
    if site and not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "role", "Open the site first.")
    if role is Role.INSPECTOR and until_us is None:
        raise UsageError("an inspector's access ends some day.", "role", "Say until when.")
    if until_us is not None and until_us <= int(now()):
        raise UsageError("this day is over.", "role", "Choose a day to come.")
    act = Act(by, "grant role", site=site, place=f"user {user.username}", detail={"role": role.value})
    return keep(act, Grant(user=user, role=role.value, site=site, until_us=until_us))


@in_turn
def end_grant(by: Actor, given: Grant, reason: str = "") -> Ended:
    """Take a role back. Raises UsageError when it was already, or is one's own."""
    _not_oneself(by, given.user)
    if Ended.objects.filter(grant=given).exists():
        raise UsageError("this role was taken back already.", "role", "Look at the list of roles.")
    act = Act(by, "end role", site=given.site, place=f"user {given.user.username}", reason=reason,
              detail={"role": given.role})  # fmt: skip
    return keep(act, Ended(grant=given))


def changed(by: Actor, action: str, user: User, reason: str = "", **detail: str) -> AccountState:
    """Write what was done to an account, with its state after it; within the transaction that did it."""
    act = Act(by, action, place=f"user {user.username}", reason=reason, detail=detail)
    return watch(act, AccountState, user.pk)


def _not_oneself(by: Actor, user: User) -> None:
    """Two people for every change of rights; and the last administrator cannot leave the study without one."""
    if by.name == user.username:
        raise UsageError("nobody changes their own rights.", f"user {user.username}", "Ask another administrator.")


def one_time_password() -> str:
    """About 79 bits, in groups that can be read aloud: `k7mq-x2hn-p9da-vw4t`."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
