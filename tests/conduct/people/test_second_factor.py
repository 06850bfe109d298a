"""Setting up and removing a second factor, with writes that are really committed: allauth tells of it on commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client

from bedside.conduct.people import actions
from bedside.conduct.people.models import User
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("committed")


def since(number: int) -> list[tuple[str, str]]:
    """What was added to the trail after an event: (actor, action)."""
    return list(Event.objects.filter(number__gt=number).order_by("number").values_list("actor", "action"))


def last() -> int:
    return Event.objects.count()


@pytest.mark.proves("inspection accounts-logged", "inspection log-ins-logged")
def test_from_the_first_password_to_the_first_page_and_back(
    client: Client, user: Callable[..., User], password: str
) -> None:
    ann = user("investigator", "01", "ann")
    before = last()
    client.post("/account/login/", {"login": "ann", "password": password})
    assert since(before) == [("ann", "log in")]
    client.get("/account/2fa/totp/activate/")
    before, secret = last(), client.session["mfa.totp.secret"]
    shown = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/account/2fa/totp/activate/", {"code": shown})
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    assert since(before) == [("ann", "add second factor")]
    assert client.get("/study/").status_code == 200
    codes = client.get("/account/2fa/recovery-codes/").content.decode()
    assert codes.count("<li>") == 10
    before = last()
    client.post("/account/2fa/recovery-codes/generate/")
    assert since(before) == [("ann", "make recovery codes")]
    before = last()
    client.post("/account/2fa/totp/deactivate/")
    assert since(before) == [("ann", "remove second factor")]
    assert not Authenticator.objects.filter(user=ann).exists()
    assert client.get("/study/").headers["Location"] == "/account/2fa/"


@pytest.mark.proves("inspection accounts-logged", "ground second-factor")
def test_an_administrator_removes_what_was_lost(user: Callable[..., User], client_of: Any, actor: Any) -> None:
    ann = user("nurse", "01", "ann")
    inside = client_of(ann)
    before = last()
    actions.take_second_factor(actor("administrator", ""), ann, "telephone stolen, seen in person")
    assert since(before) == [("administrator-", "remove second factor")]
    assert inside.get("/study/").headers["Location"] == "/account/2fa/"


def test_a_recovery_code_opens_once(client: Client, user: Callable[..., User], client_of: Any, password: str) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    ann = user("nurse", "01", "ann")
    client_of(ann)
    first = RecoveryCodes.activate(ann).get_unused_codes()[0]
    for browser, comes_in in ((client, True), (Client(), False)):
        browser.post("/account/login/", {"login": "ann", "password": password})
        browser.post("/account/2fa/authenticate/", {"code": first})
        assert (browser.get("/study/").status_code == 200) is comes_in


def test_a_code_is_tried_out_of_turn(
    client: Client, user: Callable[..., User], client_of: Any, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count of attempts has a lock of its own: whoever holds it must be able to write while others try."""
    ann = user("nurse", "01", "ann")
    client_of(ann)
    client.post("/account/login/", {"login": "ann", "password": password})
    seen, count = [], forms.check_rate_limit

    def counted(who: User) -> Any:
        seen.append(connection.in_atomic_block)
        return count(who)

    monkeypatch.setattr(forms, "check_rate_limit", counted)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert seen == [False]
