"""Tokens: made with a second factor just shown, shown once, limited in scope, sites, time and number of calls."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from bedside.conduct.api import actions, limits
from bedside.conduct.api.models import Token
from bedside.conduct.people import actions as people
from bedside.conduct.people.roles import Action, Role
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from bedside.values.moment import DAY, Moment, now

from .programs import Program

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _no_limit_reached(study: Any) -> None:
    cache.clear()


def fresh(client: Any) -> Any:
    """The same browser, a second factor just shown in it."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


FORM = {"name": "statistics", "action": ["SEE_STUDY", "SEE_PARTICIPANTS"], "site": ["01"], "until": ""}


def form(days: int = 30) -> dict[str, Any]:
    return {**FORM, "until": time.strftime("%Y-%m-%d", time.localtime(time.time() + days * 86400))}


def test_a_person_makes_one_on_a_screen_and_it_works(user: Any, client_of: Any) -> None:
    owner = user("investigator", "01")
    client = fresh(client_of(owner))
    assert client.get("/account/tokens/make/").status_code == 200
    page = client.post("/account/tokens/make/", form())
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    token = page.context["text"]
    assert token in page.content.decode()
    answer = Program(token).get("/study")
    assert answer.status_code == 200, answer.content
    event = Event.objects.order_by("-number").first()
    assert (event.actor, event.role, event.organisation, event.origin) == (
        owner.username, "investigator", owner.organisation, "api"
    )  # fmt: skip
    assert token not in client.get("/account/tokens/").content.decode()


def test_only_a_salted_digest_is_kept(user: Any, token_of: Any, token_row: Any) -> None:
    secret = token_of(user()).rsplit("_", 1)[0] and token_of(user()).split("_", 2)[2]
    with connection.cursor() as cursor:
        for table in ("api_token", "trail_event"):
            cursor.execute(f"SELECT * FROM {table}")
            assert secret not in str(cursor.fetchall())
    first, second = (token_row(token_of(user())) for _ in range(2))
    assert first.secret_salt != second.secret_salt


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_second_factor_just_shown_none_is_made(method: str, user: Any, client_of: Any) -> None:
    client = client_of(user("investigator", "01"))
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    for records in ([], [{"method": "password", "at": time.time(), "reauthenticated": True}],
                    [{"method": "mfa", "at": time.time() - 3600}]):  # fmt: skip
        session["account_authentication_methods"] = records
        session.save()
        answer = getattr(client, method)("/account/tokens/make/", form())
        assert answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]
    assert not Token.objects.exists()


def test_after_showing_the_second_factor_one_comes_back_to_the_form(user: Any, client_of: Any) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    from bedside.conduct.people.second_factor import SecondFactorAdapter

    owner = user("investigator", "01")
    client = client_of(owner)
    asked = client.get("/account/tokens/make/").headers["Location"]
    secret = SecondFactorAdapter().decrypt(Authenticator.objects.get(user=owner, type="totp").data["secret"])
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    answer = client.post(asked, {"code": code, "next": "/account/tokens/make/"})
    assert answer.headers["Location"] == "/account/tokens/make/"
    assert client.get("/account/tokens/make/").status_code == 200


@pytest.mark.parametrize("role", Role)
def test_who_may_make_one(role: Role, user: Any, client_of: Any) -> None:
    may = role in (Role.INVESTIGATOR, Role.DATA_MANAGER, Role.STATISTICIAN)
    answer = fresh(client_of(user(role.value, ""))).get("/account/tokens/make/")
    assert answer.status_code == (200 if may else 403)


@pytest.mark.parametrize(
    "wrong",
    [{"action": []}, {"action": ["REDACT"]}, {"action": ["MANAGE_PEOPLE"]}, {"site": ["02"]}, {"site": ["99"]},
     {"name": " "}, {"until": "soon"}, {"until": "2020-01-01"}, {"until": "9999-12-31"}],
    ids=str,
)  # fmt: skip
def test_beyond_ones_own_rights_or_a_year_none_is_made(wrong: Any, user: Any, client_of: Any) -> None:
    client = fresh(client_of(user("investigator", "01")))
    assert client.post("/account/tokens/make/", {**form(), **wrong}).status_code == 422
    assert not Token.objects.exists()


def test_an_administrator_makes_those_of_machines_only(user: Any, client_of: Any) -> None:
    client = fresh(client_of(user("administrator", "")))
    machine, person = user("nurse", "01", "laboratory-system"), user("nurse", "01")
    client_of(person)  # has a second factor
    assert machine.username in client.get("/people/tokens/").content.decode()
    made = client.post(f"/people/tokens/of/{machine.username}/make/", form())
    assert made.status_code == 200
    assert Program(made.context["text"]).get("/study").status_code == 200
    assert client.post(f"/people/tokens/of/{person.username}/make/", form()).status_code == 422
    assert client.post("/people/tokens/of/nobody/make/", form()).status_code == 422


def test_taking_back(user: Any, client_of: Any, token_of: Any, token_row: Any) -> None:
    owner, other = user("investigator", "01"), user("investigator", "01")
    mine, theirs, third = (token_of(each) for each in (owner, other, other))
    client = client_of(owner)
    end = "/account/tokens/{}/end/"
    assert client.post(end.format(token_row(mine).public)).status_code == 302
    assert client.post(end.format(token_row(mine).public)).status_code == 422
    assert client.post(end.format(token_row(theirs).public)).status_code == 422
    assert client.post(end.format("0" * 12)).status_code == 422
    assert [Program(each).get("/study").status_code for each in (mine, theirs)] == [401, 200]
    admin = client_of(user("administrator", ""))
    public = token_row(third).public
    assert admin.post(f"/people/tokens/{public}/end/").status_code == 422
    assert admin.post(f"/people/tokens/{public}/end/", {"reason": "lost"}).status_code == 302
    assert Program(third).get("/study").status_code == 401
    assert Event.objects.filter(action="end token").count() == 2


