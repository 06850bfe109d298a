"""Win statistics against R: pairs counted by survival's concordance, the variance of pROC (DeLong) and of wilcox.test.

concordance counts the pairs of a time that censoring lets decide, and says how many are tied. Components without
censoring are one after the other what their lexicographic rank is alone, for which pROC has the variance.
"""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from bedside.statistics.hierarchy import Measured, Timed
from bedside.statistics.wins import wins
from tests.double.in_r import r


def groups(seed: int, people: int) -> tuple[np.random.Generator, np.ndarray]:  # type: ignore[type-arg]
    chance = np.random.default_rng(seed)
    treated = chance.random(people) < 0.45
    treated[:2] = True, False
    return chance, treated


@pytest.mark.parametrize(("seed", "people", "whole"), [(1, 42, False), (2, 42, True), (3, 300, True), (4, 9, True)])
def test_the_pairs_of_a_censored_time_are_those_of_concordance(seed: int, people: int, whole: bool) -> None:
    """Also in whole days, where deaths are tied with deaths and with censoring."""
    chance, treated = groups(seed, people)
    times, events = chance.exponential(10, people) + 2 * treated, chance.random(people) < 0.6
    times = np.ceil(times) if whole else times
    other = r(
        'say("counts", concordance(Surv(times, events) ~ treated)$count)',
        "survival", times=times, events=events, treated=treated,
    )["counts"]  # fmt: skip
    later = wins([Timed("death", times, events)], treated)
    sooner = wins([Timed("recovery", times, events, later_wins=False)], treated)
    assert (later.wins, later.losses) == (other[0], other[1])
    assert later.components[0].ties == other[3]
    assert (sooner.wins, sooner.losses, sooner.ties) == (later.losses, later.wins, later.ties)
    assert later.components[0].undecided == later.pairs - later.wins - later.losses - later.components[0].ties


@pytest.mark.parametrize("people", [10, 42, 400])
def test_the_variance_is_that_of_delong(people: int) -> None:
    chance, treated = groups(people, people)
    first, second = chance.integers(0, 3, people), chance.integers(0, 4, people) + treated
    found = wins([Measured("organ", first), Measured("SOFA", second, higher_wins=False)], treated)
    other = r(
        "a <- roc(treated, score, direction = '<', quiet = TRUE); say('auc', auc(a)); say('variance', var(a))\n"
        "say('w', wilcox.test(score[treated == 1], score[treated == 0], exact = FALSE)$statistic)",
        "pROC", treated=treated, score=10 * first - second,
    )  # fmt: skip
    auc, error = other["auc"][0], 2 * other["variance"][0] ** 0.5
    assert found.wins + found.ties / 2 == pytest.approx(other["w"][0])
    assert found.net_benefit.value == pytest.approx(2 * auc - 1, abs=1e-12)
    assert found.net_benefit.se == pytest.approx(error, rel=1e-9)
    assert found.win_odds.value == pytest.approx(auc / (1 - auc), rel=1e-12)
    half = 1.959963984540054 * error / 2 / (auc * (1 - auc))
    assert found.win_odds.high == pytest.approx(exp(log(auc / (1 - auc)) + half), rel=1e-9)
