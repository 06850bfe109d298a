"""The guarantee: the answer contains what any completion of the unknowns gives."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask, ask_each
from bedside.rules.nodes import KINDS, Comparison, Operation, Over, Pick, free_own, walk
from bedside.values.unknown import Because
from tests.generative.completions import completions
from tests.generative.strategies import Case, cases

FEW = 60
"""Completions tried for each case: enough to reach both ends of several unknowns at once."""


@given(cases(most=2))
def test_every_completion_lies_in_the_answer(case: Case) -> None:
    answer = ask(case.rule, case.chart, case.at)
    for chart, values in islice(completions(case.rule, case.chart, FEW), FEW):
        completed = ask(case.rule, chart, case.at, given=values)
        assert answer.value.encloses(completed.value), (str(answer.value), str(completed.value), chart, values)


@given(cases())
def test_the_answer_lies_in_the_range_of_the_rule(case: Case) -> None:
    assert case.rule.range.encloses(ask(case.rule, case.chart, case.at).value)


@given(cases())
def test_a_truth_is_met_not_met_or_cannot_tell(case: Case) -> None:
    for part in _all(ask(case.rule, case.chart, case.at)):
        if part.rule.truth:
            assert (part.value.low, part.value.high) in {(0.0, 0.0), (1.0, 1.0), (0.0, 1.0)}


@given(cases())
def test_what_is_not_known_names_what_could_settle_it_and_what_is_known_names_nothing(case: Case) -> None:
    for part in _all(ask(case.rule, case.chart, case.at)):
        constant = part.value == part.rule.range and not any(isinstance(node, Over) for node in walk(part.rule))
        if not constant:  # an `Own` of a limited record has its reason in the look that read it
            assert bool(part.unknown) == (not part.value.known), part


@given(cases())
def test_rules_asked_together_answer_as_each_does(case: Case) -> None:
    rules = [node for node in walk(case.rule) if not free_own(node)]
    each = [ask(rule, case.chart, case.at) for rule in rules]
    assert ask_each(rules, case.chart, case.at) == each
    assert ask_each(reversed(rules), case.chart, case.at) == each[::-1]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(case: Case, random) -> None:  # type: ignore[no-untyped-def]
    facts = [fact for held in case.chart.facts.values() for fact in held]
    shuffled = random.sample(facts, len(facts))
    other = Chart.of(shuffled, case.chart.recorded, case.chart.supplied)
    one, two = ask(case.rule, case.chart, case.at), ask(case.rule, other, case.at)
    assert (one.value, one.unknown) == (two.value, two.unknown)


@given(cases())
def test_what_comes_later_is_not_seen(case: Case) -> None:
    """No look-ahead: cutting away what was not available yet changes nothing."""
    held = [fact for facts in case.chart.facts.values() for fact in facts if fact.available <= case.at]
    cut = Chart.of(held, case.chart.recorded, case.chart.supplied)
    assert ask(case.rule, case.chart, case.at).value == ask(case.rule, cut, case.at).value


@given(cases())
def test_a_pending_result_is_never_narrower_than_its_answer(case: Case) -> None:
    pending = [f for facts in case.chart.facts.values() for f in facts if f.because is Because.PENDING]
    whole = ask(case.rule, case.chart, case.at).value
    for fact in pending:
        answered = [
            replace(f, value=type(f.value).point(f.value.high), because=None) if f is fact else f
            for facts in case.chart.facts.values()
            for f in facts
        ]
        chart = Chart.of(answered, case.chart.recorded, case.chart.supplied)
        assert whole.encloses(ask(case.rule, chart, case.at).value)


def _all(meaning: Meaning) -> list[Meaning]:
    found = [meaning]
    for part in meaning.parts:
        found += _all(part)
    return found


PROPERTIES = {
    **{kind.__name__: lambda node, kind=kind: isinstance(node, kind) for kind in KINDS},
    **{f"pick {p}": lambda node, p=p: isinstance(node, Over) and node.pick is p for p in Pick},
    **{f"operation {o}": lambda node, o=o: getattr(node, "operation", None) is o for o in Operation},
    **{f"comparison {c}": lambda node, c=c: getattr(node, "comparison", None) is c for c in Comparison},
    "each": lambda node: isinstance(node, Over) and node.each is not None,
    "where": lambda node: isinstance(node, Over) and node.where is not None,
    "each that looks elsewhere": lambda node: (
        isinstance(node, Over) and node.each is not None and any(isinstance(inner, Over) for inner in walk(node.each))
    ),
    "sustained": lambda node: isinstance(node, Over) and bool(node.sustained),
    "window that ended": lambda node: isinstance(node, Over) and bool(node.window.until),
    "exception": lambda node: bool(getattr(node, "when", None) is not None and node.name),
}


ENOUGH = settings(max_examples=1200, database=None, derandomize=True, phases=[Phase.generate])
SORTS: tuple[Callable[[Fact], bool], ...] = (
    lambda fact: True,
    lambda fact: fact.start != fact.end,
    lambda fact: fact.available > fact.end,
)
BECAUSE = (None, Because.PENDING, Because.CENSORED)
FEWEST = 25


@dataclass
class Drawn:
    """What drawn cases have: PROPERTIES of nodes, sorts of records, how many answers are how well known."""

    properties: set[str] = field(default_factory=set)
    sorts: set[tuple[Because | None, int]] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case) -> bool:
        """Note a case; True once there is enough of everything."""
        nodes = list(walk(case.rule))
        left = PROPERTIES.keys() - self.properties
        self.properties |= {what for what in left if any(map(PROPERTIES[what], nodes))}
        facts = [fact for held in case.chart.facts.values() for fact in held]
        self.sorts |= {(fact.because, n) for fact in facts for n, has in enumerate(SORTS) if has(fact)}
        if not case.rule.range.known:
            value = ask(case.rule, case.chart, case.at).value
            self.answers["known" if value.known else "unknown" if value == case.rule.range else "narrowed"] += 1
        return len(self.properties) == len(PROPERTIES) and self.all_sorts() and self.fewest() > FEWEST

    def all_sorts(self) -> bool:
        return {(because, n) for because in BECAUSE for n in range(len(SORTS))} <= self.sorts

    def fewest(self) -> int:
        return min(self.answers[how] for how in ("known", "unknown", "narrowed"))


@cache
def drawn() -> Drawn:
    """Cases, the same in every run, until there is enough of everything or they are very many."""
    found = Drawn()
    with suppress(NoSuchExample):
        find(cases(), found.add, settings=ENOUGH)
    return found


@pytest.mark.parametrize("what", list(PROPERTIES))
def test_the_strategies_draw_every_kind_of_node(what: str) -> None:
    assert what in drawn().properties


@pytest.mark.parametrize("because", BECAUSE)
def test_the_strategies_draw_records_of_every_sort(because: Because | None) -> None:
    assert {(because, n) for n in range(len(SORTS))} <= drawn().sorts


def test_the_strategies_draw_rules_that_are_known_partly_known_and_unknown() -> None:
    assert drawn().fewest() > FEWEST
