"""Texts of the casebook, coded: who decides, what holds, and what is to be coded anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.coding import actions, shelf
from bedside.conduct.coding.books import Kind
from bedside.conduct.coding.models import Coded, Dictionary
from bedside.conduct.coding.standing import State, lines
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.trail.models import Event
from bedside.errors import UsageError
from tests.conduct.casebook.conftest import consent_to

from .conftest import TERMS

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture(autouse=True)
def _own_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dictionaries of a test stand in a folder of its own."""
    monkeypatch.setattr(shelf, "place", lambda kind, version: tmp_path / "shelf" / f"{kind}-{version}")
    shelf._book.cache_clear()
    yield
    shelf._book.cache_clear()


@pytest.fixture
def coder(actor: Callable[..., Any]) -> Any:
    return actor("data manager", "")


def state() -> State:
    (line,) = lines()
    return line.state


@pytest.mark.proves("inspection coding")
def test_a_code_holds_until_text_or_dictionary_changes(
    coder: Any, events: Callable[..., Path], written: Callable[..., Any]
) -> None:
    actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    entry = written("fever")
    assert state() is State.TO_CODE
    actions.code(coder, entry, "90002")
    assert state() is State.CODED
    event = Event.objects.order_by("-number").first()
    assert (event.action, event.participant) == ("code", entry.sheet.person.code)
    written("fever again", reason="more exact")
    assert state() is State.CHANGED
    with pytest.raises(UsageError, match="nothing to code in this value now"):
        actions.code(coder, entry, "90001")
    written("fever", reason="typing error")
    assert state() is State.CODED  # the text for which the code was given stands again
    written("fever again", reason="no, so")
    actions.code(coder, lines()[0].entry, "90001")
    actions.add_dictionary(coder, Kind.MEDDRA, "2.0", events("two", {**TERMS, "90006": ("New", "80001", "Y")}))
    assert state() is State.REPLACED and Coded.objects.count() == 2
    actions.code(coder, lines()[0].entry, "90001")
    assert state() is State.CODED
    assert lines()[0].above == ["Made-up fever", "Made-up temperatures", "Made-up heat", "Made-up general"]


@pytest.mark.proves("inspection coding")
def test_what_is_refused(coder: Any, events: Callable[..., Path], written: Callable[..., Any]) -> None:
    entry = written("fever")
    with pytest.raises(UsageError, match="there is no meddra here"):
        actions.code(coder, entry, "90001")
    actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    actions.code(coder, entry, "90001")
    for told, chosen in (("is no current term", "90003"), ("is no current term", "1"), ("coded so already", "90001"),
                         ("no reason is given", "90002")):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            actions.code(coder, entry, chosen)
    actions.code(coder, entry, "90002", "the lower term is nearer")
    assert lines()[0].coded.code == "90002"


def test_a_version_is_its_files(coder: Any, events: Callable[..., Path], written: Callable[..., Any]) -> None:
    held = actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    with pytest.raises(UsageError, match="added with other files"):
        actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events("two", dict(list(TERMS.items())[:2])))
    with pytest.raises(UsageError, match="is no version"):
        actions.add_dictionary(coder, Kind.MEDDRA, "../1.0", events("three"))
    file = shelf.place(Kind.MEDDRA, "1.0") / "llt.asc"
    file.write_text(file.read_text().replace("Bleeding", "Breeding"))
    with pytest.raises(UsageError, match="not those that were added"):
        shelf.book(held)
    file.unlink()
    with pytest.raises(UsageError, match="are not here"):
        shelf.book(held)
    assert actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events("four")) == held  # as after a restore
    assert shelf.book(held).terms["90004"].name == "Bleeding, invented" and Dictionary.objects.count() == 1


def test_which_items_are_coded_is_said_by_the_protocol(written: Callable[..., Any], actor: Callable[..., Any]) -> None:
    written("fever")
    consent_to(Person.objects.get(), actor("investigator"))
    written("gout", "condition", form="past_conditions")
    written("asthma", "condition", form="past_conditions", number=2)
    assert [(line.entry.item, line.entry.typed, line.kind) for line in lines()] == [
        ("trigger_detail", "fever", Kind.MEDDRA), ("condition", "gout", Kind.MEDDRA),
        ("condition", "asthma", Kind.MEDDRA),
    ], "each past condition is coded by itself"  # fmt: skip


@pytest.mark.proves("inspection coding")
def test_the_coder_decides_on_the_page(
    coder: Any, events: Callable[..., Path], written: Callable[..., Any], user: Callable[..., User],
    client_of: Callable[..., Client],
) -> None:  # fmt: skip
    assert {role for role in Role if Action.CODE_TERMS in TABLE[role]} == {Role.DATA_MANAGER, Role.SAFETY}
    entry, client = written("invented <bleeding>"), client_of(user("safety officer", ""))
    assert "bedside ships none" in client.get("/study/coding/").content.decode()
    actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    one = f"/study/coding/{entry.pk}/"
    page = client.get(one).content.decode()
    assert "invented &lt;bleeding&gt;" in page and "Invented bleeding of the gut" in page and not Coded.objects.exists()
    assert "Fever of the made-up kind" in client.get(f"{one}?q=fever").content.decode()
    assert client.post(f"{one}code/", {"code": "90005"}).status_code == 302
    page = client.get("/study/coding/").content.decode()
    assert "90005" in page and "Made-up bleeding › Made-up losses" in page
    assert "Invented bleeding of the gut" in client.get("/study/coding/terms.csv").content.decode()
    assert client_of(user("monitor", "02")).get("/study/coding/").content.decode().count("90005") == 0
    assert client_of(user("monitor", "01")).get(one).status_code == 403


def test_the_api_tells_what_was_coded(
    coder: Any, events: Callable[..., Path], written: Callable[..., Any], user: Callable[..., User]
) -> None:
    from django.core.cache import cache

    from bedside.conduct.api.actions import make_token
    from bedside.values.moment import DAY, Moment, now

    cache.clear()
    actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    actions.code(coder, written("fever"), "90002")
    owner = user("data manager", "")
    text = make_token(coder, owner, "a program", [Action.SEE_IDENTITY_FREE_DATA], [], Moment(now() + DAY))[1]
    told = Client().get("/api/v1/sites/01/coded-terms", headers={"Authorization": f"Bearer {text}"}).json()
    assert [(line["text"], line["code"], line["version"], line["state"]) for line in told] == [
        ("fever", "90002", "1.0", "coded"),
    ]  # fmt: skip


@pytest.mark.proves("inspection coding")
def test_the_code_stands_beside_its_text_in_the_casebook(
    coder: Any, events: Callable[..., Path], written: Callable[..., Any], user: Callable[..., User],
    client_of: Callable[..., Client],
) -> None:  # fmt: skip
    from bedside.conduct.casebook.places import place_of_sheet

    actions.add_dictionary(coder, Kind.MEDDRA, "1.0", events())
    entry, client = written("fever"), client_of(user("monitor", "01"))
    where = place_of_sheet(entry.sheet).address(entry.sheet.person.code)
    assert "MedDRA: to be coded" in client.get(where).content.decode()
    actions.code(coder, entry, "90002")
    assert "MedDRA 1.0: Fever of the made-up kind (90002)" in client.get(where).content.decode()
    written("bleeding", reason="another event")
    client.cookies["django_language"] = "fr"
    told = client.get(where).content.decode()
    assert "MedDRA 1.0\u00a0: Fever of the made-up kind (90002)" in told and "le texte a changé" in told
