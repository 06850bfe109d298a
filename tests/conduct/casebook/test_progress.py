"""How far a sheet has come: in figures, a word and a sign; a form with nothing but its time is not complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bedside.conduct.casebook.actions import Typed, fill, open_sheet
from bedside.conduct.casebook.progress import SIGNS, TONES, WORDS, Progress, Status, progress_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.participants.reading import protocol_for
from tests.conduct.casebook.generated import answers_for

Make = Callable[..., Any]
TIME = {"taken_at": Typed("20112026 0800")}


@pytest.fixture
def after(person: Make, actor: Make, user: Make) -> Callable[..., Progress]:
    """after(form, *saves): how far a sheet has come after these saves."""

    def made(form: str, *saves: dict[str, Typed], trial: str = "jakahdi") -> Progress:
        someone, by = person(trial), actor("nurse")
        protocol = protocol_for(someone)
        sheet, who = open_sheet(by, someone, "unscheduled", form, protocol.version), user("nurse")
        for typed in saves:
            fill(by, who, sheet, typed, {item: entry.number for item, entry in current(sheet).items()})
        return progress_of(protocol, protocol.form(form), current(sheet))

    return made


def test_every_form_filled_is_complete_in_figures_and_word(after: Make, person: Make, trial: str) -> None:
    protocol = protocol_for(person(trial))
    for form in protocol.forms:
        found = after(form.id, answers_for(protocol, form), trial=trial)
        assert (found.status, found.answered) == (Status.COMPLETE, found.total), form.id
        assert after(form.id, trial=trial).status is Status.NOT_STARTED


@pytest.mark.parametrize(
    ("saves", "status", "answered"),
    [
        ([], Status.NOT_STARTED, 0),
        ([TIME], Status.STARTED, 1),
        ([{"map": Typed("65")}], Status.PROBLEMS, 1),
        ([TIME, {"map": Typed("65")}], Status.COMPLETE, 2),
        ([TIME, {"map": Typed(missing="not done", because="technical")}], Status.COMPLETE, 2),
        ([{"taken_at": Typed(missing="unknown")}], Status.STARTED, 1),
    ],
)
def test_vital_signs(after: Make, saves: list[dict[str, Typed]], status: Status, answered: int) -> None:
    found = after("vital_signs", *saves)
    assert (found.status, found.answered, found.total) == (status, answered, 5)


def test_a_required_item_with_a_reason_is_settled_an_awaited_one_is_not(after: Make, person: Make) -> None:
    asked = [item.id for item in protocol_for(person()).form("demographics").items if item.required]
    absent = dict.fromkeys(asked, Typed(missing="unknown", because="not_in_record"))
    assert after("demographics").needed == tuple(asked)
    assert after("demographics", absent).needed == ()
    assert after("demographics", absent | {asked[0]: Typed(missing="awaited")}).needed == (asked[0],)
    assert after("demographics", absent | {asked[0]: Typed(missing="unknown")}).needed == (asked[0],)


def test_complete_says_that_it_means_what_is_required(after: Make) -> None:
    found = after("vital_signs", TIME, {"map": Typed("65")})
    assert found.text.en == "required items complete, optional ones empty: 3"
    assert replace(found, answered=5).text == WORDS[Status.COMPLETE]
    assert replace(found, held=("temperature",)).status is Status.PROBLEMS
    assert replace(found, waiting=True).status is Status.STARTED


def test_beside_a_refused_entry_nothing_says_complete(person: Make, actor: Make, user: Make, client_of: Make) -> None:
    someone, who = person(), user("nurse", "01")
    sheet = open_sheet(actor("nurse"), someone, "unscheduled", "vital_signs", "1.0")
    typed = {**TIME, "map": Typed("65"), "temperature": Typed("hot")}
    assert set(fill(actor("nurse"), who, sheet, typed, {}).held) == {"temperature"}
    page = client_of(who).get(f"/participants/{someone.code}/forms/unscheduled/vital_signs/").content.decode()
    assert "with problems" in page and "items complete" not in page


def test_a_tile_says_what_its_reader_typed_and_did_not_save(
    person: Make, actor: Make, user: Make, client_of: Make
) -> None:
    someone, who, other = person(), client_of(user("nurse", "01")), client_of(user("nurse", "01", "other"))
    at = f"/participants/{someone.code}/"
    who.post(f"{at}draft/unscheduled/vital_signs/", {"n-map": "0", "v-map": "65"})
    shown = [client.get(f"{at}casebook/").content.decode() for client in (who, other)]
    assert ["typed, not saved" in each for each in shown] == [True, False]


def test_no_status_is_told_by_colour_alone() -> None:
    for status in Status:
        assert WORDS[status].en and WORDS[status].fr and SIGNS[status] and TONES[status]
    assert len(set(SIGNS.values())) == len(Status)
