"""Variables: bounds, decimals and units agree; intervals keep their ends in order."""

from decimal import Decimal

import pytest

from bedside.errors import UnitError, VariableError
from bedside.values.interval import ANYTHING, CANNOT_TELL, Interval, hull, tidy
from bedside.values.unknown import Because, Unknown
from bedside.values.variable import Kind, Variable, measured, yes_no

LAB = measured("lab", "mmol/L", "0", "10", 1, en="laboratory value")


@pytest.mark.parametrize(
    ("number", "rounded"),
    [("1.25", 1.3), ("1.249", 1.2), ("-1.25", -1.3), ("1.35", 1.4), ("0.05", 0.1), ("7", 7.0)],
)
def test_rounding_is_half_away_from_zero(number: str, rounded: float) -> None:
    assert LAB.round(Decimal(number)) == rounded


@pytest.mark.parametrize(
    ("low", "high", "decimals", "said"),
    [
        ("1", "1", 0, "lab: bounds 1 to 1 are empty. Give low < high."),
        ("2", "1", 0, "lab: bounds 2 to 1 are empty. Give low < high."),
        ("0", "0.21", 1, "lab: its bounds have more than 1 decimals. Give more decimals, or round."),
    ],
)
def test_bounds_that_contradict_are_refused(low: str, high: str, decimals: int, said: str) -> None:
    with pytest.raises(VariableError) as refused:
        measured("lab", "mmol/L", low, high, decimals)
    assert str(refused.value) == said


def test_a_truth_has_unit_one_and_bounds_zero_and_one() -> None:
    assert yes_no("sign").bounds == CANNOT_TELL
    with pytest.raises(VariableError, match="a yes/no variable has unit 1 and bounds 0 to 1"):
        Variable("sign", Kind.ANSWER, "1", Decimal(0), Decimal(2), truth=True)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnitError, match="unknown unit “stars”"):
        measured("lab", "stars", "0", "1")


def test_labels_are_for_people_and_do_not_count() -> None:
    assert (LAB.say("en"), LAB.say("fr"), yes_no("a_b").say("en")) == ("laboratory value", "lab", "a b")
    assert measured("lab", "mmol/L", "0", "10", 1) == LAB


@pytest.mark.parametrize(
    ("kind", "lasting"),
    [
        (Kind.MEASUREMENT, False),
        (Kind.OUTPUT, False),
        (Kind.ANSWER, False),
        (Kind.INFUSION, True),
        (Kind.SUPPORT, True),
    ],
)
def test_infusions_and_supports_last(kind: Kind, lasting: bool) -> None:
    assert yes_no("x", kind).lasting is lasting


def test_intervals() -> None:
    assert (str(Interval(3, 7)), str(Interval.point(4)), str(ANYTHING), str(Interval.point(0.1))) == (
        "3–7", "4", "−∞–∞", "0.1",
    )  # fmt: skip
    assert (ANYTHING.bounded, Interval(0, 1).bounded, Interval(1, 1).known, CANNOT_TELL.known) == (
        False,
        True,
        True,
        False,
    )
    assert hull([Interval(1, 2), Interval(4, 5)]) == Interval(1, 5)
    assert tidy(1e300) == "1e+300"


@pytest.mark.parametrize(("low", "high"), [(2, 1), (float("nan"), 1), (0, float("nan"))])
def test_an_interval_keeps_its_ends_in_order(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Interval(low, high)


def test_an_unknown_says_its_reason() -> None:
    assert str(Unknown("lab", Because.PENDING)) == "lab (result pending)"
