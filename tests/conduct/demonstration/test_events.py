"""Adverse events and infections of the demonstration: each is there, and says what its form says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.reading import current
from bedside.conduct.demonstration.events import EXEMPT, RUNNING, TOLD
from bedside.conduct.people.models import User
from bedside.conduct.safety.infections import infection_told_on, infections_of, standing
from bedside.conduct.safety.reading import case_of


@pytest.mark.proves("law infections-linked")
def test_infections_are_told_as_events_that_agree_with_their_forms(demonstration: Any) -> None:
    form = next((each for each in demonstration.protocol.forms if each.infection), None)
    links = list(standing().order_by("pk"))
    assert len(links) == (2 if form else 0)
    for number, link in enumerate(links):
        (held,) = [each for each in infections_of(link.infection.person) if each.link == link]
        told = current(link.told_on)
        assert infection_told_on(link.told_on).sheet == link.infection
        assert link.infection.person == link.told_on.person
        for item, text in held.carried("en").items():
            assert number or told[item].typed == text
        assert held.term.en and held.devices[0].least == held.devices[0].most == 4
        said = demonstration.protocol.form(link.told_on.form)
        ended = said.item(said.safety.ended).text
        assert [each.text for each in held.differences] == ([ended] if number else []), "one ended since it was told"


def test_every_event_is_what_its_form_says(demonstration: Any) -> None:
    forms = {each.id: each for each in demonstration.protocol.forms if each.safety and each.reporting}
    sheets = Sheet.objects.filter(form__in=forms)
    cases = {(current(sheet)[forms[sheet.form].safety.term].typed): case_of(sheet) for sheet in sheets}
    if not forms:
        assert not cases
        return
    told, running, exempt = (cases.pop(term) for term in (TOLD, RUNNING, EXEMPT))
    assert told.serious and told.susar and len(told.reports) == 1
    assert {told.sheet.number, running.sheet.number, exempt.sheet.number} == {1}, "the first event is event 1"
    assert running.serious and not running.exempt and not running.reports
    assert exempt.exempt and not exempt.reports
    infections = {each.term.en for link in standing() for each in infections_of(link.infection.person)}
    assert set(cases) == infections and not any(case.serious for case in cases.values())


def test_the_two_forms_lead_to_each_other(demonstration: Any, client_of: Callable[..., Any]) -> None:
    reader = client_of(User.objects.get(username="monitor"))
    for link in standing():
        (held,) = [each for each in infections_of(link.infection.person) if each.link == link]
        assert held.event_address in reader.get(held.address).content.decode()
        assert held.address in reader.get(held.event_address).content.decode()
