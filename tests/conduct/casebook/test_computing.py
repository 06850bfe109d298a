"""Computed versions are never stale: after any saves, what is kept is what the rules say now."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.computing import Worked, computed_items, inputs_of, versions_of, work_out
from bedside.conduct.casebook.reading import current, sheets_of
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.model import ItemKind
from tests.conduct.casebook.generated import answer_for

Make = Callable[..., Any]
OCCASIONS = {
    "jakahdi": [("DAILY", 3, "sofa_day"), ("DAILY", 4, "sofa_day"), ("DAILY", 9, "sofa_day"),
                ("D0", None, "laboratory"), ("D0", None, "hs_examination"), ("D0", None, "eligibility"),
                ("unscheduled", None, "vasoactive_drugs"), ("unscheduled", None, "organ_support"),
                ("D0", None, "demographics"), ("D0", None, "vital_signs")],
    "adrenal": [("D0", None, "eligibility"), ("D0", None, "observations"), ("unscheduled", None, "treatments")],
}  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_rules_say_now(person: Make, actor: Make, user: Make, trial: str, seed: int) -> None:
    pick = random.Random(seed)
    someone, by, who = person(trial), actor("nurse"), user("nurse")
    protocol = protocol_for(someone)
    for _ in range(14):
        visit, day, name = pick.choice(OCCASIONS[trial])
        form = protocol.form(name)
        sheet = open_sheet(by, someone, visit, name, protocol.version, day)
        asked = [item for item in form.items if item.kind is not ItemKind.COMPUTED]
        typed = {}
        for item in pick.sample(asked, pick.randint(1, len(asked))):
            given = answer_for(protocol, form, item, pick.randint(0, 9))
            text = (
                f"{pick.randint(10, 21)}/11/2026 {pick.randint(0, 23)}:00" if item.kind is ItemKind.TIME else given.text
            )
            typed[item.id] = Typed(text, given.unit, reason="again", confirmed="order tenfold expected")
        filled = fill(by, who, sheet, typed, {item: entry.number for item, entry in current(sheet).items()})
        assert not filled.held, filled
    known, kept = known_of(someone), versions_of(someone)
    asked = [(s, e, item) for s, e in sheets_of(someone) for item in computed_items(protocol.form(s.form))]
    assert asked
    for sheet, entries, item in asked:
        worked = work_out(protocol, sheet, item, entries, known)
        if isinstance(worked, Worked):
            held = kept[(sheet.pk, item.id)]
            value = worked.meaning.value
            assert (held.low, held.high, held.inputs) == (repr(value.low), repr(value.high), inputs_of(worked))
