"""Research samples in a cut: the tube and every step of its aliquots, as the screens show them, and of whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bedside.conduct.cuts.columns import utc
from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.participants import actions as participants
from bedside.conduct.participants import consent
from bedside.conduct.samples import actions
from bedside.conduct.samples.actions_custody import Place, add_batch, assay, store
from bedside.conduct.samples.models import Draw
from bedside.values.moment import now

from ..samples.conftest import ago, freezer, made, taken

__all__ = ["freezer", "made", "taken"]
Make = Callable[..., Any]


@pytest.fixture
def assayed(made: Make, freezer: Any, actor: Make) -> list[Any]:
    """Four aliquots in a freezer since the day, of which the first was assayed."""
    by, aliquots = actor("nurse"), made(hours=3.0)
    store(by, aliquots, Place(freezer, "1", "2", "B", "1"), "")
    assay(by, add_batch(by, "01", "R7", "Central laboratory", "Multiplex", "L1", ago(0)[:10]), aliquots[:1])
    return list(aliquots)


def rows(name: str, kind: Kind = Kind.EFFICACY) -> list[dict[str, Any]]:
    """What a table of a cut holds now."""
    return list(next(each for each in gather(kind).tables if each.name == name).records())


@pytest.mark.proves("out samples")
def test_a_tube_is_a_row_with_what_became_of_it(assayed: list[Any]) -> None:
    draw = Draw.objects.get()
    (row,) = rows("samples")
    assert (row["label"], row["participant"], row["sample"], row["visit"]) == (
        draw.label, draw.person.code, "cytokines", "D0",
    )  # fmt: skip
    assert row["drawn_first"] == row["drawn_last"] == utc(draw.first_us)
    assert (row["haemolysis"], row["enough"], row["aliquots"], row["taken_back"]) == ("none", 1, 4, 0)
    codes = {(each["column"], each["code"]): each["english"] for each in rows("codes") if each["table"] == "samples"}
    assert codes["drawer", row["drawer"]] == "research nurse" and ("sample", "cytokines") in codes


@pytest.mark.proves("out samples")
def test_every_step_of_an_aliquot_is_a_row(assayed: list[Any]) -> None:
    first = [each for each in rows("aliquots") if each["aliquot"] == assayed[0].label]
    assert [each["step"] for each in first] == ["make", "store", "assay"]
    made, stored, run = first
    assert made["at_first"] == made["at_last"] and stored["at_first"] < stored["at_last"]  # nobody knew the time
    assert (stored["freezer"], stored["place"]) == ("F1", "1 / 2 / B / 1")
    assert (run["run"], run["laboratory"], run["lot"]) == ("R7", "Central laboratory", "L1")
    assert run["at_first"] < run["at_last"]  # a run is known by its day
    assert len(rows("aliquots")) == 4 * 2 + 1


@pytest.mark.proves("out samples")
def test_what_was_taken_back_stays_and_says_so(taken: Make, actor: Make) -> None:
    draw = taken()
    another = actions.not_drawn(actor("nurse"), draw.person, ("scd25", "D0", None), "too ill")
    actions.take_back(actor("nurse"), [draw], "another patient")
    told = [(each["number"], each["not_drawn"], each["taken_back"]) for each in rows("samples")]
    assert told == [(draw.pk, None, 1), (another.pk, "too ill", 0)]


@pytest.mark.proves("out samples")
@pytest.mark.parametrize("kind", Kind)
def test_who_objects_leaves_them(assayed: list[Any], actor: Make, kind: Kind) -> None:
    person = assayed[0].processed.draw.person
    participants.record_consent(actor(), person, consent.Taken(consent.Step.OBJECT, now()))
    assert rows("samples", kind) == rows("aliquots", kind) == []


@pytest.mark.usefixtures("running")
def test_the_tables_are_there_without_samples() -> None:
    assert rows("samples") == rows("aliquots") == []
