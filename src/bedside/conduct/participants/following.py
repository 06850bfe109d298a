"""Rooms above this one whose kept values stand on what is known of a person, told when that changes.

They are called by the action that changes it, in its transaction and in the name of who acts: nothing is kept without
what follows from it, whichever way the change came in.
"""

from __future__ import annotations

from collections.abc import Callable

from bedside.conduct.participants.models import Person
from bedside.conduct.trail.keeping import Actor

Follower = Callable[[Actor, Person], object]
_FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """From now on, tell this one too; an application says so when it is ready."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def tell_followers(by: Actor, person: Person) -> None:
    """Something about this person has changed."""
    for follower in _FOLLOWERS:
        follower(by, person)
