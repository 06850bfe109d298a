"""A French reader is refused in French, in words and not in internal names, on pages and by the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.closing.actions import close
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import Way
from bedside.conduct.participants import actions
from bedside.conduct.participants.typed_times import local_now

ENGLISH = re.compile(r"\b(the|is|are|may|not|this|there|your|of|to|or|and|at|it|was|yet|ask|look|write|say)\b", re.I)
Make = Callable[..., Any]


@pytest.fixture
def french(user: Make, client_of: Make) -> Make:
    """french(role): a French reader at site 01."""

    def made(role: str = "investigator") -> Any:
        client = client_of(user(role, "01"))
        client.cookies["django_language"] = "fr"
        return client

    return made


def _refused(answer: Any, status: int = 422) -> str:
    """What a page refuses, without mark-up; it holds no English and no internal name."""
    assert answer.status_code == status
    page = answer.content.decode()
    found = re.search(r'<section class="card refusal".*?</section>', page, re.DOTALL) or re.search(
        r"<main.*?</main>", page, re.DOTALL
    )
    assert found is not None
    said = unescape(re.sub(r"<[^>]+>", " ", found[0]))
    assert not ENGLISH.search(said), said
    assert not re.search(r"[a-z]_[a-z]", said), said
    return said


def test_another_site(running: Any, french: Make) -> None:
    said = _refused(french().get("/sites/02/participants/"), 403)
    assert "n’a pas le droit\u00a0: voir les participants (centre 02)" in said and "Demandez le rôle" in said


def test_an_emergency_with_nothing_ticked(running: Any, actor: Make, french: Make, protocol: Any) -> None:
    person = actions.screen(actor("nurse"), "01")
    sent = {"at": local_now(), "step": "give", "route": "emergency"}
    said = _refused(french().post(f"/participants/{person.code}/consent/", sent))
    assert "non certifié" in said and "Certifiez chacun" in said
    route = next(each for each in protocol.consent_routes if each.id == "emergency")
    assert route.text.fr in said
    for group in route.needs:
        assert any(protocol.question(name).asked.fr in said for name in group)


def test_a_step_that_cannot_follow(running: Any, actor: Make, french: Make) -> None:
    person = actions.screen(actor("nurse"), "01")
    said = _refused(french().post(f"/participants/{person.code}/consent/", {"at": local_now(), "step": "withdraw"}))
    assert "ne peut pas suivre ici" in said and "Ce qui le peut" in said


def test_writing_without_a_basis(running: Any, actor: Make, french: Make) -> None:
    person, sent = actions.screen(actor("nurse"), "01"), {"n-known_at": "0", "v-known_at": "t"}
    said = _refused(french("nurse").post(Place(UNSCHEDULED, "vital_status").address(person.code, "save"), sent))
    assert "base légale" in said and "Consignez d’abord le consentement" in said


def test_enrolling_somebody_who_is_not_eligible(running: Any, actor: Make, french: Make) -> None:
    person = actions.screen(actor("nurse"), "01")
    answer = french().post(f"/participants/{person.code}/enrol/", {"at": local_now()})
    assert answer.status_code == 422 and "base légale" in answer.content.decode()


def test_a_second_death(included: Make, french: Make) -> None:
    person, client, sent = included(0.5), french("nurse"), {"what": "death", "at": local_now()}
    assert client.post(f"/participants/{person.code}/timeline/", sent).status_code == 302
    said = _refused(client.post(f"/participants/{person.code}/timeline/", sent))
    assert "Regardez la liste des événements" in said


def test_what_is_locked(included: Make, actor: Make, french: Make) -> None:
    person = included(0.5)
    close(actor("data manager", ""), Way.FREEZE, Scope("01"), "revue")
    said = _refused(french("nurse").post(f"/participants/{person.code}/timeline/", {"what": "death",
                                                                                  "at": local_now()}))  # fmt: skip
    assert "ceci est gelé" in said and "gestionnaire de données" in said


def test_a_time_that_is_none(included: Make, french: Make) -> None:
    person = included(0.5)
    said = _refused(french("nurse").post(f"/participants/{person.code}/timeline/", {"what": "death", "at": "hier"}))
    assert "« hier » n’est pas une heure".replace("« ", "«\u00a0").replace(" »", "\u00a0»") in said
    assert "Écrivez-la comme" in said
