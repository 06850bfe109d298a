"""What each table shows of the rows of an outcome: what stands down the side, and what across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.protocol.estimands import Method


class Shown(StrEnum):
    """How the value of a column is written."""

    COUNT = "count"
    PERCENT = "percent"
    P = "p"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True)
class Column:
    """A column: its head is the word of `statistic`. With `ends`, the value is followed by that of two others."""

    statistic: str
    shown: Shown = Shown.COUNT
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Layout:
    """A table of the rows of some variables (none: all others), a line for each different `down`.

    With `varied`, the sensitivity analyses stand in it too, and name their lines. A table has those lines
    only that have the statistic which it `needs`. The word `note` stands below it.
    """

    name: str
    variables: tuple[str, ...]
    down: tuple[str, ...]
    columns: tuple[Column, ...]
    varied: bool = False
    needs: str = ""
    note: str = ""


def count(*names: str) -> tuple[Column, ...]:
    """Columns of numbers of people or events."""
    return tuple(Column(name) for name in names)


def interval(name: str, shown: Shown) -> Column:
    """A column of an estimate with its interval."""
    return Column(name, shown, (f"{name}_low", f"{name}_high"))


def quartiles(name: str = "") -> Column:
    """A column of a median with its quartiles."""
    title = f"{name}_" if name else ""
    return Column(f"{title}median", Shown.NUMBER, (f"{title}lower_quartile", f"{title}upper_quartile"))


P, WORD, PERCENT, NUMBER = Shown.P, Shown.WORD, Shown.PERCENT, Shown.NUMBER
TESTED = (Column("p_value", P), Column("needed"), Column("decision", WORD))
WINS = Layout(
    "wins", ("wins",), ("group",),
    (*count("pairs", "won", "lost", "tied", "hidden"), interval("win_ratio", NUMBER), interval("win_odds", NUMBER),
     interval("net_benefit", PERCENT), Column("two_sided_p", P)),
)  # fmt: skip
"""Of whatever method an outcome's main analysis is."""
LOOKS = Layout(
    "looks", ("looks",), ("group",),
    (*count("look_successes", "futile_at_most", "success_from"), Column("look_said", WORD)),
)  # fmt: skip
"""Of the outcome that looks in force are at. Its number is the last, so that all others keep theirs."""
LAYOUTS: Mapping[Method, tuple[Layout, ...]] = {
    Method.PROPORTION: (
        Layout("successes", ("success",), ("analysis", "set", "group"),
               (*count("participants", "successes"), interval("estimate", PERCENT), *TESTED), varied=True),
        Layout("known", ("success",), ("analysis", "set"),
               count("members", "not_due", "known_successes", "known_failures", "dead", "undetermined"), varied=True),
        Layout("arms", ("arms",), ("group",),
               (*count("participants", "successes"), interval("estimate", PERCENT), interval("difference", PERCENT),
                Column("two_sided_p", P))),
        Layout("intervals", ("interval",), ("group",), (interval("estimate", PERCENT),)),
        Layout("posterior", ("success",), ("group",),
               (Column("least_rate", PERCENT), Column("mid_p_value", P), Column("posterior_above", P),
                interval("posterior_rate", PERCENT))),
        Layout("tipping", ("tipping",), ("group",),
               (*count("tips_at", "successes"), Column("p_value", P), Column("decision", WORD))),
        Layout("null_rates", ("null_rates",), ("group",), TESTED),
        Layout("deltas", ("delta",), ("group",),
               (*count("tips_at_delta", "imputed"), interval("share", PERCENT), interval("mean_fall", NUMBER),
                Column("succeeds", PERCENT))),
        Layout("components", ("component",), ("group",),
               (*count("alive", "before_known"), quartiles("before"), *count("after_known"), quartiles("after"),
                *count("fall_known"), quartiles("fall"))),
        Layout("later_deaths", ("later_deaths",), ("time",), count("succeeded", "died_after", "not_followed")),
    ),
    Method.VALUES: (
        Layout("measured", (), ("variable",),
               (*count("participants", "dead", "not_measured", "within_limits", "measured"), quartiles(),
                Column("minimum", NUMBER), Column("maximum", NUMBER), Column("mean", NUMBER), Column("sd", NUMBER))),
        Layout("changes", (), ("variable",),
               (*count("with_baseline"), quartiles("baseline"), quartiles("change"))),
        Layout("over_time", ("over_time",), ("group", "time"),
               (*count("at_visit", "beyond_limits"), interval("model_mean", NUMBER), interval("model_change", NUMBER),
                interval("geometric_mean", NUMBER), interval("model_ratio", NUMBER),
                interval("censored_mean", NUMBER))),
        Layout("models", ("over_time",), ("group",),
               (*count("in_model", "values_in_model"), Column("covariance", WORD))),
        Layout("course", ("failure_free_days", "score_area", "score_mean"), ("variable", "group"),
               (*count("participants", "dead", "fully_known"), quartiles(), Column("minimum", NUMBER),
                Column("maximum", NUMBER), Column("mean", NUMBER), Column("sd", NUMBER))),
    ),
    Method.COUNTS: (
        Layout("counted", (), ("analysis", "set", "variable"),
               (*count("participants", "confirmed", "any_at_least"), interval("share", PERCENT),
                *count("any_at_most", "events", "greatest")), varied=True, needs="any_at_least"),
        Layout("levels", (), ("analysis", "set", "variable", "group"),
               (*count("at_level"), Column("level_share", PERCENT)), varied=True),
        Layout("rates", (), ("analysis", "set", "variable"),
               (*count("events_in_time"), Column("days", NUMBER), interval("rate", NUMBER)), varied=True,
               note="rates_note"),
        Layout("kinds", (), ("variable", "group"), count("having", "occurrences")),
        Layout("listed", ("listed",), ("set",), count("listed_events", "treatment_emergent", "outside_window")),
        Layout("incidence", ("listed",), ("group", "time"), (*count("at_risk"), interval("incidence", PERCENT)),
               note="incidence_note"),
    ),
    Method.COMPETING: (
        Layout("arms", ("arms",), ("group",),
               (*count("participants", "in_comparator", "in_other"), Column("two_sided_p", P),
                interval("hazard_ratio", NUMBER), interval("subdistribution_ratio", NUMBER))),
        Layout("endings", (), ("analysis", "group"), count("participants", "ended", "censored"), varied=True),
        Layout("either", (), ("analysis", "group"),
               (interval("median", NUMBER), interval("restricted_mean", NUMBER), interval("follow_up", NUMBER)),
               varied=True),
        Layout("incidence", (), ("analysis", "group", "time"),
               (*count("at_risk"), interval("incidence", PERCENT)), varied=True, needs="incidence"),
    ),
    Method.SURVIVAL: (
        Layout("arms", ("arms",), ("group",),
               (*count("participants", "in_comparator", "in_other"), Column("two_sided_p", P),
                interval("hazard_ratio", NUMBER), interval("subdistribution_ratio", NUMBER))),
        Layout("deaths", ("survival",), ("analysis", "set"),
               (*count("participants", "deaths", "censored"), interval("median", NUMBER),
                interval("restricted_mean", NUMBER), interval("follow_up", NUMBER)), varied=True),
        Layout("survival", ("survival",), ("analysis", "time"),
               (*count("at_risk"), interval("survival", PERCENT)), varied=True),
    ),
}  # fmt: skip


def elsewhere(method: Method) -> frozenset[str]:
    """The variables that a table of a method names as its own."""
    return frozenset(name for layout in (*LAYOUTS[method], WINS, LOOKS) for name in layout.variables)
