"""What a source has no record of is read by no query, and the answers are the same."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings

from bedside.engines import duck
from bedside.engines.decided import decided
from bedside.engines.numbering import Numbering
from bedside.engines.plan import Plan, root_level
from bedside.engines.stages import AsOf
from bedside.rules.language import count, highest
from bedside.rules.nodes import Constant
from bedside.values.interval import Interval
from bedside.values.moment import HOUR, Window
from bedside.values.quantity import quantity
from tests.engine_tables import askable
from tests.engines.test_duck_equals_meaning import Example, computed, examples
from tests.generative.strategies import FLAG, LEVEL, SUPPORT

DAY = Window(24 * HOUR)


@settings(max_examples=settings.default.max_examples // 5)
@given(examples())
def test_the_answers_are_those_of_a_plan_that_knows_nothing_beforehand(example: Example) -> None:
    named = askable(example.rules)
    with patch.object(duck, "present", lambda connection, facts: None):
        plain = computed(example, named)
    assert computed(example, named) == plain


def test_what_is_not_there_takes_no_query() -> None:
    rule = highest(LEVEL, DAY) >= Constant(quantity("5 1"))
    stages = {}
    for present in (None, frozenset({LEVEL.name}), frozenset({FLAG.name})):
        plan = Plan(AsOf.AVAILABLE, present=present)
        plan.answer(root_level(plan, "moments"), [rule])
        stages[present] = len(plan.stages)
    assert stages[frozenset({FLAG.name})] == 3, "the moments, whose they are, and their answers"
    assert stages[None] == stages[frozenset({LEVEL.name})] > 3


def test_nothing_found_is_said_as_the_rules_say_it() -> None:
    numbering, looks = Numbering(), [highest(LEVEL, DAY), count(LEVEL, DAY), highest(SUPPORT, DAY)]
    found = decided(looks, numbering, frozenset(), frozenset({SUPPORT.name}), records=False)
    assert [found[numbering.of(look)] for look in looks] == [LEVEL.bounds, Interval(0, 0), Interval(0, 0)]
