"""Every operation for every role, at one's own site and at another's, with every scope: as the table of roles says."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.conduct.api import actions, limits
from bedside.conduct.api.operations import api
from bedside.conduct.people.roles import TABLE, Action, Reach, Role
from bedside.conduct.trail.keeping import Actor
from bedside.conduct.trail.models import Event
from bedside.values.moment import DAY, Moment, now

pytestmark = pytest.mark.usefixtures("study")
OF_A_SITE = ("{code}", "{site}")


def operations() -> list[tuple[str, str, Action]]:
    """Each operation: its method, its path below /api/v1, the action it asks for."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return [(method.upper(), path, Action(told["x-action"])) for path, methods in paths.items()
            for method, told in methods.items()]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "MOST", {"token": 10**9, "address": 10**9})


@pytest.fixture
def at_sites(someone: Any, occasion: Any, study: Any) -> dict[str, dict[str, str]]:
    visit, form, item = occasion
    same = {
        "visit": visit,
        "form": form,
        "item": item,
        "version": study.protocol.version,
        "number": "1",
        "query": "1",
        "label": "none-such",
        "event": "1",
        "infection": "1",
        "picture": "recruitment",
        "figure": "scores",
        "name": "ctcae",
    }
    return {site: {**same, "site": site, "code": someone(site).code} for site in ("01", "02")}


def test_what_a_token_can_be_for_is_what_operations_ask() -> None:
    assert {action for _, _, action in operations()} == set(actions.OFFERED)


@pytest.mark.parametrize("role", Role)
def test_every_operation_for_every_role(role: Role, user: Any, program: Any, at_sites: Any) -> None:
    caller = program(user(role.value, "01"))
    wrong = []
    for method, path, action in operations():
        reach = TABLE[role].get(action)
        for site in ("01", "02") if any(part in path for part in OF_A_SITE) else ("",):
            may = reach is Reach.ALL or (reach is Reach.SITE and site != "02")
            wrong += _wrong(caller, method, path.format(**at_sites[site or "01"]), may)
    assert not wrong, "\n".join(wrong)


def _wrong(caller: Any, method: str, path: str, may: bool) -> list[str]:
    calls = Event.objects.filter(action__in=("use token", "refuse token"))
    before = calls.count()
    status = caller.send(method, path, {} if method != "GET" else None).status_code
    found = [] if calls.count() == before + 1 else [f"{method} {path}: not one entry in the trail"]
    unfit = method != "GET" and status == 422  # a body that does not fit is told so before anybody is asked
    if not unfit and (status >= 500 or status == 401 or (status == 403) is may):
        found.append(f"{method} {path}: {status}, {'allowed' if may else 'refused'} by the table")
    return found


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["items", "records", "stays"])
def test_writes_for_every_role(kind: str, role: Role, user: Any, program: Any, at_sites: Any) -> None:
    caller = program(user(role.value, "01"))
    action = Action.SCREEN if kind == "stays" else Action.WRITE_DATA
    for site, known in at_sites.items():
        may = TABLE[role].get(action) is Reach.ALL or (action in TABLE[role] and site == "01")
        before = _kept()
        status = caller.send(*_write(kind, known)).status_code
        assert (status != 403) is may, (kind, site, status)
        assert may or _kept() == before


def _write(kind: str, known: dict[str, str]) -> tuple[str, str, Any]:
    if kind == "items":
        path = "/participants/{code}/sheets/{visit}/{form}/items".format(**known)
        return "PUT", path, {"items": {known["item"]: {"missing": "unknown", "because": "other"}}}
    if kind == "records":
        record = {"variable": "platelets", "start": "2026-11-22", "value": "84", "unit": "10*9/L"}
        return "POST", f"/participants/{known['code']}/records", {"sender": "lab", "records": [record]}
    return "POST", f"/sites/{known['site']}/stays", {"source": "ward", "stay": "1"}


def _kept() -> int:
    return Event.objects.exclude(kept_in="").count()


@pytest.mark.parametrize("scope", actions.OFFERED)
def test_every_operation_for_every_scope(scope: Action, user: Any, program: Any, at_sites: Any) -> None:
    """A token for one action only opens the operations of that action."""
    role = next(role for role in (Role.INVESTIGATOR, *Role) if scope in TABLE[role])
    caller = program(user(role.value, "" if TABLE[role][scope] is Reach.ALL else "01"), scope=[scope])
    for method, path, action in operations():
        if method == "GET":
            status = caller.get(path.format(**at_sites["01"])).status_code
            assert (status == 403) is (action is not scope), (scope, path, status)


def test_a_token_cannot_do_what_its_user_lost(user: Any, actor: Any, program: Any, at_sites: Any) -> None:
    from bedside.conduct.people.actions import end_grant, grant

    owner = user("investigator", "01")
    caller, by = program(owner), actor("administrator", "")
    end_grant(by, owner.grants.get())
    grant(by, owner, Role.MONITOR, "01")
    assert caller.get(f"/participants/{at_sites['01']['code']}").status_code == 200
    assert caller.send(*_write("items", at_sites["01"])).status_code == 403


def test_a_site_that_the_token_is_not_for(user: Any, at_sites: Any, program: Any) -> None:
    owner = user("data manager", "")
    text = actions.make_token(
        Actor(owner.username, "data manager", "", "test"), owner, "n", actions.grantable(owner), ["02"],
        Moment(now() + DAY),
    )[1]  # fmt: skip
    caller = program(text)
    for method, path, action in operations():
        if method == "GET" and any(part in path for part in OF_A_SITE) and action in TABLE[Role.DATA_MANAGER]:
            assert caller.get(path.format(**at_sites["01"])).status_code == 403, path
            assert caller.get(path.format(**at_sites["02"])).status_code in (200, 404, 422), path
    assert {each["site"] for each in caller.get("/trail").json()["items"]} == {"02"}
