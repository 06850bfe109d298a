"""Once a version is in force, everything that stands stays: where it was, as it was, under what it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.models import Computed, Entry, Sheet
from bedside.conduct.casebook.places import Place, place_of_sheet, scope_of
from bedside.conduct.closing.actions import close, sign
from bedside.conduct.closing.meanings import Meaning
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.locks.reading import closings
from bedside.conduct.locks.states import State, Way
from bedside.conduct.monitoring.actions import raise_query
from bedside.conduct.monitoring.actions_verification import verify
from bedside.conduct.monitoring.verification import progress_of_persons
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.trail.models import Event

from . import changes

Make = Callable[..., Any]
FORM = "vital_signs"
TYPED = {"taken_at": "2026-11-20T08:00", "temperature": "39.6", "map": "64", "spo2": "93", "weight": "71"}


@pytest.fixture
def written(included: Make, actor: Make) -> tuple[Any, Sheet]:
    """A participant with a form of a visit, and the same form filled beside the schedule."""
    person, by = included(3, "patient"), actor("nurse")
    for visit in ("unscheduled", "D0"):
        sheet = open_sheet(by, person, visit, FORM, "1.0")
        save(by, sheet, {name: Typed(text) for name, text in TYPED.items()})
    return person, sheet


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Sheet, Entry, Computed)]


def shrunk(protocol: Any) -> Any:
    """Without an item that was typed, without a form that was filled, without a visit at which one was."""
    less = changes.without_item(protocol, "laboratory", "ferritin")
    return changes.without_form(changes.without_visit(less, "D7"), FORM)


def pages(person: Any, sheet: Sheet) -> Iterator[str]:
    own = f"/participants/{person.code}"
    yield from (f"{own}/{name}" for name in ("", "consent/", "timeline/", "casebook/", "laboratory/", "preview/"))
    yield from (f"{own}/{name}" for name in ("verification/", "closing/", "figures/", "safety/"))
    yield from (f"{own}/verification/{sheet.pk}/", place_of_sheet(sheet).address(person.code))
    yield from ("/sites/01/", "/sites/01/participants/", "/sites/01/data-review/", "/sites/01/review/")
    yield from ("/sites/01/completeness/", "/sites/01/closing/", "/queries/", "/study/dashboard/", "/study/closing/")


@pytest.mark.proves("amending no-migration")
def test_what_stands_is_not_written_anew(
    written: Any, keep: Make, approve: Make, agree: Make, actor: Make, running: Any
) -> None:
    person, _ = written
    before = rows()
    approve(keep(shrunk(running.protocol), reconsent=True))
    assert rows() == before
    person = agree(person)
    assert protocol_for(person).version == "1.1"
    assert rows() == before


@pytest.mark.proves("amending no-migration")
def test_every_page_still_opens_and_shows_it(
    written: Any, keep: Make, approve: Make, actor: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    person, sheet = written
    raise_query(actor("data manager", ""), person, place_of_sheet(sheet), "temperature", "Is it so?")
    approve(keep(shrunk(running.protocol)))
    clients = [client_of(user("investigator", "01")), client_of(user("data manager", ""))]
    seen = {page: {client.get(page).status_code for client in clients} for page in pages(person, sheet)}
    assert {page: found for page, found in seen.items() if not found <= {200, 403} or 200 not in found} == {}
    form = clients[0].get(place_of_sheet(sheet).address(person.code)).content.decode()
    assert "39.6" in form or "39,6" in form
    overview = clients[0].get(f"/participants/{person.code}/casebook/").content.decode()
    for where in ("D0", "unscheduled"):
        assert f"/forms/{where}/{FORM}/" in overview
    assert FORM in clients[0].get(f"/participants/{person.code}/timeline/").content.decode()


@pytest.mark.proves("amending no-migration")
def test_a_value_of_an_item_that_is_gone_may_still_be_corrected_on_its_form(
    written: Any, keep: Make, approve: Make, actor: Make, running: Any
) -> None:
    _, sheet = written
    approve(keep(changes.without_item(running.protocol, FORM, "temperature")))
    save(actor("nurse"), sheet, {"temperature": Typed("38.6", reason="misread")})
    assert sheet.entries.filter(item="temperature").count() == 2


@pytest.mark.proves("amending no-migration")
def test_only_forms_begun_under_the_version_have_its_items(
    written: Any, keep: Make, approve: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    person, _ = written
    approve(keep(changes.without_item(running.protocol, FORM, "temperature")))
    nurse = client_of(user("nurse", "01"))
    own = f"/participants/{person.code}/forms"
    begun, fresh = (nurse.get(f"{own}/{place}/{FORM}/").content.decode() for place in ("D0", "D7"))
    assert "v-temperature" in begun and "v-temperature" not in fresh and "v-map" in fresh


@pytest.mark.proves("amending no-migration")
def test_signatures_verifications_and_freezes_stand(
    written: Any, keep: Make, look: Make, on: Make, approve: Make, agree: Make, actor: Make, running: Any
) -> None:
    person, sheet = written
    sign(actor("investigator"), person, scope_of(sheet), Meaning.REVIEWED, "Dr Example", "en")
    verify(actor("monitor"), sheet, {"temperature": 1})
    close(actor("data manager", ""), Way.FREEZE, scope_of(sheet), "review")
    version = keep(changes.without_form(running.protocol, FORM), reconsent=True)
    stays = on(look(version), person).untouched
    assert (stays.sheets >= 2, stays.signed, stays.verified, stays.closed) == (True, 1, 1, (State.FROZEN,))
    approve(version)
    person = agree(person)
    assert on(look(version), person).untouched == stays
    assert Signatures([person]).state(scope_of(sheet)) is Signing.SIGNED
    assert progress_of_persons([person])[person.pk].verified == 1
    assert closings(scope_of(sheet)).state(scope_of(sheet)) is State.FROZEN


@pytest.mark.proves("amending no-migration")
def test_a_version_that_is_kept_and_approved_nowhere_changes_nothing(
    written: Any, keep: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    person, sheet = written
    client, before = client_of(user("investigator", "01")), {}
    for page in pages(person, sheet):
        before[page] = client.get(page).status_code
    keep(shrunk(running.protocol), reconsent=True)
    assert {page: client.get(page).status_code for page in pages(person, sheet)} == before
    assert protocol_for(person).version == "1.0"
    assert Event.objects.filter(action="approve version", place="version 1.1").count() == 0


@pytest.mark.proves("amending no-migration")
def test_a_question_about_a_form_that_nobody_began_and_that_is_gone_keeps_its_words(
    written: Any, keep: Make, approve: Make, actor: Make, user: Make, client_of: Callable[..., Client], running: Any
) -> None:
    person, _ = written
    raise_query(actor("data manager", ""), person, Place("D7", FORM), "map", "Why is it not there?")
    approve(keep(shrunk(running.protocol)))
    page = client_of(user("nurse", "01")).get("/queries/").content.decode()
    form = running.protocol.form(FORM)
    assert form.text.en in page and form.item("map").text.en in page
