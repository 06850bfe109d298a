"""Checks of the research samples: a result that nobody can write down, and limits that nobody has stated."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.both_languages import listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text
from bedside.protocol.samples import Sample

LIMITS = {
    "spun_within": Text("the time to centrifugation", "le délai de centrifugation"),
    "frozen_within": Text("the time to the freezer", "le délai de congélation"),
    "stored_at_most": Text("the temperature of storage", "la température de conservation"),
    "thaws": Text("the number of thaws", "le nombre de décongélations"),
}


@rule(
    "P057", Severity.WARNING, "The form of the result among those of the visit, or the item on a form that is.",
    Text(
        "the result {items} is on no form of its visits: {sample}",
        "le résultat {items} n’est sur aucun formulaire de ses visites\u00a0: {sample}",
    ),
)  # fmt: skip
def result_at_no_visit(stated: Stated) -> Iterator[Hit]:
    """A sample is drawn at a visit whose forms hold none of the items in which its result is written."""
    visits = stated.protocol.schedule
    for sample in stated.protocol.samples:
        forms = {item.partition(".")[0] for item in sample.results}
        bare = [name for name in sample.visits if not forms & set(visits.visit(name).forms)]
        if bare and forms:
            places = {"items": ", ".join(sorted(sample.results)), "sample": _at(stated, sample, bare)}
            yield Hit(stated.place(f"sample {sample.id}"), places)


@rule(
    "P058", Severity.QUESTION, "`limits:` with the parameter of each.",
    Text("nothing says {limits}: {sample}", "rien ne dit {limits}\u00a0: {sample}"),
    Text("How is it processed and stored: {limits}?", "Comment est-il traité et conservé\u00a0: {limits}\u202f?"),
)  # fmt: skip
def sample_without_limits(stated: Stated) -> Iterator[Hit]:
    """A sample has no limit for its time to centrifugation or to the freezer, its storage or its thaws."""
    for sample in stated.protocol.samples:
        known = {name for name, _ in sample.limits.named()}
        lacking = [text for name, text in LIMITS.items() if name not in known]
        if lacking:
            yield Hit(stated.place(f"sample {sample.id}"), {"limits": listed(lacking), "sample": sample.text})


def _at(stated: Stated, sample: Sample, visits: list[str]) -> Text:
    named = listed(stated.protocol.schedule.visit(name).text for name in visits)
    return Text(f"{sample.text.en} ({named.en})", f"{sample.text.fr} ({named.fr})")


RULES = (result_at_no_visit, sample_without_limits)
