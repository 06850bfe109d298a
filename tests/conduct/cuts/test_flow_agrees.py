"""The flow that the screens show counts what an analysis of a cut taken at the same moment counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bedside.analysis.flow import EVENTS, PARTICIPANTS, SETS, UNOBSERVED, flow
from bedside.analysis.worked import Worked, answer_of, due, work_with
from bedside.conduct.cuts.actions import take_cut
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.participants.models import Person
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.today.flow_figure import whole_flow
from bedside.conduct.today.follow_up import ending, main_endpoint
from bedside.conduct.trail.keeping import Actor

BY = Actor("dora", "data manager", "Sponsor", "test")


def worked() -> Worked:
    cut = take_cut(BY, Kind.EFFICACY, "interim analysis")
    versions = [protocol_of(each) for each in Version.objects.order_by("pk").values_list("version", flat=True)]
    return work_with(versions, Path(settings.FOLDER.path) / "cuts" / cut.file)


@pytest.mark.proves("ground flow-adds-up", "analysis pictures")
def test_screens_and_analysis_count_alike(demonstration: Any) -> None:
    held = worked()
    shown = whole_flow(list(Person.objects.select_related("enrolled", "not_enrolled")), held.protocol)
    found, rows = shown.follow_up, list(flow(held))
    everybody = {row.statistic: row.value for row in rows if row.analysis == PARTICIPANTS}
    assert found.reconciles and found.included > 0
    assert (shown.screening.screened, found.included, found.objected, found.kept) == tuple(
        everybody[name] for name in ("screened", "included", "objecting", "analysed")
    )
    if found.dosed is not None:
        assert (found.never_dosed, found.dosed) == (
            everybody["never_dosed"], found.kept - int(str(everybody["never_dosed"]))
        )  # fmt: skip
    sets = {row.set: row.value for row in rows if row.analysis == SETS}
    assert [each.members for each in found.sets] == [sets[each.id] for each in held.promised.sets]
    _meanwhile_alike(found, rows, held)
    _outcome_alike(found, held)


def _meanwhile_alike(found: Any, rows: Any, held: Worked) -> None:
    """Events by which nobody leaves are counted alike; of those by which somebody does, the first is told."""
    first = [row for row in rows if row.analysis in (EVENTS, UNOBSERVED) and row.set == held.promised.sets[0].id]
    events = {row.variable: row.value for row in first}
    counted, leaving = dict(found.meanwhile), dict(found.left)
    for each in (*held.promised.intercurrent, *held.promised.unobserved):
        text = held.protocol.schedule.event(each.event).text if each.event else each.text
        if each.text in counted:
            assert counted[each.text] == events[each.id]
        elif text in leaving:
            assert leaving[text] <= int(str(events[each.id]))
        elif each.event not in ending(held.protocol):
            assert events[each.id] == 0
    assert any(events.values())


def _outcome_alike(found: Any, held: Worked) -> None:
    endpoint = main_endpoint(held.protocol)
    assert endpoint is not None
    answers = [(due(each, endpoint, held.taken), answer_of(each, endpoint)) for each in held.people]
    known = [asked and answer is not None and answer.value.known for asked, answer in answers]
    assert (found.outcome, found.assessed) == (endpoint.outcome, sum(known))
    assert found.not_due == sum(not asked for asked, _ in answers)
