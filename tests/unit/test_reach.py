"""What rules can ever answer from what is supplied: a table of rules."""

from __future__ import annotations

import pytest

from bedside.protocol.loading import load
from bedside.records.dictionary import variable
from bedside.rules.language import all_of, any_of, count, highest, latest, own, quantity, total
from bedside.rules.nodes import Node, Not
from bedside.screening.reach import reach
from bedside.values.moment import ALWAYS, hours

old = latest(variable("age"), ALWAYS) >= quantity("18 a")
high = highest(variable("ferritin"), hours(24)) >= quantity("500 ug/L")
anuric = total(variable("urine"), hours(24)) < quantity("200 mL")
tested = count(variable("hcg_positive"), hours(24), where=own(variable("hcg_positive"))) >= quantity("1 1")
impossible = latest(variable("age"), ALWAYS) >= quantity("121 a")

BOTH, MET, NOT_MET, NOTHING = (True, True), (True, False), (False, True), (False, False)
TABLE = [
    (old, {"age"}, BOTH),
    (old, set(), NOTHING),
    (old, {"ferritin"}, NOTHING),
    (all_of(old, high), {"age"}, NOT_MET),
    (any_of(old, high), {"age"}, MET),
    (Not(any_of(old, high)), {"age"}, NOT_MET),
    (all_of(old, high), {"age", "ferritin"}, BOTH),
    (anuric, {"urine"}, BOTH),
    (anuric, {"age"}, NOTHING),
    (tested, {"hcg_positive"}, BOTH),
    (impossible, {"age"}, NOT_MET),
]


@pytest.mark.parametrize(("rule", "supplied", "answers"), TABLE)
def test_what_can_be_answered(rule: Node, supplied: set[str], answers: tuple[bool, bool]) -> None:
    found = reach(rule, supplied)
    assert (found.met, found.not_met) == answers


def test_what_is_lacking_is_named() -> None:
    assert reach(all_of(old, high), {"age"}).lacking == ("ferritin",)


def test_a_score_without_one_of_its_parts_can_still_be_reached() -> None:
    """SOFA of 4 without creatinine and urine: by other organs; without any of them: never."""
    rule = load("jakahdi").criterion("I4").data_rule
    assert rule is not None
    parts = {"pao2", "fio2", "platelets", "bilirubin", "map", "gcs"}
    found = reach(rule, parts)
    assert found.met and not found.not_met, "what is not measured could be the worst"
    assert "creatinine" in found.lacking
    assert not reach(rule, set()).met


def test_where_nobody_tests_for_pregnancy_a_man_is_not_pregnant() -> None:
    """As a screening says: no test was recorded, so none was positive, and only a woman of that age could be."""
    rule = load("jakahdi").criterion("E2").data_rule
    assert rule is not None
    assert (reach(rule, {"age", "female"}).met, reach(rule, {"age", "female"}).not_met) == (False, True)
    assert (reach(rule, set()).met, reach(rule, set()).not_met) == (False, False)
