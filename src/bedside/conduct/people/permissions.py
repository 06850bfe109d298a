"""May this person do this here? The grants in force, read against the table of roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from bedside.conduct.people.models import Grant, User
from bedside.conduct.people.roles import ACTIONS, TABLE, Action, Reach, Role
from bedside.conduct.trail.keeping import Actor
from bedside.errors import BedsideError
from bedside.values.moment import now
from bedside.values.wording import Text

SITE = Text("site {site}", "centre {site}")
STUDY = Text("this study", "cette étude")
MAY_NOT = Text("{who} may not {what} ({where}).", "{who} n’a pas le droit\u00a0: {what} ({where}).")
ASK = Text("Ask an administrator for the role.", "Demandez le rôle à un administrateur.")


_HELD = "rights_held"


class Forbidden(BedsideError):
    """The person may not do this, or not here."""


@dataclass(frozen=True)
class Right:
    """A role in force; `site` is empty where it holds at all sites."""

    role: Role
    site: str

    def allows(self, action: Action, site: str) -> bool:
        """Whether it lets one do an action at a site (empty: at no site in particular)."""
        reach = TABLE[self.role].get(action)
        return reach is Reach.ALL or (reach is Reach.SITE and bool(site) and self.site in ("", site))


def rights(user: User) -> list[Right]:
    """The roles that are in force now; none for somebody who was shut out."""
    held: list[Right] | None = getattr(user, _HELD, None)
    return list(rights_of([user])[user]) if held is None else held


def hold_rights(user: User) -> None:
    """Let this object of an account, a request's own, keep its rights: for a page that changes nothing."""
    setattr(user, _HELD, rights(user))


def rights_of(users: Iterable[User]) -> Mapping[User, list[Right]]:
    """The same for each of these, asked at once."""
    found: defaultdict[User, list[Right]] = defaultdict(list)
    active = {user.pk: user for user in users if user.is_active}
    held = Grant.objects.filter(Q(until_us=None) | Q(until_us__gt=int(now())), user__in=list(active), ended=None)
    for grant in held.order_by("pk"):
        found[active[grant.user_id]].append(Right(Role(grant.role), grant.site))
    return found


def may(user: User, action: Action, site: str = "") -> bool:
    """Whether some role in force lets the user do it there."""
    return any(right.allows(action, site) for right in rights(user))


def sites(user: User, action: Action, known: Iterator[str] | list[str]) -> list[str]:
    """Those of the known sites at which the user may do it."""
    held = rights(user)
    return [site for site in known if any(right.allows(action, site) for right in held)]


def acting(user: User, action: Action, site: str, origin: str) -> Actor:
    """The actor of an act, in the role that allows it. Raises Forbidden where none does."""
    for right in rights(user):
        if right.allows(action, site):
            return Actor(user.username, right.role.value, user.organisation, origin)
    where = SITE.filled(site=site) if site else STUDY
    raise Forbidden(MAY_NOT.filled(who=user.username, what=ACTIONS[action], where=where), where, ASK)
