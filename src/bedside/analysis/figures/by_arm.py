"""Figures of a trial that declares arms, where it is known who is in which: a curve, or a line, for each arm.

They stand beside the figures of everybody together. Each arm has its own numbers at risk beneath.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bedside.analysis.comparing import ARMS
from bedside.analysis.competing import ended_by, fatal
from bedside.analysis.figures.curves import Curves, curve_points, ends_at, picture
from bedside.analysis.figures.drawn import Drawn, Picture, drawn
from bedside.analysis.figures.forest import STATISTICS, lines_picture
from bedside.analysis.figures.plot import blank
from bedside.analysis.figures.words import word
from bedside.analysis.firsts import EVENT, first_times
from bedside.analysis.layouts import PERCENT, Layout, count, interval
from bedside.analysis.naming import named
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.survival import followed
from bedside.analysis.tables import table_of
from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked, asked_at, counted_to
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Duration
from bedside.statistics.curve import Curve
from bedside.statistics.incidence import aalen_johansen
from bedside.statistics.survival_curve import kaplan_meier
from bedside.values.moment import DAY, read_length
from bedside.values.wording import Text

PROPORTIONS = Layout(
    "arms", (ARMS,), ("group",),
    (*count("participants", "successes"), interval("estimate", PERCENT), interval("difference", PERCENT)),
)  # fmt: skip


def _curve(statistic: str) -> Layout:
    return Layout("curve", ("curve",), ("group", "time"), (*count("at_risk", "censored"), interval(statistic, PERCENT)))


def proportions_by_arm(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """Of a yes or no: each arm's proportion with its interval, as the comparison counts them."""
    held = tuple(
        row for row in rows
        if (row.analysis, row.variable) == (estimand.outcome, ARMS) and not row.statistic.startswith("two_sided")
    )  # fmt: skip
    if held:
        yield drawn(
            f"{estimand.outcome}-arms",
            estimand.outcome,
            _title("proportions", worked, estimand),
            word("caption proportions of arms", set=worked.set(estimand.set).text),
            held,
            lambda language: _lines(held, worked, estimand, language),
            lambda language: table_of(PROPORTIONS, held, worked, estimand, language),
        )


def _lines(rows: Sequence[Row], worked: Worked, estimand: Estimand, language: str) -> Picture:
    lines: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row.statistic in STATISTICS:
            lines.setdefault(row.group, {})[row.statistic] = row
    if all(held["estimate"].value is None for held in lines.values()):
        why = word("nobody_due").say(language)
        return Picture(*blank(why), why)
    return lines_picture(
        {named(worked, estimand, "arm", arm).say(language): held for arm, held in lines.items()}, language
    )


def survival_by_arm(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """A Kaplan-Meier curve an arm."""
    if not _grouped(worked):
        return
    after = asked_at(next(each for each in worked.endpoints(estimand) if each.verdict.truth))
    curves = {arm: kaplan_meier(*followed(people, after, worked.taken)) for arm, people in _arms(worked, estimand)}
    title = _title("survival", worked, estimand)
    yield _figure(f"{estimand.outcome}-survival-arms", title, "survival", curves, after / DAY, worked, estimand)


def incidence_by_arm(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """For each ending of a time a figure with a curve an arm, deaths last."""
    for duration in worked.durations(estimand) if _grouped(worked) else ():
        endings = sorted(duration.endings, key=lambda ending: ending.name in fatal(duration))
        causes = {ending.name: number for number, ending in enumerate(endings, 1)}
        for cause in causes:
            name = "-".join(filter(None, (estimand.outcome, duration.part, "incidence-arms", cause)))
            title = _title("incidence", worked, estimand, named(worked, estimand, "group", cause))
            curves = _incidences(worked, estimand, duration, causes, cause)
            last = read_length(duration.up_to) / DAY
            yield _figure(name.replace("_", "-"), title, "incidence", curves, last, worked, estimand)


def events_by_arm(rows: Sequence[Row], worked: Worked, estimand: Estimand) -> Iterator[Drawn]:
    """The first of the events that a form lists, death competing: a curve an arm. Nothing is compared."""
    if not estimand.listing or not _grouped(worked):
        return
    after = counted_to(next(each for each in worked.endpoints(estimand) if not each.verdict.truth))
    curves: dict[str, Curve] = {
        arm: aalen_johansen(*first_times(worked, estimand, people, after), 1) for arm, people in _arms(worked, estimand)
    }
    title = _title("incidence", worked, estimand, WORDS[EVENT])
    yield _figure(f"{estimand.outcome}-incidence-arms", title, "incidence", curves, after / DAY, worked, estimand)


def _incidences(
    worked: Worked, estimand: Estimand, duration: Duration, causes: dict[str, int], cause: str
) -> dict[str, Curve]:  # fmt: skip
    return {
        arm: aalen_johansen(*ended_by(people, duration, causes, worked), causes[cause])
        for arm, people in _arms(worked, estimand)
    }


def _figure(
    name: str, title: Text, statistic: str, curves: Mapping[str, Curve], last: float, worked: Worked, estimand: Estimand
) -> Drawn:  # fmt: skip
    about = About(estimand.outcome, estimand.set)
    end = max(ends_at(curve, last) for curve in curves.values())
    held = tuple(
        row for arm, curve in curves.items() for row in curve_points(about.of(group=arm), statistic, curve, last, end)
    )
    names = {arm: named(worked, estimand, "arm", arm) for arm in curves}
    survival = statistic == "survival"
    beside = word("alive_axis" if survival else "incidence_axis")
    shown = Curves(held, names, statistic, 1.0 if survival else 0.0, end, beside, apart=True)
    return drawn(
        name,
        estimand.outcome,
        title,
        word(f"caption {statistic}", set=worked.set(estimand.set).text),
        held,
        lambda language: picture(shown, language),
        lambda language: table_of(_curve(statistic), held, worked, estimand, language),
    )


def _title(kind: str, worked: Worked, estimand: Estimand, ending: Text | None = None) -> Text:
    outcome = worked.protocol.outcome(estimand.outcome).text
    return word(f"title {kind} of arms", what=outcome, **({"ending": ending} if ending is not None else {}))


def _grouped(worked: Worked) -> bool:
    return worked.arms is not None and not worked.one_group


def _arms(worked: Worked, estimand: Estimand) -> Iterator[tuple[str, list[Person]]]:
    """Each arm of the protocol with its members of the outcome's set."""
    members = worked.members(estimand.set)
    for arm in worked.protocol.arms:
        yield arm.id, [person for person in members if person.arm == arm.id]
