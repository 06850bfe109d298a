"""Win statistics: how a pair is decided, identities of the counts, and what has no interval."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.statistics.answer import NO_VARIATION, ONE_GROUP, Absent
from bedside.statistics.hierarchy import Component, Measured, Timed
from bedside.statistics.wins import ALONE, NO_LOSS, NO_WIN, Wins, wins

SEEDS = st.integers(0, 2**32 - 1)


def pair(component: Component) -> tuple[int, int, int, int]:
    """What is decided of the first, treated, against the second."""
    found = wins([component], [True, False]).components[0]
    return found.wins, found.losses, found.ties, found.undecided


WON, LOST, TIED, UNDECIDED = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("values", "margin", "decided"),
    [
        ((3, 2), 0, WON), ((2, 3), 0, LOST), ((2, 2), 0, TIED), ((nan, 2), 0, UNDECIDED), ((nan, nan), 0, UNDECIDED),
        ((3, 2), 1, WON), ((3, 2), 1.5, TIED), ((2, 3), 1, LOST), ((np.inf, 3), 1, WON), ((np.inf, np.inf), 1, TIED),
        ((-np.inf, -np.inf), 0, TIED), ((nan, np.inf), 1, UNDECIDED),
    ],
)  # fmt: skip
def test_a_pair_of_numbers(values: tuple[float, float], margin: float, decided: tuple[int, ...]) -> None:
    assert pair(Measured("x", values, margin=margin)) == decided
    reverse = (decided[1], decided[0], *decided[2:])
    assert pair(Measured("x", values[::-1], margin=margin)) == reverse
    assert pair(Measured("x", values, higher_wins=False, margin=margin)) == reverse


@pytest.mark.parametrize(
    ("times", "events", "margin", "decided"),
    [
        ((9, 5), (1, 1), 0, WON), ((9, 5), (0, 1), 0, WON), ((9, 5), (1, 0), 0, UNDECIDED),
        ((9, 5), (0, 0), 0, UNDECIDED), ((5, 5), (1, 1), 0, TIED), ((5, 5), (0, 1), 0, WON),
        ((5, 5), (0, 0), 0, UNDECIDED),
        ((9, 5), (1, 1), 4, WON), ((8, 5), (1, 1), 4, TIED), ((9, 5), (0, 1), 4, WON), ((8, 5), (0, 1), 4, UNDECIDED),
        ((nan, 5), (0, 1), 0, UNDECIDED),
    ],
)  # fmt: skip
def test_a_pair_of_times(
    times: tuple[float, float], events: tuple[int, int], margin: float, decided: tuple[int, ...]
) -> None:
    assert pair(Timed("death", times, events, margin=margin)) == decided
    reverse = (decided[1], decided[0], *decided[2:])
    assert pair(Timed("death", times[::-1], events[::-1], margin=margin)) == reverse
    assert pair(Timed("recovery", times, events, later_wins=False, margin=margin)) == reverse


def drawn(seed: int, people: int) -> tuple[list[Component], np.ndarray]:  # type: ignore[type-arg]
    chance = np.random.default_rng(seed)
    treated = chance.random(people) < 0.5
    treated[:2] = True, False
    days = chance.integers(1, 29, people).astype(float)
    score = chance.integers(0, 6, people).astype(float)
    score[chance.random(people) < 0.2] = nan
    events = chance.random(people) < 0.4
    return [Timed("death", days, events), Measured("SOFA", score, higher_wins=False, margin=2)], treated


def one_by_one(components: list[Component], treated: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    found = [0, 0]
    for i in np.nonzero(treated)[0]:
        for j in np.nonzero(~treated)[0]:
            for each in components:
                won, lost, _ = each.pairs(np.array([i]), np.array([j]))
                if won[0, 0] or lost[0, 0]:
                    found[int(lost[0, 0])] += 1
                    break
    return found


@given(SEEDS, st.integers(2, 25))
def test_each_pair_is_decided_by_the_first_component_that_can(seed: int, people: int) -> None:
    components, treated = drawn(seed, people)
    found = wins(components, treated)
    assert [found.wins, found.losses] == one_by_one(components, treated)
    reached = found.pairs
    for each in found.components:
        assert each.wins + each.losses + each.ties + each.undecided == reached
        reached = each.ties + each.undecided
    assert reached == found.ties


@given(SEEDS, st.integers(6, 40))
def test_the_statistics_follow_from_the_counts(seed: int, people: int) -> None:
    components, treated = drawn(seed, people)
    found = wins(components, treated)
    assert found.net_benefit.value == pytest.approx((found.wins - found.losses) / found.pairs)
    if found.losses:
        assert found.win_ratio.value == pytest.approx(found.wins / found.losses)
    if not isinstance(found.win_odds.value, Absent) and not isinstance(found.net_benefit.value, Absent):
        net = found.net_benefit.value
        assert found.win_odds.value == pytest.approx((1 + net) / (1 - net))


@given(SEEDS, st.integers(4, 40))
def test_the_other_group_sees_the_mirror_image(seed: int, people: int) -> None:
    components, treated = drawn(seed, people)
    one, other = wins(components, treated), wins(components, ~treated)
    assert (one.wins, one.losses, one.ties) == (other.losses, other.wins, other.ties)
    if not isinstance(one.win_ratio.low, Absent):
        assert (1 / one.win_ratio.value, 1 / one.win_ratio.low) == pytest.approx(  # type: ignore[operator]
            (other.win_ratio.value, other.win_ratio.high)
        )
    if not isinstance(one.net_benefit.se, Absent):
        assert one.net_benefit.se == pytest.approx(other.net_benefit.se)
        assert one.test.p == pytest.approx(other.test.p)


def test_the_interval_covers_as_often_as_stated() -> None:
    """Recovery rates of .4 and .6 and a score: the true net benefit from a large sample."""

    def trial(chance: np.random.Generator, many: int) -> Wins:
        treated = np.arange(many) % 2 == 0
        alive = chance.random(many) < np.where(treated, 0.6, 0.4)
        return wins([Measured("alive", alive), Measured("score", chance.normal(0.3 * treated))], treated)

    chance = np.random.default_rng(8)
    wide = chance.normal(size=(2, 200_000))
    score = (wide[0] + 0.3 > wide[1]).mean()
    true = 0.6 * 0.6 - 0.4 * 0.4 + (0.6 * 0.4 + 0.4 * 0.6) * (2 * score - 1)
    found = [trial(chance, 80).net_benefit for _ in range(1000)]
    covered = np.mean([each.low <= true <= each.high for each in found])  # type: ignore[operator]
    assert 0.93 < covered < 0.97
    ratios = [trial(chance, 80).win_ratio for _ in range(1000)]
    assert 0.93 < np.mean([each.low <= (1 + true) / (1 - true) <= each.high for each in ratios]) < 0.97  # type: ignore[operator]


def test_many_pairs_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    components, treated = drawn(1, 60)
    whole = wins(components, treated)
    monkeypatch.setattr("bedside.statistics.wins.AT_ONCE", 50)
    assert wins(components, treated) == whole


@pytest.mark.parametrize(
    ("values", "treated", "ratio", "ratio_low", "net", "net_low"),
    [
        ([], [], ONE_GROUP, ONE_GROUP, ONE_GROUP, ONE_GROUP),
        ([1, 2], [True, True], ONE_GROUP, ONE_GROUP, ONE_GROUP, ONE_GROUP),
        ([2, 1], [True, False], NO_LOSS, NO_LOSS, 1.0, ALONE),
        ([1, 2], [True, False], 0.0, NO_WIN, -1.0, ALONE),
        ([1, 1, 1, 1], [True, True, False, False], NO_LOSS, NO_LOSS, 0.0, NO_VARIATION),
        ([3, 3, 1, 2], [True, True, False, False], NO_LOSS, NO_LOSS, 1.0, NO_VARIATION),
        ([nan, nan, nan, nan], [True, True, False, False], NO_LOSS, NO_LOSS, 0.0, NO_VARIATION),
        ([1, 3, 2], [True, True, False], 1.0, ALONE, 0.0, ALONE),
    ],
)
def test_what_cannot_be_said_has_its_reason(
    values: list[float], treated: list[bool], ratio: object, ratio_low: object, net: object, net_low: object
) -> None:
    found = wins([Measured("x", values)], treated)
    assert (found.win_ratio.value, found.win_ratio.low) == (ratio, ratio_low)
    assert (found.net_benefit.value, found.net_benefit.low) == (net, net_low)
    for each in (found.win_odds.value, found.win_odds.low, found.win_odds.se, found.test.p):
        assert isinstance(each, Absent) or np.isfinite(each)


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (lambda: wins([], [True, False]), "components"),
        (lambda: wins([Measured("x", [1, 2, 3])], [True, False]), "x"),
        (lambda: wins([Measured("x", [1, 2])], [True, False], 95), "level"),
        (lambda: Timed("death", [1, 2], [True]), "death"),
        (lambda: Timed("death", [nan, 2], [True, False]), "death"),
        (lambda: Measured("x", [1], margin=-1), "margin"),
        (lambda: Timed("x", [1], [1], margin=nan), "margin"),
    ],
)
def test_what_cannot_be_compared_is_refused(ask: object, where: str) -> None:
    with pytest.raises(UsageError) as told:
        ask()  # type: ignore[operator]
    assert told.value.where == where
