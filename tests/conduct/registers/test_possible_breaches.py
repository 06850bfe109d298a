"""A possible serious breach waits where those who assess it look, with its clock, until somebody has assessed it."""

from __future__ import annotations

import pytest

from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.participants import actions as people
from bedside.conduct.registers import actions
from bedside.conduct.registers.breaches import Severity, line, pressing
from bedside.conduct.registers.clocks import BREACH, deadline
from bedside.values.moment import DAY, HOUR, Moment, now

WHO = ("investigator", "data manager", "safety officer")


@pytest.fixture
def found(study, actor):
    """found(kind, serious): a deviation of somebody screened, found a day ago and recorded now."""
    person = people.screen(actor("nurse"), "01")

    def made(kind="ineligible", serious=None):
        told = "the age was read off the wrong line"
        return people.deviate(actor("nurse"), person, kind, Moment(now() - DAY), told, "I1", serious)

    return made


@pytest.mark.parametrize(
    ("kind", "serious", "waits"),
    [("ineligible", None, True), ("ineligible", True, True), ("ineligible", False, False), ("visit", None, False),
     ("visit", True, True)],
)  # fmt: skip
def test_which_wait_for_an_assessment(found, kind, serious, waits):
    held = found(kind, serious)
    assert [each.deviation.pk for each in pressing(["01"])] == ([held.pk] if waits else [])
    assert pressing(["02"]) == []


@pytest.mark.parametrize("role", WHO)
def test_it_stands_on_today_and_among_safety_until_assessed(found, role, user, client_of, actor):
    held = found()
    client = client_of(user(role, "01" if role == "investigator" else ""))
    due = local(deadline(BREACH, Moment(held.event.at_us)))  # nobody has said when the sponsor knew
    address = f"/sites/01/registers/deviations/{held.pk}/"
    for page in ("/sites/01/", "/safety/"):
        for language, told in (("en", "possible serious breach, to be assessed"), ("fr", "manquement grave possible")):
            client.cookies["django_language"] = language
            shown = client.get(page).content.decode()
            assert told in shown and due in shown and f'href="{address}"' in shown, page
    client.cookies["django_language"] = "en"
    by = actor("safety officer", "")
    actions.classify(by, held, Severity.SERIOUS, Moment(now() - HOUR), "the result may depend on it")
    for page in ("/sites/01/", "/safety/"):
        shown = client.get(page).content.decode()
        assert "to be assessed" not in shown and "serious breach, to be notified by" in shown, page
    actions.classify(by, held, Severity.MINOR, Moment(now() - HOUR), "it was a slip of the hand, and corrected")
    for page in ("/sites/01/", "/safety/"):
        assert address not in client.get(page).content.decode(), page


def test_one_that_nobody_assessed_in_time_is_late(found, monkeypatch):
    held = line(found())
    assert not held.overdue
    monkeypatch.setattr("bedside.conduct.registers.breaches.now", lambda: Moment(now() + 9 * DAY))
    assert held.possible and held.overdue and not held.late  # late is what was to be notified
