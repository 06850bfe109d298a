"""A session ends when nobody uses it; nobody is sent elsewhere; guesses are counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value
from django.conf import settings
from django.test import Client

from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import SEEN
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("study")
ELSEWHERE = ["https://evil.example.org/", "//evil.example.org/", r"/\evil.example.org", "javascript:alert(1)"]


@pytest.fixture
def ann(user: Callable[..., User]) -> User:
    """An investigator."""
    return user("investigator", "01", "ann")


def last_used(client: Client, ago: float) -> None:
    """Make the session one that was last used so many seconds ago."""
    session = client.session
    session[SEEN] = time.time() - ago
    session.save()


@pytest.mark.proves("ground sessions")
def test_a_session_ends_when_nothing_is_done(ann: User, client_of: Callable[..., Client]) -> None:
    client = client_of(ann)
    last_used(client, settings.SESSION_IDLE_AGE + 1)
    assert client.get("/study/").headers["Location"].startswith("/account/login/")
    event = Event.objects.order_by("-number").first()
    assert event is not None and (event.action, event.actor) == ("log out", "ann") and "half an hour" in event.detail


@pytest.mark.proves("ground sessions")
def test_whoever_goes_on_working_stays(ann: User, client_of: Callable[..., Client]) -> None:
    client = client_of(ann)
    for _ in range(3):
        last_used(client, settings.SESSION_IDLE_AGE - 60)
        assert client.get("/study/").status_code == 200
        assert time.time() - client.session[SEEN] < 10


def test_a_session_is_not_written_at_each_page(ann: User, client_of: Callable[..., Client]) -> None:
    client = client_of(ann)
    last_used(client, 5)
    before = client.session[SEEN]
    client.get("/study/")
    assert client.session[SEEN] == before


@pytest.mark.proves("ground sessions")
@pytest.mark.parametrize("away", ELSEWHERE)
def test_nobody_is_sent_elsewhere(
    ann: User, client_of: Callable[..., Client], client: Client, password: str, away: str
) -> None:
    inside = client_of(ann)
    answers = [
        client.post(f"/account/login/?next={away}", {"login": "ann", "password": password, "next": away}),
        inside.post("/language/setlang/", {"language": "fr", "next": away}),
        inside.post("/account/reauthenticate/", {"password": password, "next": away}),
        inside.post("/account/logout/", {"next": away}),
    ]
    for answer in answers:
        assert answer.status_code == 302 and "evil" not in answer.headers["Location"].partition("?")[0], answer
        assert not answer.headers["Location"].startswith(("javascript", "//", "http", "/\\"))


@pytest.mark.proves("ground lock-out")
def test_guessing_a_password_within_a_session(ann: User, client_of: Callable[..., Client]) -> None:
    """By whoever sits down at a screen that was left open: each guess is in the trail, and they are limited."""
    client, before = client_of(ann), Event.objects.count()
    answers = [client.post("/account/reauthenticate/", {"password": f"guess-{n}"}).status_code for n in range(12)]
    assert answers[0] == 200 and answers[-1] == 429
    noted = list(Event.objects.filter(number__gt=before).values_list("actor", "action"))
    assert ("ann", "failed log-in") in noted
    wrong = {"oldpassword": "guess", "password1": "a-sentence-of-my-own", "password2": "a-sentence-of-my-own"}
    answers = [client.post("/account/password/change/", wrong).status_code for _ in range(8)]
    assert answers[-1] == 429


@pytest.mark.proves("ground lock-out")
def test_guessing_a_code_within_a_session(ann: User, client_of: Callable[..., Client]) -> None:
    client = client_of(ann)
    for number in range(7):
        answer = client.post("/account/2fa/reauthenticate/", {"code": format_hotp_value(number)})
    assert answer.status_code in (200, 429)
    actions = list(Event.objects.order_by("-number").values_list("action", flat=True)[:7])
    assert "lock out" in actions


def test_passwords_are_not_reset_by_anybody(client: Client) -> None:
    """There is no such page: an administrator hands over a new one, and that is in the trail."""
    for path in ("/account/password/reset/", "/account/password/reset/key/1-abc/", "/account/password/set/"):
        assert client.get(path).status_code == client.post(path).status_code == 404


@pytest.mark.proves("ground sessions")
def test_the_flags_of_every_cookie(ann: User, client_of: Callable[..., Client], client: Client) -> None:
    client.get("/account/login/")
    client.post("/language/setlang/", {"language": "fr"})
    held: dict[str, Any] = {**client.cookies}
    assert set(held) >= {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    for name, cookie in held.items():
        assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax", name
