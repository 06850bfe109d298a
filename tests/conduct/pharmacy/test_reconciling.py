"""What was dispensed against what the casebook says was given: unknown is never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.casebook.actions import Typed, fill, open_sheet, save
from bedside.conduct.casebook.progress import Status, progress_of
from bedside.conduct.casebook.reading import current
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.pharmacy import actions_corrections, actions_people
from bedside.conduct.pharmacy.models import Movement
from bedside.conduct.pharmacy.moving import Units
from bedside.conduct.pharmacy.reading import supply_of
from bedside.conduct.pharmacy.reconciling import NO_DOSE, NO_UNIT, UNREAD, reconcile
from bedside.conduct.pharmacy.warnings import warnings
from bedside.protocol.model import Product
from bedside.values.quantity import quantity
from bedside.values.wording import Text

from .conftest import ago
from .test_acts import DAYS

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture
def give(study: Any, actor: Any) -> Any:
    """give(person, dose, **items): one administration in the casebook."""
    given_ = study.protocol.products[0].given

    def made(person: Any, dose: str, **items: str) -> None:
        number = person.sheets.filter(form=given_.form).count() + 1
        sheet = open_sheet(actor("nurse"), person, "unscheduled", given_.form, study.protocol.version, None, number)
        typed = {given_.at: with_offset(ago(1 / number)), given_.dose: dose, **items}
        save(actor("nurse"), sheet, {name: Typed(text) for name, text in typed.items() if text})

    return made


@pytest.mark.proves("pharmacy reconciliation")
def test_dispensed_less_returned_against_recorded(received: Any, enrolled: Any, pharmacist: Any, give: Any) -> None:
    person, lot = enrolled(), received(60)
    assert reconcile(person) == []
    actions_people.dispense(pharmacist, person, Units(lot, 14), ago(0), DAYS)
    actions_people.take_in(pharmacist, person, Units(lot, 4), ago(0))
    give(person, "10"), give(person, "10,0"), give(person, "5"), give(person, "10", interrupted="dose_skipped")
    (found,) = reconcile(person)
    assert [each.amount for each in found.administrations] == [10, 10, 5, 0]
    assert (found.kept, found.at_least, found.difference, found.in_units) == (50, 25, 25, 5)
    ten = received(10, strength="10 mg", lot="T")
    actions_people.dispense(pharmacist, person, Units(ten, 2), ago(0), DAYS)
    (found,) = reconcile(person)
    assert (found.kept, found.difference, found.in_units) == (70, 45, None), (
        "of two strengths no number of tablets follows"
    )
    row = Movement.objects.get(lot=ten, kind="dispense")
    actions_corrections.undo(pharmacist, row, "another participant")
    assert reconcile(person)[0].difference == 25


@pytest.mark.proves("pharmacy reconciliation")
@pytest.mark.parametrize(
    ("dose", "why"),
    [("", NO_DOSE), ("one tablet", UNREAD), ("10 mg x 2", UNREAD), ("10 tablets", NO_UNIT), ("1 mL", NO_UNIT)],
)  # fmt: skip
def test_a_dose_that_cannot_be_read_is_not_zero(
    dose: str, why: Text, received: Any, enrolled: Any, pharmacist: Any, give: Any, monkeypatch: Any
) -> None:
    """As on a form that asks for the dose in words, which no check of a number holds back."""
    person, lot = enrolled(), received(60)
    actions_people.dispense(pharmacist, person, Units(lot, 10), ago(0), DAYS)
    give(person, "10")
    monkeypatch.setattr("bedside.conduct.casebook.actions.judge", lambda sight, item: [])
    give(person, dose)
    (found,) = reconcile(person)
    assert (found.difference, found.in_units, found.unknown) == (None, None, 1)
    assert (found.at_least, found.at_most_left) == (10, 40)
    assert [each.why for each in found.administrations if each.amount is None] == [why]


@pytest.mark.proves("pharmacy warnings")
def test_given_and_never_dispensed_is_told(received: Any, enrolled: Any, give: Any) -> None:
    received(1)
    person, other = enrolled(), enrolled()
    give(person, "10")
    give(other, "", interrupted="dose_skipped")
    assert warnings(supply_of("01")).not_dispensed == (person,)
    (found,) = reconcile(person)
    assert found.difference == -10


@given(st.decimals("0.1", "500", places=1), st.sampled_from(["", " mg", "mg", " g"]), st.booleans())
def test_a_dose_comes_to_its_amount_in_the_unit_of_the_strengths(number: Decimal, unit: str, comma: bool) -> None:
    from bedside.conduct.pharmacy.reconciling import _amount
    from bedside.protocol.products import Given

    words = Text("x", "x")
    given_ = Given("f", "at", "dose", "mg")
    product = Product("x", words, words, words, 1, (quantity("5 mg"),), given=given_)
    typed = f"{number}{unit}".replace(".", "," if comma else ".")
    assert _amount(product, given_, typed, "") == number * (1000 if "g" in unit and "m" not in unit else 1)


@pytest.mark.parametrize(
    ("dose", "check"), [("100", "expected"), ("201", "bounds"), ("-5", "bounds"), ("ten", "number")]
)
def test_a_dose_that_is_not_usual_is_asked_about_and_an_impossible_one_refused(
    dose: str, check: str, study: Any, enrolled: Any, actor: Any, user: Any
) -> None:
    given_ = study.protocol.products[0].given
    sheet = open_sheet(actor("nurse"), enrolled(), "unscheduled", given_.form, study.protocol.version)
    typed = {given_.at: with_offset(ago(1)), "interrupted": "no_interruption", given_.dose: dose}
    found = fill(actor("nurse"), user("nurse", "01"), sheet, {name: Typed(text) for name, text in typed.items()}, {})
    assert [each.check for each in found.found[given_.dose]] == [check]


def test_an_interruption_needs_its_reason_and_a_skipped_dose_no_amount(study: Any, enrolled: Any, actor: Any) -> None:
    given_ = study.protocol.products[0].given
    form = study.protocol.form(given_.form)
    sheet = open_sheet(actor("nurse"), enrolled(), "unscheduled", form.id, study.protocol.version)
    save(actor("nurse"), sheet, {given_.at: Typed(with_offset(ago(1))), "interrupted": Typed("dose_skipped")})
    assert progress_of(study.protocol, form, current(sheet)).needed == ("reason",)
    save(actor("nurse"), sheet, {"interrupted": Typed("dose_reduced", reason="read again")})
    assert progress_of(study.protocol, form, current(sheet)).needed == ("reason", "dose")
    save(actor("nurse"), sheet, {"reason": Typed("platelets"), "dose": Typed("5")})
    assert progress_of(study.protocol, form, current(sheet)).status is Status.COMPLETE
