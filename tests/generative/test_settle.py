"""What would settle a verdict: the `Settler` finds what trying everything finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from bedside.rules import settle as settling
from bedside.rules import ways
from bedside.rules.chart import Chart, Fact
from bedside.rules.language import add, all_of, any_of, at_least, bands, choose, count, highest, latest, own, quantity
from bedside.rules.meaning import ask
from bedside.rules.nodes import Choose, Constant, Node, Over, Own, Pick, variables, walk
from bedside.rules.residual import only_whether, there
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, HOUR, Moment, Window
from bedside.values.unknown import Because
from bedside.values.variable import Variable, measured, yes_no
from tests.generative.strategies import START, charts, truths

MOST_NAMES, MOST_TRIALS = 4, 4_000
AT = Moment(START + 10 * HOUR)


# --- trying everything ------------------------------------------------------------------------------------------


def every_value(variable: Variable) -> list[float]:
    """All values of a variable at its decimals."""
    scale = 10**variable.decimals
    return [number / scale for number in range(int(variable.low * scale), int(variable.high * scale) + 1)]


def in_order(names: list[str], costs: Mapping[str, float]) -> list[tuple[float, tuple[str, ...]]]:
    """Every set that is not empty, the cheapest first, of equal ones the smaller, then in alphabetical order."""
    sets = [chosen for size in range(1, len(names) + 1) for chosen in combinations(sorted(names), size)]
    return sorted(
        ((sum(costs[name] for name in chosen), chosen) for chosen in sets),
        key=lambda one: (one[0], len(one[1]), one[1]),
    )


def reached(value: Interval, goal: Interval | None) -> bool:
    return value.known if goal is None else value == goal


def by_asking(rule: Node, chart: Chart, costs: Mapping[str, float], goal: Interval | None = None) -> Settlement | None:
    """Sets tried by asking the rule again with hypothetical answers."""
    if ask(rule, chart, AT).value.known:
        return None
    read = variables(rule)
    for cost, chosen in in_order(list(read), costs):
        for values in product(*(every_value(read[name]) for name in chosen)):
            if reached(ask(rule, chart, AT, given=dict(zip(chosen, values, strict=True))).value, goal):
                return Settlement(chosen, cost)
    return None


@dataclass(frozen=True)
class Supposed:
    """Hypothetical answers by name, and places in the range of looks that are partly known."""

    values: Mapping[Over, Interval]
    answers: Mapping[str, float]
    places: Mapping[Over, float]
    recorded: frozenset[str]

    def value(self, rule: Node, own: Interval | None = None) -> Interval:
        """The answer of a rule if things were so."""
        match rule:
            case Constant():
                return rule.range
            case Own():
                return rule.range if own is None else own
            case Over():
                return self._look(rule)
            case _:
                return rule.combine([self.value(part, own) for part in rule.parts])

    def _look(self, look: Over) -> Interval:
        found, name = self.values[look], look.variable.name
        if look in self.places:
            return Interval.point(self.places[look])
        if begun(look, self.values) or name not in self.answers or not learnable(look, found):
            return found
        if name in self.recorded:  # no record means none: there is nothing to learn
            return found
        now = Interval.point(self.answers[name])
        if look.where is not None and self.value(look.where, now) != MET:
            return look.range
        return now if look.each is None else self.value(look.each, now)


def begun(look: Over, values: Mapping[Over, Interval]) -> bool:
    """A look that is partly known: by its range, or by a record that may count and says nothing yet."""
    records = there(look)
    return values[look] != look.range or (records is not None and values[records].high > 0)


def learnable(look: Over, value: Interval) -> bool:
    """A look of now that leaves something to learn."""
    return not (value.known or look.pick in (Pick.COUNT, Pick.TOTAL) or look.window.until)


def lacking(look: Over, recorded: frozenset[str]) -> frozenset[str]:
    """What a partly known look lacks: what its `each` and `where` read, or its own variable."""
    inner = [rule for rule in (look.each, look.where) if rule is not None]
    if not inner:
        return frozenset({look.variable.name})
    return frozenset(name for rule in inner for name in variables(rule)) - {look.variable.name} - recorded


def by_looks(
    rule: Node,
    values: Mapping[Over, Interval],
    costs: Mapping[str, float],
    recorded: frozenset[str],
    goal: Interval | None = None,
) -> Settlement | None:
    """Sets tried look by look."""
    read = variables(rule)
    partly = {
        look: names
        for look, value in values.items()
        if learnable(look, value) and begun(look, values) and (names := lacking(look, recorded))
    }
    if Supposed(values, {}, {}, recorded).value(rule).known:
        return None
    for cost, chosen in in_order(list(read), costs):
        open_looks = [look for look, names in partly.items() if names <= set(chosen)]
        choices = [every_value(read[name]) for name in chosen] + [_places(look, values[look]) for look in open_looks]
        assume(prod(map(len, choices)) <= MOST_TRIALS)
        for trial in product(*choices):
            answers = dict(zip(chosen, trial, strict=False))
            places = dict(zip(open_looks, trial[len(chosen) :], strict=True))
            if reached(Supposed(values, answers, places, recorded).value(rule), goal):
                return Settlement(chosen, cost)
    return None


def _places(look: Over, value: Interval) -> list[float]:
    if look.truth:
        return [0.0, 1.0]
    inside = [float(Decimal(n) / 4) for n in range(-20, 40)]
    return [value.low, *(place for place in inside if value.low < place < value.high), value.high]


# --- generated rules and patients --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A yes/no rule, a patient, and what each variable costs."""

    rule: Node
    chart: Chart
    costs: dict[str, float]


