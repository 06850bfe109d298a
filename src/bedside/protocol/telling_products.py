"""What a product of a trial is, told to people: in what it is counted, how it is kept, where its use is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.model import Product, Protocol
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon, said_quantity, said_source


def product_facts(protocol: Protocol, product: Product, language: str) -> tuple[str, ...]:
    """The lines on one product."""
    facts = (f"{WORDS[key].say(language)}{colon(language)}{told}." for key, told in _facts(protocol, product, language))
    marks = [name for name in ("numbered", "blinded") if getattr(product, name)]
    return (*facts, *(WORDS[f"product_{name}"].say(language) for name in marks))


def _facts(protocol: Protocol, product: Product, language: str) -> Iterator[tuple[str, str]]:
    yield "counted_in", product.unit.say(language)
    if product.strengths:
        yield "strengths", ", ".join(said_quantity(each, language) for each in product.strengths)
    yield "storage", product.storage.say(language).rstrip(".")
    yield "runs_short", str(product.low)
    if product.given:
        form = protocol.form(product.given.form)
        items = ", ".join(form.item(name).text.say(language) for name in (product.given.at, product.given.dose))
        yield "given_on", f"{form.text.say(language)} ({items})"
    if product.ended_by:
        yield "not_after", ", ".join(protocol.schedule.event(each).text.say(language) for each in product.ended_by)
    if product.source:
        yield "source", said_source(product.source, language)
