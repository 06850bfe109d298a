"""People of the synthetic snapshots as the analyses read them, without a snapshot between: many of them in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bedside.analysis.people import Answer, Listed, Person
from bedside.analysis.worked import Worked, work_on
from bedside.analysis.written_times import Span
from bedside.values.interval import Interval
from tests.analysis.synthetic import Made, cut


@lru_cache
def _of_nobody() -> Worked:
    with TemporaryDirectory() as place:
        return work_on("jakahdi", cut(Path(place) / "cut", []))


def worked_of(people: Sequence[Made]) -> Worked:
    """A snapshot of these people, opened."""
    base = _of_nobody()
    counts = {"screened": len(people) + 3, "participants": len(people), "objected": 1}
    snapshot = replace(base.snapshot, manifest={**base.snapshot.manifest, "counts": counts})
    return replace(base, snapshot=snapshot, people=tuple(_read(each) for each in people))


def _read(made: Made) -> Person:
    answers = {
        key: Answer(Interval(*map(float, told[:2])), "1", str((*told, "")[2])) for key, told in made.answers.items()
    }
    scores = {
        ("sofa", component, day): Interval(*value) if isinstance(value, tuple) else Interval.point(value)
        for (component, day), value in made.scores.items()
    }
    doses = () if made.dosed is None else (made.dosed, *made.doses)
    happened = {name: _span(made, days) for name, days in made.events}
    listed = {
        "S8": tuple(
            Listed(_span(made, days), {"grade": grade, "serious": serious}) for days, grade, serious in made.adverse
        ),
        "S11": tuple(Listed(_span(made, days), {"kind": kind, "documented": "yes"}) for days, kind in made.infections),
    }
    died = None if made.died is None else made.at(made.died)
    alive = None if made.alive_until is None else made.at(made.alive_until)
    return Person(
        made.code, "01", made.included, made.eligible, tuple(_span(made, days) for days in doses),
        died, alive, answers, scores, happened, listed, made.chart,
    )  # fmt: skip


def _span(made: Made, days: float) -> Span:
    return Span(made.at(days), made.at(days))
