"""The ward report of a small virtual ward: the pages say what the table of verdicts says."""

from types import SimpleNamespace
from typing import Any

import pytest

from bedside.engines.verdict_reading import course
from bedside.protocol.loading import load
from bedside.records.columns import hold
from bedside.report.html import render
from bedside.report.pages import WardReport
from bedside.screening.flow import barring_word
from bedside.screening.screen import data_column, needed, screen
from bedside.screening.ward import Names, ward_report
from bedside.values.moment import moment
from bedside.virtual.patients import ward
from tests.needs import ROOT

STAYS = 6
SCREENED: list[Any] = []
"""The screening and its source."""


@pytest.fixture(scope="module")
def made() -> tuple[Any, WardReport]:
    protocol = load(str(ROOT / "trials" / "jakahdi"))
    people = ward(STAYS, 3, questions={question.name: 0.3 for question in protocol.questions})
    connection = hold({"patients": people.patients, "stays": people.stays, "facts": people.facts})
    screening = screen(connection, protocol, people.recorded)
    source: Any = SimpleNamespace(name=people.name, not_real=True, recorded=people.recorded, supplied=people.supplied)
    SCREENED[:] = [screening, source]
    return connection, ward_report(connection, screening, source, moment("2100-06-01T00:00"), pages=2, rows=5)


def test_every_stay_is_counted_and_the_limits_hold(made: tuple[Any, WardReport]) -> None:
    report = made[1]
    assert (report.stays, len(report.rows), report.left_off) == (STAYS, 5, 1)
    assert len(report.patients) <= 2
    assert [row.stay for row in report.rows if row.page] == [page.row.stay for page in report.patients]
    assert all(flow.reconciles and flow.assessed == STAYS for flow in report.flows)


def test_a_page_says_what_the_table_says(made: tuple[Any, WardReport]) -> None:
    connection, report = made
    assert report.patients
    for page in report.patients:
        names = [criterion.id for criterion in page.criteria]
        last = course(connection, page.row.stay, [*names, "sofa_low", "sofa_high"])[-1]
        assert {c.id: c.verdict for c in page.criteria} == {name: last[name] for name in names}
        sofa = next(path for path in page.paths if path.text.en == "SOFA")
        assert sofa.hours[-1] == (page.row.at_us, last["sofa_low"], last["sofa_high"])
        assert all(c.lacking for c in page.criteria if c.verdict == "cannot tell")


def test_a_row_names_the_criteria_that_bar_the_stay(made: tuple[Any, WardReport]) -> None:
    connection, report = made
    protocol = load(str(ROOT / "trials" / "jakahdi"))
    barring = {criterion.id: barring_word(criterion) for criterion in protocol.criteria}
    by_data = {c.id: data_column(c) for c in protocol.criteria if c.data_rule is not None}
    out = 0
    for row in report.rows:
        last = course(connection, row.stay, [*barring, *by_data.values()])[-1]
        out += row.verdict == "not eligible"
        failed = [each for each, word in barring.items() if last[each] == word]
        assert [each.id for each in row.bars] == (failed if row.verdict == "not eligible" else [])
        failed = [each for each, column in by_data.items() if last[column] == barring[each]]
        assert [each.id for each in row.data_bars] == (failed if row.data_verdict == "excluded" else [])
        assert {each.id for each in row.data_bars} <= {each.id for each in row.bars}
    assert out, "the ward has somebody who is out"
    assert any(row.data_bars for row in report.rows)


def test_what_is_to_be_found_out_is_never_a_bare_condition() -> None:
    """A yes/no thing always says that it is one, or which answer it takes: “positive test” is not to be read so."""
    protocol = load(str(ROOT / "trials" / "jakahdi"))
    names, read = Names.of(protocol), needed(protocol)
    assert sum(variable.truth for variable in read.values()) > 10
    for name, variable in read.items():
        ((text, _),) = names.lacking([name]).things
        assert text.en.endswith("(yes/no)") == text.fr.endswith("(oui/non)") == variable.truth, name
    ((text, _),) = names.lacking(["lactating"], {"lactating": False}).things
    assert text.en.endswith("(must be “no”)")


def test_those_who_are_there_come_first(made: tuple[Any, WardReport]) -> None:
    connection, report = made
    ended = [row.ended_us is not None for row in report.rows]
    assert all(ended), "every virtual stay has an end"
    present = report.rows[-1].stay
    connection.execute("UPDATE stays SET discharged_us = NULL, died_us = NULL WHERE stay_id = ?", [present])
    again = ward_report(connection, *SCREENED, moment("2100-06-01T00:00"), pages=0)
    assert again.rows[0].stay == present
    assert [row.ended_us is None for row in again.rows] == [True] + [False] * (STAYS - 1)
    assert [row.died for row in again.rows if row.ended_us is None] == [False]


def test_it_renders_with_the_banner(made: tuple[Any, WardReport]) -> None:
    html = render(made[1])
    assert "<title>Not real patients · JAKAHDI" in html
    assert "Not listed here, though screened: 1." in html