def test_a_page_in_each_language(user: Any, client_of: Any, token_of: Any) -> None:
    owner = user("investigator", "01")
    token_of(owner)
    client = fresh(client_of(owner))
    for path in ("/account/tokens/", "/account/tokens/make/", "/api/"):
        english, french = (client.get(path, headers={"Accept-Language": each}).content for each in ("en", "fr"))
        assert english != french


def test_the_second_of_two_scopes_is_refused_where_the_first_would_do(user: Any, program: Any) -> None:
    narrow = program(user("investigator", "01"), scope=[Action.SEE_STUDY])
    assert narrow.get("/study").status_code == 200
    refused = narrow.get("/participants")
    assert refused.status_code == 403 and set(refused.json()) == {"what", "where", "do"}
    assert Event.objects.order_by("-number").values_list("action", flat=True)[0] == "refuse token"


def test_a_token_of_one_site_does_not_reach_another(user: Any, program: Any, someone: Any) -> None:
    here, there = someone("01"), someone("02")
    both = program(user("statistician", ""), sites=["01"])
    assert both.get(f"/participants/{here.code}").status_code == 200
    assert both.get(f"/participants/{there.code}").status_code == 403
    assert both.get("/participants", site="02").status_code == 403
    assert [each["code"] for each in both.get("/participants").json()["items"]] == [here.code]


# --- what no longer opens ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "because"),
    [("", "no token"), ("Bearer", "unknown"), ("Bearer x", "unknown"), ("Basic abc", "no token"),
     ("Bearer bedside_" + "0" * 12 + "_" + "A" * 43, "unknown"), ("Bearer \x00", "unknown")],
)  # fmt: skip
def test_what_is_no_token_opens_nothing(header: str, because: str, client: Any) -> None:
    answer = client.get("/api/v1/study", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"what", "where", "do"}
    event = Event.objects.order_by("-number").first()
    assert (event.action, event.actor, event.origin) == ("refuse token", "unknown", "api")
    assert because in event.detail


def test_the_right_name_with_a_wrong_secret(user: Any, token_of: Any) -> None:
    token = token_of(user())
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert Program(wrong).get("/study").json()["what"] == "this token is not known."
    event = Event.objects.latest("number")
    assert event.actor == "unknown" and token.split("_")[1] in event.detail


def test_an_expired_one(user: Any, token_of: Any, monkeypatch: Any) -> None:
    token = token_of(user(), days=1)
    from bedside.conduct.api import callers

    monkeypatch.setattr(callers, "now", lambda: Moment(now() + 2 * DAY))
    answer = Program(token).get("/study")
    assert answer.status_code == 401 and "expired" in answer.json()["what"]


def test_of_somebody_shut_out_and_let_in_again(user: Any, token_of: Any, actor: Any) -> None:
    owner, by = user(), actor("administrator", "")
    token = token_of(owner)
    people.shut_out(by, owner, "left")
    assert Program(token).get("/study").status_code == 401
    owner.refresh_from_db()
    people.reopen(by, owner, "came back")
    assert Program(token).get("/study").status_code == 200


def test_of_somebody_whose_role_was_taken_back(user: Any, token_of: Any, actor: Any) -> None:
    owner = user("investigator", "01")
    token = token_of(owner)
    people.end_grant(actor("administrator", ""), owner.grants.get())
    assert Program(token).get("/study").status_code == 403
    people.grant(actor("administrator", ""), owner, Role.MONITOR, "02")
    assert Program(token).get("/study").status_code == 200
    assert Program(token).get("/participants", site="01").status_code == 403


def test_a_session_opens_nothing_here(user: Any, client_of: Any) -> None:
    client = client_of(user("investigator", "01"))
    assert client.get("/study/").status_code == 200
    assert client.get("/api/v1/study").status_code == 401


# --- how often ------------------------------------------------------------------------------------------------


def test_a_token_is_used_so_often_and_no_more(user: Any, token_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "MOST", {"token": 3, "address": 30})
    monkeypatch.setattr(limits, "window", lambda: 1)
    token = token_of(user())
    found = [Program(token).get("/study") for _ in range(6)]
    assert [answer.status_code for answer in found] == [200] * 3 + [429] * 3
    assert 0 < int(found[-1].headers["Retry-After"]) <= 60
    assert Event.objects.filter(action="refuse token").count() == 1
    monkeypatch.setattr(limits, "window", lambda: 2)
    assert Program(token).get("/study").status_code == 200


def test_an_address_that_guesses_is_shut_out(user: Any, token_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "MOST", {"token": 120, "address": 2})
    monkeypatch.setattr(limits, "window", lambda: 1)
    token = token_of(user())
    before = Event.objects.count()
    assert [Program("x").get("/study").status_code for _ in range(5)] == [401, 401, 429, 429, 429]
    assert Program(token).get("/study").status_code == 429
    assert Event.objects.count() == before + 3


def test_only_people_make_their_own(user: Any, client_of: Any) -> None:
    owner = user("investigator", "01")
    client_of(owner)
    with pytest.raises(UsageError, match="their own"):
        actions.make_token(Actor("else", "administrator", "", "test"), owner, "n", [Action.SEE_STUDY], [],
                           Moment(now() + DAY))  # fmt: skip
