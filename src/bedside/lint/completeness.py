"""Checks of what is missing whole: without its criteria, a protocol would let nearly everybody in."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.both_languages import AND, listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text
from bedside.records.dictionary import dictionary

BARE = frozenset({"age", "female"})


@rule(
    "P053", Severity.ERROR, "The criteria of the protocol, not only the age and sex of the registry's fields.",
    Text(
        "nothing but {names} decides who takes part: nearly everybody would be eligible.",
        "seuls comptent {names}\u00a0: presque tout le monde serait éligible.",
    ),
    Text("Which are the eligibility criteria?", "Quels sont les critères d’éligibilité\u202f?"),
)  # fmt: skip
def only_age_and_sex(stated: Stated) -> Iterator[Hit]:
    """The criteria read nothing but age and sex: those that make the study what it is are missing."""
    read = {name for criterion in stated.protocol.criteria for name in criterion.variables}
    if read and read <= BARE:
        known = dictionary()
        names = [Text(known[name].say("en"), known[name].say("fr")) for name in sorted(read)]
        yield Hit("criteria", {"names": listed(names, AND)})


@rule(
    "P054", Severity.WARNING, "The exclusion criteria, or a sentence of the protocol that there are none.",
    Text("it has no exclusion criterion.", "il n’y a aucun critère de non-inclusion."),
    Text("Is really nobody excluded?", "N’y a-t-il vraiment aucun critère de non-inclusion\u202f?"),
)  # fmt: skip
def nobody_excluded(stated: Stated) -> Iterator[Hit]:
    """There are inclusion criteria and no exclusion criterion: a record that was cut short looks like that."""
    if stated.protocol.inclusion and not stated.protocol.exclusion:
        yield Hit("criteria")


RULES = (only_age_and_sex, nobody_excluded)
