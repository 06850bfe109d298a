"""The pages of people: what an administrator does leaves one event each, and what nobody may do is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.people.models import Ended, Grant, User
from bedside.conduct.people.permissions import may, rights
from bedside.conduct.people.roles import Action
from bedside.conduct.trail.models import Event

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture
def administrator(user: Callable[..., User], client_of: Callable[..., Client]) -> Client:
    """The browser of an administrator."""
    return client_of(user("administrator", "", "alice"))


def new(before: int) -> list[tuple[str, str, str]]:
    """What was added to the trail: (actor, action, place)."""
    return list(Event.objects.filter(number__gt=before).order_by("number").values_list("actor", "action", "place"))


@pytest.mark.proves("inspection accounts-logged")
def test_add_somebody(administrator: Client) -> None:
    before = Event.objects.count()
    answer = administrator.post("/people/add/", {"username": "bob", "organisation": "Hôpital Saint-Exemple"})
    bob = User.objects.get(username="bob")
    assert new(before) == [("alice", "add user", "user bob")]
    assert bob.provisional and rights(bob) == []
    shown = answer.content.decode().split('class="key once">')[1].split("<")[0]
    assert bob.check_password(shown)
    assert "no-store" in answer.headers["Cache-Control"]
    assert shown not in administrator.get("/people/").content.decode()


@pytest.mark.proves("ground forged-forms")
def test_what_a_form_does_not_hold_is_not_taken(administrator: Client) -> None:
    """Mass assignment: rights, passwords and states cannot be slipped into a form."""
    slipped = {
        "username": "eve", "organisation": "x", "is_superuser": "1", "is_staff": "1", "is_active": "0",
        "password": "chosen-by-eve", "provisional": "0", "role": "administrator", "pk": "1", "id": "1",
    }  # fmt: skip
    administrator.post("/people/add/", slipped)
    eve = User.objects.get(username="eve")
    assert (eve.is_superuser, eve.is_staff, eve.is_active, eve.provisional) == (False, False, True, True)
    assert not eve.check_password("chosen-by-eve") and rights(eve) == []


@pytest.mark.parametrize("name", ["", "a b", "a/b", "<b>", "x" * 151])
def test_names_that_are_none(administrator: Client, name: str) -> None:
    before = Event.objects.count()
    assert administrator.post("/people/add/", {"username": name, "organisation": "x"}).status_code == 422
    assert new(before) == []


def test_a_name_is_taken_whatever_its_case(administrator: Client, user: Callable[..., User]) -> None:
    user("nurse", "01", "bob")
    assert administrator.post("/people/add/", {"username": "BOB", "organisation": "x"}).status_code == 422


@pytest.mark.proves("inspection accounts-logged")
def test_give_a_role_and_take_it_back(administrator: Client, user: Callable[..., User]) -> None:
    bob = user(None, "01", "bob")
    before = Event.objects.count()
    administrator.post("/people/of/bob/role/", {"role": "nurse", "site": "01"})
    assert may(bob, Action.SCREEN, "01") and not may(bob, Action.SCREEN, "02")
    given = Grant.objects.get(user=bob)
    administrator.post(f"/people/of/bob/role/{given.pk}/end/", {"reason": "moved on"})
    assert not may(bob, Action.SCREEN, "01")
    assert new(before) == [("alice", "grant role", "user bob"), ("alice", "end role", "user bob")]
    assert administrator.post(f"/people/of/bob/role/{given.pk}/end/").status_code == 422


@pytest.mark.proves("inspection inspector-for-a-time")
@pytest.mark.parametrize(
    "given",
    [
        {"role": "emperor"}, {"role": "nurse", "site": "99"}, {"role": "inspector"},
        {"role": "inspector", "until": "2020-01-01"}, {"role": "inspector", "until": "tomorrow"},
        {"role": "inspector", "until": "9999-12-31"},
    ],
)  # fmt: skip
def test_roles_that_are_refused(administrator: Client, user: Callable[..., User], given: dict[str, str]) -> None:
    user(None, "01", "bob")
    before = Event.objects.count()
    assert administrator.post("/people/of/bob/role/", given).status_code == 422
    assert new(before) == []


@pytest.mark.proves("inspection inspector-for-a-time")
def test_an_inspector_for_a_time(administrator: Client, user: Callable[..., User]) -> None:
    bob = user(None, "01", "bob")
    administrator.post("/people/of/bob/role/", {"role": "inspector", "until": "2099-01-31"})
    assert may(bob, Action.SEE_TRAIL)
    page = administrator.get("/people/of/bob/").content.decode()
    assert "until 2099-02-01 00:00" in page


@pytest.mark.proves("inspection accounts-logged", "ground sessions")
def test_shut_out_and_reopen(administrator: Client, user: Callable[..., User], client_of: Any) -> None:
    bob = user("nurse", "01", "bob")
    inside = client_of(bob)
    before = Event.objects.count()
    assert administrator.post("/people/of/bob/shut-out/").status_code == 422  # no reason
    administrator.post("/people/of/bob/shut-out/", {"reason": "left the ward"})
    assert inside.get("/study/").headers["Location"].startswith("/account/login/")
    administrator.post("/people/of/bob/reopen/", {"reason": "came back"})
    assert new(before) == [("alice", "shut out", "user bob"), ("alice", "reopen", "user bob")]
    assert client_of(bob).get("/study/").status_code == 200


def test_renew_a_password(administrator: Client, user: Callable[..., User], password: str) -> None:
    bob = user("nurse", "01", "bob")
    before = Event.objects.count()
    administrator.post("/people/of/bob/password/")
    bob.refresh_from_db()
    assert bob.provisional and not bob.check_password(password)
    assert new(before) == [("alice", "renew password", "user bob")]


@pytest.mark.parametrize("path", ["role/", "shut-out/", "role/{grant}/end/"])
def test_nobody_changes_their_own_rights(administrator: Client, path: str) -> None:
    own = Grant.objects.get(user__username="alice")
    before = Event.objects.count()
    sent = {"role": "investigator", "site": "01", "reason": "why not"}
    answer = administrator.post(f"/people/of/alice/{path.format(grant=own.pk)}", sent)
    assert answer.status_code == 422 and new(before) == []
    assert not Ended.objects.filter(grant=own).exists()


@pytest.mark.proves("inspection dossier-people", "inspection inspector-writes-nothing")
def test_an_inspector_sees_the_list_and_changes_nothing(user: Callable[..., User], client_of: Any) -> None:
    inspector = client_of(user("inspector", ""))
    page = inspector.get("/people/").content.decode()
    assert "inspector" in page and "<form method" not in page.split("<main")[1]
    assert inspector.post("/people/add/", {"username": "eve", "organisation": "x"}).status_code == 403


def test_a_grant_of_somebody_else_is_not_taken_by_its_number(administrator: Client, user: Callable[..., User]) -> None:
    bob, carl = user("nurse", "01", "bob"), user("nurse", "01", "carl")
    assert administrator.post(f"/people/of/bob/role/{carl.grants.get().pk}/end/").status_code == 422
    assert rights(carl) and rights(bob)


@pytest.mark.parametrize(("language", "word"), [("en", "Last log-in"), ("fr", "Dernière connexion")])
def test_both_languages(administrator: Client, language: str, word: str) -> None:
    administrator.cookies["django_language"] = language
    for path in ("/people/", "/people/of/alice/"):
        page = administrator.get(path).content.decode()
        assert word in page and page.count("<h1") == 1