@st.composite
def cases(draw: DrawFn, depth: int = 3, exact: bool = True) -> Case:
    """Few variables, much of them unknown."""
    rule = draw(truths(depth))
    names = sorted(variables(rule))
    assume(0 < len(names) <= MOST_NAMES)
    chart = draw(charts(names, most=draw(st.sampled_from((0, 1, 1, 2))), exact=exact))
    return Case(rule, chart, {name: float(draw(st.sampled_from((1, 1, 2, 3, 5)))) for name in names})


def look_values(rule: Node, chart: Chart) -> dict[Over, Interval]:
    looks = [node for node in walk(rule) if isinstance(node, Over)]
    looks += [records for look in looks if (records := there(look)) is not None]
    return {look: ask(look, chart, AT).value for look in looks}


GOALS = st.sampled_from((None, MET, NOT_MET))


@given(cases(exact=False), GOALS)
def test_equals_every_set_tried_look_by_look(case: Case, goal: Interval | None) -> None:
    values = look_values(case.rule, case.chart)
    expected = by_looks(case.rule, values, case.costs, case.chart.recorded, goal)
    assert Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT, goal=goal) == expected


@given(cases(), GOALS)
def test_equals_every_set_tried_by_asking_again(case: Case, goal: Interval | None) -> None:
    """Where looks are either known or quite unknown, the interpreter itself can try hypothetical answers."""
    values = look_values(case.rule, case.chart)
    for look, value in values.items():
        assume(look.each is None and look.where is None and look.pick is not Pick.TOTAL)
        assume(value.known or not any(reading.certain for reading in ask(look, case.chart, AT).readings))
    assume(prod(len(every_value(v)) for v in variables(case.rule).values()) <= MOST_TRIALS)
    expected = by_asking(case.rule, case.chart, case.costs, goal)
    assert Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT, goal=goal) == expected


@given(cases(exact=False), GOALS)
def test_both_ways_of_searching_find_the_same(case: Case, goal: Interval | None) -> None:
    quick = Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT, goal=goal)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "can_work", lambda part, signs: False)
        slow = Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT, goal=goal)
    assert quick == slow


def test_when_there_are_too_many_ways_the_sets_are_tried_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Settlement(("x", "y"), 2.0)
    assert Settler(together >= quantity("5 1"), {}).ask(Chart.of(()), AT) == expected
    monkeypatch.setattr(ways, "MANY", 1)
    assert Settler(together >= quantity("5 1"), {}).ask(Chart.of(()), AT) == expected


ENOUGH = settings(max_examples=300, database=None, derandomize=True, phases=[Phase.generate])


def test_the_generated_cases_are_of_every_sort() -> None:
    sorts: Counter[str] = Counter()

    @ENOUGH
    @given(cases(exact=False))
    def collect(case: Case) -> None:
        found = Settler(case.rule, case.costs, case.chart.recorded).ask(case.chart, AT)
        unknown = not ask(case.rule, case.chart, AT).value.known
        sorts["several" if found and len(found.names) > 1 else "one" if found else "nothing can"] += unknown

    collect()
    assert min(sorts[sort] for sort in ("several", "one", "nothing can")) >= 5, sorts


# --- cases that can be followed by hand ------------------------------------------------------------------------------


def level(name: str) -> Variable:
    return measured(name, "1", "0", "3", en=name, fr=name)


def question(name: str) -> Node:
    return latest(yes_no(name, en=name, fr=name), DAY)


PAST = Window(3 * HOUR, 2 * HOUR)
A, B, C = (question(name) for name in "abc")
together = add(*(latest(level(name), DAY) for name in "xyz"))
HIGH = {name: latest(level(name), DAY) >= quantity("2 1") for name in "xyz"}


def settled(
    rule: Node, costs: Mapping[str, float] | None = None, *facts: Fact, goal: Interval | None = None
) -> str | None:
    found = Settler(rule, costs or {}).ask(Chart.of(facts), AT, goal=goal)
    return None if found is None else f"{found}: {found.cost:g}"


