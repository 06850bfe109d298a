"""What is said of the sensitivity analyses of an outcome: the same again with one thing changed, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bedside.analysis.layouts import Column, Shown
from bedside.analysis.proportion import DECLARED, LEAST, MOST, SUCCESS
from bedside.analysis.rows import Row
from bedside.documents.found import Found, estimate
from bedside.documents.sentences import COUNTED, begun, incidence_listed
from bedside.protocol.estimands import Method
from bedside.values.wording import Text


def of_sensitivity(rows: Sequence[Row], found: Found) -> Iterator[str]:
    """The sentences on each sensitivity analysis that has rows of its own."""
    tell = BY_METHOD[found.estimand.method]
    for each in found.estimand.sensitivity:
        mine = [row for row in rows if row.analysis == f"{found.estimand.outcome}.{each.id}"]
        held = Found(mine, found.worked, found.estimand, found.language)
        for sentence in tell(held, each.text):
            yield " ".join((sentence, *_left_out(held)))


def _left_out(held: Found) -> Iterator[str]:
    """Whom the analysis leaves out, as its first number of participants warns."""
    row = held.row("participants")
    for warned in row.warnings[:1] if row else ():
        yield f"{begun(warned.say(held.language))}."


def _proportion(held: Found, name: Text) -> Iterator[str]:
    """The proportion; where somebody's result is open, how many are, and the least and the most that it can be."""
    succeeded = held.of(variable=SUCCESS)
    declared = succeeded.of(group=DECLARED)
    if declared.row("estimate") is None:
        return
    told = {"successes": declared.number("successes"), "participants": declared.number("participants"),
            "estimate": declared.told(estimate("estimate"))}  # fmt: skip
    undetermined = declared.row("undetermined")
    if undetermined is None or not undetermined.value:
        yield held.say("sensitivity_said", name=name, **told)
        return
    point = Column("estimate", Shown.PERCENT)
    least, most = (succeeded.of(group=group).told(point) for group in (LEAST, MOST))
    yield held.say(
        "sensitivity_open_said", name=name, open=declared.number("undetermined"), least=least, most=most, **told
    )  # fmt: skip


def _counts(held: Found, name: Text) -> Iterator[str]:
    """Each count; what is told by its worst stands in its table."""
    for variable in held.each("variable", COUNTED):
        part = held.of(variable=variable)
        yield held.say(
            "sensitivity_counts_said", name=name, what=held.name(variable), count=part.number(COUNTED),
            participants=part.number("participants"), share=part.told(estimate("share")),
        )  # fmt: skip


def _competing(held: Found, name: Text) -> Iterator[str]:
    for variable in held.each("variable", "ended"):
        part = held.of(variable=variable)
        either = part.of(group="any")
        yield held.say(
            "sensitivity_times_said", name=name, participants=either.number("participants"),
            ended=either.number("ended"), median=either.told(estimate("median", Shown.NUMBER)),
            listed=incidence_listed(part),
        )  # fmt: skip


def _survival(held: Found, name: Text) -> Iterator[str]:
    if days := held.each("time", "survival"):
        last = max(days, key=float)
        yield held.say(
            "sensitivity_survival_said", name=name, day=held.name(last, "time"), deaths=held.number("deaths"),
            participants=held.number("participants"), alive=held.of(time=last).told(estimate("survival")),
        )  # fmt: skip


BY_METHOD: Mapping[Method, Callable[[Found, Text], Iterator[str]]] = {
    Method.PROPORTION: _proportion,
    Method.VALUES: lambda held, name: iter(()),
    Method.COUNTS: _counts,
    Method.COMPETING: _competing,
    Method.SURVIVAL: _survival,
}
"""A measurement has no sensitivity analysis: `checking_estimands` refuses one."""
