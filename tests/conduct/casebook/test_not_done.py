"""Why there is no value has a reason: it is kept without one, that is said, and the reason completes it later."""

from __future__ import annotations

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.models import Draft
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.progress import progress_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.monitoring.finding import violated
from bedside.conduct.participants.reading import protocol_for
from bedside.errors import UsageError
from bedside.protocol.forms import Missing

ITEM = "taken_at"
NOT_DONE = Typed(missing=Missing.NOT_DONE)


@pytest.fixture
def sheet(person, actor):
    someone = person()
    return open_sheet(actor("nurse"), someone, "unscheduled", "vital_signs", protocol_for(someone).version)


def needed(sheet):
    protocol = protocol_for(sheet.person)
    return progress_of(protocol, protocol.form(sheet.form), current(sheet)).needed


def test_it_is_kept_and_still_needed(sheet, actor, user):
    filled = fill(actor("nurse"), user("nurse"), sheet, {ITEM: NOT_DONE}, {})
    assert [entry.missing for entry in filled.kept] == [Missing.NOT_DONE] and not filled.held
    assert ITEM in needed(sheet)
    assert violated(sheet.person) == []  # of a required item it is asked for with what is lacking


@pytest.mark.parametrize("route", [fill, save])
def test_the_reason_completes_it_and_is_no_change(sheet, route, actor, user):
    by, who = actor("nurse"), user("nurse")
    fill(by, who, sheet, {ITEM: NOT_DONE}, {})
    with_reason = {ITEM: Typed(missing=Missing.NOT_DONE, because="technical")}
    if route is fill:
        assert not fill(by, who, sheet, with_reason, {ITEM: 1}).held
    else:
        save(by, sheet, with_reason, {ITEM: 1})
    held = current(sheet)[ITEM]
    assert (held.number, held.because, held.event.reason) == (2, "technical", "")
    assert ITEM not in needed(sheet)


@pytest.mark.parametrize(
    "typed",
    [Typed(missing=Missing.UNKNOWN, because="technical"), Typed(missing=Missing.NOT_DONE, because="lost"),
     Typed("t"), Typed()],
)  # fmt: skip
def test_anything_else_changes_it_and_needs_its_reason(sheet, typed, actor, user):
    by, who = actor("nurse"), user("nurse")
    stands = Typed(missing=Missing.NOT_DONE, because="technical" if typed.because == "lost" else "")
    fill(by, who, sheet, {ITEM: stands}, {})
    assert fill(by, who, sheet, {ITEM: typed}, {ITEM: 1}).unexplained == {ITEM}
    with pytest.raises(UsageError, match="without a reason"):
        save(by, sheet, {ITEM: typed}, {ITEM: 1})


def test_the_page_says_so_and_asks_for_no_reason_of_the_change(sheet, user, client_of):
    who = user("nurse", "01")
    client, place = client_of(who), place_of_sheet(sheet)
    sent = {f"n-{ITEM}": "0", f"v-{ITEM}": "", f"m-{ITEM}": Missing.NOT_DONE.value}
    for language, words, beside in (
        ("en", "Kept without the reason why there is no value: Measured at.", "Say the reason why there is no value"),
        ("fr", "Conservé sans le motif de l’absence de valeur\u00a0: Mesuré le.", "Dites le motif de l’absence"),
    ):
        client.cookies["django_language"] = language
        saved = client.post(place.address(sheet.person.code, "save"), sent, follow=True).content.decode()
        field = saved.partition(f'id="f-{ITEM}"')[2].partition('id="f-')[0]
        assert beside in field and f'data-lacks="{Missing.NOT_DONE.value}"' in field
        assert (words in saved) is (language == "en")  # in French nothing was left to save
        sent |= {f"n-{ITEM}": "1"}
    client.cookies["django_language"] = "fr"
    other = {"n-temperature": "0", "v-temperature": "", "m-temperature": Missing.UNKNOWN.value}
    saved = client.post(place.address(sheet.person.code, "save"), other, follow=True).content.decode()
    assert "Conservé sans le motif de l’absence de valeur\u00a0: Température" in saved
    client.post(place.address(sheet.person.code, "save"), sent | {f"b-{ITEM}": "technical"})
    assert current(sheet)[ITEM].because == "technical" and not Draft.objects.filter(sheet=sheet).exists()
