"""Accounts are not rows of the trail, but how each stood is: what is done to one behind its back is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from bedside.conduct.people import actions, own_factors
from bedside.conduct.people.actions import changed
from bedside.conduct.people.models import AccountState, User
from bedside.conduct.trail.models import Event
from bedside.conduct.trail.verifying import verify

pytestmark = pytest.mark.usefixtures("study")
BEHIND: dict[str, dict[str, Any]] = {
    "another password": {"password": "pbkdf2_sha256$1000$salt$planted-by-a-thief"},
    "opened again": {"is_active": False},
    "another name": {"username": "mallory"},
    "an address for a reset": {"email": "mallory@example.org"},
    "all rights": {"is_superuser": True},
    "another hospital": {"organisation": "Elsewhere"},
    "no longer provisional": {"provisional": True},
}


def findings() -> list[str]:
    """What verify says of accounts; in a test that is rolled back, the anchor says nothing."""
    return [str(each) for each in verify() if "account" in str(each)]


@pytest.fixture
def ann(user: Callable[..., User], client_of: Callable[..., Client]) -> User:
    """Somebody with a second factor and recovery codes."""
    account = user("investigator", "01", "ann")
    client_of(account)
    RecoveryCodes.activate(account)
    changed(own_factors.by(account), "make recovery codes", account)
    return account


@pytest.mark.proves("inspection tampering-found")
@pytest.mark.parametrize("done", BEHIND)
def test_what_is_changed_behind_its_back_is_found(ann: User, done: str) -> None:
    assert findings() == []
    User.objects.filter(pk=ann.pk).update(**BEHIND[done])
    assert len(findings()) == 1 and findings()[0].count(f"account {ann.pk} (") == 1


@pytest.mark.proves("inspection tampering-found")
def test_so_is_a_second_factor(ann: User) -> None:
    Authenticator.objects.filter(user=ann, type="totp").update(data={"secret": "of-the-thief"})
    assert len(findings()) == 1
    Authenticator.objects.filter(user=ann).delete()
    assert len(findings()) == 1


@pytest.mark.proves("inspection tampering-found")
def test_so_is_a_recovery_code_that_is_good_again(ann: User) -> None:
    held = Authenticator.objects.get(user=ann, type="recovery_codes")
    Authenticator.objects.filter(pk=held.pk).update(data={**held.data, "used_mask": 1})
    assert len(findings()) == 1


@pytest.mark.proves("inspection tampering-found")
def test_so_is_an_account_that_nobody_made(ann: User) -> None:
    planted = User.objects.create(username="mallory", organisation="Elsewhere")
    assert findings() == [f"there is account {planted.pk} ({planted.username}), which no event brought about."]


@pytest.mark.proves("inspection tampering-found")
def test_so_is_an_account_that_is_gone(user: Callable[..., User]) -> None:
    bob = user(None, name="bob")
    User.objects.filter(pk=bob.pk).delete()
    assert len(findings()) == 1 and "is gone" in findings()[0]


def test_what_the_application_does_is_not_found(ann: User, actor: Callable[..., Any]) -> None:
    by = actor("administrator", "")
    actions.renew_password(by, ann)
    actions.change_password(by, ann, "a-sentence-of-my-own")
    actions.shut_out(by, ann, "left")
    actions.reopen(by, ann, "came back")
    actions.choose_language(by, ann, "fr")
    actions.take_second_factor(by, ann, "telephone lost")
    actions.invite(by, "carl", "Hôpital")
    assert findings() == []


def test_no_state_can_be_guessed_from_the_trail(ann: User) -> None:
    """Two accounts that are alike, and one account twice, leave different digests: each has a salt of its own."""
    changed(own_factors.by(ann), "renew password hash", ann)
    held = list(AccountState.objects.filter(row_key=ann.pk).values_list("state_salt", "state_digest"))
    assert len({salt for salt, _ in held}) == len({digest for _, digest in held}) == len(held)


def test_an_outdated_hash_is_renewed_with_its_event(ann: User, settings: Any, client: Client, password: str) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher",
    ]  # fmt: skip
    before = Event.objects.count()
    client.post("/account/login/", {"login": "ann", "password": password})
    assert list(Event.objects.filter(number__gt=before).values_list("actor", "action")) == [
        ("ann", "renew password hash")
    ]
    ann.refresh_from_db()
    assert ann.password.startswith("pbkdf2_sha256$") and ann.check_password(password)
    assert findings() == []


def test_a_recovery_code_that_is_used_leaves_its_event(ann: User, client: Client, password: str) -> None:
    code = RecoveryCodes(Authenticator.objects.get(user=ann, type="recovery_codes")).get_unused_codes()[0]
    client.post("/account/login/", {"login": "ann", "password": password})
    before = Event.objects.count()
    client.post("/account/2fa/authenticate/", {"code": code})
    added = Event.objects.filter(number__gt=before).values_list("actor", "action", "role")
    assert list(added) == [("ann", "use recovery code", "investigator"), ("ann", "log in", "investigator")]
    assert findings() == []


def test_a_second_factor_is_not_changed_without_its_event(
    ann: User, client_of: Callable[..., Client], password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the event cannot be written, the factor stays."""
    client = client_of(ann, raise_request_exception=False)
    client.post("/account/reauthenticate/", {"password": password})

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(own_factors, "changed", full)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 500
    assert Authenticator.objects.filter(user=ann, type="totp").exists()
    monkeypatch.undo()
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=ann).exists()
    assert findings() == []


@pytest.mark.proves("ground both-languages")
def test_the_language_that_was_chosen_is_there_at_the_next_log_in(ann: User, client_of: Callable[..., Client]) -> None:
    client = client_of(ann)
    assert '<html lang="en">' in client.get("/study/").content.decode()
    before = Event.objects.count()
    for _ in range(2):
        client.post("/language/setlang/", {"language": "fr", "next": "/study/"})
    assert list(Event.objects.filter(number__gt=before).values_list("action", flat=True)) == ["choose language"]
    elsewhere = client_of(ann, headers={"accept-language": "en"})
    assert '<html lang="fr">' in elsewhere.get("/study/").content.decode()
    client.post("/language/setlang/", {"language": "xx", "next": "/study/"})
    ann.refresh_from_db()
    assert ann.language == "fr"
