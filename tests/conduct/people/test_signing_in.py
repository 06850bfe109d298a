"""The way in: password, second factor, lock-out; and exactly one entry of the trail for each thing that happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from bedside.conduct.people import second_factor
from bedside.conduct.people.factors import has_second_factor
from bedside.conduct.people.models import User
from bedside.conduct.people.signing_in import SECOND, SINCE
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError

pytestmark = pytest.mark.usefixtures("study")
Events = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def events() -> Events:
    """What was added to the trail since it was last asked: (actor, action)."""
    seen = Event.objects.count()

    def since() -> list[tuple[str, str]]:
        nonlocal seen
        new = list(Event.objects.order_by("number").values_list("actor", "action")[seen:])
        seen += len(new)
        return new

    return since


@pytest.fixture
def ann(user: Callable[..., User]) -> User:
    """An investigator without second factor yet."""
    return user("investigator", "01", "ann")


@pytest.fixture
def secret(ann: User) -> str:
    """Ann's authenticator app."""
    made = generate_totp_secret()
    TOTP.activate(ann, made)
    return made


def code(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong(secret: str) -> str:
    """Six digits that are not right now."""
    right = {code(secret, step) for step in (-1, 0, 1)}
    return next(each for each in ("000000", "111111", "222222", "333333") if each not in right)


def sign_in(client: Client, password: str, name: str = "ann") -> Any:
    """The first step."""
    return client.post("/account/login/", {"login": name, "password": password})


@pytest.mark.proves("inspection log-ins-logged", "ground second-factor")
def test_password_then_code(client: Client, ann: User, secret: str, password: str, events: Events) -> None:
    events()
    assert sign_in(client, password).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/study/").headers["Location"].startswith("/account/login/")
    assert events() == []
    assert client.post("/account/2fa/authenticate/", {"code": code(secret)}).headers["Location"] == "/"
    assert client.get("/study/").status_code == 200
    assert events() == [("ann", "log in")]


@pytest.mark.proves("ground second-factor", "inspection log-ins-logged")
def test_a_code_is_taken_once(client: Client, ann: User, secret: str, password: str, events: Events) -> None:
    shown = code(secret)
    for browser in (client, Client()):
        sign_in(browser, password)
        browser.post("/account/2fa/authenticate/", {"code": shown})
    assert events()[-2:] == [("ann", "log in"), ("ann", "failed log-in")]
    assert browser.get("/study/").headers["Location"].startswith("/account/login/")


def test_a_wrong_code(client: Client, ann: User, secret: str, password: str, events: Events) -> None:
    sign_in(client, password)
    events()
    answer = client.post("/account/2fa/authenticate/", {"code": wrong(secret)})
    assert "Incorrect code" in answer.content.decode()
    assert events() == [("ann", "failed log-in")]


@pytest.mark.proves("ground lock-out", "inspection log-ins-logged")
def test_guessing_codes_is_locked_out(client: Client, ann: User, secret: str, password: str, events: Events) -> None:
    sign_in(client, password)
    events()
    for _ in range(7):
        client.post("/account/2fa/authenticate/", {"code": wrong(secret)})
    assert [action for _, action in events()] == [*["failed log-in"] * 5, "lock out", "failed log-in"]
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert client.get("/study/").status_code == 302


@pytest.mark.parametrize("name", ["ann", "nobody-of-this-name"])
def test_the_page_says_the_same_whether_there_is_such_a_user(
    client: Client, ann: User, name: str, events: Events
) -> None:
    events()
    answer = sign_in(client, "wrong-password", name)
    assert answer.status_code == 200
    assert "User name or password are not correct." in answer.content.decode()
    assert events() == [("ann" if name == "ann" else "unknown", "failed log-in")]


def test_what_was_typed_as_a_name_is_not_kept(client: Client, events: Events) -> None:
    sign_in(client, "x", "my-secret-password-in-the-wrong-box")
    held = Event.objects.order_by("-number").values().first()
    assert "my-secret-password" not in str(held)


@pytest.mark.proves("ground lock-out", "inspection log-ins-logged")
def test_lock_out_after_five_failures_and_for_the_right_password_too(
    client: Client, ann: User, secret: str, password: str, events: Events
) -> None:
    events()
    for _ in range(5):
        sign_in(client, "wrong-password")
    assert events() == [("ann", "failed log-in")] * 5
    assert "Too many failed attempts: wait 5 minutes" in sign_in(client, password).content.decode()
    assert events() == [("ann", "lock out")]
    sign_in(Client(REMOTE_ADDR="10.0.0.9"), password)
    assert events() == [("ann", "failed log-in")]
    assert client.get("/study/").status_code == 302


def test_a_lock_out_ends(client: Client, ann: User, secret: str, password: str) -> None:
    for _ in range(6):
        sign_in(client, "wrong-password")
    cache.clear()  # as five minutes later
    assert sign_in(client, password).headers["Location"] == "/account/2fa/authenticate/"


def test_attempts_are_counted_where_every_process_sees_them() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_somebody_shut_out_does_not_come_in(client: Client, ann: User, secret: str, password: str) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)
    answer = sign_in(client, password)
    assert answer.headers.get("Location") != "/account/2fa/authenticate/"
    assert client.get("/study/").headers["Location"].startswith("/account/login/")


@pytest.mark.proves("ground second-factor")
def test_without_second_factor_one_is_set_up_first(client: Client, ann: User, password: str) -> None:
    sign_in(client, password)
    assert client.get("/").headers["Location"] == "/account/2fa/"
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page


