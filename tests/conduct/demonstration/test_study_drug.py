"""The pharmacy of both demonstrations: it adds up, it leaves something to decide, and no screen tells an arm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.demonstration.cast import SITES
from bedside.conduct.people.models import User
from bedside.conduct.pharmacy import log
from bedside.conduct.pharmacy.ledger import balances, overdrawn
from bedside.conduct.pharmacy.models import Movement
from bedside.conduct.pharmacy.reading import moved, movements, supply_of
from bedside.conduct.pharmacy.warnings import warnings

CODES = [code for code, _ in SITES]


@pytest.mark.proves("pharmacy second-trial")
def test_it_adds_up_and_there_is_something_to_look_at(demonstration: Any) -> None:
    moves = [moved(row) for row in movements()]
    assert moves and sum(balances(moves).values()) == 0
    for lot in {each.target.lot for each in moves}:
        assert overdrawn([each for each in moves if each.target.lot == lot]) is None
    for site in CODES:
        told = warnings(supply_of(site))
        assert told.waiting and told.expiring, site
    assert supply_of(CODES[1]).coming
    assert Movement.objects.filter(kind="dispense", checked__isnull=False).exists()
    numbered = demonstration.protocol.products[0].numbered
    assert all(bool(row.kit) is numbered for row in movements())


@pytest.mark.proves("pharmacy blind", "inspection blinding")
def test_no_screen_or_file_of_a_blinded_product_tells_the_arm(
    demonstration: Any, client_of: Callable[..., Any], user: Callable[..., Any]
) -> None:
    """What is in a kit is nowhere in the study: no page, file or column can say it, whoever asks."""
    (product, *_) = demonstration.protocol.products
    reader = client_of(User.objects.get(username="pharmacist"))
    row = Movement.objects.filter(kind="dispense", site="01").first() or Movement.objects.first()
    assert row is not None
    paths = [
        "/pharmacy/",
        "/sites/01/pharmacy/",
        f"/sites/01/pharmacy/lots/{row.lot_id}/",
        f"/pharmacy/lots/{row.lot_id}/",
    ]
    paths += [f"/participants/{row.person.code}/pharmacy/"] if row.person else []
    said = [reader.get(path).content.decode() for path in paths]
    said.append("\n".join(" ".join(map(str, each)) for each in log.rows(movements())))
    assert all(product.text.en in page or product.id in page for page in said)
    if product.blinded:
        known = {each.text.en for arm in demonstration.protocol.arms for each in arm.interventions}
        bare = [page.replace(product.text.en, "").replace("placebo)", "") for page in said]
        assert not [(name, page) for name in known for page in bare if name.lower() in page.lower()]
