"""Everything that changes who may do what; each one transaction, with its entry in the trail."""

from __future__ import annotations

from django.db import transaction

from bedside.conduct.people.models import Ended, Grant, Site, User
from bedside.conduct.people.roles import Role
from bedside.conduct.trail.keeping import Act, Actor, keep, note
from bedside.errors import UsageError


@transaction.atomic
def open_site(by: Actor, code: str, name: str, target: int | None = None) -> Site:
    """Open a site. Raises UsageError when the code is taken."""
    if Site.objects.filter(code=code).exists():
        raise UsageError(f"there is a site {code} already.", "site", "Choose another code.")
    return keep(Act(by, "open site", site=code), Site(code=code, name=name, target=target))


@transaction.atomic
def add_user(by: Actor, username: str, organisation: str, password: str | None, **more: str) -> User:
    """Make an account; it may do nothing until a role is granted. Raises UsageError when the name is taken."""
    if User.objects.filter(username=username).exists():
        raise UsageError(f"there is a user {username} already.", "user", "Choose another name.")
    user = User(username=username, organisation=organisation, **more)
    user.set_password(password)
    note(Act(by, "add user", place=f"user {username}", detail={"organisation": organisation, **more}))
    user.save(force_insert=True)
    return user


@transaction.atomic
def shut_out(by: Actor, user: User, reason: str) -> None:
    """Close an account; its history stays."""
    note(Act(by, "shut out", place=f"user {user.username}", reason=reason))
    User.objects.filter(pk=user.pk).update(is_active=False)


@transaction.atomic
def grant(by: Actor, user: User, role: Role, site: str = "", until_us: int | None = None) -> Grant:
    """Give a role, at one site or at all. Raises UsageError for a site there is not, an inspector without end."""
    if site and not Site.objects.filter(code=site).exists():
        raise UsageError(f"there is no site {site}.", "role", "Open the site first.")
    if role is Role.INSPECTOR and until_us is None:
        raise UsageError("an inspector's access ends some day.", "role", "Say until when.")
    act = Act(by, "grant role", site=site, place=f"user {user.username}", detail={"role": role.value})
    return keep(act, Grant(user=user, role=role.value, site=site, until_us=until_us))


@transaction.atomic
def end_grant(by: Actor, given: Grant, reason: str = "") -> Ended:
    """Take a role back. Raises UsageError when it was already."""
    if Ended.objects.filter(grant=given).exists():
        raise UsageError("this role was taken back already.", "role", "Look at the list of roles.")
    act = Act(by, "end role", site=given.site, place=f"user {given.user.username}", reason=reason,
              detail={"role": given.role})  # fmt: skip
    return keep(act, Ended(grant=given))
