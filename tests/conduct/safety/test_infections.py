"""Infections told as events: carried over without typing again, both ways shown, what went apart told, taken back."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, open_sheet, save
from bedside.conduct.safety import actions_infections as actions
from bedside.conduct.safety.infections import infection_of, infection_told_on, untold_events
from bedside.conduct.safety.models import Link, Unlink
from bedside.conduct.safety.reading import case_of
from bedside.errors import UsageError

from .conftest import ago

SAYS = {"documented": "yes", "kind": "bacterial", "site": "pneumonia", "organism": "Klebsiella"}


@pytest.fixture
def infection(included, actor):
    """infection(...): the sheet of an infection that began 30 hours ago."""

    def made(person=None, number=1, began=None, **items):
        by = actor("nurse")
        sheet = open_sheet(by, person or included(5), "unscheduled", "infections", "1.0", None, number)
        typed = {**SAYS, "began": began or ago(30), **items}
        save(by, sheet, {name: Typed(text) for name, text in typed.items()})
        return sheet

    return made


@pytest.mark.proves("law infections-linked")
def test_one_act_opens_the_event_with_what_is_known(infection, actor):
    sheet = infection(ended=ago(3))
    link = actions.tell_as_event(actor("nurse"), sheet, "fr")
    event = case_of(link.told_on)
    assert event.term == "pneumonie, bactérienne, Klebsiella"
    said = event.term_said
    assert (said.en, said.fr) == ("pneumonia, bacterial, Klebsiella", "pneumonie, bactérienne, Klebsiella")
    held = infection_of(sheet)
    assert (event.values["began"], event.values["ended"]) == tuple(
        held.entries[name].typed for name in ("began", "ended")
    )
    assert held.link == link and infection_told_on(link.told_on).sheet == sheet and not held.differences
    with pytest.raises(UsageError, match="told as an event already"):
        actions.tell_as_event(actor("nurse"), sheet, "fr")


@pytest.mark.proves("law infections-linked")
def test_what_went_apart_since_is_told(infection, actor):
    sheet, by = infection(), actor("nurse")
    link = actions.tell_as_event(by, sheet, "en")
    save(by, link.told_on, {"began": Typed(ago(20), reason="seen later")})
    save(by, sheet, {"organism": Typed("Candida", reason="second culture")})
    told = {each.text.en: (each.infection.en, each.event.en) for each in infection_of(sheet).differences}
    assert case_of(link.told_on).term_said.fr == "pneumonia, bacterial, Klebsiella", "as typed: the infection went on"
    assert set(told) == {"Beginning", "Term of CTCAE v5.0"}
    assert told["Term of CTCAE v5.0"] == ("pneumonia, bacterial, Candida", "pneumonia, bacterial, Klebsiella")


@pytest.mark.proves("law infections-linked")
def test_a_link_is_kept_and_ends_by_a_row_of_its_own(infection, event, actor):
    adverse, by = event(), actor("nurse")
    sheet = infection(adverse.person)
    assert untold_events(infection_of(sheet)) == [adverse]
    actions.link(by, sheet, adverse)
    other = infection(adverse.person, 2)
    assert untold_events(infection_of(other)) == []
    with pytest.raises(UsageError, match="another infection"):
        actions.link(by, other, adverse)
    with pytest.raises(UsageError, match="no reason"):
        actions.unlink(by, sheet, " ")
    actions.unlink(by, sheet, "not the same")
    assert infection_of(sheet).link is None and (Link.objects.count(), Unlink.objects.count()) == (1, 1)
    actions.link(by, other, adverse)


def test_only_an_event_of_the_same_person_is_linked(infection, event, included, actor):
    sheet = infection()
    for wrong in (event(included(5)), sheet):
        with pytest.raises(UsageError, match="no adverse event of the same person"):
            actions.link(actor("nurse"), sheet, wrong)
    with pytest.raises(UsageError, match="of no infection"):
        actions.tell_as_event(actor("nurse"), event(), "en")
    with pytest.raises(UsageError, match="told as no event"):
        actions.unlink(actor("nurse"), sheet, "why")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ({}, []),
        ({"device": "no_device"}, []),
        ({"device": "central_line"}, [("central line", None, None)]),
        ({"device": "central_line", "device_since": "2026-03-01T08:00+01:00"}, [("central line", 4.0, 4.0)]),
        ({"device": "urinary_catheter", "device_since": "2026-03-02"}, [("urinary catheter", 2.3, 3.3)]),
    ],
)
def test_device_days_are_a_range_where_a_time_is(items, expected, infection):
    held = infection_of(infection(began="2026-03-05T08:00+01:00", **items))
    assert [(each.text.en, *(None if days is None else round(days, 1) for days in (each.least, each.most)))
            for each in held.devices] == expected  # fmt: skip


def test_ventilation_counts_by_its_own_rows(infection, actor):
    sheet, by = infection(began="2026-03-05T08:00+01:00"), actor("nurse")
    for number, (began, ended) in enumerate([("2026-03-01T08:00+01:00", "2026-03-02T08:00+01:00"),
                                             ("2026-03-04T08:00+01:00", "")], 1):  # fmt: skip
        row = open_sheet(by, sheet.person, "unscheduled", "organ_support", "1.0", None, number)
        typed = {"support": "invasive_ventilation", "began": began, "ended": ended}
        save(by, row, {name: Typed(text) for name, text in typed.items() if text})
    assert [(each.text.en, each.least, each.most) for each in infection_of(sheet).devices] == [
        ("invasive ventilation", 2.0, 2.0)
    ]


def test_onset_against_admission_is_what_the_form_works_out(infection, actor):
    sheet, by = infection(), actor("nurse")
    stay = open_sheet(by, sheet.person, "unscheduled", "stays", "1.0", None, 9)
    save(by, stay, {"icu_admitted": Typed(ago(24 * 10))})
    assert infection_of(sheet).late is True
    undated = open_sheet(by, sheet.person, "unscheduled", "infections", "1.0", None, 2)
    save(by, undated, {"documented": Typed("yes")})
    assert infection_of(undated).late is None


def test_the_form_offers_it_and_each_leads_to_the_other(infection, user, client_of):
    sheet, client = infection(), client_of(user("nurse"))
    form = f"/participants/{sheet.person.code}/forms/unscheduled/infections/"
    at = f"/participants/{sheet.person.code}/safety/infections/{sheet.pk}"
    assert f'action="{at}/tell/"' in client.get(form).content.decode()
    event = client.post(f"{at}/tell/").headers["location"]
    assert event.startswith(f"/participants/{sheet.person.code}/forms/unscheduled/adverse_events/")
    assert (
        f'href="{form}"' in client.get(event).content.decode()
        and f'href="{event}"' in client.get(form).content.decode()
    )
    assert client.post(f"{at}/unlink/", {"reason": "another"}).status_code == 302
    assert client_of(user("monitor")).post(f"{at}/tell/").status_code == 403
    assert f'action="{at}' not in client_of(user("monitor")).get(form).content.decode()
