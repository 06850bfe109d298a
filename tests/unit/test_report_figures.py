"""The figures: scales, ticks, bands and panels, also of nothing, of one hour, and of the unknown."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from bedside.report.figures import BIN, said_hour, score_figure, series_figure, thinned, told_path, told_series
from bedside.report.flow_figure import LINES, LONG, REASONS, ROW, flow_figure, listed, wrapped
from bedside.report.pages import Bound
from bedside.report.svg import Scale, element, hour_ticks, ticks
from bedside.values.moment import HOUR
from bedside.values.wording import Text
from tests.unit.sample_report import ZERO, path, report, series

SPAN = (ZERO, ZERO + 10 * HOUR)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def classed(svg: str, name: str) -> list[ElementTree.Element]:
    return [each for each in parsed(svg).iter() if name in each.get("class", "").split()]


@pytest.mark.parametrize(("value", "place"), [(0.0, 100.0), (5.0, 50.0), (10.0, 0.0), (-3.0, 100.0), (99.0, 0.0)])
def test_a_scale_maps_its_ends_and_keeps_what_lies_outside_at_its_edge(value: float, place: float) -> None:
    assert Scale(0.0, 10.0, 100.0, 0.0)(value) == place


def test_a_scale_without_width_stands_in_the_middle() -> None:
    assert Scale(3.0, 3.0, 0.0, 10.0)(3.0) == 5.0


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 24, [0, 10, 20]), (0, 4, [0, 1, 2, 3, 4]), (36.2, 39.9, [37, 38, 39]), (7, 7, [7])],
)
def test_ticks_are_round_numbers_inside(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_hours_become_days_where_people_count_in_days() -> None:
    assert hour_ticks(10) == [0, 2, 4, 6, 8, 10]
    assert [said_hour(h, "fr") for h in hour_ticks(120)] == [
        "0",
        "1\u00a0j",
        "2\u00a0j",
        "3\u00a0j",
        "4\u00a0j",
        "5\u00a0j",
    ]
    assert said_hour(6, "en") == "6\u00a0h"


def test_attributes_and_text_are_escaped() -> None:
    assert element("a", class_='x" onload="y') == '<a class="x&quot; onload=&quot;y"/>'


def test_the_band_runs_between_both_ends_of_the_score() -> None:
    svg = score_figure(path([(0, 3, 7), (5, 4, 4), (10, 3, 7)]), SPAN, "en")
    (low,), (high,) = classed(svg, "low"), classed(svg, "high")
    heights = [{y for _, y in re.findall(r"([\d.]+) ([\d.]+)", line.get("d", ""))} for line in (low, high)]
    up = Scale(0.0, 24.0, 164.0, 14.0)
    assert heights[0] == {f"{up(3):.1f}".removesuffix(".0"), f"{up(4):.1f}".removesuffix(".0")}
    assert heights[1] == {f"{up(7):.1f}".removesuffix(".0"), f"{up(4):.1f}".removesuffix(".0")}


def test_a_part_that_is_a_range_is_hatched_and_a_known_one_is_not() -> None:
    part = path([(0, 0, 4), (5, 2, 2), (10, 2, 2)])
    svg = score_figure(path([(0, 0, 4), (10, 2, 2)], (part,)), SPAN, "en")
    fills = [each.get("fill") for each in parsed(svg).iter() if each.get("fill")]
    assert fills == ["url(#hatch)"]
    assert len(classed(svg, "points")) == 2


def test_a_score_of_no_hours_is_no_figure_and_of_one_hour_is_one() -> None:
    assert score_figure(path([]), SPAN, "en") == ""
    assert told_path(path([]), "fr") == "SOFA\u00a0: rien à montrer."
    (low,) = classed(score_figure(path([(0, 3, 7)]), SPAN, "en"), "low")
    assert low.get("d", "").count("L") == 1


def test_a_score_that_is_wholly_unknown_fills_its_scale() -> None:
    svg = score_figure(path([(0, 0, 24), (10, 0, 24)]), SPAN, "en")
    assert "from 0–24 at the first hour to 0–24 at the last" in (parsed(svg)[0].text or "")


def test_a_variable_never_measured_says_so() -> None:
    for language, word in (("en", "not measured"), ("fr", "non mesuré")):
        assert word in series_figure(series([]), SPAN, language)
        assert word in told_series(series([]), language)


def test_a_limit_is_a_bar_and_does_not_flatten_the_rest() -> None:
    svg = series_figure(series([(1, 800, 800), (8, 16500, 1000000)]), SPAN, "en")
    assert len(classed(svg, "limit")) == 1
    labels = [each.text for each in classed(svg, "end") if each.text and each.text.replace(",", "").isdigit()]
    assert max(int((text or "0").replace(",", "")) for text in labels) < 16500


def test_bounds_of_criteria_are_named_and_bounds_of_points_are_not() -> None:
    svg = series_figure(series([(1, 800, 800), (2, 3000, 3000)]), SPAN, "en")
    assert [each.text for each in classed(svg, "bound-name")] == ["500"]
    assert len(classed(svg, "weak")) == 1


def test_bounds_too_close_for_a_label_each_share_one() -> None:
    near = replace(
        series([(1, 300, 300), (2, 3000, 3000)]), bounds=tuple(Bound(v, True) for v in (490.0, 500.0, 2500.0))
    )
    assert [each.text for each in classed(series_figure(near, SPAN, "en"), "bound-name")] == ["490, 500", "2500"]


def test_thinning_loses_no_extreme() -> None:
    points = [(i / 50, float((i * 37) % 101)) for i in range(5000)]
    kept = thinned(points)
    assert len(kept) <= 2 * (100 / BIN + 1)
    assert {y for _, y in kept} >= {0.0, 100.0}
    assert kept == sorted(kept, key=lambda point: point[0])


def test_many_reasons_end_in_one_line_that_keeps_the_sum() -> None:
    reasons = [(f"reason {i}", i) for i in range(20)]
    shown = listed(reasons, "en")
    assert len(shown) == REASONS
    assert sum(count for _, count in shown) == sum(count for _, count in reasons)


def test_a_long_reason_takes_lines_and_loses_no_word() -> None:
    text = "E2 " + "pregnant or lactating, " * 6
    lines = wrapped(text.strip())
    assert " ".join(lines) == text.strip()
    assert len(lines) == 3
    assert all(len(line) <= LONG for line in lines)
    assert wrapped("short") == ["short"]


def test_a_reason_without_end_ends_in_three_dots() -> None:
    for endless in ("word " * 90, "x" * 300):
        lines = wrapped(endless)
        assert len(lines) <= LINES
        assert all(len(line) <= LONG for line in lines)
        assert lines[-1].endswith("…")


def test_a_box_is_as_high_as_its_lines() -> None:
    one = report().flows[0]
    long = replace(one.steps[0], text=Text("many words " * 12, "mots"))
    tall, low = (float(parsed(flow_figure(f, "en")).get("height", "0")) for f in (replace(one, steps=(long,)), one))
    assert tall == low + 2 * ROW


def test_the_flow_is_told_in_words() -> None:
    svg = flow_figure(report().flows[0], "en")
    assert parsed(svg)[0].text == "2 stays assessed; 1 excluded, 1 cannot be told, 0 candidates."
    assert "I1 not met: Adult" in svg
