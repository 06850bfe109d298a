"""Programs that hold tokens.

token_of   token_of(user, actions, sites) -> the text of a token
program    program(user or token text) -> a client of the API: `.get(path, **query)`, `.send(method, path, body)`
someone    someone(site, consented) -> somebody in screening
occasion   the first visit and form of the protocol that has an item that takes a number, as (visit, form, item)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from bedside.values.moment import DAY, Moment, now

if TYPE_CHECKING:
    from bedside.conduct.api.models import Token
    from bedside.conduct.people.roles import Action

    from .programs import Program


@pytest.fixture
def token_of(study: Any) -> Callable[..., str]:
    from bedside.conduct.api import actions
    from bedside.conduct.trail.keeping import Actor

    def made(user: Any, scope: Iterable[Action] | None = None, sites: Iterable[str] = (), days: int = 30) -> str:
        by = Actor(user.username, "test", user.organisation, "test")
        wanted = actions.grantable(user) if scope is None else list(scope)
        until = Moment(now() + days * DAY)
        return actions.make_token(by, user, "a program", wanted, list(sites), until)[1]

    return made


@pytest.fixture
def token_row() -> Callable[[str], Token]:
    from bedside.conduct.api.models import Token

    return lambda text: Token.objects.get(public=text.split("_")[1])


@pytest.fixture
def program(token_of: Callable[..., str]) -> Callable[..., Program]:
    from .programs import Program

    def made(user: Any, **more: Any) -> Program:
        return Program(user if isinstance(user, str) else token_of(user, **more))

    return made


@pytest.fixture
def someone(study: Any, actor: Callable[..., Any]) -> Callable[..., Any]:
    from bedside.conduct.participants import consent
    from bedside.conduct.participants.actions import record_consent, screen
    from bedside.values.moment import HOUR

    def made(site: str = "01", consented: bool = True) -> Any:
        person = screen(actor("nurse", site), site)
        if consented:
            route = study.protocol.consent_routes[0]
            given = frozenset(name for group in route.needs for name in group)
            taken = consent.Taken(consent.Step.GIVE, Moment(now() - HOUR), route.id, "1.0", given)
            record_consent(actor("investigator", site), person, taken)
        return person

    return made


@pytest.fixture
def occasion(study: Any) -> tuple[str, str, str]:
    from bedside.protocol.model import ItemKind

    for visit in study.protocol.schedule.visits:
        for name in visit.forms:
            for item in study.protocol.form(name).items:
                if item.kind is ItemKind.NUMBER and item.shown_when is None and visit.until_day is None:
                    return visit.id, name, item.id
    raise AssertionError("no form asks for a number")
