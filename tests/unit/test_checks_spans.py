"""Times that cover a span: each fault is found, and the clean protocol has none."""

from dataclasses import replace
from typing import Any

from bedside.protocol.model import Protocol
from tests.clean_protocol import assuming, clean, codes, only


def test_a_span_that_is_not_declared_is_found() -> None:
    held = _changed(clean(), "alt", before="PT6H")
    found = only(held)
    assert (found.code, found.message.en) == (
        "P068", "“ALT” is of a time before “Measured at”, which covers no such span: forms that overlap are not told.",
    )  # fmt: skip
    assert codes(_changed(held, "taken_at", covers="PT6H")) == ("P068", "P069"), (
        "six hours before its end lies outside the span"
    )
    assert codes(_changed(held, "taken_at", covers="PT7H")) == ("P069",)


def test_a_value_of_a_span_asks_when_it_counts() -> None:
    held = _changed(clean(), "taken_at", covers="P1D")
    found = only(held)
    assert (found.code, found.question.en) == ("P069", "When does a worst value count, and in how many scores?")
    assert "“Measured at”" in found.message.en and found.question.fr != found.question.en
    settled = only(
        assuming(held, "worst", "Does a worst value count as of the hour until which it is sought?", "It does.")
    )
    assert settled.assumption.en == "It does."


def _changed(held: Protocol, item: str, **changes: str) -> Protocol:
    def changed(form: Any) -> Any:
        items = tuple(replace(each, **changes) if each.id == item else each for each in form.items)
        return replace(form, items=items)

    return replace(held, forms=tuple(changed(f) if f.id == "bedside_values" else f for f in held.forms))
