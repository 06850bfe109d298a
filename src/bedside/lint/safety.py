"""Checks of adverse events: who judges that one is serious, why, and what caused it."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.both_languages import listed
from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.casebook import Form
from bedside.protocol.model import Text


@rule(
    "P067", Severity.WARNING, "`judged:` with these items, in the safety part of the form.",
    Text(
        "whoever writes {items} decides, an investigator or not: {form}",
        "quiconque saisit {items} décide, investigateur ou non\u00a0: {form}",
    ),
    Text(
        "Is it an investigator who judges {items}?", "Est-ce un investigateur qui juge {items}\u202f?",
    ),
)  # fmt: skip
def judged_by_anybody(stated: Stated) -> Iterator[Hit]:
    """What makes an event serious, related or exempt is not marked as a judgement of an investigator."""
    for form in stated.protocol.forms:
        bare = _bare(form)
        if bare:
            places = {"items": listed(form.item(name).text for name in bare), "form": form.text}
            yield Hit(f"{form.where} form {form.id}", places)


def _bare(form: Form) -> list[str]:
    if form.safety is None or form.reporting is None:
        return []
    asked = {form.reporting.item, *form.safety.judgements} - set(form.safety.judged)
    return [item.id for item in form.items if item.id in asked]


RULES = (judged_by_anybody,)
