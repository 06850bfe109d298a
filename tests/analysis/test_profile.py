"""The profile of a participant: what is drawn is what is recorded, at its day, and of nobody by name."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import pytest

from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.figures.lanes import Lanes
from bedside.analysis.figures.profile import LABELS, LATE, profile_figures
from bedside.analysis.figures.swimmer import last_day
from bedside.analysis.people import Listed, Person
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked
from bedside.analysis.written_times import Span
from bedside.design.chart import RIGHT, WIDTH
from bedside.documents.blocks import Heading, Picture
from bedside.documents.board import board_document
from bedside.documents.files import profile_files
from bedside.documents.profiles import profiles_document
from bedside.rules.chart import Chart, Fact
from bedside.values.interval import MET, Interval
from bedside.values.moment import DAY, Moment
from bedside.values.wording import LANGUAGES
from tests.analysis.in_memory import worked_of
from tests.analysis.many import many
from tests.analysis.read_svg import beyond, elements, overlapping, texts
from tests.analysis.synthetic import Made, known_person

VENTILATED, EVENT, LONG = (
    (-0.5, 6.25),
    (3.0, 4.5),
    "a term that somebody has written at rather great length on its form",
)


def at(person: Person, day: float) -> Moment:
    return Moment(person.included + round(day * DAY))


def span(person: Person, day: float) -> Span:
    return Span(at(person, day), at(person, day))


def supported(person: Person, draw: random.Random) -> Person:
    """Somebody with a ventilator, a catecholamine and adverse events, one of which goes on, one of no known time."""
    (first, last), fever = EVENT, {"term": "pyrexia", "grade": "grade_3", "serious": "yes"}
    events = [
        Listed(span(person, first), fever, None, span(person, last)),
        Listed(span(person, draw.random() * 40), {"term": LONG, "grade": "", "serious": "no"}),
        Listed(None, {"term": "", "grade": "grade_1"}),
    ]
    facts = [each for held in person.chart.facts.values() for each in held]
    begun, ended = VENTILATED
    facts += [
        Fact("invasive_ventilation", at(person, begun), at(person, 2.0), MET),
        Fact("invasive_ventilation", at(person, 2.0), at(person, ended), MET),
        Fact("norepinephrine", at(person, 0.1), at(person, 1.5), Interval.point(0.2)),
        Fact("renal_replacement", at(person, -3.0), at(person, -1.0), MET),
    ]
    return replace(person, listed={"S8": tuple(events)}, chart=Chart.of(facts, person.chart.recorded))


@lru_cache
def worked(count: int) -> Worked:
    held, draw = worked_of(many(count)), random.Random(1)
    return replace(held, people=tuple(supported(person, draw) for person in held.people))


@lru_cache
def figures(count: int) -> Mapping[str, Drawn]:
    return profile_figures(worked(count))


def told(rows: tuple[Row, ...], variable: str, statistic: str) -> list[object]:
    return [row.value for row in rows if (row.variable, row.statistic) == (variable, statistic)]


@pytest.mark.proves("analysis profiles")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12])
def test_everybody_has_one_and_no_text_lies_on_another(count: int, language: str) -> None:
    held = figures(count)
    assert len(held) == count
    for each in held.values():
        assert overlapping(each.svg[language]) == [] == beyond(each.svg[language]), each.name
        assert all(len(line) == len(each.tables[language].head) for line in each.tables[language].body)
        assert "01-S" not in each.svg[language] and "01-S" not in str(each.tables[language])


@pytest.mark.proves("analysis profiles")
def test_its_rows_are_what_was_recorded() -> None:
    person, rows = worked(12).people[0], figures(12)["profile-001"].rows
    end = VENTILATED[1] if person.died is None else min(VENTILATED[1], (person.died - person.included) / DAY)
    assert told(rows, "support invasive_ventilation", "from") == [VENTILATED[0]], "what touches is one"
    assert told(rows, "support invasive_ventilation", "until") == [pytest.approx(end)]
    assert told(rows, "support renal_replacement", "from") == [], "what ended before inclusion is not shown"
    assert told(rows, "event S8-1", "term") == ["pyrexia"] and told(rows, "event S8-1", "grade") == ["3"]
    assert told(rows, "event S8-1", "from") == [EVENT[0]] and told(rows, "event S8-1", "until") == [EVENT[1]]
    assert told(rows, "event S8-2", "until") == [] and told(rows, "event S8-3", "term") == [None]
    doses = [row.value for row in rows if row.statistic == "dose"]
    assert len(doses) == len(person.doses)
    kept = {
        day: value
        for (name, part, day), value in person.scores.items()
        if name == "sofa" and not part and value != Interval(0.0, 24.0)
    }
    lows = {int(row.time): row.value for row in rows if row.statistic == "low"}
    assert lows and all(kept[day].low == low for day, low in lows.items())
    assert not any(row.statistic == "verdict" for row in rows)


@pytest.mark.proves("analysis profiles")
def test_bars_and_marks_stand_at_their_days() -> None:
    held = worked(12)
    every = [row for each in figures(12).values() for row in each.rows]
    last = last_day(Lanes(every), held.days())
    wide = WIDTH - RIGHT - LATE - LABELS

    def x(day: float) -> float:
        return LABELS + wide * min(max(day, 0.0), last) / last

    shapes = [shape for shape, _ in elements(figures(12)["profile-001"].svg["en"]) if shape.tag == "rect"]
    bars = {tuple(round(float(each.get(name, 0)), 1) for name in ("x", "width")) for each in shapes}
    first, until = EVENT
    assert (round(x(first), 1), round(x(until) - x(first), 1)) in bars
    assert any(bar[0] == round(LABELS, 1) for bar in bars), "what began before inclusion begins at the edge"
    marks = [text.text for text in texts(figures(12)["profile-001"].svg["en"])]
    assert "3!" in marks and "time not written" in marks


def test_every_profile_has_the_same_axis() -> None:
    axes = {
        tuple(t.text for t in texts(each.svg["en"]) if t.text.isdigit() and t.text in {"0", "7", "14", "21", "28"})[-5:]
        for each in figures(12).values()
    }
    assert len({axis[-1] for axis in axes}) == 1


@pytest.mark.proves("analysis profiles", "analysis board")
def test_the_board_reads_them_if_it_asks_without_stays_and_with_scores_only_beside_the_primary_outcome() -> None:
    held = worked(3)
    rows = rows_of(held)
    plain = board_document(rows, held, {}, "en")
    assert not [each for each in plain.blocks if isinstance(each, Picture) and each.page]
    for primary in (False, True):
        profiles = profile_figures(held, scores=primary, stays=False)
        document = board_document(rows, held, {}, "en", primary, profiles)
        pictures = [each for each in document.blocks if isinstance(each, Picture) and each.page]
        assert len(pictures) == 3
        assert all(("SOFA" in picture.svg) is primary for picture in pictures)
        assert not any("Length of stay" in picture.svg or "Length of stay" in str(picture.data) for picture in pictures)
        every = [row for each in profiles.values() for row in each.rows]
        assert not any(row.statistic in ("stay", "ended_by") for row in every)
        assert any(row.statistic == "low" for row in every) is primary


@pytest.mark.proves("analysis profiles")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_has_a_heading_and_a_page_for_each(language: str) -> None:
    document = profiles_document(worked(3), figures(3), language)
    heads = [each.text for each in document.blocks if isinstance(each, Heading)]
    assert heads == ["Participant 1", "Participant 2", "Participant 3"]
    assert all(each.page and each.data.body for each in document.blocks if isinstance(each, Picture))
    files = profile_files(worked(3), language)
    assert files == profile_files(worked(3), language)
    assert set(files) == {"profiles.html", "profiles.csv", "profiles.en.pdf", "profiles.fr.pdf"}


@pytest.mark.parametrize(
    "people",
    [
        [], [Made("01-S001")], [known_person(1, True)], [Made("01-S001", died=0.0, icu_days=0.0)],
        [Made("01-S001", died=80.0, dosed=0.1), *many(6)],
    ],
)  # fmt: skip
def test_awkward_data_are_drawn(people: list[Made]) -> None:
    for each in profile_figures(worked_of(people)).values():
        for language in LANGUAGES:
            assert "nan" not in each.svg[language] and overlapping(each.svg[language]) == [], each.name
