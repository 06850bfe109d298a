"""The ward report of a small virtual ward: the pages say what the table of verdicts says."""

from types import SimpleNamespace
from typing import Any

import pytest

from bedside.engines.verdict_reading import course
from bedside.protocol.loading import load
from bedside.records.columns import hold
from bedside.report.html import render
from bedside.report.pages import WardReport
from bedside.screening.screen import screen
from bedside.screening.ward import ward_report
from bedside.values.moment import moment
from bedside.virtual.patients import ward
from tests.needs import ROOT

STAYS = 6


@pytest.fixture(scope="module")
def made() -> tuple[Any, WardReport]:
    protocol = load(str(ROOT / "trials" / "jakahdi"))
    people = ward(STAYS, 3, questions={question.name: 0.3 for question in protocol.questions})
    connection = hold({"patients": people.patients, "stays": people.stays, "facts": people.facts})
    screening = screen(connection, protocol, people.recorded)
    source: Any = SimpleNamespace(name=people.name, not_real=True, recorded=people.recorded, supplied=people.supplied)
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


def test_it_renders_with_the_banner(made: tuple[Any, WardReport]) -> None:
    html = render(made[1])
    assert "<title>Not real patients · JAKAHDI" in html
    assert "Not listed here, though screened: 1." in html