@pytest.mark.parametrize(
    ("rule", "costs", "expected"),
    [
        (all_of(A, B), {}, "a: 1"),  # a no to one is enough
        (any_of(A, B), {}, "a: 1"),
        (all_of(A, B), {"a": 3}, "b: 1"),  # the cheaper of two
        (all_of(B, A), {"a": 2, "b": 2}, "a: 2"),  # a tie goes by the alphabet
        (at_least(2, A, B, C), {}, "a + b: 2"),  # one answer can never suffice
        (at_least(2, A, B, C), {"a": 5}, "b + c: 2"),
        (at_least(2, A, B, C), {"a": 5, "b": 2, "c": 9}, "a + b: 7"),
        (together >= quantity("5 1"), {}, "x + y: 2"),  # neither the most nor the least of one decides
        (together >= quantity("5 1"), {"x": 3}, "y + z: 2"),
        (together >= quantity("7 1"), {"y": 0.5}, "y: 0.5"),  # with one at 0 the sum stays below
        (any_of(all_of(A, ~A), B), {"b": 5}, "b: 5"),  # used twice: an answer known to both cannot be enough
        (any_of(A, all_of(HIGH["x"], HIGH["y"])), {"a": 4, "x": 1, "y": 1}, "x + y: 2"),  # two may cost less than one
        (any_of(A, all_of(HIGH["x"], HIGH["y"])), {"a": 4, "x": 3, "y": 2}, "a: 4"),
        (all_of(any_of(A, HIGH["x"]), any_of(B, HIGH["y"])), {"a": 4, "b": 1, "x": 3, "y": 2}, "b + y: 3"),
        (count(level("x"), DAY) >= quantity("1 1"), {}, None),  # what was counted stays counted
        (highest(level("x"), PAST) >= quantity("2 1"), {}, None),  # that time is over
    ],
)  # fmt: skip
def test_by_hand(rule: Node, costs: dict[str, float], expected: str | None) -> None:
    assert settled(rule, costs) == expected


@pytest.mark.parametrize(
    ("rule", "costs", "met", "not_met"),
    [
        (all_of(A, B, ~C), {}, "a + b + c: 3", "a: 1"),  # all must be as they should; one that is not is enough
        (any_of(A, B, C), {"a": 2}, "b: 1", "a + b + c: 4"),
        (all_of(any_of(A, HIGH["x"]), any_of(B, HIGH["y"])), {"a": 4, "b": 1, "x": 3, "y": 2}, "b + x: 4", "b + y: 3"),
        (all_of(A, ~A), {}, None, "a: 1"),  # no answer can make it so
        (all_of(any_of(A, B), any_of(~A, C)), {}, "a + b: 2", "a + b: 2"),  # one name in two parts: not apart
        (all_of(at_least(2, A, B, C), HIGH["x"]), {}, "a + b + x: 3", "x: 1"),
        (together >= quantity("9 1"), {}, "x + y + z: 3", "x: 1"),
    ],
)  # fmt: skip
def test_toward_one_answer(rule: Node, costs: dict[str, float], met: str | None, not_met: str | None) -> None:
    assert settled(rule, costs, goal=MET) == met
    assert settled(rule, costs, goal=NOT_MET) == not_met
    assert settled(~rule, costs, goal=MET) == not_met


def points(of: Node, most: int) -> Node:
    """1 point from 1 on, `most` from 2 on."""
    return bands(of, 0, ("from 1 1", 1), ("from 2 1", most))


by_support = choose(A, points(latest(level("x"), DAY), 4), points(latest(level("x"), DAY), 2))


