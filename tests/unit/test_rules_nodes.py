# ruff: noqa: SIM300 (a rule stands on the left, even when its name looks like a constant)
"""What may be written as a rule, and what is refused, with which words."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bedside.errors import BedsideError, RuleError
from bedside.rules.language import (
    add,
    answer,
    any_of,
    at_least,
    bands,
    choose,
    count,
    highest,
    latest,
    lowest,
    named,
    own,
    points,
    scored,
    total,
)
from bedside.rules.nodes import (
    All,
    Any,
    Arithmetic,
    Bands,
    Compare,
    Comparison,
    Constant,
    Named,
    Node,
    Not,
    Operation,
    Over,
    Pick,
    Step,
    as_rule,
    free_own,
    variables,
    walk,
)
from bedside.values.interval import Interval
from bedside.values.moment import NOW, Window, hours
from bedside.values.quantity import quantity
from bedside.values.variable import Kind, Variable, measured, yes_no

GOLDEN = Path(__file__).parent / "golden"
DAY = hours(24)

LAB = measured("lab", "mmol/L", "0", "10", 1)
GAS = measured("gas", "mm[Hg]", "10", "800")
FIO2 = measured("fio2", "1", "0.21", "1.00", 2)
URINE = measured("urine", "mL", "0", "1000", kind=Kind.OUTPUT)
DRUG = measured("drug", "ug/kg/min", "0", "20", 2, kind=Kind.INFUSION)
ASKED = yes_no("asked")
NUMBER, TRUTH = latest(LAB, DAY), answer(ASKED)

REFUSED: dict[str, Callable[[], object]] = {
    "a bare number compared": lambda: NUMBER < 100,  # type: ignore[operator]
    "a bare number added": lambda: NUMBER + 1,  # type: ignore[operator]
    "the truth of a rule": lambda: bool(NUMBER),
    "a chained comparison": lambda: quantity("1 mmol/L") < NUMBER < quantity("2 mmol/L"),  # type: ignore[operator]
    "and instead of &": lambda: TRUTH and TRUTH,
    "where that is a number": lambda: latest(LAB, DAY, where=own(LAB)),
    "a sustained measurement": lambda: highest(LAB, DAY, sustained=hours(1)),
    "the latest infusion": lambda: latest(DRUG, DAY),
    "the total of an infusion": lambda: total(DRUG, DAY),
    "each of an infusion": lambda: highest(DRUG, DAY, each=own(DRUG)),
    "where of an infusion": lambda: highest(DRUG, DAY, where=TRUTH),
    "a total of each": lambda: Over(URINE, Window(DAY), Pick.TOTAL, each=own(URINE)),
    "a total of answers": lambda: total(ASKED, DAY),
    "a measurement in a window without length": lambda: Over(LAB, NOW, Pick.LATEST),
    "an output in a window without length": lambda: Over(URINE, Window(DAY, DAY), Pick.TOTAL),
    "the value of another variable": lambda: latest(LAB, DAY, each=own(GAS) / own(FIO2)),
    "a window that looks ahead": lambda: latest(LAB, Window(hours(1), hours(2))),
    "a negative window": lambda: latest(LAB, -hours(1)),
    "a sum of one": lambda: add(NUMBER),
    "a sum of two units": lambda: NUMBER + latest(GAS, DAY),
    "a difference of two units": lambda: NUMBER - latest(GAS, DAY),
    "a product of what is unbounded": lambda: count(LAB, DAY) * quantity("2 1"),
    "a division by what could be zero": lambda: NUMBER / latest(LAB, DAY),
    "a product without a unit": lambda: NUMBER * latest(GAS, DAY),
    "a quotient without a unit": lambda: NUMBER / latest(GAS, DAY),
    "an unknown unit given": lambda: Arithmetic(Operation.DIVIDE, (NUMBER, latest(GAS, DAY)), "furlong"),
    "no band": lambda: Bands(NUMBER, Decimal(0), ()),
    "bands that do not rise": lambda: bands(NUMBER, 0, ("from 2 mmol/L", 1), ("from 1 mmol/L", 2), source="table"),
    "one bound twice": lambda: bands(NUMBER, 0, ("from 2 mmol/L", 1), ("from 2 mmol/L", 2)),
    "above before from": lambda: bands(NUMBER, 0, ("above 2 mmol/L", 1), ("from 2 mmol/L", 2)),
    "a bound that is no lower bound": lambda: bands(NUMBER, 0, ("below 2 mmol/L", 1)),
    "a bound in another unit": lambda: bands(NUMBER, 0, ("from 2 mg/dL", 1)),
    "bands that give an unknown unit": lambda: bands(NUMBER, 0, ("from 2 mmol/L", 1), gives="stars"),
    "a bound without unit": lambda: bands(NUMBER, 0, ("from 2", 1)),
    "two units compared": lambda: quantity("2 mg/dL") > NUMBER,
    "all of nothing": lambda: All(()),
    "any of nothing": any_of,
    "all of a number": lambda: NUMBER & TRUTH,
    "any of a number": lambda: TRUTH | NUMBER,
    "not a number": lambda: ~NUMBER,
    "at least none": lambda: at_least(0, TRUTH),
    "at least two of one": lambda: at_least(2, TRUTH),
    "at least one number": lambda: at_least(1, NUMBER),
    "a choice by a number": lambda: choose(NUMBER, points(1), points(2)),
    "a choice between two units": lambda: choose(TRUTH, points(1), NUMBER),
    "a choice between a truth and a number": lambda: choose(TRUTH, TRUTH, as_rule(quantity("1 1"))),
    "one name for two variables": lambda: variables(NUMBER + latest(measured("lab", "mmol/L", "0", "9", 1), DAY)),
}


def _complaint(write: Callable[[], object]) -> str:
    with pytest.raises(BedsideError) as refused:
        write()
    return str(refused.value)


def test_every_refusal_says_what_and_what_to_do() -> None:
    said = "".join(f"{case}\n    {_complaint(write)}\n" for case, write in REFUSED.items())
    assert said == (GOLDEN / "rule_errors.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "built"),
    [
        (NUMBER < quantity("1 mmol/L"), (Comparison.BELOW, "<")),
        (NUMBER <= quantity("1 mmol/L"), (Comparison.AT_MOST, "<=")),
        (NUMBER > quantity("1 mmol/L"), (Comparison.ABOVE, ">")),
        (NUMBER >= quantity("1 mmol/L"), (Comparison.AT_LEAST, ">=")),
    ],
)
def test_operators_build_comparisons(written: Compare, built: tuple[Comparison, str]) -> None:
    assert (written.comparison, str(written.comparison)) == built
    assert written.parts == (NUMBER, Constant(quantity("1 mmol/L")))


def test_operators_build_the_other_nodes() -> None:
    two = as_rule(quantity("2 mmol/L"))
    assert [NUMBER + two, NUMBER - two] == [
        Arithmetic(Operation.ADD, (NUMBER, two)),
        Arithmetic(Operation.SUBTRACT, (NUMBER, two)),
    ]
    assert [TRUTH & TRUTH, TRUTH | TRUTH, ~TRUTH] == [All((TRUTH, TRUTH)), Any((TRUTH, TRUTH)), Not(TRUTH)]


@pytest.mark.parametrize(
    ("rule", "unit"),
    [
        (NUMBER * quantity("2 1"), "mmol/L"),
        (latest(FIO2, DAY) * quantity("2 1"), "1"),
        (latest(GAS, DAY) / latest(FIO2, DAY), "mm[Hg]"),
        (NUMBER / quantity("2 mmol/L"), "1"),
        (Arithmetic(Operation.DIVIDE, (NUMBER, latest(GAS, DAY)), "mg/L"), "mg/L"),
        (count(LAB, DAY), "1"),
        (total(URINE, DAY), "mL"),
        (highest(LAB, DAY, each=latest(GAS, DAY)), "mm[Hg]"),
        (scored(TRUTH, 3), "{points}"),
        (named("n", NUMBER), "mmol/L"),
        (named("n", TRUTH), "1"),
        (named("n", quantity("2 kg")), "kg"),
    ],
)
def test_units_of_answers(rule: Node, unit: str) -> None:
    assert rule.unit == unit


INFINITE = float("inf")


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        (NUMBER, 0, 10),
        (NUMBER - quantity("1 mmol/L"), -1, 9),
        (latest(GAS, DAY) / latest(FIO2, DAY), 10, 800 / 0.21),
        (count(LAB, DAY), 0, INFINITE),
        (total(URINE, DAY), 0, INFINITE),
        (bands(NUMBER, 4, ("from 2 mmol/L", 1), ("from 5 mmol/L", 3)), 1, 4),
        (bands(NUMBER, 4, ("from 2 mmol/L", 1), ("from 50 mmol/L", 9)), 1, 4),  # the last band cannot be reached
        (NUMBER < quantity("20 mmol/L"), 1, 1),
        (NUMBER > quantity("20 mmol/L"), 0, 0),
        (NUMBER > quantity("2 mmol/L"), 0, 1),
        (scored(TRUTH, 33), 0, 33),
        (highest(LAB, DAY, each=latest(GAS, DAY)), 10, 800),
    ],
)
def test_ranges_of_answers(rule: Node, low: float, high: float) -> None:
    assert rule.range == Interval(low, high)


def test_a_band_is_reached_at_or_above_its_bound() -> None:
    at, above = Step(Decimal(2), False, Decimal(1)), Step(Decimal(2), True, Decimal(1))
    assert [at.reached_by(value) for value in (1.9, 2.0, 2.1)] == [False, True, True]
    assert [above.reached_by(value) for value in (1.9, 2.0, 2.1)] == [False, False, True]


def test_walking_reaches_looks_inside_looks_and_each_node_once() -> None:
    inner = latest(FIO2, hours(4))
    rule = highest(GAS, DAY, each=own(GAS) / inner, where=inner > quantity("0.5 1")) > quantity("100 mm[Hg]")
    seen = list(walk(rule & rule))
    assert sum(node is inner for node in seen) == 1
    assert set(variables(rule)) == {"gas", "fio2"}


def test_a_look_binds_the_value_of_its_own_records() -> None:
    inner = own(GAS) / latest(FIO2, hours(4))
    assert free_own(inner) == {GAS}
    assert free_own(highest(GAS, DAY, each=inner)) == set()


def test_names_are_said_in_the_language_or_as_they_are() -> None:
    rule = named("low_platelets", TRUTH, en="low platelets")
    assert (rule.say("en"), rule.say("fr")) == ("low platelets", "low platelets")
    assert Named("a_b", TRUTH).say("fr") == "a b"


def test_rules_are_equal_by_content() -> None:
    assert lowest(LAB, DAY) == lowest(Variable(**{**LAB.__dict__, "label": (("en", "x"),)}), DAY)
    assert lowest(LAB, DAY) != lowest(LAB, hours(25))
    with pytest.raises(RuleError):
        assert not lowest(LAB, DAY)
