"""A cut tells whether the study closed, since when and why: its analysis knows whether more are to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.analysis.closing import ENDED
from bedside.analysis.closing import STATUSES as READ
from bedside.conduct.cuts.columns import utc
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.tables_of_study import STATUSES
from bedside.conduct.study.actions import current_status, set_status
from bedside.conduct.study.statuses import FOLLOWS, Status

Make = Callable[..., Any]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_status_stands_with_its_time_and_reason(kind: Kind, included: Make, actor: Make) -> None:
    included(3)
    before = current_status()
    kept = set_status(actor("data manager", ""), Status.TERMINATED, "no more supply of the drug")
    (held,) = [each for each in gather(kind).tables if each.name == STATUSES]
    rows = held.records()
    assert rows[-1] == {
        "status": "terminated", "since": utc(kept.event.at_us), "reason": "no more supply of the drug",
    }  # fmt: skip
    assert [row["status"] for row in rows][-2] == before


def test_the_analysis_reads_the_table_and_the_statuses_from_which_no_inclusion_follows() -> None:
    reached = {status: set(FOLLOWS[status]) for status in Status}
    for _ in Status:
        reached = {status: held.union(*(reached[each] for each in held)) for status, held in reached.items()}
    final = {each for each in Status if Status.RECRUITING not in reached[each] | {each}}
    assert READ == STATUSES and set(ENDED) == {each.value for each in final}