@pytest.mark.parametrize(
    ("rule", "costs", "met", "not_met"),
    [
        # More points are never fewer with a than without: a moves them up, though both branches are unknown.
        (add(by_support, points(latest(level("y"), DAY), 2)) >= quantity("6 {points}"), {}, "a + x + y: 3", "a: 1"),
        (by_support >= quantity("3 {points}"), {"a": 5}, "a + x: 6", "x: 1"),
        # c moves it either way: each case by itself.
        (choose(C, HIGH["x"], ~HIGH["y"]), {}, "c + x: 2", "c + x: 2"),
        (choose(C, HIGH["x"], ~HIGH["y"]), {"c": 9}, "x + y: 2", "x + y: 2"),
        (choose(C, all_of(A, HIGH["x"]), ~HIGH["y"]), {"y": 3}, "a + c + x: 3", "a + c: 2"),
    ],
)  # fmt: skip
def test_what_moves_an_answer_is_seen_without_trying_sets(
    rule: Node, costs: dict[str, float], met: str, not_met: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(Settler, "_first_that_decides", lambda *given: tried.append(given))
    assert (settled(rule, costs, goal=MET), settled(rule, costs, goal=NOT_MET)) == (met, not_met)
    assert not tried


def test_of_records_that_a_rule_asks_for_at_all_it_counts_whether_there_are_any() -> None:
    asked, counted = count(level("x"), DAY), count(level("y"), DAY)
    rule = all_of(asked >= quantity("1 1"), counted >= quantity("1 1"), counted >= quantity("3 1"))
    within = latest(level("z"), DAY, where=count(level("x"), 2 * DAY) >= quantity("1 1")) >= quantity("1 1")
    assert only_whether(all_of(rule, within)) == {asked, count(level("x"), 2 * DAY)}
    assert only_whether(any_of(asked < quantity("1 1"), asked >= quantity("1 1"))) == frozenset()


def test_of_equally_cheap_sets_the_smaller_is_taken() -> None:
    assert settled(any_of(all_of(A, B), C), {"a": 0, "b": 1, "c": 1}, goal=MET) == "c: 1"


def test_what_is_settled_needs_nothing() -> None:
    fact = Fact("a", AT, AT, Interval.point(0.0), AT)
    assert settled(all_of(A, B), None, fact) is None
    assert settled(any_of(A, B), None, fact) == "b: 1"


def test_a_pending_result_is_waited_for() -> None:
    pending = Fact("x", AT, AT, level("x").bounds, AT, because=Because.PENDING)
    assert settled(all_of(HIGH["x"], HIGH["y"]), {"x": 1, "y": 2}, pending) == "x: 1"


def test_a_record_that_lacks_its_partner_is_settled_by_the_partner() -> None:
    """Of a ratio whose divisor is missing, the divisor is learned, not the dividend measured anew."""
    x, y = level("x"), measured("y", "1", "1", "4", en="y", fr="y")
    ratio = latest(x, DAY, each=own(x) / latest(y, DAY)) >= quantity("1 1")
    assert settled(ratio, {"x": 1, "y": 5}) == "x: 1"  # a value of 0 is below one, whatever it is divided by
    assert settled(ratio, {"x": 1, "y": 5}, Fact("x", AT, AT, Interval.point(2.0), AT)) == "y: 5"


def test_a_record_that_would_not_count_settles_nothing_by_itself() -> None:
    x = level("x")
    while_asked = latest(x, DAY, where=A) >= quantity("2 1")
    assert settled(while_asked) == "a + x: 2"


def test_a_record_that_says_nothing_yet_is_no_absence_of_a_record() -> None:
    """Its range is that of no record at all, and still only what it lacks can settle it, not a new record."""
    x, y = level("x"), measured("y", "1", "1", "4", en="y", fr="y")
    points = latest(x, DAY, each=bands(own(x) / latest(y, DAY), 2, ("from 1 1", 1), ("from 2 1", 0)))
    recorded = Fact("x", AT, AT, Interval.point(3.0), AT)
    assert ask(points, Chart.of([recorded]), AT).value == ask(points, Chart.of([]), AT).value
    assert settled(points >= quantity("1 {points}"), {"x": 1, "y": 5}) == "x: 1"
    assert settled(points >= quantity("1 {points}"), {"x": 1, "y": 5}, recorded) == "y: 5"


def test_unknowns_compared_with_each_other_can_take_any_order() -> None:
    x, y, z = (latest(level(name), DAY) for name in "xyz")
    assert settled(all_of(z > x, x > y), goal=MET) == "x + y + z: 3"
    known = Fact("z", AT, AT, Interval.point(2.0), AT)
    assert settled(all_of(z > x, x > y), None, known, goal=MET) == "x + y: 2"


def test_a_look_that_ignores_the_value_of_its_record_still_needs_the_record() -> None:
    x = level("x")
    assert settled(latest(x, DAY, each=HIGH["y"])) == "x + y: 2"


def test_a_value_that_the_variable_cannot_have_settles_nothing() -> None:
    """Of whole numbers none is 1.5, though 1.5 would decide."""
    x = latest(level("x"), DAY)
    one_and_a_half = all_of(x >= quantity("1.5 1"), x <= quantity("1.5 1"))
    assert settled(any_of(one_and_a_half, A), {"x": 1, "a": 2}) == "a: 2"


def test_a_choice_that_cannot_be_learned_must_come_out_the_same_both_ways() -> None:
    over = count(level("z"), DAY) >= count(level("w"), DAY)
    unlearned = Choose(highest(level("z"), PAST) >= quantity("2 1"), A, all_of(A, B))
    assert settled(unlearned) == "a: 1"  # a no makes both no
    assert settled(Choose(unlearned.when, A, B)) == "a + b: 2"
    assert settled(Choose(over, A, B)) == "a: 1"  # none counted on either side: it is known
