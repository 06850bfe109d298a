"""The screens of closing: who may do what on them, what they show and link to, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, save
from bedside.conduct.casebook.models import Draft, Entry
from bedside.conduct.casebook.places import place_of_sheet, scope_of
from bedside.conduct.closing import checklist as lists
from bedside.conduct.closing.actions import close
from bedside.conduct.closing.completeness import Degree, heat
from bedside.conduct.laboratory.actions import add_range
from bedside.conduct.laboratory.typed import Typed as Range
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import WAYS, State, Way
from bedside.conduct.people.roles import TABLE, Reach, Role

pytestmark = pytest.mark.usefixtures("study")
Make = Callable[..., Any]


@pytest.fixture
def browser(user: Make, client_of: Make) -> Callable[..., Any]:
    """browser(role): somebody at all sites."""

    def made(role: str = "data manager", site: str = "", language: str = "en") -> Any:
        client = client_of(user(role, site))
        client.cookies["django_language"] = language
        return client

    return made


def shown(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("role", [Role.DATA_MANAGER, Role.ADMINISTRATOR, Role.INVESTIGATOR, Role.MONITOR])
def test_each_way_is_taken_by_whoever_the_table_says(
    role: Role, browser: Make, included: Make, monkeypatch: pytest.MonkeyPatch, actor: Make
) -> None:
    monkeypatch.setattr(lists, "CHECKS", [])
    code, manager = included().code, actor("data manager", "")
    opened_by = {State.FROZEN: Way.LIFT, State.LOCKED: Way.UNLOCK}
    first = {Way.LIFT: Way.FREEZE, Way.UNLOCK: Way.LOCK}
    client = browser(role.value, "" if role in (Role.DATA_MANAGER, Role.ADMINISTRATOR) else "01")
    for way in Way:
        if way in first:
            close(manager, first[way], Scope("01", code), "before")
        at = f"/participants/{code}/closing/{way.name.lower()}/"
        status = client.post(at, {"reason": "as agreed"}).status_code
        assert (status == 302) is (TABLE[role].get(WAYS[way].action) is Reach.ALL), (role, way, status)
        last = Closing.objects.order_by("-pk").first()
        if last is not None and last.state != State.OPEN:
            close(manager, opened_by[State(last.state)], Scope("01", code), "after")


def test_the_pages_from_the_study_down_to_an_item(browser: Make, included: Make, result: Make) -> None:
    sheet, client = result(included(), 1, wbc="9"), browser()
    code = sheet.person.code
    for address, then in [
        ("/study/closing/", "/sites/01/closing/"), ("/sites/01/closing/", f"/participants/{code}/closing/"),
        (f"/participants/{code}/closing/", f"?visit=unscheduled&amp;form={sheet.form}"),
        (f"/participants/{code}/closing/?visit=unscheduled&form={sheet.form}", "item=wbc"),
    ]:  # fmt: skip
        assert then in shown(client.get(address)), address
    whole = {"visit": sheet.visit, "form": sheet.form, "item": "wbc", "reason": "review"}
    assert client.post(f"/participants/{code}/closing/freeze/", whole).status_code == 302
    page = shown(client.get(f"/participants/{code}/closing/?visit=unscheduled&form={sheet.form}&item=wbc"))
    assert "❄ frozen" in page and "review" in page and "Lift the freeze" in page
    assert client.get(f"/participants/{code}/closing/?day=x").status_code == 404
    assert client.get(f"/participants/{code}/closing/?form=x").status_code == 422


def test_the_checklist_links_to_where_each_thing_is_settled(browser: Make, included: Make, result: Make) -> None:
    sheet, client = result(included(), 1, wbc="9"), browser()
    page = shown(client.get(f"/participants/{sheet.person.code}/closing/?checklist=1"))
    assert "stand in the way" in page and place_of_sheet(sheet).address(sheet.person.code) in page
    refused = client.post(f"/participants/{sheet.person.code}/closing/lock/", {"reason": "done"})
    assert refused.status_code == 422 and "not yet" in shown(refused)


@pytest.mark.parametrize(("language", "word"), [("en", "This is frozen since"), ("fr", "Ceci est gelé depuis le")])
def test_a_frozen_form_says_so_and_loses_nothing_that_is_typed(
    language: str, word: str, browser: Make, included: Make, result: Make, actor: Make
) -> None:
    sheet = result(included(), 1, wbc="9")
    nurse = browser("nurse", "01", language)
    close(actor("data manager", ""), Way.FREEZE, scope_of(sheet), "review of March")
    place = place_of_sheet(sheet)
    number = Entry.objects.get(sheet=sheet, item="wbc").number
    sent = {"n-wbc": str(number), "v-wbc": "7", "u-wbc": "10*9/L", "r-wbc": "typing error"}
    assert nurse.post(place.address(sheet.person.code, "save"), sent).status_code == 302
    assert Draft.objects.get(sheet=sheet).typed["wbc"]["text"] == "7"
    page = shown(nurse.get(place.address(sheet.person.code)))
    assert word in page and "review of March" in page and 'value="7"' in page and "fieldset disabled" in page
    assert Entry.objects.filter(sheet=sheet, item="wbc").count() == 1


def test_one_frozen_item_is_shut_and_the_others_are_not(
    browser: Make, included: Make, result: Make, actor: Make
) -> None:
    sheet = result(included(), 1, wbc="9")
    close(actor("data manager", ""), Way.FREEZE, scope_of(sheet, "wbc"), "review")
    page = shown(browser("nurse", "01").get(place_of_sheet(sheet).address(sheet.person.code)))
    assert 'name="n-wbc"' not in page and 'name="n-hemoglobin"' in page
    assert '<fieldset class="answer" disabled>' in page and "❄" in page


# --- completeness and review ------------------------------------------------------------------------------------------


def test_the_map_says_each_degree_in_words(browser: Make, included: Make, actor: Make, trial: str) -> None:
    someone = included(trial)
    (row,) = heat([someone]).rows
    degrees = {cell.degree for cell in row.cells if cell}
    assert degrees & {Degree.OVERDUE, Degree.DUE} and Degree.NOT_DUE in degrees
    close(actor("data manager", ""), Way.FREEZE, Scope(someone.site, someone.code), "review")
    assert {cell.degree for cell in heat([someone]).rows[0].cells if cell} == {Degree.FROZEN}
    page = shown(browser().get(f"/sites/{someone.site}/completeness/"))
    assert "❄" in page and ">frozen<" in page and someone.enrolled.number in page
    assert someone.enrolled.number in shown(browser(language="fr").get("/study/completeness/"))


@pytest.mark.proves("inspection trail-review-outliers")
def test_an_outlier_that_was_removed_is_listed(browser: Make, included: Make, result: Make, actor: Make) -> None:
    usual = {"laboratory": "Central", "variable": "wbc", "unit": "10*9/L", "low": "4", "high": "10"}
    add_range(actor("investigator"), "01", Range(**usual, from_day="2020-01-01"))
    someone, nurse = included(), actor("nurse")
    gone, inside, still, fine = (result(someone, day / 4, wbc=each) for day, each in enumerate(("55", "44", "33", "9")))
    save(nurse, gone, {"wbc": Typed(missing="unknown", because="other", reason="not believed")})
    save(nurse, inside, {"wbc": Typed("5", reason="read again")})
    save(nurse, still, {"wbc": Typed("22", reason="read again")})
    save(nurse, fine, {"wbc": Typed("8", reason="read again")})
    page = shown(browser().get("/sites/01/review/"))
    listed = page[page.index('id="outliers"') : page.index('id="stale"')]
    assert "not believed" in listed and re.search("44.*<td>5 ", listed)
    assert "<td>33 " not in listed and "<td>9 " not in listed


@pytest.mark.proves("inspection trail-review-signed")
def test_what_changed_after_a_signature_is_listed(browser: Make, included: Make, result: Make, actor: Make) -> None:
    from bedside.conduct.closing.actions import sign
    from bedside.conduct.closing.meanings import Meaning

    sheet = result(included(), 1, wbc="9")
    sign(actor("investigator"), sheet.person, scope_of(sheet), Meaning.REVIEWED, "Dr Example", "en")
    save(actor("nurse"), sheet, {"wbc": Typed("7", reason="typing error")})
    page = shown(browser().get("/sites/01/review/"))
    assert "typing error" in page[: page.index('id="locked"')]


@pytest.mark.proves("inspection trail-review-locked")
def test_critical_items_corrected_shortly_before_a_lock_are_listed(
    browser: Make, included: Make, result: Make, actor: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CHECKS", [])
    sheet = result(included(), 1, platelets="9", wbc="9")
    save(actor("nurse"), sheet, {"platelets": Typed("11", reason="read again")})
    client = browser()
    between = lambda page: page[page.index('id="locked"') : page.index('id="outliers"')]  # noqa: E731
    assert "read again" not in between(shown(client.get("/sites/01/review/")))
    close(actor("data manager", ""), Way.LOCK, Scope("01"), "end")
    assert "read again" in between(shown(client.get("/sites/01/review/")))
