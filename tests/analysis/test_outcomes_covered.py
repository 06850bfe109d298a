"""Every outcome of the registry record has its form items, its estimand, its result rows and its table.

What covers an outcome is found by one function, so that the deletion of any of the four is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bedside.analysis.rows import Row
from bedside.analysis.tables import Table
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.values.wording import LANGUAGES

OUTCOMES = [each.id for each in load("jakahdi").outcomes]
OWN = {
    "P1": ("p_value", "needed", "tips_at", "posterior_above", "fall_median", "succeeds", "tips_at_delta"),
    "S1": ("median", "fully_known"), "S2": ("incidence", "median"),
    "S4": ("incidence", "median"), "S8": ("share", "rate", "having"), "S9": ("survival", "restricted_mean"),
    "S11": ("share", "rate", "incidence"), "S15": ("median",),
}  # fmt: skip
"""The statistics that an outcome is answered by; a measurement by its median, and over time by a model."""
BESIDE = {
    "P1": {"deltas", "components", "tipping", "later_deaths"}, "S1": {"course"}, "S2": {"incidence"},
    "S4": {"incidence"}, "S8": {"rates", "kinds"}, "S9": {"survival"}, "S11": {"rates", "incidence"},
    "S15": {"changes"},
}  # fmt: skip
"""The tables that an outcome has beside its first; a measurement that over time."""


def lacking(protocol: Protocol, rows: Sequence[Row], tables: Sequence[Table], outcome: str) -> list[str]:
    """What an outcome lacks: form items, estimand, result rows, table."""
    items = {f"{form.id}.{item.id}" for form in protocol.forms for item in form.items}
    named = protocol.outcome(outcome).items
    estimands = [each for each in (protocol.promised.estimands if protocol.promised else ()) if each.outcome == outcome]
    mine = {row.statistic.removesuffix("_from") for row in rows if row.analysis == outcome}
    own = [table for table in tables if table.outcome == outcome and table.body]
    found = {
        "items": bool(named) and set(named) <= items,
        "estimand": len(estimands) == 1 and bool(estimands[0].events) and bool(estimands[0].rests_on.en),
        "rows": set(OWN.get(outcome, ("median", "in_model", "covariance"))) <= mine and "difference" in mine,
        "table": any(table.footnotes for table in own)
        and BESIDE.get(outcome, {"models", "changes"}) <= {table.name for table in own},
    }
    return [name for name, there in found.items() if not there]


@pytest.fixture(scope="module", params=LANGUAGES)
def tables(request: pytest.FixtureRequest, rows: tuple[Row, ...], worked: Worked) -> tuple[Table, ...]:
    return tables_of(rows, worked, request.param)


def test_there_are_the_seventeen_of_the_record() -> None:
    assert len(OUTCOMES) == 17


@pytest.mark.proves("analysis covered")
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_outcome_has_items_estimand_rows_and_table(
    outcome: str, worked: Worked, rows: tuple[Row, ...], tables: tuple[Table, ...]
) -> None:
    assert lacking(worked.protocol, rows, tables, outcome) == []


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_deletion_of_any_of_them_is_seen(
    outcome: str, worked: Worked, rows: tuple[Row, ...], tables: tuple[Table, ...]
) -> None:
    protocol = worked.protocol
    assert protocol.promised is not None
    item = protocol.outcome(outcome).items[0]
    forms = tuple(
        replace(form, items=tuple(i for i in form.items if f"{form.id}.{i.id}" != item)) for form in protocol.forms
    )
    estimands = tuple(each for each in protocol.promised.estimands if each.outcome != outcome)
    other_rows = [row for row in rows if row.outcome != outcome]
    other_tables = [table for table in tables if table.outcome != outcome]
    assert lacking(replace(protocol, forms=forms), rows, tables, outcome) == ["items"]
    promised = replace(protocol.promised, estimands=estimands)
    assert lacking(replace(protocol, promised=promised), rows, tables, outcome) == ["estimand"]
    assert lacking(protocol, other_rows, tables, outcome) == ["rows"]
    assert lacking(protocol, rows, other_tables, outcome) == ["table"]


def test_every_part_of_an_outcome_has_its_rows(worked: Worked, rows: tuple[Row, ...]) -> None:
    """Each cytokine, each manifestation, each count: no part is left out."""
    told = {(row.outcome, row.variable) for row in rows}
    for endpoint in worked.protocol.endpoints:
        if endpoint.part:
            assert (endpoint.outcome, endpoint.part) in told, endpoint.name


def test_the_footnotes_are_the_estimand(worked: Worked, tables: tuple[Table, ...]) -> None:
    first = next(table for table in tables if table.outcome == "P1")
    estimand = worked.protocol.estimand("P1")
    for language in LANGUAGES:
        said = [each.text.say(language) for each in estimand.events]
        if any(words in " ".join(first.footnotes) for words in said):
            assert all(any(words in note for note in first.footnotes) for words in said)
            assert any(estimand.rests_on.say(language) in note for note in first.footnotes)
            return
    pytest.fail("the estimand stands in no language below its table")
