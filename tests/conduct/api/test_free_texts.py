"""A program sends no free text that may name somebody: nobody can rely on its word that it does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from bedside.conduct.trail.models import Event

NAMED = "Mme Durand 06 12 34 56 78"
AT = "2026-01-05T10:00"


@pytest.mark.proves("law no-name", "programs writes")
@pytest.mark.parametrize(("role", "site", "address", "sent"), [
    ("nurse", "01", "/sites/01/deviations", {"kind": "other", "found_at": AT, "told": NAMED}),
    ("safety officer", "", "/urgent-measures", {"taken": AT, "told": NAMED}),
    ("data manager", "", "/sites/01/state", {"state": "on hold", "reason": NAMED}),
    ("data manager", "", "/cuts", {"kind": "efficacy", "reason": NAMED}),
])  # fmt: skip
def test_a_name_is_refused_before_it_is_kept(
    role: str, site: str, address: str, sent: dict[str, str], study: Any, user: Any, program: Any
) -> None:
    cache.clear()
    caller = program(user(role, site))
    kept = Event.objects.exclude(kept_in="").count
    before = kept()
    refused = caller.send("POST", address, sent)
    assert refused.status_code == 422 and "a telephone number" in refused.json()["what"]
    assert kept() == before
    sent = {name: "it was late" if text == NAMED else text for name, text in sent.items()}
    assert caller.send("POST", address, sent).status_code in (200, 201)
