"""Simulated looks, trial by trial and in the plainest way; and what must hold whatever is assumed."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bedside.design.plan import Look, Plan
from bedside.simulation.chances import chances
from bedside.simulation.living import uniforms
from bedside.simulation.looking import look_at
from bedside.simulation.model import Course, Looking, Records, Site
from bedside.simulation.recruiting import Recruitment
from bedside.simulation.sheets import LEVELS, SHEETS, codes, number

sites = st.lists(st.builds(Site, st.just("one"), st.floats(0, 500), st.floats(0.05, 20)), min_size=1, max_size=5).map(
    tuple
)
hazards = st.floats(0, 3)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    sizes = sorted(draw(st.sets(st.integers(2, 20), min_size=1, max_size=4)))
    looks = []
    for size in sizes[:-1]:
        futile = draw(st.none() | st.integers(0, size - 2))
        success = draw(st.none() | st.integers((futile or 0) + 1, size))
        looks.append(Look(size, futile, success))
    needed = draw(st.integers(1, sizes[-1]))
    return Plan((*looks, Look(sizes[-1], needed - 1, needed)))


@given(plans(), sites, st.floats(0, 60), st.booleans(), st.integers(0, 10_000))
def test_looks_are_those_of_a_trial_followed_by_hand(
    plan: Plan, where: tuple[Site, ...], after: float, pauses: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    success, gaps = rng.random((6, plan.size)) < rng.random(), rng.standard_exponential((6, plan.size))
    recruitment = Recruitment.of(where)
    ended = look_at(success, gaps, plan, recruitment, Looking(after, pauses), 8)
    for trial in range(6):
        found = [each[trial] for each in (ended.look, ended.won, ended.successes, ended.enrolled, ended.day)]
        by_hand = followed(plan, success[trial], gaps[trial], recruitment, after, pauses)
        np.testing.assert_allclose(np.array(found, dtype=float), np.array(by_hand, dtype=float), rtol=1e-9, atol=1e-6)


def followed(
    plan: Plan, success: np.ndarray, gaps: np.ndarray, recruitment: Recruitment, after: float, pauses: bool
) -> tuple[int, bool, int, int, float]:
    """One trial, participant by participant: the clock of recruitment stands still while it pauses."""
    clock, arrived = 0.0, []
    opened = float(recruitment.days[0])
    for place, look in enumerate(plan.looks):
        while len(arrived) < (look.size if pauses else plan.size):
            clock += gaps[len(arrived)]
            arrived.append(float(recruitment.day_of(np.array(clock))))
        decided = arrived[look.size - 1] + 8 + after
        if pauses:
            clock = float(recruitment.by(np.array(decided)))
        x = int(success[: look.size].sum())
        if not look.goes_on(x):
            enrolled = look.size if pauses else sum(each <= decided for each in arrived)
            return place, look.is_success(x), x, enrolled, decided - opened
    raise AssertionError("the last look decides")


@given(sites, st.lists(st.floats(0, 300), min_size=2, max_size=20).map(sorted))
def test_time_and_expected_number_are_each_others_inverse(where: tuple[Site, ...], expected: list[float]) -> None:
    recruitment = Recruitment.of(where)
    days = recruitment.day_of(np.array(expected))
    assert (np.diff(days) >= 0).all() and (days >= min(each.opens for each in where)).all()
    np.testing.assert_allclose(recruitment.by(days), expected, rtol=1e-9, atol=1e-9)


@given(
    hazards, st.floats(-2, 2), st.integers(0, 24), hazards, hazards, hazards, st.integers(0, 24), st.floats(0.01, 50)
)
def test_chances_are_probabilities(
    death: float, slope: float, at: int, recovery: float, worsening: float, leaving: float, below: int, ratio: float
) -> None:
    none = (0.0,) * 6
    found = chances(
        Course(death, slope, at, recovery, worsening, leaving, below), Records(none, none, none, 0.0, 0.1), ratio
    )
    for each in (found.dies, found.better, found.worse, found.leaves):
        assert ((each >= 0) & (each <= 1)).all()
    assert (found.better + found.worse <= 1 + 1e-12).all()
    assert found.better[0] == 0 and found.worse[LEVELS - 1] == 0


@given(st.integers(0, SHEETS - 1))
def test_a_sheet_and_its_number(sheet: int) -> None:
    assert number(codes(sheet)) == sheet


@given(st.integers(0, 2**63 - 1), st.integers(0, 900_000), st.integers(1, 5), st.integers(1, 5))
def test_a_trial_has_its_own_draws_wherever_a_chunk_begins(seed: int, first: int, before: int, after: int) -> None:
    whole = uniforms(seed, first, before + after, 3, 2)
    parts = uniforms(seed, first, before, 3, 2), uniforms(seed, first + before, after, 3, 2)
    assert (whole == np.concatenate(parts)).all()
