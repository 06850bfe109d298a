"""Late entries of a site stand by kind: what happened to participants first, many steps of consent folded."""

from __future__ import annotations

import html

from bedside.conduct.monitoring.late import FEW, late
from bedside.conduct.participants.actions import happen
from bedside.conduct.trail.reviewing import Limits
from bedside.values.moment import DAY, HOUR, Moment, now


def test_what_matters_stands_first_and_many_of_consent_are_folded(included, actor, user, client_of, monkeypatch):
    monkeypatch.setattr(Limits, "of_study", classmethod(lambda cls: cls(late_hours=24)))
    persons = [included(9) for _ in range(FEW + 1)]
    happen(actor("nurse"), persons[1], "icu_discharge", Moment(now() - 2 * DAY))
    happen(actor("nurse"), persons[0], "death", Moment(now() - DAY - 3 * HOUR))
    found = late("01", Limits.of_study())
    assert [each.text.en for each in found[:2]] == ["Death", "Discharge from intensive care"]
    assert [each.folded for each in found] == [False] * (len(found) - 1) + [True]
    assert (found[0].longest, len(found[-1].odds)) == (27, FEW + 1)
    for language, death, folded in (("en", "Death", "up to 2"), ("fr", "Décès", "jusqu’à 2")):
        client = client_of(user("monitor", "01"))
        client.cookies["django_language"] = language
        page = html.unescape(client.get("/sites/01/data-review/").content.decode())
        section = page[page.index('id="late"') :]
        assert section.index(death) < section.index("<details>") < section.index(folded)
