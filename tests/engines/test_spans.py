"""What covers places, and where a person's times stand: held to the plainest way of finding out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.engines import timeline
from bedside.engines.spans import greatest_over, laid_out, least_over, sum_over
from bedside.engines.timeline import Timeline

SIZE = 40
Span = tuple[int, int, int]
spans = st.lists(st.tuples(st.integers(0, SIZE), st.integers(0, SIZE), st.integers(-9, 9)), max_size=12)
"""First place, the one behind (which may come before it: then the span holds nothing), value."""
times = st.integers(-7, 60).map(lambda step: step * 30)


def columns(held: list[Span]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    first, behind, values = (np.array([span[part] for span in held], dtype=np.int64) for part in range(3))
    return first, behind, values


def covering(held: list[Span], place: int) -> list[int]:
    return [value for first, behind, value in held if first <= place < behind]


@given(spans)
def test_the_greatest_the_least_and_the_sum_of_what_covers_a_place(held: list[Span]) -> None:
    first, behind, values = columns(held)
    greatest, least = (over(SIZE, first, behind, values.astype(float)) for over in (greatest_over, least_over))
    sums = sum_over(SIZE, first, behind, values)
    for place in range(SIZE):
        over = covering(held, place)
        assert greatest[place] == max(over, default=-np.inf)
        assert least[place] == min(over, default=np.inf)
        assert sums[place] == sum(over)


@given(spans)
def test_spans_laid_out_are_every_place_of_each(held: list[Span]) -> None:
    first, behind, _ = columns(held)
    span, place = laid_out(first, behind)
    assert list(zip(span, place, strict=True)) == [
        (number, place) for number, (first, behind, _) in enumerate(held) for place in range(first, behind)
    ]


@pytest.mark.parametrize("widest", [timeline.WIDEST, 1], ids=["by number", "by rank"])
@given(
    asked=st.lists(st.tuples(st.integers(0, 3), times), max_size=20),
    looked=st.lists(st.tuples(st.integers(0, 3), st.integers(-300, 2000), st.integers(-300, 2000)), max_size=8),
)
def test_a_span_of_time_holds_the_times_of_its_person_in_it(
    widest: int, asked: list[tuple[int, int]], looked: list[tuple[int, int, int]]
) -> None:
    asked.sort()
    person, at = (np.array([each[part] for each in asked], dtype=np.int64) for part in range(2))
    whose, since, until = (np.array([each[part] for each in looked], dtype=np.int64) for part in range(3))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timeline, "WIDEST", widest)
        first, behind = Timeline(person, at).span(whose, since, until)
    for number, (whom, earliest, latest) in enumerate(looked):
        inside = [place for place, (who, when) in enumerate(asked) if who == whom and earliest <= when <= latest]
        assert inside == list(range(first[number], behind[number]))
