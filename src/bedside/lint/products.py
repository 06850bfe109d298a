"""Checks of the products: a blind that its own words give away, a use that nothing records."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.lint.findings import Hit, Severity, rule
from bedside.lint.stated import Stated
from bedside.protocol.model import Text


@rule(
    "P065", Severity.ERROR, "Words that hold for every arm.",
    Text(
        "blinded, and called like one arm alone: {product}",
        "en aveugle, et nommé comme un seul bras\u00a0: {product}",
    ),
)  # fmt: skip
def blind_that_names_an_arm(stated: Stated) -> Iterator[Hit]:
    """A blinded product bears the name of one arm: every screen and label would tell who receives what."""
    arms = stated.protocol.arms
    named = {text for arm in arms for text in (arm.text, *(each.text for each in arm.interventions))}
    for product in stated.protocol.products:
        if product.blinded and len(arms) > 1 and product.text in named:
            yield Hit(stated.place(f"product {product.id}"), {"product": product.text})


@rule(
    "P066", Severity.INFO, "`given`: the form and the items that record each administration.",
    Text(
        "no form records the use of {product}: what was dispensed cannot be compared with what was given",
        "aucun formulaire ne recueille l’usage de {product}\u00a0: le dispensé ne peut pas être comparé à l’administré",
    ),
)  # fmt: skip
def use_not_recorded(stated: Stated) -> Iterator[Hit]:
    """A product is dispensed, and no form says how much of it was given."""
    for product in stated.protocol.products:
        if product.given is None:
            yield Hit(stated.place(f"product {product.id}"), {"product": product.text})


RULES = (blind_that_names_an_arm, use_not_recorded)
