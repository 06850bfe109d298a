"""The table of roles, cell by cell, against the table itself and against every address of the application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.monitoring.models import Query
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants.models import Happened
from bedside.conduct.people import actions, permissions
from bedside.conduct.people.roles import ACTIONS, ROLES, TABLE, Action, Reach, Role
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.conduct.trail.models import Event
from bedside.values.moment import SECOND, now

from .addresses import Address, addresses
from .routes import ANYBODY, OTHERS, PAGES, TOKEN

pytestmark = pytest.mark.usefixtures("study")
WRITES = {
    Action.SCREEN, Action.RECORD_CONSENT, Action.CERTIFY_EMERGENCY, Action.ENROL, Action.WRITE_DATA,
    Action.RECORD_DEVIATION, Action.MANAGE_RANGES, Action.REDACT, Action.SET_STATUS, Action.APPROVE_VERSION,
    Action.MANAGE_PEOPLE, Action.CHOOSE_SETTINGS, Action.ANSWER_QUERY, Action.SET_VERIFICATION_PLAN,
    Action.KEEP_REGISTERS, Action.ASSESS_BREACH, Action.DELEGATE,
    Action.ACCEPT_TASKS, Action.RECORD_TRAINING, Action.PRINT_IDENTITY_LIST,
    Action.FREEZE, Action.LOCK, Action.UNLOCK, Action.SIGN, Action.IMPORT_DATA, Action.ADJUDICATE_IMPORT,
    Action.CODE_TERMS, Action.NOTIFY_SAFETY, Action.JUDGE_EVENT, Action.ASSESS_SAFETY, Action.RECORD_SAMPLES,
    Action.KEEP_PHARMACY, Action.STEER_SUPPLY,
}  # fmt: skip
OF_A_SITE = ("site", "code", "sheet")
"""Parameters by which an address belongs to a site."""


@pytest.fixture
def things(study: Any, actor: Callable[..., Any]) -> dict[str, dict[str, str]]:
    """At each site somebody who is screened, with what an address may name of them: site -> parameter -> value.

    Give a new parameter a value here, and the sweep reaches what it names; without one the page is only not found.
    """
    visit = next(each for each in study.protocol.schedule.visits if each.forms)
    return {site: _things(actor("nurse", site), site, visit) for site in ("01", "02")}


def _things(by: Actor, site: str, visit: Any) -> dict[str, str]:
    person = participants.screen(by, site)
    rows = [
        keep(Act(by, "event", site, person.code, place), Happened(person=person, what="discharge", at_us=1))
        for place in ("somewhere", "somewhere / item")
    ]
    query = Query(person=person, visit=visit.id, form=visit.forms[0], text="Is it so?", french="")
    asked = keep(Act(by, "raise query", site, person.code, visit.id), query)
    return {
        "site": site, "code": person.code, "sheet": str(rows[0].pk), "place": "somewhere", "item": "item",
        "visit": visit.id, "form": visit.forms[0], "query": str(asked.pk), "version": "1.0",
    }  # fmt: skip


@pytest.mark.proves("ground permission-cells")
def test_every_action_and_role_has_words_and_a_place_in_the_table() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(ROLES) == set(Role) == set(TABLE)
    granted = {action for cells in TABLE.values() for action in cells}
    assert granted == set(Action)


@pytest.mark.proves("inspection sponsor-writes-nothing", "inspection inspector-writes-nothing")
@pytest.mark.parametrize("role", [Role.MONITOR, Role.INSPECTOR, Role.STATISTICIAN])
def test_who_only_reads_writes_nothing(role: Role) -> None:
    assert not WRITES & set(TABLE[role])


@pytest.mark.proves("ground permission-cells")
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_cell(role: Role, action: Action, user: Callable[..., Any]) -> None:
    reach = TABLE[role].get(action)
    here, everywhere = user(role.value, "01"), user(role.value, "")
    assert permissions.may(here, action, "01") is (reach is not None)
    assert permissions.may(here, action, "02") is (reach is Reach.ALL)
    assert permissions.may(here, action) is (reach is Reach.ALL)
    assert permissions.may(everywhere, action, "02") is (reach is not None)
    if reach is None:
        with pytest.raises(permissions.Forbidden):
            permissions.acting(everywhere, action, "01", "test")


@pytest.mark.proves("ground permission-addresses")
def test_every_address_is_listed_with_the_action_that_its_view_names() -> None:
    assert {each.route: each.action for each in addresses()} == {**PAGES, **dict.fromkeys(OTHERS)}


@pytest.mark.proves("ground permission-addresses", "inspection investigator-control")
@pytest.mark.proves("inspection inspector-writes-nothing", "ground other-sites")
@pytest.mark.parametrize("role", Role)
def test_every_address_for_every_role(
    role: Role, user: Callable[..., Any], client_of: Callable[..., Client], things: dict[str, dict[str, str]]
) -> None:
    """Allowed, or 403, as the table says; at one's own site and at another's, in reading and in writing."""
    client = client_of(user(role.value, "01"), raise_request_exception=False)
    wrong = []
    for address in addresses():
        if address.action is None:
            continue
        for site in ("01", "02") if set(OF_A_SITE) & set(address.parameters) else ("",):
            wrong += _wrong(client, role, address, address.filled(**things.get(site, {})), site)
    assert not wrong, "\n".join(wrong)


def _wrong(client: Client, role: Role, address: Address, path: str, site: str) -> list[str]:
    """What is not as the table says."""
    before, found = _persisted(), []
    for method, action in (("get", address.action), ("post", address.writes)):
        reach = TABLE[role].get(action)
        may = reach is Reach.ALL or (reach is Reach.SITE and site != "02")
        status = getattr(client, method)(path).status_code
        if status == 405:
            continue
        if status >= 500:
            found.append(f"{role} {method} {path}: {status}")
        elif not may and status != 403:
            found.append(f"{role} {method} {path}: {status}, but must be 403")
        elif may and status == 403 and method == "get":
            found.append(f"{role} {method} {path}: 403, but {action.value} is theirs")
        elif not may and _persisted() != before:
            found.append(f"{role} {method} {path}: something was kept although it was refused")
        before = _persisted()
    return found


def _persisted() -> int:
    return Event.objects.count()


@pytest.mark.proves("ground permission-addresses")
def test_nobody_gets_anywhere_without_log_in(client: Client, things: dict[str, dict[str, str]]) -> None:
    for address in addresses():
        if address.kind in (ANYBODY, TOKEN):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address.filled(**things["01"]))
            sent = answer.headers.get("Location", "")
            assert answer.status_code == 405 or sent.startswith("/account/"), f"{method} {address.route}: {answer}"


@pytest.mark.proves("ground second-factor")
def test_a_password_alone_gets_nowhere(
    user: Callable[..., Any], password: str, things: dict[str, dict[str, str]], client: Client
) -> None:
    client.post("/account/login/", {"login": user("investigator", "01").username, "password": password})
    for address in addresses():
        if address.action is None:
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address.filled(**things["01"]))
            assert answer.headers.get("Location") == "/account/2fa/", f"{method} {address.route}: {answer}"


def test_without_any_role_every_page_is_refused(user: Callable[..., Any], client_of: Callable[..., Client]) -> None:
    client = client_of(user(None))
    for address in addresses():
        if address.action is not None:
            assert client.get(address.filled(site="01")).status_code in (403, 405), address.route


@pytest.mark.proves("inspection inspector-for-a-time")
def test_an_inspectors_time_ends(user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    inspector = user("inspector", "")
    assert permissions.may(inspector, Action.SEE_TRAIL)
    later = int(now()) + 40 * 24 * 3600 * SECOND
    monkeypatch.setattr(permissions, "now", lambda: later)
    assert permissions.rights(inspector) == []


@pytest.mark.proves("ground sessions")
def test_a_role_taken_back_or_an_account_shut_out_ends_at_once(
    user: Callable[..., Any], client_of: Callable[..., Client], actor: Callable[..., Any]
) -> None:
    first, second = user("safety officer", ""), user("safety officer", "")
    one, other = client_of(first), client_of(second)
    assert one.get("/study/").status_code == other.get("/study/").status_code == 200
    actions.end_grant(actor("administrator", ""), first.grants.get())
    actions.shut_out(actor("administrator", ""), second, "left")
    assert one.get("/study/").status_code == 403
    assert other.get("/study/").headers["Location"].startswith("/account/login/")
