"""What is sent from elsewhere, or says more than was asked, does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.api import limits
from bedside.conduct.frame.words import say
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Grant, User
from bedside.conduct.trail.models import Event
from tests.conduct.people.addresses import addresses
from tests.conduct.people.routes import TOKEN

pytestmark = pytest.mark.usefixtures("study")
MORE = {
    "role": "administrator", "site": "02", "code": "02-S999", "is_superuser": "1", "is_staff": "1", "is_active": "0",
    "actor": "mallory", "by": "mallory", "organisation": "Elsewhere", "user": "mallory", "user_id": "1", "id": "1",
    "pk": "1", "event": "1", "event_id": "1", "number": "1", "at_us": "0", "origin": "shell", "seal": "0",
    "provisional": "0", "language": "fr", "version": "9.9", "password": "planted",
}  # fmt: skip
"""Fields of rows that no form asks for."""


@pytest.mark.proves("ground forged-forms")
def test_no_address_takes_a_form_without_its_token(user: Callable[..., User], client_of: Callable[..., Client]) -> None:
    """Every address there is, and nothing is kept; programs send a token of their own instead."""
    strict = client_of(user("investigator", "01"), enforce_csrf_checks=True)
    before = Event.objects.count()
    for address in addresses():
        if address.kind == TOKEN or address.route == "api/v1/openapi.json":
            continue
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(strict, method)(address.filled(site="01", code="01-S001"))
            assert answer.status_code == 403, f"{method} {address.route}: {answer.status_code}"
            assert say("forged_todo") in answer.content.decode(), address.route
    assert Event.objects.count() == before


def test_programs_get_nowhere_by_a_cookie(
    user: Callable[..., User], client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a form of another site, sent with the cookie, does nothing there either."""
    monkeypatch.setattr(limits, "MOST", {"token": 10**9, "address": 10**9})
    client = client_of(user("investigator", "01"))
    for address in addresses():
        if address.kind == TOKEN and "anything" not in address.route:
            for method in ("get", "post"):
                assert getattr(client, method)(address.filled()).status_code in (401, 404, 405), address.route


def last(action: str) -> dict[str, Any]:
    """The last event of an action."""
    found = Event.objects.filter(action=action).order_by("-number").values().first()
    assert found is not None
    return found


def send(client: Client, path: str, asked: Mapping[str, str]) -> int:
    """What a form asks for, and much more; where both name a field, what it asks for."""
    return client.post(path, {**MORE, **asked}).status_code


@pytest.mark.proves("ground forged-forms")
def test_a_new_account_is_no_more_than_its_form_says(user: Callable[..., User], client_of: Any) -> None:
    client = client_of(user("administrator", "", "root"))
    assert send(client, "/people/add/", {"username": "eve", "organisation": "Hôpital"}) == 200
    eve = User.objects.get(username="eve")
    assert (eve.is_superuser, eve.is_staff, eve.is_active, eve.provisional) == (False, False, True, True)
    assert not eve.check_password("planted") and not Grant.objects.filter(user=eve).exists()
    assert (last("add user")["actor"], last("add user")["organisation"]) == ("root", "Sponsor")


@pytest.mark.proves("ground forged-forms")
def test_a_role_goes_to_whom_the_address_names(user: Callable[..., User], client_of: Any) -> None:
    client, eve = client_of(user("administrator", "", "root")), user(None, name="eve")
    assert send(client, "/people/of/eve/role/", {"role": "nurse", "site": "01"}) == 302
    given = Grant.objects.order_by("-pk")[0]
    assert (given.user, given.role, given.site, last("grant role")["actor"]) == (eve, "nurse", "01", "root")


@pytest.mark.proves("ground forged-forms")
def test_a_screening_begins_at_the_site_of_the_address(user: Callable[..., User], client_of: Any) -> None:
    nurse = user("nurse", "01", "nina")
    assert send(client_of(nurse), "/sites/01/screening/new/", {}) == 302
    person = Person.objects.get()
    event = last("screen")
    assert (person.site, person.code, event["actor"], event["role"]) == ("01", "01-S001", "nina", "nurse")
    assert event["origin"] == "screens" and event["at_us"] > 0


@pytest.mark.proves("ground forged-forms")
@pytest.mark.parametrize(
    ("role", "path", "asked", "action"),
    [
        ("safety officer", "/study/status/", {"status": "recruiting", "reason": "approved"}, "set status"),
        ("data manager", "/study/settings/choose/", {"name": "ctcae", "value": "v6.0", "reason": "plan"}, "set"),
    ],
)
def test_who_acts_is_who_is_logged_in(
    user: Callable[..., User], client_of: Any, role: str, path: str, asked: dict[str, str], action: str
) -> None:
    account = user(role, "", "sam")
    before = User.objects.filter(pk=account.pk).values().get()
    assert send(client_of(account), path, asked) == 302
    event = last(action)
    assert (event["actor"], event["role"], event["organisation"], event["site"]) == ("sam", role, "Sponsor", "")
    after = User.objects.filter(pk=account.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"last_login"}


@pytest.mark.proves("ground forged-forms")
def test_one_s_own_password_is_all_that_its_form_changes(
    user: Callable[..., User], client_of: Any, password: str
) -> None:
    account = user("nurse", "01", "nina")
    client, before = client_of(account), User.objects.filter(pk=account.pk).values().get()
    own = {"oldpassword": password, "password1": "a-sentence-of-my-own", "password2": "a-sentence-of-my-own"}
    assert send(client, "/account/password/change/", own) == 302
    after = User.objects.filter(pk=account.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"password"}
    assert not Grant.objects.filter(user=account, role="administrator").exists()
