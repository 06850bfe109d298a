"""Any rule survives the wire, alone and in a document, and keeps its hash."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import WireError
from bedside.rules.nodes import Node
from bedside.rules.wire import canonical, decode, digest, document, encode, read_document
from tests.generative.strategies import VARIABLES, rules


@given(rules())
def test_a_rule_comes_back_as_it_was(rule: Node) -> None:
    assert decode(json.loads(canonical(encode(rule))), VARIABLES) == rule


@given(st.lists(rules(), min_size=1, max_size=3))
def test_a_document_comes_back_as_it_was(several: list[Node]) -> None:
    held = {f"rule {i}": rule for i, rule in enumerate([*several, several[0]])}
    written = document(held)
    read = read_document(json.loads(canonical(written)))
    assert read == held
    assert document(read) == written


@given(rules(), rules())
def test_rules_have_one_hash_when_and_only_when_they_are_equal(one: Node, other: Node) -> None:
    assert digest(one) == digest(decode(encode(one), VARIABLES))
    assert (digest(one) == digest(other)) == (one == other)


@given(rules(), st.data())
def test_a_document_that_lost_a_part_is_refused_with_a_place(rule: Node, data: st.DataObject) -> None:
    """Any value taken away or replaced by nonsense gives a WireError, never another error, never silence."""
    written = document({"rule": rule})
    here: Any = written
    while isinstance(here, dict | list) and here:
        keys = sorted(here) if isinstance(here, dict) else range(len(here))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.integers(0, 3)) == 0:
            break
        here = here[key]
    here[key] = data.draw(st.sampled_from(("nonsense", -7, 0.5, None, [], {}, {"kind": "all", "of": []})))
    try:
        read = read_document(json.loads(json.dumps(written)))
    except WireError as error:
        assert error.where
    else:  # the replacement may happen to be right: a source may be any text, a sustained length any number
        assert document(read) == written


def test_a_float_is_never_written() -> None:
    with pytest.raises(WireError, match="has no exact JSON form"):
        canonical({"a": 0.1})
