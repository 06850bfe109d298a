"""Before a lawful basis: what the criteria read may be written where screening is, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.casebook.gate import Closed, NoLawfulBasis, closed, screening_forms
from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.places import UNSCHEDULED
from bedside.conduct.participants.reading import protocol_for

Make = Callable[..., Any]


def test_only_sheets_of_screening_are_open_before_a_basis(person: Make, trial: str) -> None:
    someone = person(trial, consented=False)
    protocol = protocol_for(someone)
    read, schedule = screening_forms(protocol), protocol.schedule
    later = {each.id for each in schedule.visits if each.day > 0}
    assert later and read
    for visit in schedule.visits:
        for form in visit.forms:
            may = visit.id == "D0" and form in read
            assert closed(someone, form, visit.id) is (None if may else Closed.NO_BASIS), (visit.id, form)
    for event in schedule.events:
        for form in event.asks:
            assert closed(someone, form, event.id) is Closed.NO_BASIS, (event.id, form)
    for held in protocol.forms:
        expected = None if held.id in read else Closed.NO_BASIS
        assert closed(someone, held.id, UNSCHEDULED) is expected, held.id


def test_a_sheet_of_follow_up_cannot_be_saved_before_a_basis(person: Make, actor: Make, trial: str) -> None:
    someone = person(trial, consented=False)
    version = protocol_for(someone).version
    form, later = {"jakahdi": ("laboratory", ("D7", None)), "adrenal": ("observations", ("DAILY", 1))}[trial]
    typed = {"taken_at": Typed("20112026 0800")}
    for (visit, day), refused in ((later, True), (("D0", None), False), ((UNSCHEDULED, None), False)):
        sheet = open_sheet(actor("nurse"), someone, visit, form, version, day)
        if refused:
            with pytest.raises(NoLawfulBasis, match="no lawful basis yet"):
                save(actor("nurse"), sheet, typed)
        else:
            save(actor("nurse"), sheet, typed)
        assert Entry.objects.filter(sheet=sheet).exists() is not refused
