"""The pages and files of the pharmacy, as each role sees them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.participants.typed_times import local
from bedside.conduct.people.roles import ROLES, TABLE, Action, Role
from bedside.conduct.pharmacy import actions_leaving, actions_people
from bedside.conduct.pharmacy.accounts import Account, Kind
from bedside.conduct.pharmacy.models import Authorised, Lot, Movement
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import supply_of
from bedside.conduct.study.clock import today
from bedside.conduct.trail.models import Event

from .conftest import ago
from .test_acts import DAYS, held

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture
def browser(user: Callable[..., Any], client_of: Callable[..., Any]) -> Callable[..., Any]:
    """browser(role, site): somebody logged in."""
    return lambda role="pharmacist", site="01": client_of(user(role, site))


@pytest.mark.proves("pharmacy pharmacist")
def test_a_pharmacist_writes_pharmacy_acts_and_nothing_else() -> None:
    held_ = set(TABLE[Role.PHARMACIST])
    assert {Action.KEEP_PHARMACY, Action.SEE_PHARMACY, Action.SEE_PARTICIPANTS} <= held_
    others = {Action.WRITE_DATA, Action.SEE_IDENTITY_FREE_DATA, Action.SCREEN, Action.ENROL, Action.SEE_TRAIL}
    assert not held_ & others
    assert {role for role in Role if Action.KEEP_PHARMACY in TABLE[role]} == {Role.PHARMACIST}
    assert ROLES[Role.PHARMACIST].fr == "pharmacien"


@pytest.mark.proves("pharmacy receipt", "pharmacy dispensing", "pharmacy corrected-by-counter-act")
def test_from_the_lorry_to_the_participant_and_back(browser: Any, enrolled: Any, study: Any) -> None:
    client, person, product = browser(), enrolled(), study.protocol.products[0]
    page = client.get("/sites/01/pharmacy/").content.decode()
    assert "Receive a shipment" in page and product.storage.en in page
    shipment = {"product": f"{product.id}:5 mg", "lot": "A1", "expiry": "2099-01", "quantity": "60",
                "at": local(ago(3)), "reference": "note 1", "temperature": "excursion", "told": "cold box"}  # fmt: skip
    assert client.post("/sites/01/pharmacy/receive/", {**shipment, "temperature": ""}).status_code == 422
    answer = client.post("/sites/01/pharmacy/receive/", shipment)
    (lot,) = Lot.objects.all()
    where = f"/sites/01/pharmacy/lots/{lot.pk}/"
    assert answer.headers["Location"] == where
    assert "excursion" in client.get(where).content.decode()
    client.post(f"{where}release/", {"quantity": "60", "at": local(ago(2)), "told": "sponsor's mail"})
    of_person = f"/participants/{person.code}/pharmacy/"
    assert f'value="{lot.pk}"' in client.get(of_person).content.decode()
    out = {"units": str(lot.pk), "quantity": "14", "at": local(ago(0.1)), "first": DAYS[0], "last": DAYS[1]}
    assert client.post(f"{of_person}dispense/", {**out, "units": ""}).status_code == 422
    assert client.post(f"{of_person}dispense/", out).status_code == 302
    client.post(f"{of_person}take-in/", {"units": str(lot.pk), "quantity": "2", "at": local(ago(0.05))})
    client.post(f"{of_person}take-in/", {"units": str(lot.pk), "quantity": "1", "at": local(ago(0.05)), "lost": "yes",
                                         "told": "fell"})  # fmt: skip
    assert held(lot) == {"sponsor": -60, "stock": 46, "participant": 11, "returned": 2, "lost": 1}
    row = Movement.objects.get(kind=Kind.DISPENSE)
    client.post(f"/sites/01/pharmacy/acts/{row.pk}/undo/", {"quantity": "15", "reason": "fifteen"})
    assert held(lot)["participant"] == 12
    shown = client.get(of_person).content.decode()
    assert "fifteen" in shown and "taken back" in shown and "cannot tell" not in shown
    browser("pharmacist").post(f"/sites/01/pharmacy/acts/{Movement.objects.filter(quantity=15).get().pk}/check/")
    assert "checked by pharmacist-01" in client.get(of_person).content.decode()


@pytest.mark.proves("pharmacy transfer", "pharmacy destruction", "pharmacy count", "pharmacy recall")
def test_a_lot_over_two_sites_and_its_end(
    browser: Any, received: Any, enrolled: Any, pharmacist: Any, user: Any
) -> None:
    lot, person, client, there = received(40), enrolled(), browser(), browser("pharmacist", "02")
    where, at = f"/sites/01/pharmacy/lots/{lot.pk}/", local(ago(0.1))
    actions_people.dispense(pharmacist, person, Units(lot, 3), ago(1), DAYS)
    client.post(f"{where}send/", {"quantity": "10", "to_site": "02", "reference": "note 2", "at": at})
    sending = Movement.objects.get(kind=Kind.SEND)
    assert "on the way from site 01" in there.get("/sites/02/pharmacy/").content.decode()
    acts = f"/sites/02/pharmacy/acts/{sending.pk}"
    there.post(f"{acts}/arrive/", {"quantity": "9", "at": local(ago(0)), "temperature": "within"})
    there.post(f"{acts}/lost/", {"quantity": "1", "at": local(ago(0)), "told": "not in the parcel"})
    assert held(lot, "02") == {"quarantine": 9} and held(lot)["lost"] == 1
    client.post(f"{where}hold/", {"quantity": "5", "at": at, "told": "34 °C"})
    client.post(f"{where}count/", {"account": "stock", "quantity": "21", "at": at, "told": "one less"})
    client.post(f"{where}lose/", {"account": "stock", "quantity": "1", "at": at, "told": "broken"})
    client.post(f"{where}send_back/", {"account": "stock", "quantity": "2", "at": at, "reference": "note 3"})
    assert client.post(f"{where}burn/").status_code == 404
    sponsor = browser("data manager", "")
    assert client.post(f"{where}authorise/", {}).status_code == 403
    sponsor.post(f"{where}authorise/", {"quantity": "5", "reference": "letter 5"})
    destroy = {"account": "quarantine", "quantity": "5", "at": local(ago(0)), "told": "burnt", "reference": "C-1",
               "witness": user("nurse", "01").username}  # fmt: skip
    assert client.post(f"{where}destroy/", destroy).status_code == 422
    client.post(f"{where}destroy/", {**destroy, "authorised": str(Authorised.objects.get().pk)})
    assert held(lot) == {"sponsor": -38, "stock": 18, "participant": 3, "lost": 2, "unexplained": 1, "destroyed": 5}
    assert client.post(f"/pharmacy/lots/{lot.pk}/recall/", {}).status_code == 403
    sponsor.post(f"/pharmacy/lots/{lot.pk}/recall/", {"reference": "letter 6", "told": "impurity"})
    page = browser("inspector", "").get(f"/pharmacy/lots/{lot.pk}/").content.decode()
    assert person.code in page and "impurity" in page and "recalled" in page
    assert "still among the usable" in client.get("/sites/01/").content.decode()
    assert supply_of("01").of(lot).usable == 0


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", [role for role in Role if Action.SEE_PHARMACY in TABLE[role]])
def test_who_may_sees_every_page(
    role: Role, language: str, browser: Any, received: Any, enrolled: Any, pharmacist: Any
) -> None:
    lot, person = received(40), enrolled()
    actions_people.dispense(pharmacist, person, Units(lot, 3), ago(1), DAYS)
    client = browser(role.value, "01" if TABLE[role][Action.SEE_PHARMACY].value == "own sites" else "")
    pages = ["/pharmacy/", f"/pharmacy/lots/{lot.pk}/", "/sites/01/pharmacy/", f"/sites/01/pharmacy/lots/{lot.pk}/",
             f"/participants/{person.code}/pharmacy/"]  # fmt: skip
    for path in pages:
        answer = client.get(path, headers={"accept-language": language})
        page = answer.content.decode()
        assert answer.status_code == 200 and ("Produit" if language == "fr" else "drug") in page
        forms = page.split("<main")[1].count("<form")
        writes = {Action.KEEP_PHARMACY, Action.STEER_SUPPLY} & set(TABLE[role])
        assert writes or forms <= 1, (path, "a reader is offered nothing but the search")


@pytest.mark.proves("pharmacy log", "inspection exports-logged")
def test_the_log_as_csv_and_pdf(browser: Any, received: Any, enrolled: Any, pharmacist: Any, actor: Any) -> None:
    lot, person = received(20), enrolled()
    actions_people.dispense(pharmacist, person, Units(lot, 5), ago(1), DAYS, "=HYPERLINK(1)")
    actions_leaving.lose(pharmacist, "01", Account.STOCK, Units(lot, 1), ago(1), "@SUM(1)")
    received(5, site="02", lot="B1")
    client = browser("monitor")
    text = client.get("/sites/01/pharmacy/log.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["act"] for row in rows] == ["receive", "release", "dispense", "lose"]
    assert rows[2]["told"] == "'=HYPERLINK(1)" and rows[3]["told"] == "'@SUM(1)"
    assert rows[2]["participant"] == person.enrolled.number and rows[0]["taken_back"] == "no"
    everything = browser("inspector", "").get("/pharmacy/study-drug.csv").content.decode()
    assert "B1" in everything and "B1" not in client.get("/pharmacy/study-drug.csv").content.decode()
    answer = client.get("/sites/01/pharmacy/log.pdf")
    assert answer.content.startswith(b"%PDF") and answer.headers["Content-Type"] == "application/pdf"
    assert Event.objects.filter(action="export", place="study-drug-01.pdf").count() == 1


@pytest.mark.proves("pharmacy log")
def test_the_printed_log_says_what_the_shelves_held_after_each_act(
    received: Any, enrolled: Any, pharmacist: Any
) -> None:
    from bedside.conduct.people.models import Site
    from bedside.conduct.pharmacy import actions_corrections
    from bedside.conduct.pharmacy.log import contents

    lot, person = received(20), enrolled()
    (row,) = actions_people.dispense(pharmacist, person, Units(lot, 5), ago(1), DAYS)
    actions_corrections.undo(pharmacist, row, "another lot")
    (printed,) = contents(Site.objects.get(code="01"), supply_of("01"))["lots"]  # type: ignore[misc]
    assert [line[5] for line in printed["rows"]] == ["20", "20", "20", "20"]
    actions_people.dispense(pharmacist, person, Units(lot, 4), ago(0), DAYS)
    (printed,) = contents(Site.objects.get(code="01"), supply_of("01"))["lots"]  # type: ignore[misc]
    assert printed["rows"][-1][5] == "16" and str(today().year) in printed["rows"][-1][0]