def test_removing_a_factor_asks_who_it_is(client_of: Callable[..., Client], ann: User) -> None:
    answer = client_of(ann).post("/account/2fa/totp/deactivate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def test_a_session_older_than_the_second_factor_does_not_count(ann: User, password: str, events: Events) -> None:
    """Whoever stole the first password and waited finds the door shut once the owner has set up the factor."""
    thief = Client()
    sign_in(thief, password)
    TOTP.activate(ann, generate_totp_secret())
    events()
    assert thief.get("/study/").headers["Location"].startswith("/account/login/")
    assert events() == [("ann", "log out")]


def test_recovery_codes_alone_are_no_second_factor(ann: User) -> None:
    Authenticator.objects.create(user=ann, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "", "used_mask": 0})
    assert not has_second_factor(ann)


def test_secrets_are_encrypted_in_the_database(ann: User, secret: str) -> None:
    assert secret not in str(Authenticator.objects.get(user=ann).data)


@pytest.mark.proves("inspection log-ins-logged")
def test_log_out(client_of: Callable[..., Client], ann: User, events: Events) -> None:
    client = client_of(ann)
    events()
    client.post("/account/logout/")
    assert events() == [("ann", "log out")]
    assert client.get("/study/").status_code == 302


@pytest.mark.proves("ground sessions")
def test_a_session_ends_after_eight_hours_however_busy(
    client_of: Callable[..., Client], ann: User, events: Events
) -> None:
    client = client_of(ann)
    assert client.get("/study/").status_code == 200
    session = client.session
    session[SINCE] = int(time.time()) - 8 * 3600
    session.save()
    events()
    assert client.get("/study/").headers["Location"].startswith("/account/login/")
    assert events() == [("ann", "log out")]


@pytest.mark.proves("ground sessions")
def test_the_key_of_the_session_changes_at_log_in(client: Client, ann: User, secret: str, password: str) -> None:
    """An address or cookie that somebody planted before is worth nothing afterwards."""
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client, password)
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert client.session[SECOND] is True
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/study/").headers["Location"].startswith("/account/login/")


def test_cookies(client: Client, ann: User, secret: str, password: str) -> None:
    sign_in(client, password)
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    assert not cookie["max-age"] and not cookie["expires"]  # it goes when the browser does


def test_nobody_signs_up(client: Client) -> None:
    for path in ("signup/", "password/reset/", "email/", "2fa/webauthn/signup/", "2fa/webauthn/login/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_a_password_to_hand_over_must_be_changed_first(
    client: Client, actor: Callable[..., Any], events: Events
) -> None:
    from bedside.conduct.people.actions import invite

    _, given = invite(actor("administrator", ""), "bob", "Hôpital")
    sign_in(client, given, "bob")
    assert client.get("/account/2fa/").headers["Location"] == "/account/password/change/"
    assert client.get("/study/").headers["Location"] == "/account/password/change/"
    events()
    own = {"oldpassword": given, "password1": "a-sentence-of-my-own", "password2": "a-sentence-of-my-own"}
    client.post("/account/password/change/", own)
    assert events() == [("bob", "change password")]
    assert client.get("/study/").headers["Location"] == "/account/2fa/"


@pytest.mark.parametrize("weak", ["short", "123456789012", "password1234"])
def test_weak_passwords(client_of: Callable[..., Client], ann: User, password: str, weak: str) -> None:
    client = client_of(ann)
    client.post("/account/password/change/", {"oldpassword": password, "password1": weak, "password2": weak})
    ann.refresh_from_db()
    assert ann.check_password(password)


@pytest.mark.proves("ground forged-forms")
def test_forms_need_their_token(ann: User, password: str, client_of: Callable[..., Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, password).status_code == 403
    inside = client_of(ann, enforce_csrf_checks=True)
    for path in ("/account/logout/", "/account/password/change/", "/study/status/", "/people/add/"):
        assert inside.post(path).status_code == 403


@pytest.mark.proves("ground second-factor")
def test_a_demonstration_code_only_for_people_who_do_not_exist(
    ann: User, actor: Callable[..., Any], settings: Any
) -> None:
    by = actor("administrator", "")
    with pytest.raises(UsageError):
        second_factor.give_demonstration_code(by, ann)
    settings.DEMONSTRATION = True
    assert len(second_factor.give_demonstration_code(by, ann)) == 32
    assert has_second_factor(ann)


@pytest.mark.proves("ground both-languages")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_an_account_in_both_languages(
    client_of: Callable[..., Client], ann: User, password: str, language: str
) -> None:
    client = client_of(ann)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.post("/account/reauthenticate/", {"password": password})
    for path in (
        "", "totp/deactivate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/", "reauthenticate/",
        "../password/change/", "../reauthenticate/", "../logout/", "../inactive/",
    ):  # fmt: skip
        answer = client.get(f"/account/2fa/{path}".replace("2fa/../", ""))
        page = answer.content.decode()
        assert answer.status_code == 200, path
        assert f'<html lang="{language}">' in page and page.count("<h1") == 1, path
        assert "<script>" not in page and "style=" not in page and "onclick" not in page, path


@pytest.mark.proves("ground lock-out")
def test_too_many_requests_from_one_address(client: Client, ann: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [sign_in(client, "wrong-password", f"guess-{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many attempts" in answers[-1].content.decode()


@pytest.mark.proves("ground lock-out")
def test_lock_out_holds_in_every_process(ann: User, password: str) -> None:
    """The count is read from the database each time: nothing of it is kept in this process."""
    from django.core.cache import caches
    from django.db import connection

    for _ in range(6):
        sign_in(Client(), "wrong-password")
    caches["default"] = caches.create_connection("default")  # as another process would have it
    assert "Too many failed attempts: wait 5 minutes" in sign_in(Client(), password).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_attempts")
        assert cursor.fetchone()[0] > 0
